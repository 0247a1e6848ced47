// Layout of what the Zeek view keeps of a TCP connection: twelve words for every one, and a rare record for those with something to count.

/** Words of a TCP connection; all 0 before its first segment. */
export const ZEEK_WORDS = 12;
export const Z_FLAGS = 0;
export const Z_SEEN = 1; // SEEN_* bits of the originator, << 8 for the responder; number of letters << Z_LETTERS_SHIFT
export const Z_RARE = 2; // 1 + index of the rare record; 0 for none
export const Z_LINE = 3; // three words of the originator, then three of the responder
export const LINE_WORDS = 3;
export const L_START = 0; // its initial sequence number, or what it would have been
export const L_LAST = 1; // one past the highest number sent
export const L_ACK = 2; // highest acknowledgement that its peer sent
export const Z_HISTORY = 9; // three words of LETTERS_PER_WORD letters

/** Z_FLAGS: states by our direction (bits 0-2 and 3-5), the states before them (bits 6-8 and 9-11), then bits of which the second is the responder's. */
export const STATE_BITS = 3;
export const PREVIOUS_SHIFT = 6;
export const FIN_SEEN = 1 << 12;
export const FIN_AT_LAST = 1 << 14; // the FIN is the last number sent, so its place needs no word
export const RST_AT_LAST = 1 << 16; // so was the last RST's
export const HOLE = 1 << 18; // something below L_LAST was not seen: the rare record knows where
export const SKIP = 1 << 20; // given up looking for holes: too much above one without any acknowledgement
export const SYN_MOVED = 1 << 22; // the last SYN was not at L_START
export const FIRST_SEEN = 1 << 24;
export const SWAPPED = 1 << 26; // Zeek takes our responder for its originator
export const PARTIAL_CONNECTION = 1 << 27;
export const STARTED = 1 << 28;
export const QUIET = 1 << 29; // in-order segments change nothing but L_LAST and L_ACK
export const MIXED_FIN = 1 << 30; // the last FIN came with SYN or RST: X_LETTER_FIN has the place of the last that came alone

/** Endpoint states (TCP_Endpoint.h). */
export const INACTIVE = 0;
export const SYN_SENT = 1;
export const SYN_ACK_SENT = 2;
export const PARTIAL = 3;
export const ESTABLISHED = 4;
export const CLOSED = 5;
export const RESET = 6;

/** Letters given once for each role, or at first only. */
export const SEEN_SYN = 1;
export const SEEN_FIN = 2;
export const SEEN_RST = 4;
export const SEEN_FIN_RST = 8;
export const SEEN_DATA = 16;
export const SEEN_ACK = 32;
export const SEEN_MULTI = 64;
export const Z_LETTERS_SHIFT = 16;
export const Z_LETTERS_MASK = 63;

export const LETTERS_PER_WORD = 6;
export const LETTERS_KEPT = 18; // in the twelve words; more go to the rare record
export const LETTERS_MOST = 54;

/** Words of a rare record: a part for each direction, then what they share. */
export const RARE_WORDS = 64;
export const RARE_LINE = 26;
export const X_DELIVERED = 0; // with HOLE: everything below was seen or acknowledged
export const X_RANGES = 1; // ranges seen above X_DELIVERED
export const X_REPEATS = 2;
export const X_ZERO_WINDOWS = 3;
export const X_GAPS = 4;
export const X_BAD_CHECKSUMS = 5;
export const X_MISSED = 6; // bytes, unsigned; stays at its highest value
export const X_FIN = 7; // sequence number of the FIN itself, where FIN_AT_LAST does not tell
export const X_RST = 8; // of the last RST, where RST_AT_LAST does not tell
export const X_SYN = 9; // of the last SYN, with SYN_MOVED
export const X_RANGE = 10; // pairs [from, to), ascending
export const RANGES_MOST = 8;
export const X_WRAPS = 52; // of the originator's L_LAST | of its L_ACK << 16; the next word for the responder
export const X_HISTORY = 54; // six words
export const X_LETTER_FIN = 60; // with MIXED_FIN; the next word for the responder

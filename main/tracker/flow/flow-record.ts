// Layout of what is kept of a connection: word offsets (32 bits each) into records of typed memory. Declared once; stores, queries and
// documentation read it here. Constants are literals so that the bundler can put them into the hot path.

/** Every flow: 16 words. Chunks of 16 Ki records are allocated as they are needed and never copied. */
export const RECORD_WORDS = 16;
export const RECORD_CHUNK_SHIFT = 14;
export const RECORD_CHUNK_MASK = 16383;

export const R_ADDRESS_O = 0; // originator: IPv4 address, or index of an interned IPv6 address
export const R_ADDRESS_R = 1; // responder
export const R_PORTS = 2; // originator port << 16 | responder port; ICMP: identifier in the low half of R_SINGLE… see R_PORTS of ICMP below
export const R_META = 3; // context index << 16 | META_* bits | IP protocol
export const R_FIRST_NS = 4; // float64 (words 4-5): nanoseconds since the tracker's base second, first packet
export const R_LAST_NS = 6; // float64 (words 6-7): last packet
export const R_STATUS = 14; // STATUS_* fields
export const R_EXTENSION = 15; // with STATUS_EXTENDED: index of the extension; else payload bytes of the single packet

/** With STATUS_EXTENDED (two packets or more). */
export const R_PACKETS_O = 8; // packets sent by the originator, unsigned
export const R_PACKETS_R = 9;
export const R_WIRE_O = 10; // float64 (words 10-11): bytes on the wire sent by the originator
export const R_WIRE_R = 12; // float64 (words 12-13)

/** Without STATUS_EXTENDED: the one packet seen so far, all that a half-open flood costs. */
export const R_SINGLE_WIRE = 8; // bytes on the wire (24 bits) | high byte of the IP identification << 24
export const R_SINGLE_OPTIONS = 9; // window scale + 1 (0 absent) | SINGLE_SACK | SINGLE_TIMESTAMPS | SINGLE_TFO | low byte of the IP identification << 8 | MSS << 16
export const R_SINGLE_SEQ = 10; // TCP sequence number
export const R_SINGLE_ACK = 11; // TCP acknowledgement number
export const R_SINGLE_WINDOW = 12; // TCP window | flags << 16 | sender (0 originator, 1 responder) << 24
export const R_SINGLE_FRAME = 13; // frame number, unsigned

export const SINGLE_CUT = 1 << 25; // in R_SINGLE_WINDOW: the snap length cut the payload
export const SINGLE_SACK = 0x20;
export const SINGLE_TIMESTAMPS = 0x40;
export const SINGLE_TFO = 0x80;

/** R_META */
export const META_PROTOCOL = 0xff;
export const META_V6 = 0x100;
export const META_CONTEXT_SHIFT = 16;
/** The part of R_META that belongs to the key. */
export const META_KEY = 0xffff01ff;
/** ICMP keeps its type and code here: 8 query pairs fit in 4 bits, everything else is found through R_PORTS. */
export const META_LIVE = 0x200; // the record holds a connection (a free slot has it clear)

/** R_STATUS */
export const STATUS_STATE_O = 0x0000000f; // state code of the originator
export const STATUS_STATE_R = 0x000000f0; // state code of the responder, << 4
export const STATUS_REASON_SHIFT = 8; // 3 bits, index in DIRECTION_REASON
export const STATUS_OPENED_SHIFT = 11; // 3 bits, index in OPENED
export const STATUS_CLOSED_SHIFT = 14; // 3 bits, index in CLOSED
export const STATUS_CLOSED_BY_SHIFT = 17; // 2 bits: 0 nobody, 1 originator, 2 responder
export const STATUS_PENDING_O = 1 << 19; // the originator's last jump is inferred and not confirmed yet
export const STATUS_PENDING_R = 1 << 20;
export const STATUS_EXTENDED = 1 << 21; // R_EXTENSION is an index
export const STATUS_TABLED = 1 << 22; // the flow table finds this record (an older incarnation of a tuple is not found)
export const STATUS_VALIDATED = 1 << 23; // the handshake was checked: both ACK numbers are ISN + 1
export const STATUS_SLOW = 1 << 24; // the next packet needs the state machine (anything but both ESTABLISHED, nothing pending)
export const STATUS_ICMP_ERROR = 1 << 25; // an ICMP error quoted this connection
export const STATUS_EXPIRED = 1 << 26; // given up by a time-out: the next packet of the tuple starts a new connection
export const STATUS_CALM = 1 << 28; // open, with all views at the same numbers: an ordinary segment may take the shortest way (lens/calm.ts)
export const STATUS_SWAPPED_SHIFT = 27;
export const STATUS_SWAPPED = 1 << 27; // the user says that the ends are the other way round: readers exchange them, the record stays as it is

/** TCP, from the second packet: 64 words; one line of 16 words for each direction, then the rarely used half. */
export const TCP_WORDS = 64;
export const TCP_CHUNK_SHIFT = 12;
export const TCP_CHUNK_MASK = 4095;
export const T_LINE = 16; // words from the originator's line to the responder's

export const D_ISN = 0; // initial sequence number, valid with D_ISN_KNOWN
export const D_NEXT = 1; // one past the highest sequence number sent
export const D_CONTIGUOUS = 2; // one past the highest number that the peer has, without a hole
export const D_ACK = 3; // highest acknowledgement sent
export const D_WINDOW = 4; // last window advertised, unscaled
export const D_FIN = 5; // sequence number of the FIN itself, valid with D_FIN_SEEN
export const D_FLAGS = 6; // D_* bits
export const D_OPTIONS = 7; // as R_SINGLE_OPTIONS, from this side's SYN
export const D_PAYLOAD = 8; // float64 (words 8-9): payload bytes sent, repeats included
export const D_HELD_FROM = 10; // one range above a hole: its first number, valid with D_HELD
export const D_HELD_TO = 11; // one past its last
export const D_LAST_NS = 12; // float64 (words 12-13): this side's last packet
export const D_CLOSEST_WINDOW = 14; // 65535 less the smallest window announced, unscaled, without SYN and RST
export const D_LARGEST = 15; // most payload bytes in one segment

export const D_ISN_KNOWN = 1;
export const D_SEEN = 2; // a segment of this side was seen: D_NEXT and D_CONTIGUOUS hold
export const D_ACKED = 4; // a segment of this side carried ACK: D_ACK holds
export const D_FIN_SEEN = 8;
export const D_FIN_DELIVERED = 16; // the peer has the FIN in sequence
export const D_FIN_ACKED = 32; // the peer acknowledged the FIN
export const D_SYN_ACKED = 64; // the peer acknowledged the SYN
export const D_HELD = 128;
export const D_SENT_SYN = 256;
export const D_RESET = 512;
export const D_WRONG_ACK = 1024; // a SYN+ACK that answers this side's SYN acknowledges another number

export const T_LOG_HEAD = 32; // newest entry of this connection in the transition log, -1 for none
export const T_ICMP_ERRORS = 33;
export const T_SYN_NS = 34; // float64: first SYN, NaN when not seen
export const T_SYN_ACK_NS = 36; // float64: first SYN+ACK, NaN when not seen
export const T_HANDSHAKE_NS = 38; // float64: first SYN to the ACK that completes the handshake, NaN when not seen
export const T_NEW_ISN = 40; // a SYN inside the open connection, valid with T_NEW_ISN_KNOWN in T_FLAGS
export const T_FLAGS = 41;
export const T_NEW_ISN_FROM_O = 1;
export const T_NEW_ISN_FROM_R = 2;
export const T_HAS_INITIAL_RTT = 4; // T_INITIAL_RTT is a span
export const T_BEGUN = 1 << 16; // the first segment has passed
export const T_COMPLETE_SHIFT = 17; // 6 bits, as Wireshark's completeness: SYN, SYN+ACK, ACK, data, FIN, RST; of segments that took the slow way
export const T_PENDING_EVENT_SHIFT = 8; // in T_FLAGS, 4 bits each: the event of the originator's inferred jump, the responder's above it
export const T_JUMPS = 42; // state jumps so far
export const T_PROVEN = 43; // bit n: jump n is proven; jumps from number 31 on keep what they were logged with
export const T_UNPROVEN_O = 44; // bits of the originator's jumps that wait for proof
export const T_UNPROVEN_R = 45;
export const T_RESET_FRAMES = 46; // frame of the first RST of each kind: index in RESET_VALIDITY × 2 + sender; words 46-61
export const T_INITIAL_RTT = 62; // float64: first the newest SYN's time (NaN: none), from the first ACK on the span between them

/** UDP, ICMP and every other protocol, from the second packet: 16 words. */
export const DATAGRAM_WORDS = 16;
export const DATAGRAM_CHUNK_SHIFT = 14;
export const DATAGRAM_CHUNK_MASK = 16383;
export const G_PAYLOAD_O = 0; // float64
export const G_PAYLOAD_R = 2; // float64
export const G_LOG_HEAD = 4;
export const G_ICMP_ERRORS = 5;
// words 6-9: the views (lens/connection-views.ts); 10-15: free

// What the netfilter view keeps of a TCP entry (`struct ip_ct_tcp`): 16 words, one cache line. Constants are literals so that the bundler
// can put them into the hot path.

export const NETFILTER_TCP_WORDS = 16;

export const N_BITS = 0; // B_* fields
export const N_EXPIRES = 1; // when the entry is given up: 10 ms ticks since the tracker's base second, modulo 2^32
export const N_LAST_SEQ = 2; // of the last segment that counted for repeats, or that was ignored
export const N_LAST_ACK = 3;
export const N_LAST_END = 4;
export const N_LAST_WINDOW = 5; // its window as sent (16 bits) | INVALID packets of this tuple << 16, at most 65,535
export const N_SIDE = 6; // the original direction's five words, then the reply direction's
export const SIDE_WORDS = 5;

/** Words of a side (`struct ip_ct_tcp_state`). */
export const S_END = 0; // td_end: one past the highest number sent
export const S_MAX_END = 1; // td_maxend: one past the highest number the other side has room for
export const S_MAX_WINDOW = 2; // td_maxwin: the largest window it offered, unsigned; 0 while it has sent nothing
export const S_MAX_ACK = 3; // td_maxack: highest acknowledgement sent, valid with MAX_ACK_SET
export const S_FLAGS = 4; // flags below | window scale << 8

/** Flags of a side, and of B_LAST_FLAGS (IP_CT_TCP_FLAG_*). */
export const WINDOW_SCALE = 0x01;
export const SACK_PERMITTED = 0x02;
export const CLOSE_INIT = 0x04;
export const BE_LIBERAL = 0x08;
export const DATA_UNACKNOWLEDGED = 0x10;
export const MAX_ACK_SET = 0x20;
export const EXPECT_CHALLENGE_ACK = 0x40;
export const SIMULTANEOUS_OPEN = 0x80;
export const SCALE_SHIFT = 8;

/** N_BITS */
export const B_STATE = 0x0f; // NETFILTER_STATE
export const B_LAST_INDEX = 0x70; // NF_SEGMENT_* of the last packet, << 4
export const B_LAST_INDEX_SHIFT = 4;
export const B_LAST_DIRECTION = 0x80;
export const B_LAST_DIRECTION_SHIFT = 7;
export const B_RESPONDER_OPENED = 0x100; // the tracker's responder is the kernel's original direction
export const B_SEEN_REPLY = 0x200;
export const B_ASSURED = 0x400;
export const B_LIVE = 0x800; // the kernel holds an entry; clear: B_STATE is the last state of the one that went
export const B_LAST_SCALE = 0xf000; // window scale of an ignored SYN, << 12
export const B_LAST_SCALE_SHIFT = 12;
export const B_LAST_FLAGS = 0xff_0000; // flags of an ignored SYN, << 16
export const B_LAST_FLAGS_SHIFT = 16;
export const B_REPEATS = 0xff00_0000; // repeats of the last segment, << 24, eight bits as in the kernel
export const B_REPEATS_SHIFT = 24;

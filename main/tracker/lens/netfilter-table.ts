// The tables of the netfilter view, compiled from shared/netfilter.ts into typed arrays.
import {
  NETFILTER_RETRANS_S, NETFILTER_STATE, NETFILTER_TABLE, NETFILTER_TIMEOUT_S, NETFILTER_UNACKNOWLEDGED_S, NF_REFUSE, NF_SEGMENT_ACK, NF_SEGMENT_FIN, NF_SEGMENT_RST, NF_SEGMENT_SYN, NF_SEGMENT_SYN_ACK, NF_STATE_ESTABLISHED,
} from '@shared/netfilter';
import { ACK, FIN, RST, SYN, URG } from '../decode/packet';

const STATES = 10;
/** Words of a direction: five classes of segments. */
export const DIRECTION_CELLS = 50;

/** Next state by direction * DIRECTION_CELLS + segment * 10 + state. */
export const NEXT = compile();
/** Ticks of 10 ms that an entry in this state lives. */
export const TIMEOUT_TICKS = Int32Array.from(NETFILTER_TIMEOUT_S, (seconds) => seconds * 100);

/** Ticks of an open connection: silent, repeating itself or with a closed window, or waiting for an acknowledgement. */
export const OPEN_TICKS = NETFILTER_TIMEOUT_S[NF_STATE_ESTABLISHED] * 100;
export const RETRANS_TICKS = NETFILTER_RETRANS_S * 100;
export const UNACKNOWLEDGED_TICKS = NETFILTER_UNACKNOWLEDGED_S * 100;
/** tcp_max_retrans */
export const MOST_REPEATS = 3;

/** No class: a set of flags that no segment has (`tcp_valid_flags`). */
export const BAD_FLAGS = 7;
/** Class of a segment by its lower six flags; PSH, ECE and CWR are always legal. */
export const SEGMENT = Uint8Array.from({ length: 64 }, (_, flags) => classify(flags));

function compile(): Uint8Array {
  const cells = new Uint8Array(2 * DIRECTION_CELLS).fill(NF_REFUSE);
  for (const { direction, segment, from, to } of NETFILTER_TABLE) {
    for (const state of from) cells[(direction === 'reply' ? DIRECTION_CELLS : 0) + segment * STATES + state] = to;
  }
  return cells;
}

function classify(flags: number): number {
  switch (flags & (FIN | SYN | RST | ACK | URG)) {
    case SYN: case SYN | URG: return NF_SEGMENT_SYN;
    case SYN | ACK: return NF_SEGMENT_SYN_ACK;
    case RST: case RST | ACK: return NF_SEGMENT_RST;
    case FIN | ACK: case FIN | ACK | URG: return NF_SEGMENT_FIN;
    case ACK: case ACK | URG: return NF_SEGMENT_ACK;
    default: return BAD_FLAGS;
  }
}

/** Name of a state code, as `conntrack -L` prints it. */
export function netfilterStateName(state: number): string { return NETFILTER_STATE[state] ?? 'NONE'; }

// The state jumps of one connection, oldest first, in words.
import { ENDPOINT, PROTOCOL } from '@shared/flow';
import { DATAGRAM_EVENTS, ICMP_ROWS, START, UDP_ROWS } from '@shared/datagram-machine';
import type { Transition } from '@shared/snapshot';
import { stateInfo } from '@shared/states';
import { TCP_EVENTS, TCP_ROWS } from '@shared/tcp-machine';
import { CODE_CONFIRMED, CODE_ENDPOINT_SHIFT, CODE_EVENT_SHIFT, CODE_NUMBER_SHIFT, CODE_TO_SHIFT, UNNUMBERED, type TransitionLog } from '../machine/transition-log';
import type { RowReader } from './row-reader';

/** The endpoint of a jump that belongs to the pair. */
const BOTH = 2;

/** @returns the jumps kept, and how many older ones are not kept any more (at least) */
export function readTransitions(slot: number, log: TransitionLog, read: RowReader): { transitions: Transition[]; dropped: number } {
  const transitions: Transition[] = [];
  const protocol = read.protocol(slot);
  const proven = read.provenJumps(slot);
  let index = read.logHead(slot);
  for (; log.has(index); index = log.previous(index)) {
    const code = log.code(index);
    const from = code & 15;
    const to = (code >> CODE_TO_SHIFT) & 15;
    const event = (code >> CODE_EVENT_SHIFT) & 15;
    const endpoint = (code >> CODE_ENDPOINT_SHIFT) & 3;
    const number = (code >> CODE_NUMBER_SHIFT) & 31;
    const isProven = (code & CODE_CONFIRMED) !== 0 || (number !== UNNUMBERED && ((proven >>> number) & 1) !== 0);
    const row = rowOf(protocol, from, event);
    transitions.push({
      frame: log.frame(index),
      micros: read.micros(log.ns(index)),
      endpoint: endpoint === BOTH ? 'both' : ENDPOINT[read.side(slot, endpoint)],
      from: protocol !== PROTOCOL.tcp && from === START ? '' : stateInfo(protocol, from).name,
      to: stateInfo(protocol, to).name,
      event: (protocol === PROTOCOL.tcp ? TCP_EVENTS[event] : DATAGRAM_EVENTS[event]) ?? '',
      basis: isProven ? 'confirmed' : 'inferred',
      rule: row?.rule ?? '',
      why: row?.why ?? '',
    });
  }
  return { transitions: transitions.reverse(), dropped: index >= 0 ? 1 : 0 };
}

function rowOf(protocol: number, from: number, event: number): { rule: string; why: string } | undefined {
  const rows: readonly { from: number; event: number; rule: string; why: string }[] =
    protocol === PROTOCOL.tcp ? TCP_ROWS : protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6 ? ICMP_ROWS : UDP_ROWS;
  // An endpoint whose SYN came before the capture is inferred to have sent it: the same row.
  return rows.find((row) => row.from === from && row.event === event);
}

// The real socket states of both hosts, polled while a capture was made, as expectations on our transitions.
import { formatEndpoint } from '@shared/flow';
import type { ConnectionRow, TransitionRow } from '../../main/tracker/query/rows';

/** The kernel's names to RFC 9293's; a socket that is gone is CLOSED. */
const RFC_NAMES: Readonly<Record<string, string>> = {
  SYN_SENT: 'SYN-SENT', SYN_RECV: 'SYN-RECEIVED', ESTABLISHED: 'ESTABLISHED', FIN_WAIT1: 'FIN-WAIT-1', FIN_WAIT2: 'FIN-WAIT-2',
  CLOSE_WAIT: 'CLOSE-WAIT', CLOSING: 'CLOSING', LAST_ACK: 'LAST-ACK', TIME_WAIT: 'TIME-WAIT', gone: 'CLOSED',
};

export interface Seen { readonly state: string; readonly micros: number }
export interface PolledSocket {
  readonly local: string;
  readonly remote: string;
  /** In order; a state shorter than the poll's interval may be missing. */
  readonly states: Seen[];
}

export function parsePolled(tsv: string): PolledSocket[] {
  const sockets = new Map<string, PolledSocket>();
  for (const line of tsv.trim().split('\n').slice(1)) {
    const [time = '', , local = '', remote = '', name = ''] = line.split('\t');
    const state = RFC_NAMES[name];
    if (state === undefined) throw new Error(`the poll knows a state that RFC 9293 does not: ${name}`);
    const socket = sockets.get(`${local} ${remote}`) ?? { local, remote, states: [] };
    socket.states.push({ state, micros: Math.round(Number(time) * 1e6) });
    sockets.set(`${local} ${remote}`, socket);
  }
  return [...sockets.values()];
}

/** The states our transitions take one endpoint through, in order. */
export function ourStates(socket: PolledSocket, connections: readonly ConnectionRow[], transitions: readonly TransitionRow[]): Seen[] {
  const states: Seen[] = [];
  for (const { id, originator, responder } of connections) {
    const ends = { originator: formatEndpoint(originator.address, originator.port), responder: formatEndpoint(responder.address, responder.port) };
    const side = ends.originator === socket.local && ends.responder === socket.remote ? 'originator'
      : ends.responder === socket.local && ends.originator === socket.remote ? 'responder' : undefined;
    for (const t of transitions) if (t.connection === id && t.endpoint === side && t.from !== t.to) states.push({ state: t.to, micros: t.micros });
  }
  return states;
}

/**
 * The first polled state that our transitions contradict, in words; undefined when there is none. Each polled state must be one of ours,
 * in the same order, and entered no later than the poll saw it plus `slackMicros` (the capture point and the poll have their own delays).
 */
export function contradiction(polled: readonly Seen[], ours: readonly Seen[], slackMicros: number): string | undefined {
  let from = 0;
  for (const { state, micros } of polled) {
    const at = ours.findIndex((o, i) => i >= from && o.state === state);
    const entered = ours[at];
    if (!entered) return `the socket was in ${state}; ours: ${ours.map((o) => o.state).join(', ')}`;
    if (entered.micros > micros + slackMicros) return `the socket was in ${state} ${entered.micros - micros} µs before ours`;
    from = at + 1;
  }
  return undefined;
}

// An analysis as text: the connections, then one transition a line. What the goldens hold.
import type { ConnectionRow, TransitionRow } from '../../main/tracker/query/rows';

export function goldenText({ connections, transitions }: { connections: readonly ConnectionRow[]; transitions: readonly TransitionRow[] }): string {
  const first = Math.min(...connections.map((c) => c.startMicros));
  return `${[...connections.map(connectionLine), '', ...transitions.map((t) => transitionLine(t, first))].join('\n')}\n`;
}

function connectionLine({ id, proto, originator, responder, directionReason, opened, closed, closedBy, states, packets }: ConnectionRow): string {
  const ends = `${originator.address}:${originator.port} > ${responder.address}:${responder.port}`;
  const end = closedBy === null ? closed : `${closed} by ${closedBy}`;
  return `#${id} ${proto} ${ends} (${directionReason}); opened: ${opened}; closed: ${end}; ${states.originator} / ${states.responder}; packets ${packets.originator} / ${packets.responder}`;
}

function transitionLine({ connection, frame, micros, endpoint, from, to, event, basis, rule }: TransitionRow, first: number): string {
  const time = `+${((micros - first) / 1e6).toFixed(6)}`;
  return `#${connection} frame ${frame} ${time} ${endpoint}: ${from} > ${to} on ${event}, ${basis}; ${rule}`;
}

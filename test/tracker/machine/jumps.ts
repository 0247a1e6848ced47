// A connection's state jumps as short lines, to compare with what a story tells.
import type { ConnectionRow } from '../../../main/tracker/query/rows';
import { analyzeBytes, type Analysis } from '../../drive';
import type { Story } from '../../make/story';

export function tell(story: Story): Analysis { return analyzeBytes(story.pcap()); }

/** `1 originator CLOSED > SYN-SENT`, with `?` behind an inferred jump. */
export function jumps(analysis: Analysis, connection = 1): string[] {
  return analysis.transitions.filter((t) => t.connection === connection)
    .map((t) => `${t.frame} ${t.endpoint} ${t.from} > ${t.to}${t.basis === 'inferred' ? ' ?' : ''}`);
}

export function only(analysis: Analysis): ConnectionRow {
  if (analysis.connections.length !== 1 || analysis.connections[0] === undefined) throw new Error(`expected one connection, got ${analysis.connections.length}`);
  return analysis.connections[0];
}

/** `ESTABLISHED / CLOSE-WAIT handshake half-closed by originator`. */
export function ending(row: ConnectionRow): string {
  return `${row.states.originator} / ${row.states.responder} ${row.opened} ${row.closed}${row.closedBy === null ? '' : ` by ${row.closedBy}`}`;
}

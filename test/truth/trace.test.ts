// A connection read back says of each packet what the listing of the whole capture says of it.
import { describe, expect, it } from 'vitest';
import { FROM_ORIGINATOR, FROM_OTHER } from '@shared/trace';
import { netfilterReasonName, netfilterVerdictName } from '@shared/netfilter';
import { verdictConfidence, verdictName } from '@shared/analysis';
import { wiresharkNames } from '@shared/wireshark';
import type { PacketRow } from '../../main/tracker/query/rows';
import { analyzeBytes } from '../drive';
import { track } from '../tracker/trace/read-back';
import { captureNames, missingCaptures, readCapture } from './places';

/** Of a flood some are enough. */
const MOST_CONNECTIONS = 100;

describe.runIf(missingCaptures === undefined)('connections read back', () => {
  it.each(captureNames)('%s', (name) => {
    const bytes = readCapture(name);
    const listed = new Map<number | null, PacketRow[]>();
    for (const row of analyzeBytes(bytes).packets) listed.set(row.connection, [...(listed.get(row.connection) ?? []), row]);
    const { tracker, trace } = track(bytes);
    const ids = [...tracker.rows()].map(({ id }) => id);
    const step = Math.ceil(ids.length / MOST_CONNECTIONS);
    for (const id of ids.filter((_, i) => i % step === 0)) {
      const read = trace(id);
      const rows = read.rows(0, Infinity);
      const isTcp = read.protocol === 6;
      const ours = [...rows.frame].map((frame, i) => {
        const isSegment = isTcp && rows.kind[i] !== 2;
        const [verdict = 0, netfilter = 0, from = 0] = [rows.verdict[i], rows.netfilter[i], rows.from[i]];
        return [
          frame, rows.micros[i], from === FROM_OTHER ? null : from === FROM_ORIGINATOR ? 'originator' : 'responder', isSegment ? rows.seq[i] : null, isSegment ? rows.ack[i] : null, rows.length[i],
          verdictName(verdict), verdict === 0 ? null : verdictConfidence(verdict), netfilter === 0 ? null : netfilterVerdictName(netfilter), netfilterReasonName(netfilter) || null, wiresharkNames(rows.wireshark[i] ?? 0).join(' '),
        ];
      });
      const theirs = (listed.get(id) ?? []).map((row) => [
        row.frame, row.micros, row.from, row.seq, row.ack, row.length, row.verdict, row.confidence, row.netfilter, row.netfilterReason, (row.wireshark ?? []).join(' '),
      ]);
      expect(ours, `connection ${id}`).toEqual(theirs);
      expect(read.info(), `connection ${id}`).toMatchObject({ complete: true, packets: theirs.length });
    }
  });
});

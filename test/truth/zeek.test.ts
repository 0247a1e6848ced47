// conn_state, history, bytes and packets equal Zeek's own baselines, row by row; each intended difference is met exactly.
import { describe, expect, it } from 'vitest';
import { type ZeekRow, zeekRows } from '../tracker/lens/zeek-view';
import { missingCaptures, readCapture } from './places';
import { readBaselines, type ZeekBaseline, zeekDifferences } from './zeek-baselines';

const baselineLine = (b: ZeekBaseline): string =>
  `${b.ends} ${b.connState} ${b.history ?? '-'} ${b.bytes?.join('/') ?? '-'} ${b.packets.join('/')} ${b.ipBytes.join('/')} ${b.missed}`;

/** Our row in the same words; bytes only where Zeek gives them. */
function ourLine(r: ZeekRow, withBytes: boolean): string {
  const ends = `${r.orig.address} ${r.orig.port} > ${r.resp.address} ${r.resp.port}`;
  const bytes = withBytes ? `${r.orig.bytes}/${r.resp.bytes}` : '-';
  const { orig, resp } = r;
  return `${ends} ${r.connState} ${r.history} ${bytes} ${orig.packets}/${resp.packets} ${orig.ipBytes}/${resp.ipBytes} ${orig.missed + resp.missed}`;
}

describe.runIf(missingCaptures === undefined)('Zeek\'s baselines', () => {
  const baselines = missingCaptures === undefined ? readBaselines() : [];
  const captures = [...new Set(baselines.map((b) => b.capture))];

  it('are 78 rows of four captures', () => {
    expect(baselines).toHaveLength(78);
    expect(captures).toEqual(['ipv6.pcap', 'missing-syn.pcap', 'retransmit-fast009.pcap', 'wikipedia.pcap']);
  });

  it.each(captures)('equal our rows of %s', (capture) => {
    const rows = zeekRows(readCapture(capture));
    for (const b of baselines.filter((x) => x.capture === capture)) {
      const tuple = (from: string, to: string): boolean => b.ends === `${from} > ${to}` || b.ends === `${to} > ${from}`;
      const row = rows.filter((r) => r.proto === b.proto && tuple(`${r.orig.address} ${r.orig.port}`, `${r.resp.address} ${r.resp.port}`));
      expect(row, b.ends).toHaveLength(1);
      const intended = zeekDifferences.find((x) => x.test === b.test && x.row === b.row);
      if (intended) expect(baselineLine(b)).toBe(intended.zeek);
      expect(row.map((r) => ourLine(r, b.bytes !== null)), `${b.test} row ${b.row}`).toEqual([intended?.ours ?? baselineLine(b)]);
    }
    // Nothing more than Zeek logs: every whole baseline has as many rows.
    const whole = baselines.filter((b) => b.capture === capture && b.row === 0).map((b) => baselines.filter((x) => x.capture === capture && x.test === b.test).length);
    expect(Math.max(...whole)).toBe(rows.length);
  });

  it('are all met but for the differences listed', () => {
    for (const d of zeekDifferences) expect(baselines.some((b) => b.test === d.test && b.row === d.row), d.test).toBe(true);
  });
});

// The packet rows of the whole tracker against the kernel's word on every recorded frame: what becomes of an entry when its tuple is used again,
// of datagrams in fragments, of wrong checksums. A connection read back says the same.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { netfilterReasonName, netfilterVerdictName } from '@shared/netfilter';
import { analyzeBytes } from '../drive';
import { track } from '../tracker/trace/read-back';

const RECORDED = join(import.meta.dirname, '../golden/netfilter');
const NAMES = readdirSync(RECORDED).filter((file) => file.endsWith('.tsv')).map((file) => file.slice(0, -4));
const capture = (name: string): Uint8Array => new Uint8Array(readFileSync(join(RECORDED, `${name}.pcap`)));

interface Told { frame: number; verdict: string | null; intention: string }

function told(name: string): Told[] {
  return readFileSync(join(RECORDED, `${name}.tsv`), 'utf8').trimEnd().split('\n').slice(1).map((line) => {
    const [frame = '', verdict = '', , , , , intention = ''] = line.split('\t');
    return { frame: Number(frame), verdict: verdict === '-' ? null : verdict, intention };
  });
}

describe('packet rows say of each frame what the kernel said', () => {
  it.each(NAMES)('%s', (name) => {
    const { packets } = analyzeBytes(capture(name));
    const wrong = told(name).flatMap(({ frame, verdict, intention }) => {
      const row = packets[frame - 1];
      const ours = row?.netfilter === 'NONE' ? null : row?.netfilter ?? null;
      return ours === verdict ? [] : [`${String(frame)} (${intention}): ${ours ?? '-'} ${row?.netfilterReason ?? ''}, kernel ${verdict ?? '-'}`];
    });
    expect(wrong).toEqual([]);
  });
});

describe('a connection read back says the same', () => {
  it.each(['reuse', 'checksums', 'fragments', 'fragments-of-connections', 'syn-in-connection', 'closing'])('%s', (name) => {
    const bytes = capture(name);
    const { packets } = analyzeBytes(bytes);
    const { tracker, trace } = track(bytes);
    let compared = 0;
    for (const { id } of tracker.rows()) {
      const rows = trace(id).rows(0, Infinity);
      for (const [i, frame] of rows.frame.entries()) {
        const code = rows.netfilter[i] ?? 0;
        const listed = packets[frame - 1];
        expect([frame, code === 0 ? null : netfilterVerdictName(code), netfilterReasonName(code) || null]).toEqual([frame, listed?.netfilter, listed?.netfilterReason]);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(20);
  });
});

describe('the connection’s own state does not depend on whether its packets are listed', () => {
  // Only there are checksums looked at.
  it.each(NAMES.filter((name) => name !== 'checksums' && name !== 'broken'))('%s', (name) => {
    const bytes = capture(name);
    const state = ({ connections }: ReturnType<typeof analyzeBytes>): string[] => connections.map(({ id, netfilter }) => `${String(id)} ${netfilter ?? '-'}`);
    expect(state(analyzeBytes(bytes, { packetSink: null }))).toEqual(state(analyzeBytes(bytes)));
  });
});

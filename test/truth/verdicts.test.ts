// Our own verdicts against what truly happened to each packet: recorded runs of the lossy relay, and captures with known drops. No exception.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { concat } from '../make/bytes';
import { sequence } from '../tracker/sequence/sequence';
import { agrees, type FrameTruth, type Kind, kindOf, KINDS, othersAgree, type RelayTruth } from './verdicts';

const golden = path.join(import.meta.dirname, '../golden/verdicts');
const captures = path.join(import.meta.dirname, '../golden/captures');
const scenarios = readdirSync(golden).filter((name) => name.endsWith('.json') && !name.endsWith('.truth.json')).map((name) => name.replace('.json', ''));
const scratch = mkdtempSync(path.join(tmpdir(), 'verdicts-'));
afterAll(() => { rmSync(scratch, { recursive: true }); });

const truthOf = (name: string): RelayTruth => JSON.parse(readFileSync(path.join(golden, `${name}.json`), 'utf8')) as RelayTruth;
const captureOf = (name: string, end: string): Uint8Array => new Uint8Array(gunzipSync(readFileSync(path.join(golden, `${name}.${end}.pcap.gz`))));
const labelled = (rows: readonly FrameTruth[]): Map<number, readonly string[]> => new Map(rows.map((row) => [row.frame, row.true]));

describe('verdicts against the relay that made the losses', () => {
  it('has every kind of truth in its recordings', () => {
    const seen = new Set(scenarios.flatMap((name) => [...truthOf(name).client, ...truthOf(name).server].map((row) => kindOf(row.true))));
    for (const kind of KINDS) if (kind !== 'nothing' && kind !== 'same-bits') expect(seen).toContain(kind);
  });

  it.each(scenarios.flatMap((name) => [[name, 'client'], [name, 'server']] as const))('%s, captured at the %s', (name, end) => {
    const truth = labelled(truthOf(name)[end]);
    const wrong = sequence(captureOf(name, end)).segments
      .filter((s) => !agrees(truth.get(s.frame) ?? [], s.verdict))
      .map((s) => `frame ${String(s.frame)} is ${(truth.get(s.frame) ?? ['nothing']).join(', ')}: ${String(s.verdict)} (${s.confidence})`);
    expect(wrong).toEqual([]);
  });
});

describe('verdicts against captures with known drops', () => {
  const expected: Record<string, readonly string[]> = {
    gap_before: ['gap-before'], reordered: ['reordered'], network_duplicate: ['network-duplicate'],
    retransmission_of_uncaptured: ['retransmission'], retransmission_original_captured: ['retransmission', 'spurious-retransmission'],
  };
  const about = new Set(['gap-before', 'reordered', 'network-duplicate', 'capture-duplicate', 'retransmission', 'spurious-retransmission', 'stale', 'out-of-window', 'overlap-conflict']);

  it.each(['zero-window', 'loss-upstream', 'reorder-dup'])('%s', (name) => {
    const truth = JSON.parse(readFileSync(path.join(golden, `${name}.truth.json`), 'utf8')) as { frame: number; kind: string; seq: number; len: number }[];
    const judged = sequence(new Uint8Array(readFileSync(path.join(captures, `${name}.pcap`)))).segments.filter((s) => about.has(s.verdict ?? ''));
    expect(judged.map((s) => [s.frame, s.seq >>> 0, s.length])).toEqual(truth.map((t) => [t.frame, t.seq, t.len]));
    for (const [i, t] of truth.entries()) expect(expected[t.kind], `frame ${String(t.frame)}`).toContain(judged[i]?.verdict);
  });
});

/** Frames that each program calls by a name that fits the truth, of all frames of a kind; printed, and only ours is asked to be perfect. */
describe('other programs beside it', () => {
  const installed = (program: string): boolean => {
    try { execFileSync(program, [program === 'tcptrace' ? '-h' : '--version'], { stdio: 'ignore' }); return true; } catch { return false; }
  };

  it.runIf(installed('tshark'))('prints how many frames of each kind they and we name rightly', () => {
    const table = new Map<Kind, { frames: number; ours: number; tshark: number }>();
    const repeats = { true: 0, ours: 0, tcptrace: 0 };
    for (const end of ['client', 'server'] as const) {
      // One file for each end: a program's start costs more than what it reads.
      const files = scenarios.map((name) => captureOf(name, end));
      const file = path.join(scratch, `${end}.pcap`);
      writeFileSync(file, concat(...files.map((bytes, i) => (i === 0 ? bytes : bytes.subarray(24)))));
      const theirs = tsharkVerdicts(file);
      let before = 0;
      for (const [i, name] of scenarios.entries()) {
        const truth = labelled(truthOf(name)[end]);
        const { segments } = sequence(files[i] ?? new Uint8Array(0));
        for (const s of segments) {
          const labels = truth.get(s.frame) ?? [];
          const row = table.get(kindOf(labels)) ?? { frames: 0, ours: 0, tshark: 0 };
          row.frames++;
          if (agrees(labels, s.verdict)) row.ours++;
          if (othersAgree(labels, theirs.get(before + s.frame) ?? new Set())) row.tshark++;
          table.set(kindOf(labels), row);
          if (labels.includes('again') && s.length > 0) repeats.true++;
          if ((s.verdict === 'retransmission' || s.verdict === 'spurious-retransmission') && s.length > 0) repeats.ours++;
        }
        before += segments.length;
      }
      if (installed('tcptrace')) repeats.tcptrace += tcptraceRepeats(file);
    }
    console.table(Object.fromEntries(table));
    console.log('data segments sent again', repeats);
    for (const [kind, row] of table) expect(row.ours, kind).toBe(row.frames);
  });
});

function tsharkVerdicts(file: string): Map<number, Set<string>> {
  const names = ['retransmission', 'fast_retransmission', 'spurious_retransmission', 'out_of_order', 'lost_segment', 'keep_alive', 'zero_window_probe'];
  const out = execFileSync('tshark', ['-r', file, '-T', 'fields', '-e', 'frame.number', ...names.flatMap((name) => ['-e', `tcp.analysis.${name}`])], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return new Map(out.split('\n').filter((line) => line !== '').map((line) => {
    const [frame, ...fields] = line.split('\t');
    return [Number(frame), new Set(names.filter((_, i) => (fields[i] ?? '') !== ''))];
  }));
}

function tcptraceRepeats(file: string): number {
  const out = execFileSync('tcptrace', ['-l', '-n', file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return [...out.matchAll(/rexmt data pkts:\s+(\d+)\s+rexmt data pkts:\s+(\d+)/g)].reduce((sum, match) => sum + Number(match[1]) + Number(match[2]), 0);
}

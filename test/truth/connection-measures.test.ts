// Completeness and initial round trip of whole connections, as the connection itself keeps them, beside tshark's for the same streams.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { analyzeBytes } from '../drive';
import { stories } from '../golden/stories';
import { tsharkInstalled } from './tshark';

const captures = path.join(import.meta.dirname, '../golden/captures');
const scratch = mkdtempSync(path.join(os.tmpdir(), 'synoptic-measures-'));
afterAll(() => { rmSync(scratch, { recursive: true, force: true }); });

interface Stream { completeness: number; initialRttMicros: number | null }

/** Two passes: only the second one tells the end of each stream in all of its frames. */
function askTshark(file: string): Stream[] {
  const output = execFileSync('tshark', ['-n', '-2', '-r', file, '-Y', 'tcp', '-T', 'fields', '-e', 'tcp.stream', '-e', 'tcp.completeness', '-e', 'tcp.analysis.initial_rtt'], { encoding: 'utf8' });
  const streams: Stream[] = [];
  for (const line of output.split('\n')) {
    const [stream = '', completeness, rtt] = line.split('\t');
    if (stream === '' || stream.includes(',')) continue; // an ICMP error that quotes a segment
    const known = streams[Number(stream)]?.initialRttMicros ?? null;
    streams[Number(stream)] = { completeness: Number(completeness), initialRttMicros: rtt ? Math.round(Number(rtt) * 1e6) : known };
  }
  return streams;
}

function compare(file: string): void {
  const ours = analyzeBytes(readFileSync(file), { packetSink: null }).connections.flatMap(({ tcp }) => (tcp === null ? [] : [{ completeness: tcp.completeness, initialRttMicros: tcp.initialRttMicros }]));
  expect(ours).toEqual(askTshark(file));
}

/** Every way to open, and those to end that count. A SYN inside a connection is left out: tshark begins another stream with it, whatever becomes of it. */
const TOLD = ['syn-unanswered', 'syn-refused', 'syn-ack-retransmit', 'handshake-ack-carries-data', 'simultaneous-open', 'fast-open', 'mid-stream', 'only-syn-ack', 'embryonic', 'reset-after-fin', 'reset-inside-window', 'tuple-reused'];
const WITHOUT_TCP = ['fragments-overlap.pcap', 'udp-closed.pcap'];

describe.skipIf(!tsharkInstalled)('a connection keeps what tshark says of its stream', () => {
  it.each(readdirSync(captures).filter((name) => name.endsWith('.pcap') && !WITHOUT_TCP.includes(name)))('%s', (name) => { compare(path.join(captures, name)); });
  it.each(TOLD)('story %s', (name) => {
    const file = path.join(scratch, `${name}.pcap`);
    writeFileSync(file, stories[name]?.().pcap() ?? new Uint8Array(0));
    compare(file);
  });
});

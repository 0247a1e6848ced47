// Golden verdicts: every phenomenon told in sentences, one a line, with the frames they rest on. UPDATE_GOLDEN=1 rewrites them; review the difference like prose.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ConnectionRow } from '../../main/tracker/query/rows';
import { analyzeBytes } from '../drive';
import { story, type Story } from '../make/story';
import { stories } from './stories';

const captures = path.join(import.meta.dirname, 'captures');
const golden = path.join(import.meta.dirname, 'words');
const update = process.env['UPDATE_GOLDEN'] === '1';
const captureNames = readdirSync(captures).filter((name) => name.endsWith('.pcap')).map((name) => name.replace('.pcap', '')).sort();

/** Phenomena that the state machine does not care about, and the sentences do. */
const told: Readonly<Record<string, () => Story>> = {
  ...stories,
  'options-agreed': () => story({ options: { mss: 1460, windowScale: 7, sackPermitted: true, timestamps: true } }).handshake().stream('responder', 14_600).close('responder'),
  'option-declined': () => story().syn('originator', { options: new Uint8Array([2, 4, 5, 180, 4, 2, 3, 3, 7, 0, 0, 0]) }).synAck('responder', { options: new Uint8Array([2, 4, 2, 24]) }).ack('originator').data('originator', 10).ack('responder'),
  'near-the-originator': () => story({ stepMicros: 100 }).syn().wait(30_000).synAck().ack('originator').data('originator', 10).wait(30_000).ack('responder'),
  'lossy': () => story().handshake().data('originator', 1000).lost().data('originator', 1000).data('originator', 1000).ack('responder').duplicateAck('responder', 2).retransmit('originator', -2).ack('responder').close(),
  'lost-before-the-capture': () => story().handshake().missing().data('originator', 1000).data('originator', 1000).ack('responder').retransmit('originator', -2).ack('responder').close(),
  'gap-in-the-capture': () => story().handshake().unseen().data('originator', 1000).ack('responder').data('originator', 500).ack('responder').close(),
  'one-sided': () => story().syn().unseen().synAck().ack('originator').data('originator', 300).unseen().ack('responder').data('originator', 300).fin('originator'),
  'zero-window': () => story().handshake().data('originator', 1000).zeroWindow('responder').wait(500_000).windowProbe('originator').zeroWindow('responder').wait(500_000).windowUpdate('responder').data('originator', 1000).ack('responder'),
  'half-closed-for-a-while': () => story().handshake().fin('originator').ack('responder').wait(2_000_000).data('responder', 1000).ack('originator').fin('responder').ack('originator'),
  'reset-without-connection': () => story().ack('originator', { ack: 700 }).reset('responder', { flags: 'R', seq: 700 }),
  'reset-twice': () => story().handshake().data('originator', 10).reset('responder').reset('responder'),
  'refused-by-a-guess': () => story().syn().reset('responder', { flags: 'RA', seq: 0, ack: 4_000 }),
  'syn-ack-of-another-number': () => story().syn().synAck('responder', { ack: 9_000 }).reset('originator', { flags: 'R', seq: 9_000 }),
  'snap-length': () => story().handshake().data('originator', 1000, { captured: 96 }).ack('responder').data('originator', 500, { captured: 96 }).ack('responder').close(),
  'offload': () => story({ options: { mss: 1460 } }).handshake().data('responder', 14_600).ack('originator').close(),
  'udp-one-way': () => story().datagram('originator').datagram('originator'),
  'udp-only-answers': () => story().unseen().datagram('originator').datagram('responder'),
  'pong-only': () => story().unseen().ping().pong(),
  'redirect': () => story().icmp('originator', 5, 1),
};

const tell = (rows: readonly ConnectionRow[]): string => rows.map((row) => `#${row.id} ${row.proto}\n${row.story.map((line) => `${line}\n`).join('')}`).join('\n');

function check(name: string, bytes: Uint8Array): void {
  const text = tell(analyzeBytes(bytes, { packetSink: null }).connections);
  const file = path.join(golden, `${name}.txt`);
  if (update) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  expect(existsSync(file), `there is no golden ${name}: make it with UPDATE_GOLDEN=1 and review it`).toBe(true);
  expect(text).toBe(readFileSync(file, 'utf8'));
}

describe('golden verdicts in words', () => {
  it.each(Object.keys(told))('story %s', (name) => { check(`stories/${name}`, told[name]?.().pcap() ?? new Uint8Array(0)); });
  it.each(captureNames)('capture %s', (name) => { check(`captures/${name}`, readFileSync(path.join(captures, `${name}.pcap`))); });
});

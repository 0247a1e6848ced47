// For every TCP frame the Wireshark view says what tshark says: verdicts, stream, completeness, initial RTT, and what the verdicts measured.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { story, together } from '../make/story';
import { generate } from '../bench/generate';
import { WIRESHARK_STORIES } from '../tracker/lens/wireshark-stories';
import { captureNames, capturePath, missingCaptures, readCapture } from './places';
import { tsharkInstalled } from './tshark';
import { wiresharkDifferences } from './wireshark-differences';
import { askTshark, differences, throughLens } from './wireshark-frames';
import { randomCapture } from './wireshark-random';

const directory = mkdtempSync(path.join(os.tmpdir(), 'synoptic-wireshark-'));
afterAll(() => { rmSync(directory, { recursive: true }); });

async function compare(name: string, bytes: Uint8Array, options: readonly string[] = []): Promise<{ frames: number; judged: number; found: ReturnType<typeof differences> }> {
  const file = path.join(directory, `${name}.pcap`);
  writeFileSync(file, bytes);
  const theirs = await askTshark(file, options);
  return { frames: theirs.size, judged: [...theirs.values()].filter(({ verdict }) => verdict !== '').length, found: differences(throughLens(bytes), theirs) };
}

describe('what the comparison needs', () => {
  it('is there wherever continuous integration runs', () => {
    if (!tsharkInstalled) console.warn('tshark is not installed: the Wireshark view is not compared with it.');
    if (process.env['CI']) expect(tsharkInstalled).toBe(true);
  });
});

describe.runIf(tsharkInstalled)('captures made here', { timeout: 120_000 }, () => {
  it.concurrent('a story for each rule', async () => {
    const { judged, found } = await compare('stories', together(...WIRESHARK_STORIES.map((told) => told.story)));
    expect(found).toEqual([]);
    expect(judged).toBe(WIRESHARK_STORIES.reduce((sum, { verdicts }) => sum + Object.keys(verdicts).length, 0));
  });

  it.concurrent.each([1, 2])('conversations made by chance, seed %i', async (seed) => {
    const { frames, judged, found } = await compare(`random-${seed}`, randomCapture(seed, 300));
    expect(found).toEqual([]);
    expect(judged).toBeGreaterThan(frames / 2);
  });

  it.concurrent('more segments than are remembered, then a FIN that no longer counts', async () => {
    const told = story({ stepMicros: 10, responder: { address: '10.0.0.2', port: 9000 } }).handshake();
    for (let i = 0; i < 10_010; i++) told.data('originator', 1);
    const bytes = told.fin().data('originator', 1).ack('responder').retransmit('originator', 5).pcap();
    // Bytes in flight are no verdict, but tshark walks all ten thousand for each of them.
    const { judged, found } = await compare('one-sided', bytes, ['-o', 'tcp.track_bytes_in_flight:FALSE', '-o', 'tcp.desegment_tcp_streams:FALSE']);
    expect(found).toEqual([]);
    expect(judged).toBeGreaterThan(0);
  });

  it.concurrent('the traffic of web browsing', async () => {
    const { file } = generate(directory, 'web', { scale: 0.003 });
    const theirs = await askTshark(file);
    expect(theirs.size).toBeGreaterThan(5000);
    expect(differences(throughLens(new Uint8Array(readFileSync(file))), theirs)).toEqual([]);
  });
});

describe.runIf(missingCaptures === undefined && tsharkInstalled)('the reference captures', { timeout: 120_000 }, () => {
  it.concurrent.each(captureNames)('%s', async (name) => {
    const found = differences(throughLens(readCapture(name)), await askTshark(capturePath(name)));
    const meant = wiresharkDifferences.filter(({ capture }) => capture === name);
    const isMeant = ({ fact, stream }: { fact: string; stream: string }): boolean => meant.some((m) => m.fact === fact && m.streams.includes(Number(stream)));
    expect(found.filter((difference) => !isMeant(difference))).toEqual([]);
    // Each listed conversation still differs, so that the list holds nothing that is no longer so.
    expect(new Set(found.map(({ stream }) => Number(stream)))).toEqual(new Set(meant.flatMap(({ streams }) => streams)));
  });
});

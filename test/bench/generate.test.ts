// The generated captures are what their truth says: counted by the tracker, and (where it is installed) by tshark.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyzeBytes } from '../drive';
import { tsharkInstalled } from '../truth/tshark';
import { generate, type Generated, SCENARIO_NAMES } from './generate';

const SCALE = 0.004;
let directory = '';

beforeAll(() => { directory = mkdtempSync(path.join(os.tmpdir(), 'synoptic-generate-')); });
afterAll(() => { rmSync(directory, { recursive: true }); });

const digest = ({ file }: Generated): string => createHash('sha256').update(readFileSync(file)).digest('hex');

describe.each(SCENARIO_NAMES)('the generated capture %s', (name) => {
  let made: Generated;
  beforeAll(() => { made = generate(directory, name, { scale: SCALE }); });

  it('is the same for the same seed, and another for another', () => {
    const first = digest(made);
    expect(digest(generate(path.join(directory, 'again'), name, { scale: SCALE }))).toBe(first);
    expect(digest(generate(path.join(directory, 'other'), name, { scale: SCALE, seed: 2 }))).not.toBe(first);
  });

  it('holds the packets, bytes and connections that its truth says', () => {
    const { connections, status } = analyzeBytes(new Uint8Array(readFileSync(made.file)), { blockBytes: 1 << 18 });
    const counted: Record<string, { connections: number; packets: number; wireBytes: number }> = {};
    let payloadBytes = 0;
    for (const row of connections) {
      const sum = counted[row.proto] ??= { connections: 0, packets: 0, wireBytes: 0 };
      sum.connections++;
      sum.packets += row.packets.originator + row.packets.responder;
      sum.wireBytes += row.wireBytes.originator + row.wireBytes.responder;
      if (row.proto === 'tcp') payloadBytes += row.payloadBytes.originator + row.payloadBytes.responder;
    }
    const { truth } = made;
    expect(counted).toEqual(Object.fromEntries(Object.entries(truth.connections).map(([protocol, n]) =>
      [protocol, { connections: n, packets: truth.packetsOf[protocol], wireBytes: truth.wireBytesOf[protocol] }])));
    expect(payloadBytes).toBe(truth.tcp.payloadBytes);
    expect(status.packets).toBe(truth.packets);
  });

  it('opens and closes its connections as its truth says', () => {
    const tcp = analyzeBytes(new Uint8Array(readFileSync(made.file))).connections.filter(({ proto }) => proto === 'tcp');
    const tally = (values: string[]): Record<string, number> => values.reduce<Record<string, number>>((sums, v) => ({ ...sums, [v]: (sums[v] ?? 0) + 1 }), {});
    expect(tally(tcp.map(({ opened }) => opened))).toEqual(made.truth.tcp.opened);
    // A SYN that nobody answers stays open, or expires while the capture goes on.
    const { open = 0, expired = 0, ...closed } = tally(tcp.map((row) => row.closed));
    const { open: meantOpen = 0, ...meant } = made.truth.tcp.closed;
    expect(closed).toEqual(meant);
    expect(open + expired).toBe(meantOpen + (made.truth.tcp.opened['unanswered'] ?? 0));
  });

  it.runIf(tsharkInstalled)('has the losses, duplicates and right checksums that tshark sees', () => {
    const { tcp } = made.truth;
    const filters: Record<string, [filter: string, expected: number]> = {
      'retransmitted or out of order (tshark cannot tell them apart)': ['tcp.analysis.retransmission or tcp.analysis.out_of_order', tcp.retransmissions + tcp.filledGaps + tcp.reordered + tcp.synRetransmissions],
      'duplicate ACKs': ['tcp.analysis.duplicate_ack', tcp.duplicateAcks],
      'zero windows': ['tcp.analysis.zero_window', tcp.zeroWindows],
      'probes, which Linux sends like keep-alives': ['tcp.analysis.keep_alive', tcp.zeroWindowProbes],
      'bad checksums': ['tcp.checksum.status == 0 or udp.checksum.status == 0 or ip.checksum.status == 0 or icmp.checksum.status == 0 or icmpv6.checksum.status == 0', 0],
    };
    // One run: a column for each filter's fields would not tell which filter matched, a statistics tree does.
    const statistics = Object.values(filters).map(([filter]) => `COUNT(frame)frame and (${filter})`).join(',');
    const checks = ['ip', 'tcp', 'udp'].flatMap((layer) => ['-o', `${layer}.check_checksum:TRUE`]);
    const { stdout } = spawnSync('tshark', ['-n', '-q', ...checks, '-r', made.file, '-z', `io,stat,0,${statistics}`], { encoding: 'utf8' });
    const counts = /^\|\s*0[^|]*<>[^|]*\|(.*)\|\s*$/m.exec(stdout)?.[1]?.split('|').map(Number);
    expect(Object.fromEntries(Object.keys(filters).map((what, i) => [what, counts?.[i]]))).toEqual(
      Object.fromEntries(Object.entries(filters).map(([what, [, expected]]) => [what, expected])));
  });
});

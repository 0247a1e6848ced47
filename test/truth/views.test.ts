// The command line's own rows against the truth: the kernel's verdict on every frame, what really happened to each segment, Zeek's baselines.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyzeBytes } from '../drive';
import { captureNames, capturePath, missingCaptures, readCapture } from './places';

const truth = (name: string): string => readFileSync(path.join(path.dirname(capturePath('x')), '..', 'truth', name), 'utf8');
const has = (name: string): boolean => { try { truth(name); return true; } catch { return false; } };
const names = captureNames.map((file) => file.replace(/\.pcap$/, ''));

describe.runIf(missingCaptures === undefined)('rows and truth', () => {
  it.each(names.filter((name) => has(`${name}.perpacket.tsv`)))('%s: netfilter says what the kernel said of every frame', (name) => {
    const { packets } = analyzeBytes(readCapture(`${name}.pcap`));
    const kernel = truth(`${name}.perpacket.tsv`).trim().split('\n').slice(1).map((line) => line.split('\t')).filter((cells) => (cells[10] ?? '') !== '');
    for (const cells of kernel) {
      const at = Number(cells[0]) - 1;
      // The router's log shows a datagram that it put together with the header of its first fragment; it was judged at the last one.
      const judged = packets.slice(at).find((row) => row.connection === packets[at]?.connection && row.netfilter !== 'NONE');
      expect([cells[0], judged?.netfilter]).toEqual([cells[0], cells[10]]);
    }
  });

  // What the relay did, in its words and in ours.
  const WORDS: Record<string, string> = {
    gap_before: 'gap-before', retransmission_of_uncaptured: 'retransmission', retransmission_original_captured: 'spurious-retransmission', reordered: 'reordered', network_duplicate: 'network-duplicate',
  };
  it.each(names.filter((name) => has(`${name}.bytruth.json`)))('%s: retransmitted, reordered, duplicated and lost are told apart', (name) => {
    const { packets } = analyzeBytes(readCapture(`${name}.pcap`));
    const known = (JSON.parse(truth(`${name}.bytruth.json`)) as { frame: number; kind: string }[]).map(({ frame, kind }) => [frame, WORDS[kind]]);
    const ours = packets.filter((p) => p.verdict !== null && Object.values(WORDS).includes(p.verdict)).map((p) => [p.frame, p.verdict]);
    expect(ours).toEqual(known);
  });

  it('wikipedia and others: conn_state and history are Zeek’s', () => {
    const rows = truth('zeek_conn.jsonl').trim().split('\n').map((line) => JSON.parse(line) as Record<string, string | number | boolean>);
    let compared = 0;
    for (const row of rows) {
      const name = path.basename(String(row['trace']), '.pcap');
      if (row['proto'] !== 'tcp' || row['judge'] !== true || !names.includes(name) || row['history'] === 'H') continue; // `H`: run without its port list
      const found = analyzeBytes(readCapture(`${name}.pcap`)).connections.filter((c) => c.originator.port === row['id.orig_p'] && c.originator.address === row['id.orig_h'] && c.responder.port === row['id.resp_p']);
      expect(found.map((c) => [c.connState, c.history]), `${name} ${String(row['id.orig_p'])}`).toContainEqual([row['conn_state'], row['history']]);
      compared++;
    }
    expect(compared).toBeGreaterThan(20);
  });

  it('wireshark-retrans: 47 retransmissions in Wireshark’s view', () => {
    const { packets } = analyzeBytes(readCapture('wireshark-retrans.pcap'));
    expect(packets.filter((p) => p.wireshark?.includes('retransmission')).length).toBe(47);
  });
});

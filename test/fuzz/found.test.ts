// What fuzzing has found, each as the story behind it.
import { describe, expect, it } from 'vitest';
import { CaptureReader, NEED_MORE } from '../../main/tracker/reader/capture-reader';
import { packetFields } from '../../main/tracker/trace/fields';
import type { PacketField } from '../../shared/trace';
import { analyzeBytes } from '../drive';
import { concat, pattern, u16, u8 } from '../make/bytes';
import { ethernet, extension, ipv4, ipv4Fragments, ipv6, tcp, udp } from '../make/packet';
import { pcap } from '../make/pcap';
import { pcapngBlocks } from '../make/pcapng';
import { flood } from './exhaustion/flood';
import { story } from '../make/story';
import { track } from '../tracker/trace/read-back';

const flat = (fields: readonly PacketField[]): PacketField[] => fields.flatMap((field) => [field, ...flat(field.children)]);

describe('the packet tree', () => {
  it('puts a header that a lying length sends behind the frame at its end', () => {
    const frame = ethernet({}, ipv6({ src: 'fd00::1', dst: 'fd00::2', extensions: [extension.hopByHop(), extension.hopByHop()] }, udp({ srcPort: 1, dstPort: 2 })));
    frame[14 + 40 + 1] = 60; // the first extension header claims 488 bytes
    const fields = flat(packetFields(frame, 2000, 1));
    expect(fields.length).toBeGreaterThan(5);
    expect(fields.filter(({ from, to }) => from < 0 || to > frame.length || from > to)).toEqual([]);
  });
});

describe('a listing', () => {
  const lonely = (i: number): Uint8Array => ethernet({}, ipv4({ src: `10.1.0.${i}`, dst: '10.0.0.9' }, tcp({ srcPort: 1000 + i, dstPort: 80, flags: 'A', seq: 5, ack: 7 }, pattern(4, i))));

  it('changes nothing in what is judged a copy: connections of one packet count as packets either way', () => {
    const told = story().handshake().data('originator', 100).duplicate({ afterMicros: 1 }).frames();
    const capture = pcap([...told.slice(0, -1).map(({ bytes }) => bytes), ...Array.from({ length: 3 }, (_, i) => lonely(i)), told.at(-1)?.bytes ?? u8()]);
    const verdicts = (listed: boolean): unknown => analyzeBytes(capture, listed ? {} : { packetSink: null }).connections.map((row) => row.verdicts);
    expect(verdicts(false)).toEqual(verdicts(true));
  });

  it('changes nothing in which connections are dropped when the table is full', () => {
    const datagram = (i: number): Uint8Array => ethernet({}, ipv4({ src: `10.1.0.${i}`, dst: '10.0.0.9' }, udp({ srcPort: 1000 + i, dstPort: 53 }, pattern(4))));
    const answer = (i: number): Uint8Array => ethernet({}, ipv4({ src: '10.0.0.9', dst: `10.1.0.${i}` }, udp({ srcPort: 53, dstPort: 1000 + i }, pattern(4))));
    const capture = pcap([datagram(1), answer(1), datagram(2), datagram(3), datagram(4), datagram(5), answer(5), datagram(6)]);
    const kept = (listed: boolean): number[] => analyzeBytes(capture, { connectionLimit: 3, ...(listed ? {} : { packetSink: null }) }).connections.map(({ id }) => id);
    expect(kept(false)).toHaveLength(3);
    expect(kept(true)).toEqual(kept(false));
  });

  it('changes nothing in how many connections show one direction only', () => {
    const capture = pcap([...Array.from({ length: 5 }, (_, i) => lonely(i)), lonely(1)]);
    const facts = (listed: boolean): unknown => analyzeBytes(capture, listed ? {} : { packetSink: null }).tracker.health();
    expect(facts(false)).toEqual(facts(true));
  });
});

describe('a datagram whose connection was dropped from a full table', () => {
  it('does not write into the connection that has its place', () => {
    const ends = { src: '10.0.0.1', dst: '10.0.0.2' };
    const segment = ipv4Fragments({ ...ends, id: 7 }, tcp({ srcPort: 9, dstPort: 9, flags: 'R', seq: 1, ack: 0 }, pattern(64)), 40);
    const others = Array.from({ length: 40 }, (_, i) => story({ originator: { address: `10.2.0.${i}`, port: 5000 }, responder: { address: '10.3.0.1', port: 443 } }).handshake().data('originator', 10).frames());
    const frames = [segment[0], ...others.flat().map(({ bytes }) => bytes), ...segment.slice(1)].map((each) => (each instanceof Uint8Array ? each : ethernet({}, each?.bytes ?? u8())));
    const { connections, status } = analyzeBytes(pcap(frames), { connectionLimit: 4, detectors: false, packetSink: null });
    expect(status.evicted).toBeGreaterThan(30);
    expect(connections.map(({ closed, packets }) => [closed, packets.originator + packets.responder])).toEqual(connections.map(() => ['open', 4]));
  });
});

describe('packets behind damage at the end of a capture', () => {
  it('are read back as they were tracked: a record that claims more than there is hides none', () => {
    const told = story().handshake().stream('originator', 14_600).close('originator').frames();
    const whole = pcap(told);
    const sizes = told.map(({ bytes }) => 16 + bytes.length);
    const broken = sizes.slice(0, 6).reduce((sum, size) => sum + size, 24);
    new DataView(whole.buffer).setUint32(broken + 8, 200_000, true); // captured length: beyond the end of the file
    const { connections, packets } = analyzeBytes(whole, { detectors: false });
    expect(packets).toHaveLength(told.length - 1);
    expect(connections).toHaveLength(1);
    expect([...track(whole, { detectors: false }).trace(1).rows(0, 100).frame]).toEqual(packets.map(({ frame }) => frame));
  });
});

describe('networks', () => {
  it('beyond the number that is told apart are one, and are said to be', () => {
    const frame = ethernet({ vlan: [1, 2] }, ipv4({ src: '10.0.0.1', dst: '10.0.0.2' }, udp({ srcPort: 1, dstPort: 2 }, pattern(4))));
    const { tracker } = flood(66_000, (i) => { frame.set(u16(1 + (i % 4000)), 14); frame.set(u16(1 + Math.floor(i / 4000)), 18); return frame; }, { detectors: false });
    expect(tracker.status().connections).toBe(65_535); // 65,534 networks of their own, and one for all others
    expect([...tracker.rows('id >= 65534')].map(({ vlan, tunnel, packets }) => [vlan, tunnel, packets.originator])).toEqual([[[1534, 17], '', 1], [[], 'one of too many VLANs and tunnels', 466]]);
    expect(tracker.health().find(({ kind }) => kind === 'networks-mixed')?.text).toContain('466 packets');
  });
});

describe('drops that a pcapng tells', () => {
  it('are the sum of the newest statistics of each interface, over all sections', () => {
    const ng = pcapngBlocks();
    const bytes = concat(
      ng.section(), ng.interface(), ng.interface(), ng.statistics({ interface: 0, dropped: 5n }), ng.statistics({ interface: 1, dropped: 2n }), ng.statistics({ interface: 0, dropped: 9n }),
      ng.section(), ng.interface(), ng.statistics({ interface: 0, dropped: 4n }), ng.statistics({ interface: 0, dropped: 3n }),
    );
    const reader = new CaptureReader();
    const view = new DataView(bytes.buffer);
    for (let at = 0; reader.next(view, at, bytes.length) !== NEED_MORE; at = reader.nextAt);
    expect(reader.interfaceDrops).toBe(9 + 2 + 3);
  });
});

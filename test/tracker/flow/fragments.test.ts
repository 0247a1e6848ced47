// Fragments belong to the connection of their first one, whatever order they come in; a TCP segment is processed when it is whole.
import { describe, expect, it } from 'vitest';
import { analyzeBytes, type Analysis } from '../../drive';
import { pattern } from '../../make/bytes';
import { ethernet, ipv4Fragments, ipv6Fragments, tcp, udp, type Network } from '../../make/packet';
import { pcap } from '../../make/pcap';

const fields = { src: '10.0.0.1', dst: '10.0.0.2', id: 77 };
const bytesOf = (packets: readonly Network[]): number => packets.reduce((sum, p) => sum + Math.max(60, 14 + p.bytes.length), 0);
const run = (packets: readonly Network[]): Analysis => analyzeBytes(pcap(packets.map((p) => ethernet({}, p))));

const datagram = (): Network[] => ipv4Fragments(fields, udp({ srcPort: 4000, dstPort: 53 }, pattern(4000)), 1480);

describe('UDP in fragments', () => {
  it('counts every fragment for the connection', () => {
    const a = run(datagram());
    expect(a.connections).toHaveLength(1);
    expect(a.connections[0]).toMatchObject({ proto: 'udp', packets: { originator: 3, responder: 0 }, payloadBytes: { originator: 4000 }, originator: { port: 4000 } });
    expect(a.packets.map((p) => p.connection)).toEqual([1, 1, 1]);
  });

  it('also when the first fragment comes last', () => {
    const a = run(datagram().reverse());
    expect(a.connections).toHaveLength(1);
    expect(a.connections[0]).toMatchObject({ packets: { originator: 3 }, wireBytes: { originator: bytesOf(datagram()) } });
  });

  it('keeps datagrams with different ids, and the two directions, apart', () => {
    const [first] = datagram();
    const others = ipv4Fragments({ ...fields, id: 78 }, udp({ srcPort: 4001, dstPort: 53 }, pattern(4000)), 1480);
    const a = run([first!, ...others.slice(1), ...datagram().slice(1), others[0]!]);
    expect(a.connections.map((c) => [c.originator.port, c.packets.originator])).toEqual([[4000, 3], [4001, 3]]);
  });

  it('over IPv6', () => {
    const a = run(ipv6Fragments({ src: '2001:db8::1', dst: '2001:db8::2' }, udp({ srcPort: 4000, dstPort: 53 }, pattern(4000)), 1232));
    expect(a.connections).toHaveLength(1);
    expect(a.connections[0]).toMatchObject({ packets: { originator: 4 } });
  });
});

describe('TCP in fragments', () => {
  it('the segment takes effect when its last fragment has come', () => {
    const syn = ipv4Fragments(fields, tcp({ srcPort: 4000, dstPort: 80, flags: 'S', seq: 99, ack: 0 }), 8000);
    const data = ipv4Fragments({ ...fields, id: 5 }, tcp({ srcPort: 4000, dstPort: 80, flags: 'A', seq: 100, ack: 1 }, pattern(3000)), 1480);
    expect(data).toHaveLength(3);
    const a = run([...syn, ...data]);
    expect(a.connections[0]).toMatchObject({ packets: { originator: 4 }, payloadBytes: { originator: 3000 } });
  });
});

describe('hostile fragments', () => {
  it('a flood of first fragments stays within the table', () => {
    const flood = Array.from({ length: 9_000 }, (_, i) => ipv4Fragments({ ...fields, id: i & 0xffff, src: `10.1.${(i >> 8) & 255}.${i & 255}` }, udp({ srcPort: 9, dstPort: 9 }, pattern(24)), 16)[0]!);
    const a = run(flood);
    expect(a.connections.length).toBe(9_000);
    expect(a.status.packets).toBe(9_000);
  });

  it('fragments whose first never comes make no connection', () => {
    const a = run(datagram().slice(1));
    expect(a.connections).toHaveLength(0);
    expect(a.packets.map((p) => p.connection)).toEqual([null, null]);
  });
});

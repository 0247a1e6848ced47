// Fragments as attackers send them, and as a healthy network does.
import { describe, expect, it } from 'vitest';
import { pattern } from '../../make/bytes';
import { ethernet, ipv4, ipv4Fragments, ipv6Fragments, renderUpper, tcp, udp, type Network } from '../../make/packet';
import { FIRST_MICROS, pcap } from '../../make/pcap';
import { alertsOf, line, raised } from './alerts';

const SECOND = 1_000_000;
const ends = { src: '10.0.0.9', dst: '10.0.0.2', id: 7 };
/** A raw fragment: bytes of the datagram from `offset` on. */
const piece = (offset: number, bytes: Uint8Array, more: boolean, over: { id?: number; src?: string; protocol?: number } = {}): Network =>
  ipv4({ ...ends, protocol: 17, fragmentOffset: offset, moreFragments: more, ...over }, bytes);
const capture = (packets: readonly Network[], stepMicros = 1000): Uint8Array =>
  pcap(packets.map((p, i) => ({ bytes: ethernet({}, p), micros: FIRST_MICROS + i * stepMicros })));
const lines = (packets: readonly Network[], stepMicros?: number): string[] => raised(alertsOf(capture(packets, stepMicros))).map(line);
const datagram = pattern(2000);
const other = pattern(2000).map((byte) => byte ^ 0xff);

describe('healthy', () => {
  it('a big datagram, and its copies by network or capture', () => {
    const whole = ipv4Fragments(ends, udp({ srcPort: 4000, dstPort: 2049 }, pattern(8000)), 1480);
    expect(lines([...whole, ...whole])).toEqual([]);
    expect(lines([...whole].reverse())).toEqual([]);
  });

  it('IPv6: the same', () => {
    expect(lines(ipv6Fragments({ src: '2001:db8::1', dst: '2001:db8::2' }, udp({ srcPort: 4000, dstPort: 2049 }, pattern(8000)), 1232))).toEqual([]);
  });

  it('lossy: some of many never become whole', () => {
    const many = Array.from({ length: 100 }, (_, id) => ipv4Fragments({ ...ends, id }, udp({ srcPort: 4000, dstPort: 2049 }, pattern(3000)), 1480));
    expect(lines(many.flatMap((pieces, i) => (i % 6 === 0 ? pieces.slice(1) : pieces)), 100)).toEqual([]);
  });
});

describe('attacks', () => {
  it('overlap with other content: both ranges as evidence', () => {
    const alerts = alertsOf(capture([piece(0, datagram.slice(0, 1200), true), piece(800, other.slice(800, 1600), true)]));
    expect(alerts.map(line)).toEqual(['fragment-overlap 10.0.0.9 > 10.0.0.2 ×1 high']);
    expect(alerts[0]).toMatchObject({ frames: [1, 2], detail: 'bytes 0–1,199 and bytes 800–1,599: other content where they overlap', connection: 1 });
  });

  it('overlap with the same content is low, and forbidden in IPv6', () => {
    expect(lines([piece(0, datagram.slice(0, 1200), true), piece(800, datagram.slice(800, 1600), true)])).toEqual(['fragment-overlap 10.0.0.9 > 10.0.0.2 ×1 low']);
  });

  it('header-overwrite: a second piece brings other ports', () => {
    const [first] = ipv4Fragments({ ...ends }, tcp({ srcPort: 4000, dstPort: 80, flags: 'A' }, pattern(400)), 200);
    const forged = renderUpper(ends.src, ends.dst, tcp({ srcPort: 4000, dstPort: 23, flags: 'S' }, pattern(400)));
    expect(lines([first!, ipv4({ ...ends, protocol: 6, fragmentOffset: 0, moreFragments: true }, forged.slice(0, 104))])).toContain('fragment-header-overwrite 10.0.0.9 > 10.0.0.2 ×1 high');
  });

  it('teardrop: the last fragment ends inside the first', () => {
    expect(lines([piece(0, datagram.slice(0, 36 * 8), true), piece(24, datagram.slice(24, 28), false)])).toEqual([
      'fragment-overlap 10.0.0.9 > 10.0.0.2 ×1 low', 'fragment-inconsistent 10.0.0.9 > 10.0.0.2 ×1 medium',
    ]);
  });

  it('bonk: data beyond the end, and an uneven piece', () => {
    expect(lines([piece(800, datagram.slice(800, 1600), false), piece(1600, datagram.slice(0, 80), true)])).toEqual(['fragment-inconsistent 10.0.0.9 > 10.0.0.2 ×1 medium']);
    expect(lines([piece(0, datagram.slice(0, 803), true)])).toEqual(['fragment-inconsistent 10.0.0.9 > 10.0.0.2 ×1 medium']);
  });

  it('ping-of-death: ends beyond 65,535 bytes', () => {
    expect(lines([piece(65_528, datagram.slice(0, 400), false, { protocol: 1 })])).toEqual(['fragment-oversize 10.0.0.9 > 10.0.0.2 ×1 high']);
  });

  it('tiny: nmap -f hides the flags of its SYN in a second piece, and the segment is judged when it is whole', () => {
    const scan = ipv4Fragments(ends, tcp({ srcPort: 4000, dstPort: 80, flags: 'FPU' }), 8);
    expect(lines(scan)).toEqual(['tiny-fragment 10.0.0.9 > 10.0.0.2 ×2 medium', 'illegal-flags 10.0.0.9 > 10.0.0.2 ×1 medium']);
  });

  it('incomplete: first pieces alone, from forged sources', () => {
    const rose = Array.from({ length: 300 }, (_, i) => piece(0, datagram.slice(0, 1480), true, { id: i, src: `192.0.2.${i % 200}` }));
    expect(lines(rose, SECOND / 50)).toEqual([expect.stringMatching(/^fragment-incomplete \S+ > 10\.0\.0\.2 ×\d+ (low|medium)$/), ...[]]);
  });

  it('flood: two thousand a second, never whole', () => {
    const flood = Array.from({ length: 4000 }, (_, i) => piece(1480, datagram.slice(0, 1480), true, { id: i, src: `192.0.2.${i % 200}` }));
    expect(lines(flood, 500).filter((text) => text.startsWith('fragment-flood'))).toEqual([expect.stringMatching(/^fragment-flood \* > 10\.0\.0\.2 ×\d+ high$/)]);
  });
});

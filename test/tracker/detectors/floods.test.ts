// Floods: what no host can answer any more; and heavy traffic that is answered, which is none.
import { describe, expect, it } from 'vitest';
import { analyzeBytes } from '../../drive';
import { ethernet, ipv4, tcp } from '../../make/packet';
import { FIRST_MICROS, pcap } from '../../make/pcap';
import { type Story, together } from '../../make/story';
import { alertsOf, line, raised } from './alerts';
import { capture, many, type Shape, stranger } from './many';

const rows = (bytes: Uint8Array, kind?: string): string[] => raised(alertsOf(bytes)).filter((a) => kind === undefined || a.kind === kind).map(line);
const forged = (i: number): { from: string; fromPort: number } => ({ from: stranger(i * 7), fromPort: 1024 + ((i * 31) % 60_000) });
const over = (s: Story): Story => s.handshake().data('originator', 200).data('responder', 900).ack('originator').close();
/** The very same segment, 5,000 times a second. */
const again = (flags: string, times: number): Uint8Array => {
  const bytes = ethernet({}, ipv4({ src: '10.0.0.1', dst: '10.0.0.2' }, tcp({ srcPort: 4000, dstPort: 80, flags, seq: 7, ack: 9 })));
  return pcap(Array.from({ length: times }, (_, i) => ({ bytes, micros: FIRST_MICROS + i * 200 })));
};
const segment = (flags: string) => (s: Story): Story => s.segment('originator', { flags, length: 0 });

describe('SYN flood', () => {
  it('from forged sources, while the host answers', () => {
    expect(rows(capture({ times: 2000, ends: forged, talk: (s) => s.syn().synAck() }))).toEqual(['syn-flood * > 10.0.0.2 ×2000 high']);
  });

  it('from one source, to a host that says nothing', () => {
    const [alert] = raised(alertsOf(capture({ times: 2000, talk: (s) => s.syn() })));
    expect(alert).toMatchObject({ kind: 'syn-flood', source: '10.0.0.1', target: '10.0.0.2', count: 2000, confidence: 'high' });
    expect(alert?.frames.slice(0, 4)).toEqual([1, 2, 3, 4]);
    expect(alert?.detail).toMatch(/^[\d,]+ connections half open at the peak, 1 source, (99\d|1,00\d) SYNs a second, 0 % of them completed$/);
  });

  it('to a closed port: every SYN is refused', () => {
    expect(rows(capture({ times: 6000, every: 500, talk: (s) => s.syn().refuse() }))).toEqual(['syn-flood 10.0.0.1 > 10.0.0.2 ×6000 high']);
  });

  it('a short burst between two silences: with its own rate, and no less than it was', () => {
    const calm = (begin: number): Shape => ({ times: 1, begin, talk: over });
    const burst = (before: number): Shape => ({ times: 1000, every: 200, begin: 600e6, ends: (i) => forged(i + before), talk: (s) => s.syn() });
    const [alert, ...others] = raised(alertsOf(capture(calm(0), burst(0), calm(1200e6))));
    expect([alert?.kind, others.length]).toEqual(['syn-flood', 0]);
    expect(alert?.detail).toMatch(/^(99\d|1,00\d) connections half open at the peak, (9\d\d|1,00\d) sources, 5,0\d\d SYNs a second/);
  });

  it('a healthy connection inside it is tracked to its close', () => {
    const flood = many({ times: 6000, every: 166, ends: forged, talk: (s) => s.syn() });
    const healthy = many({ times: 1, begin: 550_000, ends: () => ({ from: '10.0.0.77', fromPort: 50_000 }), talk: (s) => s.handshake().data('originator', 100).wait(400_000).data('responder', 100).ack('originator').close() });
    const { tracker } = analyzeBytes(together(...flood, ...healthy), { packetSink: null, connectionLimit: 5400 });
    expect([...tracker.rows()].filter(({ originator }) => originator.address === '10.0.0.77').map(({ opened, closed }) => [opened, closed])).toEqual([['handshake', 'fin']]);
    const alerts = raised([...tracker.alerts()]);
    expect(alerts.map(({ kind }) => kind).sort()).toEqual(['syn-flood', 'table-pressure']);
    expect(alerts.find(({ kind }) => kind === 'table-pressure')).toMatchObject({ severity: 'medium', source: null, target: null });
  });
});

describe('other floods', () => {
  const flood = (shape: Omit<Shape, 'times' | 'every'>): string[] => rows(capture({ times: 6000, every: 500, ...shape }));

  it('ack-flood: refused, or without an answer', () => {
    expect(flood({ talk: (s) => segment('A')(s).segment('responder', { flags: 'R', length: 0 }) })).toEqual(expect.arrayContaining(['ack-flood 10.0.0.1 > 10.0.0.2 ×6000 high']) as string[]);
    expect(flood({ ends: forged, talk: segment('A') })).toEqual(expect.arrayContaining(['ack-flood * > 10.0.0.2 ×6000 high']) as string[]);
  });

  /** On one tuple that never changes, with numbers that jump about, as hping3 sends them. */
  const oneTuple = (flags: string, answer: (s: Story, ack: number) => Story): string[] => rows(capture({
    times: 1,
    talk: (s) => Array.from({ length: 1500 }).reduce<Story>((talk, _, i) => {
      const ack = Math.imul(i, 0x9e37_79b1) >>> 0;
      return answer(talk.wait(-500).segment('originator', { flags, seq: Math.imul(i, 0x85eb_ca6b) >>> 0, ack, length: 0 }), ack);
    }, s),
  }));

  it('ack-flood on one unchanged tuple: without an answer, refused, with FIN', () => {
    expect(oneTuple('A', (s) => s)).toEqual([expect.stringMatching(/^ack-flood 10\.0\.0\.1 > 10\.0\.0\.2 ×1[34]\d\d high$/)]);
    expect(oneTuple('A', (s, seq) => s.segment('responder', { flags: 'R', seq, length: 0 }))).toEqual(expect.arrayContaining([expect.stringMatching(/^ack-flood 10\.0\.0\.1 > 10\.0\.0\.2 ×1[34]\d\d high$/)]) as string[]);
    expect(oneTuple('FA', (s) => s)).toEqual(expect.arrayContaining([expect.stringMatching(/^ack-flood 10\.0\.0\.1 > 10\.0\.0\.2 ×1[34]\d\d high$/)]) as string[]);
  });

  it('ack-flood of one segment again and again', () => {
    expect(rows(again('A', 20_000))).toEqual([expect.stringMatching(/^ack-flood 10\.0\.0\.1 > 10\.0\.0\.2 ×1[2-6]\d{3} high$/)]);
    expect(rows(again('A', 2000)), 'as many duplicate ACKs as one lost window makes').toEqual([]);
  });

  it('rst-flood', () => { expect(flood({ ends: forged, talk: segment('R') })).toEqual(['rst-flood * > 10.0.0.2 ×6000 high']); });

  it('udp-flood: from forged sources; from one source to a closed port', () => {
    expect(flood({ ends: (i) => ({ ...forged(i), port: 53 }), talk: (s) => s.datagram('originator', 400) })).toEqual(['udp-flood * > 10.0.0.2 ×6000 high']);
    expect(flood({ ends: () => ({ port: 7000 }), talk: (s, i) => (i % 500 === 0 ? s.datagram('originator').icmpError() : s.datagram('originator')) })).toEqual(['udp-flood 10.0.0.1 > 10.0.0.2 ×6000 high']);
  });

  it('reflection: many name servers answer what the victim never asked', () => {
    expect(flood({ ends: (i) => ({ from: stranger(i % 700), fromPort: 53, port: 1024 + (i % 5000) }), talk: (s) => s.datagram('originator', 1200) })).toEqual(['udp-flood * > 10.0.0.2 ×6000 high']);
  });

  it('icmp-flood: unanswered from many, answered from one', () => {
    expect(flood({ ends: forged, talk: (s) => s.ping() })).toEqual(['icmp-flood * > 10.0.0.2 ×6000 high']);
    expect(flood({ talk: (s, i) => s.ping(i).pong(i) })).toEqual(['icmp-flood 10.0.0.1 > 10.0.0.2 ×6000 medium']);
  });

  it('against what is usual for the target', () => {
    const oneWay = (begin: number, times: number, every: number): Shape => ({ times, every, begin: begin * 1e6, ends: (i) => ({ fromPort: 1024 + ((i * 7 + begin) % 60_000), port: 514 }), talk: (s) => s.datagram('originator') });
    expect(rows(capture(oneWay(0, 13_500, 1111), oneWay(15, 9000, 333)))).toEqual([]); // 900 a second, then 3,000
    expect(rows(capture(oneWay(0, 4500, 3333), oneWay(15, 9000, 333)))).toEqual(['udp-flood 10.0.0.1 > 10.0.0.2 ×9000 high']); // 300 a second, then 3,000
  });
});

describe('no flood', () => {
  const silent = (name: string, ...shapes: readonly Shape[]): void => { it(name, () => { expect(rows(capture(...shapes))).toEqual([]); }); };

  silent('a load test: four thousand connections in two seconds, each one succeeds', { times: 4000, every: 500, talk: over });
  silent('a thousand at once', { times: 1000, every: 1, talk: (s) => s.syn().wait(300_000).synAck().ack().data('originator', 10).data('responder', 10).ack().close() });
  silent('a name server under load, its answers after the second', { times: 6000, every: 100, ends: (i) => ({ ...forged(i), port: 53 }), talk: (s) => s.datagram('originator').wait(600_000).datagram('responder', 200) });
  silent('a download over QUIC', { times: 1, ends: () => ({ port: 443 }), talk: (s) => Array.from({ length: 4000 }).reduce<Story>((talk) => talk.datagram('responder', 1200), s.datagram('originator', 1200)) });
  silent('a ping a second, and one every ten milliseconds', { times: 1, talk: (s) => Array.from({ length: 300 }).reduce<Story>((talk, _, i) => talk.ping(i).pong(i).wait(18_000), s) });
  silent('one direction of a fast download: nothing but its ACKs', { times: 1, talk: (s) => Array.from({ length: 2000 }).reduce<Story>((talk, _, i) => talk.wait(-800).segment('originator', { flags: 'A', seq: 7, ack: 4_290_000_000 + i * 2896 > 4_294_967_295 ? i * 2896 - 4_967_296 : 4_290_000_000 + i * 2896, length: 0 }), s) });
  silent('one direction of an upload, and its segments after a RST', { times: 1, talk: (s) => Array.from({ length: 1200 }).reduce<Story>((talk, _, i) => (i === 600 ? talk.reset('responder') : talk.wait(-800).data('originator', 1448)), s) });
  silent('a server that resets two thousand clients', { times: 2000, every: 500, talk: (s) => s.handshake().data('originator', 10).reset('responder') });

  it('a stream to one host that says nothing is held back; one that it refuses, or that carries nothing, is not', () => {
    const stream = (bytes: number, refused = false): string[] => alertsOf(capture({ times: 1, ends: () => ({ port: 5004 }), talk: (s) => Array.from({ length: 2500 }).reduce<Story>((talk, _, i) => (refused && i % 1000 === 5 ? talk.icmpError() : talk).wait(-700).datagram('originator', bytes), s) })).map(line);
    expect(stream(1300)).toEqual(['udp-flood 10.0.0.1 > 10.0.0.2 ×2500 high [one-sided]']);
    expect(stream(1300, true)).toEqual(['udp-flood 10.0.0.1 > 10.0.0.2 ×2500 high']);
    expect(stream(0)).toEqual(['udp-flood 10.0.0.1 > 10.0.0.2 ×2500 high']);
  });
});

// Scans: each as nmap makes it, with the answers of a host whose ports are closed, open or silent; and the traffic that looks like one.
import { describe, expect, it } from 'vitest';
import { analyzeBytes } from '../../drive';
import { type Story } from '../../make/story';
import { ethernet, ipv4, quote, icmp } from '../../make/packet';
import { FIRST_MICROS, pcap } from '../../make/pcap';
import { alertsOf, line, raised } from './alerts';
import { capture, neighbour, stranger } from './many';

const PORTS = 60;
const toPorts = (i: number): { port: number; fromPort: number } => ({ port: 1 + i, fromPort: 61_000 });
const isOpen = (i: number): boolean => i === 21 || i === 24;
const rows = (bytes: Uint8Array, kind?: string): string[] => raised(alertsOf(bytes)).filter((a) => kind === undefined || a.kind === kind).map(line);
const scanned = (talk: (s: Story, i: number) => Story): string[] => rows(capture({ times: PORTS, ends: toPorts, talk }), 'port-scan');
/** A probe of these flags: RST from a closed port; from an open one `answer`, or nothing. */
const probe = (flags: string, answer?: (s: Story) => Story) => (s: Story, i: number): Story => {
  const asked = s.segment('originator', { flags, length: 0 });
  return isOpen(i) ? answer?.(asked) ?? asked : asked.segment('responder', { flags: flags.includes('A') ? 'R' : 'RA', length: 0, window: 0 });
};
const SCAN = ['port-scan 10.0.0.1 > 10.0.0.2 ×60 medium'];

describe('port scans', () => {
  it('syn-scan: closed ports refuse, open ones are reset before they open', () => {
    expect(scanned((s, i) => (isOpen(i) ? s.syn().synAck().reset('originator', { flags: 'R' }) : s.syn().refuse()))).toEqual(SCAN);
  });

  it('syn-scan-silent: a firewall drops what it does not like', () => {
    expect(scanned((s) => s.syn())).toEqual(SCAN);
  });

  it('connect-scan: what opened is no failure', () => {
    expect(scanned((s, i) => (isOpen(i) ? s.handshake().close() : s.syn().refuse()))).toEqual(['port-scan 10.0.0.1 > 10.0.0.2 ×58 medium']);
  });

  it.each([['fin-scan', 'F'], ['null-scan', ''], ['xmas-scan', 'FPU'], ['maimon-scan', 'FA'], ['syn-fin-scan', 'SF'], ['ack-scan', 'A'], ['urg-scan', 'U']])('%s', (_, flags) => {
    expect(scanned(probe(flags))).toEqual(SCAN);
  });

  it('window-scan: every port answers with RST, open ones with a window', () => {
    expect(scanned(probe('A', (s) => s.segment('responder', { flags: 'R', length: 0, window: 1024 })))).toEqual(SCAN);
  });

  it('fin-scan-silent, null-scan-silent, xmas-scan-silent, ack-scan-silent, maimon-scan-silent', () => {
    for (const flags of ['F', '', 'FPU', 'A', 'FA']) expect(scanned((s) => s.segment('originator', { flags, length: 0 }))).toEqual(SCAN);
  });

  it('syn-ack-scan: hosts refuse an answer to what they did not ask', () => {
    expect(scanned((s) => s.segment('originator', { flags: 'SA', length: 0 }).segment('responder', { flags: 'R', length: 0 }))).toEqual(SCAN);
  });

  it('protocol-scan: the host refuses IP protocols it does not know', () => {
    const frames = Array.from({ length: 30 }, (_, i) => {
      const asked = ipv4({ src: '10.0.0.1', dst: '10.0.0.2', protocol: 90 + i });
      const micros = FIRST_MICROS + i * 2000;
      return [{ bytes: ethernet({}, asked), micros }, { bytes: ethernet({}, ipv4({ src: '10.0.0.2', dst: '10.0.0.1' }, icmp({ type: 3, code: 2 }, quote(asked)))), micros: micros + 500 }];
    }).flat();
    const [alert] = raised(alertsOf(pcap(frames))).filter(({ kind }) => kind === 'port-scan');
    expect(alert).toMatchObject({ source: '10.0.0.1', target: '10.0.0.2', count: 30, detail: expect.stringContaining('30 protocols tried') as string });
  });

  it('udp-scan: some ports say unreachable, the others nothing', () => {
    expect(rows(capture({ times: PORTS, ends: toPorts, talk: (s, i) => (i % 5 === 0 ? s.datagram('originator', 0).icmpError() : s.datagram('originator', 0)) }))).toEqual(['udp-port-scan 10.0.0.1 > 10.0.0.2 ×60 medium']);
  });

  it('idle-scan: the target sees the zombie, which resets what it did not ask for', () => {
    expect(scanned((s, i) => (isOpen(i) ? s.syn().synAck().reset('originator', { flags: 'R' }) : s.syn().refuse()))).toEqual(SCAN);
  });

  it('slow-scan: a port every five minutes', () => {
    expect(rows(capture({ times: 24, every: 300_000_000, ends: toPorts, talk: (s) => s.syn() }))).toEqual(['port-scan 10.0.0.1 > 10.0.0.2 ×24 medium']);
  });

  it('slow-scan inside a flood of forged sources', () => {
    const bytes = capture(
      { times: 12, every: 2_000_000, ends: toPorts, talk: (s) => s.syn() },
      { times: 12_000, every: 2_000, ends: (i) => ({ from: stranger(i * 3), to: '10.0.0.9', fromPort: 1024 + i }), talk: (s) => s.syn() },
    );
    expect(rows(bytes)).toEqual(expect.arrayContaining(['port-scan 10.0.0.1 > 10.0.0.2 ×12 medium']) as string[]);
  });

  it('decoys: three are named, of thirty four are and the rest is one row', () => {
    const decoys = (n: number): string[] => rows(capture({ times: 20 * n, ends: (i) => ({ from: `10.0.9.${1 + (i % n)}`, port: 1 + Math.floor(i / n), fromPort: 50_000 }), talk: (s) => s.syn().refuse() }));
    expect(decoys(3)).toEqual([1, 2, 3].map((n) => `port-scan 10.0.9.${n} > 10.0.0.2 ×20 medium`));
    expect(decoys(30)).toEqual([...[1, 2, 3, 4].map((n) => `port-scan 10.0.9.${n} > 10.0.0.2 ×20 medium`), 'port-scan * > 10.0.0.2 ×520 medium']);
  });

  it('IPv6', () => {
    expect(rows(capture({ times: 20, ends: (i) => ({ from: '2001:db8::1', to: '2001:db8::2', port: 1 + i }), talk: (s) => s.syn().refuse() }))).toEqual(['port-scan 2001:db8::1 > 2001:db8::2 ×20 medium']);
  });

  it('carries its numbers, the packets from before the threshold, and what was ruled out', () => {
    const [alert] = raised(alertsOf(capture({ times: PORTS, ends: toPorts, talk: (s, i) => (i < 40 ? s.syn().refuse() : s.syn()) })));
    expect(alert).toMatchObject({ confidence: 'high', detail: '60 ports tried in 0.1 s: 40 refused, 20 without an answer, 0 answered' });
    expect(alert?.frames.slice(0, 3)).toEqual([2, 4, 6]);
    expect(alert?.ruledOut).toContain('attempts that succeeded do not count');
  });

  it('names itself in the rows of its connections, and in no other', () => {
    const { connections } = analyzeBytes(capture({ times: 20, ends: toPorts, talk: (s) => s.syn().refuse() }, { times: 1, ends: () => ({ from: '10.0.0.5' }), talk: (s) => s.handshake().close() }), { packetSink: null });
    expect(connections.map(({ originator, alerts }) => `${originator.address} ${alerts?.join() ?? ''}`)).toEqual([...Array.from({ length: 1 }, () => '10.0.0.1 1'), '10.0.0.5 ', ...Array.from({ length: 19 }, () => '10.0.0.1 1')]);
  });

  it('too few are held back', () => {
    expect(alertsOf(capture({ times: 7, ends: toPorts, talk: (s) => s.syn().refuse() })).map(line)).toEqual(['port-scan 10.0.0.1 > 10.0.0.2 ×7 medium [few]']);
    expect(alertsOf(capture({ times: 7, ends: toPorts, talk: (s) => s.syn().refuse() }), { scanPorts: 5 }).map(line)).toEqual(['port-scan 10.0.0.1 > 10.0.0.2 ×7 medium']);
  });
});

describe('sweeps', () => {
  it('host-sweep: one port of a network', () => {
    expect(rows(capture({ times: 100, ends: (i) => ({ to: neighbour(i), port: 445 }), talk: (s, i) => (i % 20 === 0 ? s.syn().refuse() : s.syn()) }))).toEqual(['host-sweep 10.0.0.1 > * ×100 medium']);
  });

  it('worm: one service all over the Internet', () => {
    expect(rows(capture({ times: 100, ends: (i) => ({ to: stranger(i), port: 23 }), talk: (s) => s.syn() }))).toEqual(['host-sweep 10.0.0.1 > * ×100 medium']);
  });

  it('ping-sweep: most are not there', () => {
    expect(rows(capture({ times: 100, ends: (i) => ({ to: neighbour(i) }), talk: (s, i) => (i % 25 === 0 ? s.ping().pong() : s.ping()) }))).toEqual(['ping-sweep 10.0.0.1 > * ×96 low']);
  });

  it('a monitor whose hosts all answer is information', () => {
    expect(rows(capture({ times: 60, ends: (i) => ({ to: neighbour(i) }), talk: (s) => s.ping().pong() }))).toEqual(['ping-sweep 10.0.0.1 > * ×60 info']);
  });

  it('many ports of many hosts stay below ten rows', () => {
    const found = rows(capture({ times: 1200, ends: (i) => ({ to: neighbour(Math.floor(i / 30)), port: 1 + (i % 30) }), talk: (s) => s.syn() }));
    expect(found.length).toBeLessThanOrEqual(10);
    expect(found).toEqual(expect.arrayContaining(['host-sweep 10.0.0.1 > * ×1200 medium', 'port-scan 10.0.0.1 > * ×1080 medium']) as string[]);
  });
});

describe('no scan', () => {
  const silent = (name: string, bytes: () => Uint8Array): void => { it(name, () => { expect(raised(alertsOf(bytes())).filter(({ severity }) => severity !== 'info').map(line)).toEqual([]); }); };
  const over = (s: Story): Story => s.handshake().data('originator', 200).data('responder', 900).ack('originator').close();

  silent('one service that is down, tried a thousand times', () => capture({ times: 1000, every: 50_000, talk: (s) => s.syn().refuse() }));
  silent('a page whose servers are there, and four that are not', () => capture({ times: 80, ends: (i) => ({ to: stranger(i), port: 443 }), talk: (s, i) => (i % 20 === 7 ? s.syn() : over(s)) }));
  silent('a mail server: one in ten hosts is gone', () => capture({ times: 400, ends: (i) => ({ to: stranger(i), port: 25 }), talk: (s, i) => (i % 10 === 7 ? s.syn() : over(s)) }));
  silent('peer-to-peer over UDP, most peers silent', () => capture({ times: 600, every: 20_000, ends: (i) => ({ fromPort: 51_413, to: stranger(i), port: i % 3 === 0 ? 6881 : 20_000 + i }), talk: (s, i) => (i % 4 === 0 ? s.datagram('originator').datagram('responder') : s.datagram('originator')) }));
  silent('peer-to-peer over TCP, most peers gone', () => capture({ times: 300, every: 20_000, ends: (i) => ({ to: stranger(i), port: i % 3 === 0 ? 6881 : 20_000 + i }), talk: (s, i) => (i % 5 === 0 ? over(s) : s.syn()) }));
  silent('name service: three thousand questions to one server', () => capture({ times: 3000, every: 300, ends: (i) => ({ fromPort: 1024 + i * 17, port: 53 }), talk: (s) => s.datagram('originator').wait(20_000).datagram('responder', 120) }));
  silent('answers that come too late are refused by the client', () => capture({ times: 200, ends: (i) => ({ fromPort: 1024 + i * 17, port: 53 }), talk: (s) => s.datagram('originator').datagram('responder', 120).icmpError('responder') }));
  silent('answers of a name server whose questions the capture missed', () => capture({ times: 200, ends: (i) => ({ fromPort: 1024 + i * 17, port: 53 }), talk: (s) => s.datagram('responder', 120) }));
  silent('traceroute: every probe fails, by design', () => capture({ times: 90, every: 10_000, ends: (i) => ({ fromPort: 40_000, to: '203.0.113.5', port: 33_434 + i }), talk: (s, i) => s.datagram('originator', 24).icmpError('originator', i < 87 ? { type: 11, code: 0, router: `10.9.${Math.floor(i / 3)}.1` } : {}) }));
  silent('media to many ports, one way', () => capture({ times: 30, ends: (i) => ({ fromPort: 20_000 + i * 2, port: 16_384 + i * 2 }), talk: (s) => Array.from({ length: 8 }).reduce<Story>((talk) => talk.wait(20_000).datagram('originator', 172), s) }));
  silent('discovery and broadcast', () => capture(
    { times: 50, every: 100_000, ends: () => ({ to: '239.255.255.250', port: 1900, fromPort: 50_001 }), talk: (s) => s.datagram('originator', 100) },
    { times: 50, every: 100_000, ends: (i) => ({ from: neighbour(i), to: '224.0.0.251', port: 5353, fromPort: 5353 }), talk: (s) => s.datagram('originator', 100) },
    { times: 50, every: 100_000, ends: (i) => ({ from: neighbour(i), to: '255.255.255.255', port: 6667, fromPort: 50_000 + i }), talk: (s) => s.datagram('originator', 100) },
    { times: 30, every: 100_000, ends: (i) => ({ from: neighbour(i), fromPort: 1900, port: 50_001 }), talk: (s) => s.datagram('originator', 300) },
  ));
  silent('one direction of a browser: nobody seems to answer', () => capture({ times: 100, ends: (i) => ({ to: stranger(i), port: 443 }), talk: (s) => s.syn().unseen().synAck().ack('originator').data('originator', 300).unseen().data('responder', 900).ack('originator').fin() }));
  silent('the other direction of it', () => capture({ times: 100, ends: (i) => ({ to: stranger(i), port: 443 }), talk: (s) => s.unseen().syn().synAck().unseen().ack('originator').unseen().data('originator', 300).data('responder', 900).fin('responder') }));
  silent('in the middle of three hundred connections, which go on and close', () => capture({ times: 300, ends: (i) => ({ port: i % 2 === 0 ? 443 : 50_000 + i }), talk: (s) => s.ack('originator').data('responder', 500).ack('originator').close('responder') }));
  silent('in the middle, one direction: a server closes to the ports of its clients', () => capture({ times: 300, ends: (i) => ({ from: '10.0.0.2', fromPort: 12_345, to: '10.0.0.1', port: 40_000 + i }), talk: (s) => s.fin('originator') }));
  silent('backscatter: a flooded host answers forged sources', () => capture({ times: 400, ends: (i) => ({ from: stranger(i), to: '10.0.0.80', fromPort: 1024 + i }), talk: (s, i) => (i % 2 === 0 ? s.unseen().syn().synAck() : s.unseen().syn().synAck().reset('originator', { flags: 'R' })) }));
  silent('loopback', () => capture({ times: 100, ends: (i) => ({ from: '127.0.0.1', to: '127.0.0.1', port: 1 + i }), talk: (s) => s.syn().refuse() }));
});

// ICMP messages that change routes, slow senders, ask too much or belong to nothing; and the ordinary ones beside them.
import { describe, expect, it } from 'vitest';
import { u16 } from '../../make/bytes';
import { echo, ethernet, icmp, ip, udp } from '../../make/packet';
import { FIRST_MICROS, pcap } from '../../make/pcap';
import { story } from '../../make/story';
import { alertsOf, line, raised } from './alerts';

const SECOND = 1_000_000;
const V6 = { originator: { address: '2001:db8::1', port: 4000 }, responder: { address: '2001:db8::2', port: 53 } };
const lines = (capture: Parameters<typeof alertsOf>[0]): string[] => raised(alertsOf(capture)).map(line);
const frames = (all: readonly { readonly src: string; readonly dst: string; readonly upper: Parameters<typeof ip>[1]; readonly atMicros: number }[]): Uint8Array =>
  pcap(all.map(({ src, dst, upper, atMicros }) => ({ bytes: ethernet({}, ip({ src, dst }, upper)), micros: FIRST_MICROS + atMicros })));
const ping = (src: string, dst: string, atMicros: number, type = 8) => ({ src, dst, upper: icmp({ type, code: 0, rest: echo(7, 1) }), atMicros });

describe('ordinary', () => {
  it('ping and its reply, a refused datagram, a traceroute', () => {
    expect(lines(story().ping(1).pong(1).ping(2).pong(2))).toEqual([]);
    expect(lines(story().datagram('originator').icmpError('originator'))).toEqual([]);
    expect(lines(story().datagram('originator').icmpError('originator', { type: 11, code: 0, router: '192.0.2.1' }))).toEqual([]);
  });

  it('IPv6: neighbour discovery and router advertisements are no alert', () => {
    expect(lines(story(V6).icmp('originator', 134).icmp('originator', 135).icmp('responder', 136))).toEqual([]);
  });
});

describe('one kind for each', () => {
  const each: readonly [kind: string, type: number, code: number, severity: string][] = [
    ['icmp-source-quench', 4, 0, 'low'], ['icmp-alternate-host', 6, 0, 'medium'], ['icmp-router-advertisement', 9, 0, 'medium'],
    ['icmp-unknown', 7, 0, 'low'], ['icmp-unknown', 8, 3, 'low'], ['icmp-unknown', 200, 0, 'low'],
  ];
  it.each(each)('%s: type %i code %i', (kind, type, code, severity) => {
    const alerts = alertsOf(story().datagram('originator').icmp('responder', type, code, undefined, new Uint8Array(40)));
    expect(alerts.map(line)).toContain(`${kind} 10.0.0.2 > 10.0.0.1 ×1 ${severity}`);
  });

  it('redirect about a live connection', () => {
    const alerts = alertsOf(story().datagram('originator').icmpError('originator', { type: 5, code: 1, router: '192.0.2.66' }));
    expect(alerts.map(line)).toEqual(['icmp-redirect 192.0.2.66 > 10.0.0.1 ×1 medium']);
    expect(alerts[0]).toMatchObject({ frames: [2], connection: 1, detail: 'code 1' });
  });

  it('timestamp and address mask: the one who asks is the source, an answer makes it worse', () => {
    expect(lines(story().icmp('originator', 13, 0, undefined, new Uint8Array(12)))).toEqual(['icmp-timestamp 10.0.0.1 > 10.0.0.2 ×1 low']);
    expect(lines(story().icmp('originator', 13, 0, undefined, new Uint8Array(12)).icmp('responder', 14, 0, undefined, new Uint8Array(12)))).toEqual(['icmp-timestamp 10.0.0.1 > 10.0.0.2 ×2 medium']);
    expect(lines(story().icmp('originator', 17, 0, undefined, new Uint8Array(4)))).toEqual(['icmp-address-mask 10.0.0.1 > 10.0.0.2 ×1 low']);
  });

  it('malformed: a timestamp query cut short on the wire', () => {
    expect(lines(story().icmp('originator', 13, 0, undefined, new Uint8Array(2)))).toContain('icmp-malformed 10.0.0.1 > 10.0.0.2 ×1 medium');
  });

  it('an error that quotes a bare header is right when nothing else was sent', () => {
    const bare = story().datagram('originator').icmp('responder', 3, 2, undefined, Uint8Array.from([0x45, 0, 0, 20, 0, 1, 0, 0, 64, 132, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2]));
    expect(alertsOf(bare).filter(({ kind }) => kind === 'icmp-malformed')).toEqual([]);
    const cut = story().datagram('originator').icmp('responder', 3, 3, undefined, Uint8Array.from([0x45, 0, 0, 60, 0, 1, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2]));
    expect(alertsOf(cut).filter(({ kind }) => kind === 'icmp-malformed')).toHaveLength(1);
  });

  it('path MTU: 296 bytes, about a connection that is there; 1400 is usual', () => {
    const about = (mtu: number): ReturnType<typeof story> => story().datagram('originator').icmp('responder', 3, 4, u16(0, mtu), new Uint8Array(28).fill(0x45));
    expect(alertsOf(about(296)).find(({ kind }) => kind === 'icmp-path-mtu')).toMatchObject({ detail: 'next-hop MTU 296, the least allowed is 576' });
    expect(alertsOf(about(1400)).filter(({ kind }) => kind === 'icmp-path-mtu')).toEqual([]);
  });
});

describe('numbers tell', () => {
  it('smurf: requests to a broadcast address, answered by a net; the victim is the target', () => {
    const attack = Array.from({ length: 30 }, (_, i) => [ping('10.9.9.9', '192.0.2.255', i * 1000), ...Array.from({ length: 5 }, (__, h) => ping(`192.0.2.${h + 1}`, '10.9.9.9', i * 1000 + h + 1, 0))]).flat();
    expect(lines(frames(attack)).filter((text) => text.startsWith('smurf'))).toEqual([expect.stringMatching(/^smurf 192\.0\.2\.255 > 10\.9\.9\.9 ×\d+ high$/)]);
  });

  it('one ping to all hosts is held back as too few', () => {
    const alerts = alertsOf(frames([ping('10.0.0.1', '255.255.255.255', 0)]));
    expect(alerts.map(line)).toEqual(['smurf 255.255.255.255 > 10.0.0.1 ×1 info [few]']);
  });

  it('an ordinary host whose address ends in 255 is pinged', () => {
    expect(lines(frames(Array.from({ length: 30 }, (_, i) => [ping('10.0.0.1', '10.0.0.255', i * SECOND), ping('10.0.0.255', '10.0.0.1', i * SECOND + 500, 0)]).flat()))).toEqual([]);
  });

  it('fraggle, and Wake-on-LAN on the same port', () => {
    const chargen = { src: '10.9.9.9', dst: '255.255.255.255', upper: udp({ srcPort: 7, dstPort: 19 }, new Uint8Array(10)), atMicros: 0 };
    expect(lines(frames([chargen]))).toEqual(['fraggle 10.9.9.9 > 255.255.255.255 ×1 high']);
    const wake = { src: '10.0.0.1', dst: '255.255.255.255', upper: udp({ srcPort: 4000, dstPort: 7 }, new Uint8Array(102).fill(0xff)), atMicros: 0 };
    expect(lines(frames([wake]))).toEqual([]);
  });

  it('echo replies from nowhere: a few after the begin may be of an older ping, a flood is not', () => {
    const replies = (n: number): Uint8Array => frames(Array.from({ length: n }, (_, i) => ping('192.0.2.1', '10.0.0.1', i * 10_000, 0)));
    expect(alertsOf(replies(6)).map(line)).toEqual(['unsolicited-echo-reply 192.0.2.1 > 10.0.0.1 ×6 low [start-up]']);
    expect(lines(replies(60))).toEqual(['unsolicited-echo-reply 192.0.2.1 > 10.0.0.1 ×60 medium']);
  });
});

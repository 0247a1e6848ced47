// Healthy networks, each in its own way unlike a textbook: not one alert of low severity or above. The load test of fifty thousand
// connections stands beside the real attacks.
import { describe, expect, it } from 'vitest';
import { concat, pattern, u16, u32 } from '../../make/bytes';
import { echo, ethernet, icmp, icmp6, ip, ipv4, ipv4Fragments, tcp, udp, type Network } from '../../make/packet';
import { FIRST_MICROS, type Frame, pcap } from '../../make/pcap';
import { together, type Story } from '../../make/story';
import { alertsOf, line, raised } from '../detectors/alerts';
import { many, neighbour, stranger } from '../detectors/many';

const SECOND = 1_000_000;
const told = (capture: Uint8Array): string[] => raised(alertsOf(capture)).filter(({ severity }) => severity !== 'info').map(line);
const silent = (name: string, capture: () => Uint8Array): void => { it(name, () => { expect(told(capture())).toEqual([]); }); };
const at = (micros: number, packet: Network): Frame => ({ bytes: ethernet({}, packet), micros: FIRST_MICROS + micros });
const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));
const v4 = (src: string, dst: string, srcPort: number, dstPort: number, payload: Uint8Array): Network => ipv4({ src, dst }, udp({ srcPort, dstPort }, payload));

describe('no alert in', () => {
  silent('an hour of somebody typing: echoes, silences, keep-alives, a window that closes for a moment', () => {
    const typing = many({ times: 3, every: 900 * SECOND, ends: () => ({ port: 22 }), talk: (s) => times(120, (i) => i).reduce<Story>((talk, i) => {
      talk.wait((20 + (i % 7) * 40) * 1000).data('originator', 36).data('responder', 36).ack('originator');
      if (i % 30 === 29) talk.wait(75 * SECOND).keepAlive('originator', 1).ack('responder');
      if (i === 60) talk.zeroWindow('responder').wait(5 * SECOND).windowProbe('originator').zeroWindow('responder').windowUpdate('responder');
      return talk;
    }, s.handshake()).close() });
    return together(...typing);
  });

  silent('a local network with nobody to talk to: DHCP, NetBIOS, mDNS, SSDP, LLMNR, printers, neighbours, router and multicast reports', () => pcap([
    ...times(60, (i) => at(i * SECOND, v4('0.0.0.0', '255.255.255.255', 68, 67, pattern(300)))),
    ...times(300, (i) => at(i * 200_000 + 1, v4(neighbour(i), '10.0.7.255', 137, 137, pattern(50)))),
    ...times(300, (i) => at(i * 200_000 + 2, v4(neighbour(i), '10.0.7.255', 138, 138, pattern(200)))),
    ...times(600, (i) => at(i * 100_000 + 3, v4(neighbour(i), '224.0.0.251', 5353, 5353, pattern(120)))),
    ...times(600, (i) => at(i * 100_000 + 4, v4(neighbour(i), '239.255.255.250', 50_000 + i, 1900, pattern(170)))),
    ...times(300, (i) => at(i * 200_000 + 5, v4(neighbour(i), '224.0.0.252', 50_000 + i, 5355, pattern(30)))),
    ...times(100, (i) => at(i * 600_000 + 6, v4(neighbour(i), '255.255.255.255', 17_500, 17_500, pattern(140)))),
    ...times(100, (i) => at(i * 600_000 + 7, ip({ src: `fe80::${i + 1}`, dst: 'ff02::fb' }, udp({ srcPort: 5353, dstPort: 5353 }, pattern(120))))),
    ...times(100, (i) => at(i * 600_000 + 8, ip({ src: `fe80::${i + 1}`, dst: 'ff02::1:ff00:1', ttl: 255 }, icmp6({ type: 135, code: 0, rest: u32(0) }, pattern(20))))),
    ...times(20, (i) => at(i * 3 * SECOND + 9, ip({ src: 'fe80::1', dst: 'ff02::1', ttl: 255 }, icmp6({ type: 134, code: 0, rest: u32(0x40000708) }, pattern(8))))),
    ...times(20, (i) => at(i * 3 * SECOND + 10, ipv4({ src: '10.0.7.1', dst: '224.0.0.1', protocol: 2, ttl: 1 }, concat(Uint8Array.of(0x11, 100), u16(0xee9b), u32(0))))),
  ].sort((a, b) => (a.micros ?? 0) - (b.micros ?? 0))));

  silent('peers over UDP: a table of six hundred of them, most silent, some that refuse, bursts of datagrams to those who answer', () => together(
    ...many({ times: 600, every: 30_000, ends: (i) => ({ fromPort: 51_413, to: stranger(i), port: 1024 + ((i * 997) % 60_000) }), talk: (s, i) => {
      if (i % 9 === 0) return s.datagram('originator', 110).icmpError('originator');
      return i % 4 === 0 ? times(12, (n) => n).reduce<Story>((talk) => talk.datagram('originator', 1200).datagram('responder', 60), s) : s.datagram('originator', 110);
    } }),
    ...many({ times: 300, every: 50_000, ends: (i) => ({ from: stranger(i + 5000), fromPort: 6881 + (i % 20), to: '10.0.0.1', port: 51_413 }), talk: (s, i) => (i % 3 === 0 ? s.datagram('originator', 100) : s.datagram('originator', 100).datagram('responder', 280)) }),
  ));

  silent('a sender with offload: segments of 64 KB, IP lengths of 0, checksums that the card will fill in', () => pcap(offloaded()));

  silent('everything on loopback: services that are there, one that is not, both directions twice', () => {
    const own = { from: '127.0.0.1', to: '127.0.0.1' };
    return together(
      ...many({ times: 400, every: 5000, ends: (i) => ({ ...own, port: i % 2 === 0 ? 5432 : 6379 }), talk: (s) => s.handshake().data('originator', 200).data('responder', 900).ack('originator').close() }),
      ...many({ times: 60, every: 30_000, begin: 1000, ends: (i) => ({ ...own, port: 9000 + i }), talk: (s) => s.syn().refuse() }),
    );
  });

  silent('a bad line: one segment in twelve is lost, some come twice or late, one in fifty is missing from the capture', () => together(...many({
    times: 20, every: 200_000, ends: (i) => ({ to: stranger(i), port: 443 }), talk: (s, i) => times(60, (n) => n).reduce<Story>((talk, n) => {
      if ((n * 7 + i) % 12 === 3) return talk.lost().data('responder', 1400).data('responder', 1400).duplicateAck('originator', 2).retransmit('responder', -2).ack('originator');
      if ((n + i) % 25 === 4) return talk.data('responder', 1400).duplicate().ack('originator');
      if ((n + i) % 50 === 9) return talk.missing().data('responder', 1400).ack('originator');
      return talk.data('responder', 1400).ack('originator');
    }, s.handshake().data('originator', 300).ack('responder')).close(),
  })));

  silent('a capture that begins in the middle of three hundred transfers, which go on, are reset or end', () => together(...many({
    times: 300, every: 20_000, ends: (i) => ({ to: stranger(i), port: 443 }), talk: (s, i) => {
      const on = s.data('responder', 1400).ack('originator').data('responder', 1400).data('originator', 200).ack('responder');
      return i % 3 === 0 ? on.reset('originator') : i % 3 === 1 ? on.close('responder') : on;
    },
  })));

  silent('one direction alone, of uploads, downloads and pages, by a tap on one fibre', () => together(
    ...many({ times: 150, every: 20_000, ends: (i) => ({ to: stranger(i), port: 443 }), talk: (s) => s.syn().unseen().synAck().ack('originator').data('originator', 900).unseen().data('responder', 1400).ack('originator').unseen().fin('responder').ack('originator').fin('originator') }),
    ...many({ times: 150, every: 20_000, begin: 7, ends: (i) => ({ from: stranger(i + 900), to: '10.0.0.9', port: 443 }), talk: (s) => s.unseen().syn().synAck().unseen().ack('originator').unseen().data('originator', 300).data('responder', 1400).data('responder', 1400).fin('responder') }),
    ...many({ times: 4, every: 100_000, ends: (i) => ({ to: stranger(i + 70), port: 8080 }), talk: (s) => times(100, (n) => n).reduce<Story>((talk) => talk.wait(200).data('originator', 1448), s.ack('originator')) }),
  ));

  silent('name service with large answers in fragments, a backup over NFS in fragments, a path MTU that is found', () => pcap([
    ...times(200, (i) => [at(i * 5000, v4('10.0.0.1', '10.0.0.53', 1024 + i * 31, 53, pattern(40))), ...ipv4Fragments({ src: '10.0.0.53', dst: '10.0.0.1', id: i }, udp({ srcPort: 53, dstPort: 1024 + i * 31 }, pattern(2800)), 1480).map((p, n) => at(i * 5000 + 400 + n, p))]).flat(),
    ...times(150, (i) => ipv4Fragments({ src: '10.0.0.7', dst: '10.0.0.8', id: 5000 + i }, udp({ srcPort: 800, dstPort: 2049 }, pattern(8300)), 1480).map((p, n) => at(SECOND + i * 6000 + n * 20, p))).flat(),
  ].sort((a, b) => (a.micros ?? 0) - (b.micros ?? 0))));

  silent('a monitor that pings fifty hosts once a minute, and a traceroute', () => pcap([
    ...times(10, (round) => times(50, (h) => [
      at(round * 60 * SECOND + h * 1000, ip({ src: '10.0.0.1', dst: neighbour(h) }, icmp({ type: 8, code: 0, rest: echo(h, round) }, pattern(56)))),
      at(round * 60 * SECOND + h * 1000 + 400, ip({ src: neighbour(h), dst: '10.0.0.1' }, icmp({ type: 0, code: 0, rest: echo(h, round) }, pattern(56)))),
    ])).flat(2),
  ]));
});

function offloaded(): Frame[] {
  const [client, server] = ['10.0.0.1', '10.0.0.2'];
  const send = (seq: number, bytes: number, micros: number): Frame => {
    const frame = ethernet({}, ipv4({ src: server, dst: client, ...(bytes > 40_000 ? { totalLength: 0 } : {}) }, tcp({ srcPort: 443, dstPort: 50_000, flags: 'PA', seq, ack: 101, checksum: 0x1c9a }, pattern(bytes))));
    return { bytes: frame, micros: FIRST_MICROS + micros };
  };
  const say = (own: boolean, flags: string, seq: number, ack: number, micros: number): Frame => ({
    bytes: ethernet({}, ipv4(own ? { src: client, dst: server } : { src: server, dst: client }, tcp({ srcPort: own ? 50_000 : 443, dstPort: own ? 443 : 50_000, flags, seq, ack }))), micros: FIRST_MICROS + micros,
  });
  const frames = [say(true, 'S', 100, 0, 0), say(false, 'SA', 900, 101, 300), say(true, 'A', 101, 901, 500)];
  let seq = 901;
  for (let i = 0; i < 60; i++) {
    const bytes = i % 3 === 0 ? 65_160 : 1448 * (1 + (i % 20));
    frames.push(send(seq, bytes, 1000 + i * 1000));
    seq += bytes;
    if (i % 2 === 1) frames.push(say(true, 'A', 101, seq, 1400 + i * 1000));
  }
  return [...frames, say(false, 'FA', seq, 101, 70_000), say(true, 'FA', 101, seq + 1, 70_300), say(false, 'A', seq + 1, 102, 70_500)];
}

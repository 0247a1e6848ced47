// The builders build what they say: tshark dissects every layer without complaint, and finds in a story what the story tells.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tsharkInstalled } from '../truth/tshark';
import { concat, pattern } from './bytes';
import { arp, cooked, cooked2, fabricPath, geneve, gre, greEthernet, ipInIp, loop, mpls, nullLink, ppp, pppoe, radiotap, raw, snap, vxlan, wifi } from './link';
import { ethernet, extension, icmp6, ip, ipv4Fragments, ipv6, ipv6Fragments, type Network, tcp, udp } from './packet';
import { gzip } from './pcap';
import { pcapngBlocks } from './pcapng';
import { story } from './story';

let directory = '';
beforeAll(() => { directory = mkdtempSync(path.join(os.tmpdir(), 'synoptic-make-')); });
afterAll(() => { rmSync(directory, { recursive: true }); });

/** The given fields of every frame. */
function dissect(bytes: Uint8Array, ...fields: string[]): string[][] {
  const file = path.join(directory, 'made');
  writeFileSync(file, bytes);
  const checks = ['ip', 'tcp', 'udp'].flatMap((layer) => ['-o', `${layer}.check_checksum:TRUE`]);
  const { stdout } = spawnSync('tshark', ['-n', ...checks, '-r', file, '-T', 'fields', '-E', 'occurrence=a', ...fields.flatMap((f) => ['-e', f])], { encoding: 'utf8' });
  return stdout.trimEnd().split('\n').map((line) => line.split('\t'));
}

const four = { src: '192.0.2.1', dst: '192.0.2.2' };
const six = { src: '2001:db8::1', dst: '2001:db8::2' };
const outer = { src: '198.51.100.1', dst: '198.51.100.2' };
const segment = tcp({ srcPort: 40000, dstPort: 9, flags: 'PA', seq: 1, ack: 1 }, pattern(11));
const datagram = udp({ srcPort: 40000, dstPort: 9 }, pattern(3001));
const packet = ip(four, segment);
const packet6 = ip(six, segment);
const frame = ethernet({}, packet);
const eth = (network: Network): [number, Uint8Array] => [1, ethernet({}, network)];

const LAYERS: readonly [protocols: string, linkType: number, frame: Uint8Array][] = [
  ['eth:ethertype:ip:tcp', 1, frame],
  ['eth:ethertype:vlan:ethertype:ip:tcp', 1, ethernet({ vlan: [7] }, packet)],
  ['eth:ethertype:ieee8021ad:ethertype:vlan:ethertype:ipv6:tcp', 1, ethernet({ vlan: [7, 8] }, packet6)],
  ['eth:ethertype:mpls:ip:tcp', ...eth(mpls([16, 17], packet))],
  ['eth:ethertype:pppoes:ppp:ipv6:tcp', ...eth(pppoe(packet6))],
  ['eth:llc:ip:tcp', 1, snap(packet)],
  // tshark takes the last four bytes of the inner frame for its check sequence.
  ['eth:cfp:eth:ethertype:ip:tcp', 1, fabricPath(concat(frame, new Uint8Array(4)))],
  ['eth:ethertype:arp', ...eth(arp('192.0.2.1', '192.0.2.2'))],
  ['sll:ethertype:ip:tcp', 113, cooked(packet)],
  ['sll:ethertype:ipv6:tcp', 276, cooked2(packet6)],
  ['null:ipv6:tcp', 0, nullLink(packet6)],
  ['null:ip:tcp', 108, loop(packet)],
  ['raw:ip:tcp', 101, raw(packet)],
  ['ppp:ipv6:tcp', 9, ppp(packet6)],
  ['wlan:llc:ip:tcp', 105, wifi(packet)],
  ['radiotap:wlan_radio:wlan:llc:ip:tcp', 127, radiotap(wifi(packet, { qos: true }), 12)],
  ['eth:ethertype:ip:ipv6:tcp', ...eth(ipInIp(outer, packet6))],
  ['eth:ethertype:ip:gre:ip:tcp', ...eth(gre(outer, packet, 5))],
  ['eth:ethertype:ip:gre:eth:ethertype:ip:tcp', ...eth(greEthernet(outer, frame))],
  ['eth:ethertype:ip:udp:vxlan:eth:ethertype:ip:tcp', ...eth(vxlan(outer, frame))],
  ['eth:ethertype:ip:udp:geneve:eth:ethertype:ip:tcp', ...eth(geneve(outer, frame, 3, new Uint8Array(8)))],
  ['eth:ethertype:ipv6:ipv6.hopopts:ipv6.dstopts:tcp', ...eth(ipv6({ ...six, extensions: [extension.hopByHop(), extension.destination()] }, segment))],
  ['eth:ethertype:ipv6:icmpv6', ...eth(ip(six, icmp6({ type: 128 }, pattern(5))))],
  ...ipv4Fragments({ ...four, id: 7 }, datagram, 1480).map((n, i): [string, number, Uint8Array] => [i < 2 ? 'eth:ethertype:ip' : 'eth:ethertype:ip:udp', ...eth(n)]),
  ...ipv6Fragments(six, datagram, 1200, 9).map((n, i): [string, number, Uint8Array] => [i < 2 ? 'eth:ethertype:ipv6:ipv6.fraghdr' : 'eth:ethertype:ipv6:ipv6.fraghdr:udp', ...eth(n)]),
];

describe.runIf(tsharkInstalled)('what tshark says', () => {
  it.each(['little', 'big'] as const)('of every layer, in a %s-endian pcapng with an interface for each link type', (byteOrder) => {
    const blocks = pcapngBlocks(byteOrder);
    const file = concat(
      blocks.section(), ...LAYERS.map(([, linkType]) => blocks.interface({ linkType })),
      ...LAYERS.map(([, , bytes], i) => blocks.packet(bytes, { interface: i, ticks: 1_767_225_600_000_000 + i })),
    );
    const seen = dissect(gzip(file), 'frame.protocols', '_ws.malformed', 'ip.checksum.status', 'tcp.checksum.status', 'udp.checksum.status', 'icmpv6.checksum.status');
    expect(seen.map(([protocols = '']) => protocols.replace(/:data$/, ''))).toEqual(LAYERS.map(([protocols]) => protocols));
    // 0 is a bad checksum.
    expect(seen.filter(([, malformed, ...checksums]) => malformed || checksums.some((statuses) => statuses.split(',').includes('0')))).toEqual([]);
  });

  it('of a story with a loss, an overtaking and a closed window', () => {
    const told = story({ isn: { responder: 0xffff_ff00 } }).handshake()
      .lost().data('responder', 1000).data('responder', 1000).ack().wait(100_000).retransmit('responder', -2).ack('originator').mark('recovered')
      .held().data('responder', 100).data('responder', 200).release().ack('originator')
      .zeroWindow('originator').keepAlive('responder').windowUpdate('originator').close('responder');
    expect(told.frameOf('recovered')).toBe(8);
    const names = ['retransmission', 'out_of_order', 'lost_segment', 'duplicate_ack', 'zero_window', 'keep_alive', 'window_update'];
    const seen = dissect(told.pcap(), 'tcp.seq', 'tcp.ack', ...names.map((name) => `tcp.analysis.${name}`));
    const verdicts = seen.map(([seq, ack, ...flags]) => [Number(seq), Number(ack), ...names.filter((_, i) => flags[i])].join(' '));
    expect(verdicts).toEqual([
      '0 0', '0 1', '1 1',
      '1 1', '1001 1', '1 1 duplicate_ack', '1 1 retransmission', '1 2001',
      '2101 1 lost_segment', '2001 1 out_of_order', '1 2301',
      '1 2301 zero_window', '2300 1 keep_alive', '1 2301 window_update',
      '2301 1', '1 2302', '1 2302', '2302 2',
    ]);
  });
});

describe('a story', () => {
  it('does not forget what it holds', () => {
    expect(() => story().handshake().held('late').data('responder', 1).pcap()).toThrow('still held: late');
    expect(() => story().release('late')).toThrow('nothing is held as late');
  });

  it('writes the same bytes each time it is told', () => {
    const tell = (): Uint8Array => story({ options: { mss: 1460, timestamps: true, sackPermitted: true, windowScale: 7 } }).handshake().stream('responder', 5000).close().pcap();
    expect(tell()).toEqual(tell());
  });
});

// Anonymised packets and texts: nothing of an address is left, what is the same stays the same, and the packets are still packets.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EvidencePacket } from '@shared/report';
import { AddressCipher } from '../../main/report/anonymise/address-cipher';
import { anonymisePacket } from '../../main/report/anonymise/packet';
import { addressPseudonym, textPseudonym } from '../../main/report/anonymise/pseudonyms';
import { evidenceBlocks } from '../../main/report/evidence';
import { FramePicker } from '../../main/tracker/tracker';
import { addressBytes, type Bytes, concat, hex, macBytes, u16, u32, u8 } from '../make/bytes';
import { arp, cooked, cooked2, fabricPath, geneve, gre, greEthernet, ipInIp, mpls, nullLink, ppp, pppoe, raw, vxlan } from '../make/link';
import { ethernet, extension, icmp, icmp6, ip, ipv4, ipv4Fragments, ipv6, type Network, quote, tcp, tcpOptions, udp } from '../make/packet';
import { pcap } from '../make/pcap';
import { tsharkInstalled } from '../truth/tshark';

const cipher = new AddressCipher(new Uint8Array(32).fill(7));
const A = '203.0.113.77';
const B = '198.51.100.23';
const C = '203.0.113.201';
const A6 = '2001:db8:1234:5678:9abc:def0:1122:3344';
const B6 = '2001:db8:1234:5678:a1a2:a3a4:a5a6:a7a8';
const MAC_A = '3c:52:82:a1:b2:c3';
const MAC_B = '3c:52:82:d4:e5:f6';
const payload = concat(addressBytes(A), addressBytes(B6), macBytes(MAC_A));
const link = { src: MAC_A, dst: MAC_B };
const segment = tcp({ srcPort: 40000, dstPort: 443, flags: 'PA', seq: 7, ack: 9, options: tcpOptions.timestamps(1, 2) }, payload);
const syn = tcp({ srcPort: 40000, dstPort: 443, flags: 'S', options: concat(tcpOptions.mss(1460), u8(30, 8, 0x30, 1), addressBytes(A)) });
const packet = ipv4({ src: A, dst: B }, syn);
const error = (from: string, to: string, type: number, rest?: Bytes): Network => ip({ src: from, dst: to }, icmp({ type, code: 1, ...(rest === undefined ? {} : { rest }) }, quote(packet)));
const frame = (inner: Network): Bytes => ethernet(link, inner);
const neighbour = icmp6({ type: 135 }, concat(addressBytes(B6), u8(1, 1), macBytes(MAC_A)));
const advertisement = icmp6({ type: 134 }, concat(u32(0, 0), u8(1, 1), macBytes(MAC_B), u8(3, 4, 64, 0xc0), u32(600, 600, 0), addressBytes('2001:db8:1234:5678::'), u8(25, 3, 0, 0), u32(600), addressBytes(B6)));

/** What a packet can be made of, by name: each holds addresses in places of its own. */
const ETHERNET: Record<string, Bytes> = {
  'segment with data': frame(ipv4({ src: A, dst: B }, segment)),
  'SYN with a multipath option': frame(packet),
  'record route': frame(ipv4({ src: A, dst: B, options: concat(u8(7, 11, 12), addressBytes(C), addressBytes(B)) }, syn)),
  'VLANs': ethernet({ ...link, vlan: [7, 9] }, ipv4({ src: A, dst: B }, segment)),
  'padded': ethernet({ ...link, padTo: 60 }, ipv4({ src: A, dst: B }, udp({ srcPort: 5, dstPort: 53 }))),
  'datagram without a checksum': frame(ipv4({ src: A, dst: B }, udp({ srcPort: 5, dstPort: 53, checksum: 0 }, payload))),
  'first fragment': frame(ipv4Fragments({ src: A, dst: B }, udp({ srcPort: 5, dstPort: 53 }, new Uint8Array(40)), 16)[0] ?? packet),
  'later fragment': frame(ipv4Fragments({ src: A, dst: B }, udp({ srcPort: 5, dstPort: 53 }, payload), 16)[1] ?? packet),
  'tiny fragment': frame(ipv4Fragments({ src: A, dst: B }, syn, 8)[0] ?? packet),
  'port unreachable': frame(error(C, A, 3)),
  'redirect': frame(error(C, A, 5, addressBytes(B))),
  'echo': frame(ip({ src: A, dst: B }, icmp({ type: 8, rest: u16(3, 1) }, payload))),
  'router advertisement of IPv4': frame(ip({ src: A, dst: '224.0.0.1' }, icmp({ type: 9, rest: u8(1, 2, 7, 8) }, concat(addressBytes(C), u32(0))))),
  'unknown ICMP': frame(ip({ src: A, dst: B }, icmp({ type: 6, rest: addressBytes(C) }, payload))),
  'ARP': frame(arp(A, B)),
  'IPv6 segment': frame(ipv6({ src: A6, dst: B6 }, segment)),
  'routing header': frame(ipv6({ src: A6, dst: B6, extensions: [extension.routing(concat(u8(0, 1), u32(0), addressBytes(A6)))] }, syn)),
  'home address option': frame(ipv6({ src: A6, dst: B6, extensions: [extension.destination(concat(u8(201, 16), addressBytes(A6)))] }, syn)),
  'packet too big': frame(ipv6({ src: B6, dst: A6 }, icmp6({ type: 2, rest: u32(1280) }, quote(ipv6({ src: A6, dst: B6 }, syn), 24)))),
  'neighbour solicitation': frame(ipv6({ src: A6, dst: 'ff02::1:ffa6:a7a8' }, neighbour)),
  'IPv6 router advertisement': frame(ipv6({ src: A6, dst: 'ff02::1' }, advertisement)),
  'MPLS': frame(mpls([17, 18], packet)), 'PPPoE': frame(pppoe(packet)), 'FabricPath': fabricPath(frame(packet)),
  'IP in IP': frame(ipInIp({ src: C, dst: B }, packet)), '6in4': frame(ipInIp({ src: C, dst: B }, ipv6({ src: A6, dst: B6 }, syn))),
  'GRE': frame(gre({ src: C, dst: B }, packet, 5)), 'Ethernet in GRE': frame(greEthernet({ src: C, dst: B }, frame(packet))),
  'VXLAN': frame(vxlan({ src: C, dst: B }, frame(ipv4({ src: A, dst: B }, segment)))),
  'Geneve': frame(geneve({ src: C, dst: B }, frame(packet), 42, concat(u16(0x0102), u8(0x80, 1), addressBytes(A)))),
  'not IP': ethernet({ ...link, etherType: 0x88cc }, payload),
  'spanning tree': ethernet({ ...link, etherType: 20 }, concat(hex('424203'), payload)),
};
const OTHERS: Record<string, [number, Bytes]> = {
  'cooked': [113, cooked(packet)], 'cooked 2': [276, cooked2(packet)], 'loopback': [0, nullLink(packet)], 'raw': [101, raw(packet)], 'PPP': [9, ppp(packet)],
};

function whole(bytes: Bytes, linkType = 1): EvidencePacket {
  const file = pcap([bytes], { linkType });
  const picker = new FramePicker([1], 1 << 20);
  picker.push(file, new DataView(file.buffer), 0, file.length, 0, true);
  const [only] = picker.packets;
  if (only === undefined) throw new Error('no packet was picked');
  return only;
}

const ORIGINALS = [A, B, C, A6, B6].map((address) => Buffer.from(addressBytes(address))).concat([MAC_A, MAC_B].map((mac) => Buffer.from(macBytes(mac))), Buffer.from('a6a7a8', 'hex'), Buffer.from('020000000001', 'hex'));
const cases: [string, number, Bytes][] = [...Object.entries(ETHERNET).map(([name, bytes]) => [name, 1, bytes] as [string, number, Bytes]), ...Object.entries(OTHERS).map(([name, [linkType, bytes]]) => [name, linkType, bytes] as [string, number, Bytes])];

describe('addresses under a key', () => {
  const shared = (a: Uint8Array, b: Uint8Array): number => {
    for (let bit = 0; bit < a.length * 8; bit++) if ((((a[bit >> 3] ?? 0) ^ (b[bit >> 3] ?? 0)) & (0x80 >> (bit & 7))) !== 0) return bit;
    return a.length * 8;
  };

  it('share as many leading bits as before, whatever the pair', () => {
    const v4 = ['203.0.113.77', '203.0.113.201', '203.0.112.1', '202.1.1.1', '10.1.2.3', '10.1.2.4', '8.8.8.8', '192.168.1.1', '192.169.1.1'].map(addressBytes);
    const v6 = [A6, B6, '2001:db8:1234:5679::1', '2a00::1', 'fd00::1', 'fe80:1::1'].map(addressBytes);
    for (const [list, map] of [[v4, (a: Uint8Array) => cipher.v4(a)], [v6, (a: Uint8Array) => cipher.v6(a)]] as const) {
      for (const a of list) for (const b of list) expect(shared(map(a), map(b))).toBe(shared(a, b));
    }
  });

  it('stay what they are for', () => {
    const kept = (text: string): string => addressPseudonym(cipher, text);
    for (const same of ['127.0.0.1', '0.0.0.0', '255.255.255.255', '224.0.0.251', '::', '::1', 'ff02::1', 'ff02::fb', 'ff02::1:2']) expect(kept(same)).toBe(same);
    expect(kept('10.1.2.3')).toMatch(/^10\./);
    expect(kept('192.168.7.9')).toMatch(/^192\.168\./);
    expect(kept('169.254.7.9')).toMatch(/^169\.254\./);
    expect(kept('239.1.2.3')).toMatch(/^2(2[4-9]|3\d)\./);
    expect(kept('198.51.100.255')).toMatch(/\.255$/);
    expect(kept('fe80::1234')).toMatch(/^fe80::/);
    expect(kept('ff02::1:ff12:3456')).toMatch(/^ff02::1:ff/);
    expect(kept('::ffff:8.8.8.8')).toBe(`::ffff:${kept('8.8.8.8')}`);
    expect(kept('fd12:3456::1')).toMatch(/^f[cd]/);
  });

  it('differ by key, and only by key', () => {
    const other = new AddressCipher(new Uint8Array(32).fill(8));
    expect(addressPseudonym(new AddressCipher(new Uint8Array(32).fill(7)), A)).toBe(addressPseudonym(cipher, A));
    expect(addressPseudonym(other, A)).not.toBe(addressPseudonym(cipher, A));
  });

  it('are found in any text, and times, hashes and versions are not', () => {
    const text = `from ${A}: [${A6}]:443, ${MAC_A}, 3C-52-82-A1-B2-C3 and ::ffff:${B}.`;
    const changed = textPseudonym(cipher, text);
    for (const original of [A, B, A6, MAC_A, '3C-52-82']) expect(changed).not.toContain(original);
    expect(changed).toContain(`from ${addressPseudonym(cipher, A)}: [${addressPseudonym(cipher, A6)}]:443`);
    const plain = '2026-01-31 14:25:01.123456, Synoptic 0.1.0, ab:cd, offset 1:2, 300.1.1.1, 1.2.3.4.5';
    expect(textPseudonym(cipher, plain)).toBe(plain);
  });
});

describe('a packet', () => {
  it.each(cases)('holds no address any more: %s', (_name, linkType, bytes) => {
    const before = whole(bytes, linkType);
    const made = anonymisePacket(before, cipher);
    const after = Buffer.from(made?.packet.bytes ?? []);
    expect(after.length).toBeGreaterThan(4);
    for (const original of ORIGINALS) expect(after.includes(original), original.toString('hex')).toBe(false);
    expect(made?.packet).toMatchObject({ frame: 1, wire: before.wire, seconds: before.seconds });
  });

  it('of a link type that is not understood is left out', () => {
    expect(anonymisePacket(whole(frame(packet), 105), cipher)).toBeNull();
  });

  it('keeps its ports, flags, numbers and time stamps', () => {
    const after = anonymisePacket(whole(ETHERNET['segment with data'] ?? u8()), cipher)?.packet.bytes ?? u8();
    const before = ETHERNET['segment with data'] ?? u8();
    expect(after.length).toBe(14 + 20 + 32);
    expect(after.subarray(34, 50)).toEqual(before.subarray(34, 50));
    expect(after.subarray(54)).toEqual(before.subarray(54, 66));
  });

  it('whose checksum was wrong says so', () => {
    const wrong = anonymisePacket(whole(frame(ipv4({ src: A, dst: B }, tcp({ srcPort: 1, dstPort: 2, flags: 'S', checksum: 0x1234 })))), cipher);
    expect(wrong?.notes).toEqual(['the TCP checksum was wrong, or left to the network card']);
    expect(anonymisePacket(whole(frame(packet)), cipher)?.notes).toEqual([]);
  });

  it('cut anywhere never breaks anything', () => {
    for (const [, linkType, bytes] of cases) {
      const uncut = whole(bytes, linkType);
      for (let length = 0; length < bytes.length; length++) {
        const cut = anonymisePacket({ ...uncut, bytes: bytes.slice(0, length) }, cipher)?.packet.bytes ?? u8();
        expect(cut.length).toBeLessThanOrEqual(length);
        for (const original of ORIGINALS) expect(Buffer.from(cut).includes(original)).toBe(false);
      }
    }
  });
});

describe.runIf(tsharkInstalled)('tshark', () => {
  let folder = '';
  beforeAll(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), 'synoptic-anonymous-')); });
  afterAll(() => { fs.rmSync(folder, { recursive: true, force: true }); });
  const CHECKS = ['tcp', 'udp', 'ip'].flatMap((name) => ['-o', `${name}.check_checksum:TRUE`]);
  const BAD = '_ws.malformed or ' + ['ip', 'tcp', 'udp', 'icmp', 'icmpv6'].map((name) => `${name}.checksum.status == 0`).join(' or ');

  function ask(name: string, packets: EvidencePacket[], filter: string): string[] {
    const file = path.join(folder, `${name}.pcapng`);
    fs.writeFileSync(file, Buffer.concat([...evidenceBlocks(packets, () => ['why'], 'Synoptic')]));
    const out = execFileSync('tshark', ['-n', '-r', file, ...CHECKS, '-Y', filter, '-T', 'fields', '-e', 'frame.number', '-e', '_ws.col.Info'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return out.split('\n').filter((line) => line !== '');
  }
  const anonymous = (packets: readonly EvidencePacket[]): EvidencePacket[] => packets.flatMap((each) => anonymisePacket(each, cipher)?.packet ?? []);

  it('takes every kind of packet, with right checksums', () => {
    const packets = anonymous(cases.map(([, linkType, bytes], i) => ({ ...whole(bytes, linkType), frame: i + 1 })));
    expect(packets).toHaveLength(cases.length);
    // What tshark complains of here it complains of before, too: a quote that ends inside a header, and FabricPath without its check sum.
    const complaints = (list: string[]): (string | undefined)[] => list.map((line) => line.split('\t')[0]);
    const before = complaints(ask('before', cases.map(([, linkType, bytes], i) => ({ ...whole(bytes, linkType), frame: i + 1 })), BAD));
    const numbers = ['packet too big', 'FabricPath'].map((wanted) => String(cases.findIndex(([name]) => name === wanted) + 1));
    expect(complaints(ask('kinds', packets, BAD))).toEqual(numbers);
    expect(before).toEqual(expect.arrayContaining(numbers));
    expect(ask('kinds', packets, 'tcp.checksum.status == 1').length).toBeGreaterThan(8);
  });

  it('finds none of the addresses of real captures, and nothing that is not in them', () => {
    const CAPTURES = path.join(import.meta.dirname, '../golden/captures');
    const all: EvidencePacket[] = [];
    for (const name of fs.readdirSync(CAPTURES).filter((file) => file.endsWith('.pcap'))) {
      const bytes = new Uint8Array(fs.readFileSync(path.join(CAPTURES, name)));
      const picker = new FramePicker(Array.from({ length: 100 }, (_, i) => i + 1), 1 << 24);
      picker.push(bytes, new DataView(bytes.buffer), 0, bytes.length, 0, true);
      const addresses = new Set(picker.packets.flatMap((each) => (each.linkType === 1 && each.bytes[12] === 8 && each.bytes[13] === 0 ? [each.bytes.slice(26, 30), each.bytes.slice(30, 34)] : [])).map((address) => Buffer.from(address).toString('hex')));
      const packets = anonymous(picker.packets);
      expect(packets.length, name).toBe(picker.packets.length);
      const made = Buffer.concat(packets.map((each) => each.bytes));
      for (const address of addresses) expect(made.includes(Buffer.from(address, 'hex')), `${name} ${address}`).toBe(false);
      expect(addresses.size).toBeGreaterThan(1);
      all.push(...packets);
    }
    expect(ask('captures', all, BAD)).toEqual([]);
  });
});

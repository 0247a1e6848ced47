// Tunnels: the packet inside is the one that is tracked, and the tunnel keeps it apart from its equal elsewhere.
import { describe, expect, it } from 'vitest';
import { concat, hex, pattern, u16, u32, u8 } from '../../make/bytes';
import * as layer from '../../make/link';
import { ethernet, ip, ipv4, ipv6, tcp, udp } from '../../make/packet';
import type { Network, Upper } from '../../make/packet';
import { decode, seen } from './seen';

const upper = (protocol: number, bytes: Uint8Array): Upper => ({ protocol, render: () => concat(bytes) });
const inner = ipv4({ src: '10.0.0.1', dst: '10.0.0.2' }, tcp({ srcPort: 1025, dstPort: 80, flags: 'A' }, pattern(4)));
const inner6 = ipv6({ src: '2001:db8::1', dst: '2001:db8::2' }, udp({ srcPort: 5, dstPort: 6 }, pattern(3)));
const INNER = 'ok 6 10.0.0.1 1025 > 10.0.0.2 80 length 4';
const INNER6 = 'ok 17 2001:db8::1 5 > 2001:db8::2 6 length 3';
const there = { src: '172.16.0.9', dst: '172.16.0.1' };
const back = { src: '172.16.0.1', dst: '172.16.0.9' };
const wide = { src: 'fd00::2', dst: 'fd00::1' };
const ENDS = '172.16.0.1 - 172.16.0.9';
const on = (packet: Network): string => seen(ethernet({}, packet));

describe('a tunnelled packet', () => {
  it('is found in IP of either version', () => {
    expect(on(layer.ipInIp(there, inner))).toBe(`[ip-in-ip 0 ${ENDS}] ${INNER}`);
    expect(on(layer.ipInIp(there, inner6))).toBe(`[6in4 0 ${ENDS}] ${INNER6}`);
    expect(on(layer.ipInIp(wide, inner))).toBe(`[ip-in-ip 0 fd00::1 - fd00::2] ${INNER}`);
    expect(on(layer.ipInIp(wide, inner6))).toBe(`[ip-in-ip 0 fd00::1 - fd00::2] ${INNER6}`);
  });

  it('is found in GRE with every optional field', () => {
    expect(on(layer.gre(there, inner))).toBe(`[gre 0 ${ENDS}] ${INNER}`);
    expect(on(layer.gre(there, inner6, 77))).toBe(`[gre 77 ${ENDS}] ${INNER6}`);
    expect(on(layer.greEthernet(there, ethernet({ vlan: [3] }, inner)))).toBe(`[gre 0 ${ENDS}] [vlan 3] ${INNER}`);
    const all = concat(u16(0xb000, 0x0800), u32(0, 99, 5), inner.bytes);
    expect(on(ip(there, upper(47, all)))).toBe(`[gre 99 ${ENDS}] ${INNER}`);
    const pptp = concat(u16(0x3081, 0x880b), u32(0, 1, 2), hex('ff030021'), inner.bytes);
    expect(on(ip(there, upper(47, pptp)))).toBe(`[gre 0 ${ENDS}] ${INNER}`);
  });

  it('is found in ERSPAN, whose session is the key', () => {
    const frame = ethernet({}, inner);
    expect(on(ip(there, upper(47, concat(u16(0, 0x88be), frame))))).toBe(`[gre 0 ${ENDS}] ${INNER}`);
    expect(on(ip(there, upper(47, concat(u16(0x1000, 0x88be), u32(9), u16(0x1000, 5), u32(0), frame))))).toBe(`[gre 5 ${ENDS}] ${INNER}`);
    expect(on(ip(there, upper(47, concat(u16(0x1000, 0x22eb), u32(9), u16(0x2000, 6), u32(0, 1), new Uint8Array(8), frame))))).toBe(`[gre 6 ${ENDS}] ${INNER}`);
  });

  it('is found in VXLAN and Geneve, with the network identifier', () => {
    expect(on(layer.vxlan(there, ethernet({}, inner), 4711))).toBe(`[vxlan 4711 ${ENDS}] ${INNER}`);
    expect(on(layer.geneve(there, ethernet({ vlan: [8] }, inner6), 0xffffff, pattern(12)))).toBe(`[geneve 16777215 ${ENDS}] [vlan 8] ${INNER6}`);
  });

  it('has the same surroundings in both directions', () => {
    for (const [one, other] of [[there, back], [wide, { src: wide.dst, dst: wide.src }]] as const) {
      const first = decode(ethernet({ vlan: [1] }, layer.vxlan(one, ethernet({}, inner), 9))).context;
      const second = decode(ethernet({ vlan: [1] }, layer.vxlan(other, ethernet({}, inner), 9))).context;
      expect([...first]).toEqual([...second]);
      expect(first.length).toBeGreaterThan(4);
    }
  });

  it('is found through several tunnels', () => {
    const nested = layer.ipInIp(wide, layer.vxlan(there, ethernet({ vlan: [4] }, layer.gre(there, inner, 1)), 2));
    expect(on(nested)).toBe(`[ip-in-ip 0 fd00::1 - fd00::2] [vxlan 2 ${ENDS}] [vlan 4] [gre 1 ${ENDS}] ${INNER}`);
  });

  it('is taken to end where its own header says, not where the frame does', () => {
    expect(seen(ethernet({ padTo: 400 }, layer.ipInIp(there, inner)))).toBe(`[ip-in-ip 0 ${ENDS}] ${INNER}`);
  });
});

describe('a tunnel that carries nothing to track', () => {
  it('is tracked itself', () => {
    const arp = ethernet({}, layer.arp('10.0.0.1', '10.0.0.2'));
    expect(on(layer.vxlan(there, arp, 1))).toBe(`ok 17 172.16.0.9 50000 > 172.16.0.1 4789 length ${String(8 + arp.length)}`);
    expect(on(layer.greEthernet(there, arp))).toBe(`no-transport 47 172.16.0.9 0 > 172.16.0.1 0 length ${String(4 + arp.length)}`);
    expect(on(ip(there, upper(4, pattern(40))))).toBe('no-transport 4 172.16.0.9 0 > 172.16.0.1 0 length 40');
    expect(on(ip(wide, upper(41, pattern(60))))).toBe('no-transport 41 fd00::2 0 > fd00::1 0 length 60');
  });

  it('is tracked itself when the port is a coincidence', () => {
    for (const dstPort of [4789, 8472, 6081]) {
      for (const length of [0, 5, 30, 200]) {
        expect(on(ip(there, udp({ srcPort: 53, dstPort }, pattern(length))))).toBe(`ok 17 172.16.0.9 53 > 172.16.0.1 ${String(dstPort)} length ${String(length)}`);
      }
    }
  });

  it('falls back by one tunnel only', () => {
    const broken = layer.gre(there, { etherType: 0x0800, bytes: concat(u8(0x41), pattern(30)) });
    expect(on(layer.ipInIp(wide, broken))).toBe('[ip-in-ip 0 fd00::1 - fd00::2] no-transport 47 172.16.0.9 0 > 172.16.0.1 0 length 35');
  });

  it('is tracked itself when the snap length cut what it carries', () => {
    const frame = ethernet({}, layer.vxlan(there, ethernet({}, inner)));
    expect(seen(frame, { captured: 14 + 20 + 8 + 8 + 14 + 20 })).toBe('ok 17 172.16.0.9 50000 > 172.16.0.1 4789 length 66');
  });

  it('is too deep when tunnels have no end', () => {
    let packet = inner;
    for (let i = 0; i < 20; i++) packet = layer.ipInIp(there, packet);
    expect(on(packet)).toMatch(/too-deep/);
  });
});

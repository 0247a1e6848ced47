// Link layers: whatever surrounds an IP packet, the packet comes out the same.
import { describe, expect, it } from 'vitest';
import { concat, hex, u16, u32, u8 } from '../../make/bytes';
import * as layer from '../../make/link';
import { ethernet, ipv4, ipv6, tcp } from '../../make/packet';
import type { Network } from '../../make/packet';
import { seen } from './seen';

const segment = tcp({ srcPort: 1025, dstPort: 80, seq: 7, flags: 'A' }, hex('00112233'));
const four = ipv4({ src: '10.0.0.1', dst: '10.0.0.2' }, segment);
const six = ipv6({ src: '2001:db8::1', dst: '2001:db8::2' }, segment);
const FOUR = 'ok 6 10.0.0.1 1025 > 10.0.0.2 80 length 4';
const SIX = 'ok 6 2001:db8::1 1025 > 2001:db8::2 80 length 4';

/** Both versions in the same surroundings. */
function both(linkType: number, wrap: (packet: Network) => Uint8Array, around = ''): void {
  expect(seen(wrap(four), { linkType })).toBe(around + FOUR);
  expect(seen(wrap(six), { linkType })).toBe(around + SIX);
}

const wifiBody = (packet: Network): Uint8Array => concat(hex('aaaa03000000'), u16(packet.etherType), packet.bytes);
const wifiHead = (control: number, flags: number, rest: Uint8Array = u8()): Uint8Array =>
  concat(u8(control, flags), u16(0), hex('020000000001 020000000002 020000000003'), u16(0), rest);

describe('an IP packet is found', () => {
  it('on Ethernet, padded or not', () => {
    both(1, (n) => ethernet({}, n));
    both(1, (n) => ethernet({ padTo: 90 }, n));
  });

  it('behind VLAN tags of every kind, which are told outermost first', () => {
    both(1, (n) => ethernet({ vlan: [7] }, n), '[vlan 7] ');
    both(1, (n) => ethernet({ vlan: [100, 4094] }, n), '[vlan 100] [vlan 4094] ');
    both(1, (n) => ethernet({ vlan: [5], tagProtocol: 0x9100 }, n), '[vlan 5] ');
  });

  it('behind a priority tag, which is no VLAN', () => {
    both(1, (n) => ethernet({ vlan: [0] }, n));
  });

  it('in LLC and SNAP, and in a provider backbone', () => {
    both(1, (n) => layer.snap(n));
    both(1, (n) => concat(hex('020000000002 020000000001 88e7 00001234'), ethernet({ vlan: [9] }, n)), '[vlan 9] ');
    const raw = concat(hex('020000000002 020000000001'), u16(3 + four.bytes.length), hex('060603'), four.bytes);
    expect(seen(raw)).toBe(FOUR);
  });

  it('behind MPLS labels, with or without a pseudowire', () => {
    both(1, (n) => ethernet({}, layer.mpls([16], n)));
    both(1, (n) => ethernet({}, layer.mpls([16, 17, 18], n)));
    both(1, (n) => ethernet({}, layer.mpls([16], { etherType: 0, bytes: concat(u32(0), ethernet({ vlan: [3] }, n)) })), '[vlan 3] ');
    // The address of the inner frame begins like an IP version would.
    both(1, (n) => ethernet({}, layer.mpls([16], { etherType: 0, bytes: ethernet({ dst: '4e:00:00:00:00:01' }, n) })));
  });

  it('in PPPoE and PPP, compressed or not', () => {
    both(1, (n) => ethernet({ padTo: 120 }, layer.pppoe(n)));
    both(51, (n) => layer.pppoe(n).bytes);
    both(9, (n) => layer.ppp(n, true));
    both(50, (n) => layer.ppp(n, false));
    both(9, (n) => concat(u8(n === six ? 0x57 : 0x21), n.bytes));
  });

  it('in Cisco FabricPath and Cisco HDLC', () => {
    both(1, (n) => layer.fabricPath(ethernet({ vlan: [11] }, n)), '[vlan 11] ');
    both(104, (n) => concat(hex('0f00'), u16(n.etherType), n.bytes));
  });

  it('in Linux cooked captures of both versions', () => {
    both(113, (n) => layer.cooked(n));
    both(276, (n) => layer.cooked2(n));
    both(276, (n) => layer.cooked2({ etherType: 0x8100, bytes: concat(u16(12, n.etherType), n.bytes) }), '[vlan 12] ');
  });

  it('in BSD loopback of every system', () => {
    for (const family of [10, 23, 24, 28, 30]) {
      both(0, (n) => layer.nullLink(n, 'little', family));
      both(108, (n) => layer.nullLink(n, 'big', family));
    }
  });

  it('raw', () => {
    for (const linkType of [12, 14, 101]) both(linkType, (n) => n.bytes);
    expect(seen(four.bytes, { linkType: 228 })).toBe(FOUR);
    expect(seen(six.bytes, { linkType: 229 })).toBe(SIX);
  });

  it('in 802.11 data frames of every shape', () => {
    both(105, (n) => layer.wifi(n));
    both(105, (n) => layer.wifi(n, { qos: true, toDs: false }));
    both(105, (n) => concat(wifiHead(0x08, 3, hex('020000000004')), wifiBody(n)));
    both(105, (n) => concat(wifiHead(0x88, 3, hex('020000000004 0000')), wifiBody(n)));
    both(105, (n) => concat(wifiHead(0x88, 0x81, hex('0000 00000000')), wifiBody(n))); // HT control
  });

  it('behind radiotap, Prism, AVS and PPI', () => {
    both(127, (n) => layer.radiotap(layer.wifi(n)));
    both(127, (n) => layer.radiotap(layer.wifi(n, { qos: true }), 40));
    // A time stamp, then flags that announce padding between header and body: 26 bytes become 28.
    both(127, (n) => concat(hex('0000 1900 03000000 0000000000000000 20 0000000000000000'), wifiHead(0x88, 1, hex('0000 0000')), wifiBody(n)));
    both(119, (n) => concat(hex('44000000 90000000'), new Uint8Array(136), layer.wifi(n)));
    both(119, (n) => concat(hex('80211001 00000040'), new Uint8Array(56), layer.wifi(n)));
    both(163, (n) => concat(hex('80211001 00000040'), new Uint8Array(56), layer.wifi(n)));
    both(192, (n) => concat(hex('0000 0800 69000000'), layer.wifi(n)));
  });
});

describe('what is no IP packet', () => {
  it('is counted by its kind', () => {
    expect(seen(ethernet({}, layer.arp('10.0.0.1', '10.0.0.2')))).toBe('not-ip');
    expect(seen(layer.wifi(four, { encrypted: true }), { linkType: 105 })).toBe('encrypted');
    expect(seen(wifiHead(0x48, 1), { linkType: 105 })).toBe('not-ip'); // no data
    expect(seen(wifiHead(0x80, 0), { linkType: 105 })).toBe('not-ip'); // a beacon
    expect(seen(concat(wifiHead(0x88, 1, hex('8000')), wifiBody(four)), { linkType: 105 })).toBe('unsupported-link'); // several frames in one
    expect(seen(hex('d4000000 020000000001'), { linkType: 105 })).toBe('not-ip'); // an acknowledgement
    expect(seen(ethernet({ etherType: 0x88e5 }, four))).toBe('encrypted');
    expect(seen(four.bytes, { linkType: 147 })).toBe('unsupported-link');
    expect(seen(hex('0180c2000000 020000000001 0026 424203'))).toBe('not-ip'); // spanning tree
    expect(seen(layer.cooked({ etherType: 0x000c, bytes: u8() }), { linkType: 113 })).toBe('not-ip'); // CAN
  });

  it('is cut when the snap length took its head, and malformed when it never had one', () => {
    const frame = ethernet({ vlan: [7] }, four);
    expect(seen(frame, { captured: 13 })).toBe('cut');
    expect(seen(frame, { captured: 16 })).toBe('cut');
    expect(seen(frame, { captured: 37 })).toBe('cut');
    expect(seen(frame.subarray(0, 37))).toBe('malformed');
    expect(seen(hex('0102'))).toBe('malformed');
    expect(seen(ethernet({ etherType: 0x0800 }, six))).toBe('malformed');
  });

  it('is too deep when VLAN tags have no end', () => {
    const tags = concat(...Array.from({ length: 400 }, () => u16(0x8100, 5)));
    expect(seen(concat(hex('020000000002 020000000001'), tags))).toBe('too-deep');
    const labels = concat(...Array.from({ length: 400 }, () => u32(0x1000)));
    expect(seen(concat(hex('020000000002 020000000001 8847'), labels))).toBe('too-deep');
  });
});

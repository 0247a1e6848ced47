// The packet that an ICMP error quotes: enough of it to know which connection is meant, cut wherever a router pleased.
import { describe, expect, it } from 'vitest';
import { decodeQuoted } from '../../../main/tracker/decode/icmp';
import {
  OUTCOME, P_DESTINATION, P_DESTINATION_PORT, P_FRAGMENT_OFFSET, P_ICMP_ID, P_ICMP_SEQ, P_PROTOCOL, P_SEQ, P_SOURCE, P_SOURCE_PORT, P_VERSION, PACKET_SLOTS,
} from '../../../main/tracker/decode/packet';
import { formatIpv4 } from '../../../shared/flow';
import { concat, pattern, u8 } from '../../make/bytes';
import { echo, extension, icmp, icmp6, ipv4, ipv4Fragments, ipv6, quote, tcp, udp } from '../../make/packet';
import type { Network } from '../../make/packet';

const out = new Int32Array(PACKET_SLOTS).fill(-7);
const ends = { src: '10.0.0.1', dst: '10.0.0.2' };
const ends6 = { src: '2001:db8::1', dst: '2001:db8::2' };

/** The outcome and the slots; the quote ends where the view ends. */
function quoted(bytes: Uint8Array): [string | undefined, ...(number | undefined)[]] {
  const room = concat(u8(1, 2), bytes);
  const code = decodeQuoted(new DataView(room.buffer), 2, room.length, out);
  return [OUTCOME[code], out[P_VERSION], out[P_PROTOCOL], out[P_SOURCE_PORT], out[P_DESTINATION_PORT]];
}

describe('a quoted packet', () => {
  it('of TCP tells addresses, ports and the sequence number', () => {
    expect(quoted(quote(ipv4(ends, tcp({ srcPort: 1025, dstPort: 80, seq: 0xfedcba98 }))))).toEqual(['ok', 4, 6, 1025, 80]);
    expect([formatIpv4(out[P_SOURCE] ?? 0), formatIpv4(out[P_DESTINATION] ?? 0), (out[P_SEQ] ?? 0) >>> 0]).toEqual(['10.0.0.1', '10.0.0.2', 0xfedcba98]);
    expect(quoted(ipv6(ends6, tcp({ srcPort: 1, dstPort: 2, seq: 3 }, pattern(900))).bytes)).toEqual(['ok', 6, 6, 1, 2]);
    expect([out[P_SOURCE], out[P_DESTINATION], out[P_SEQ]]).toEqual([10, 26, 3]);
  });

  it('of UDP and ICMP tells ports, or type, code and identifier', () => {
    expect(quoted(quote(ipv4({ ...ends, options: pattern(8) }, udp({ srcPort: 7, dstPort: 9 }))))).toEqual(['ok', 4, 17, 7, 9]);
    expect(quoted(quote(ipv4(ends, icmp({ type: 8, rest: echo(77, 5) }))))).toEqual(['ok', 4, 1, 8, 0]);
    expect([out[P_ICMP_ID], out[P_ICMP_SEQ]]).toEqual([77, 5]);
    expect(quoted(quote(ipv6(ends6, icmp6({ type: 128, rest: echo(78, 6) })), 8))).toEqual(['ok', 6, 58, 128, 0]);
    expect(out[P_ICMP_ID]).toBe(78);
  });

  it('is found behind IPv6 extension headers', () => {
    const packet = ipv6({ ...ends6, extensions: [extension.hopByHop(), extension.destination(pattern(14))] }, udp({ srcPort: 7, dstPort: 9 }));
    expect(quoted(packet.bytes)).toEqual(['ok', 6, 17, 7, 9]);
    expect(quoted(packet.bytes.subarray(0, 60))[0]).toBe('cut');
  });

  it('is cut, but its addresses are known, when fewer bytes were quoted', () => {
    const packet = ipv4(ends, tcp({ srcPort: 1025, dstPort: 80, seq: 9 })).bytes;
    expect(quoted(packet.subarray(0, 24))).toEqual(['ok', 4, 6, 1025, 80]);
    expect(out[P_SEQ]).toBe(0);
    expect(quoted(packet.subarray(0, 23))).toEqual(['cut', 4, 6, 0, 0]);
    expect(quoted(packet.subarray(0, 19))).toEqual(['cut', 0, 0, 0, 0]);
    expect(quoted(new Uint8Array(0))[0]).toBe('cut');
    expect(quoted(ipv6(ends6, udp({ srcPort: 1, dstPort: 2 })).bytes.subarray(0, 39))[0]).toBe('cut');
    expect(quoted(quote(ipv4(ends, icmp({ type: 8, rest: echo(77, 5) })), 4))[0]).toBe('cut');
  });

  it('has no ports when it is a later fragment or another protocol', () => {
    const later = ipv4Fragments(ends, udp({ srcPort: 7, dstPort: 9 }, pattern(100)), 64)[1] as Network;
    expect(quoted(later.bytes)).toEqual(['no-transport', 4, 17, 0, 0]);
    expect(out[P_FRAGMENT_OFFSET]).toBe(64);
    expect(quoted(ipv4({ ...ends, protocol: 132 }, pattern(30)).bytes)).toEqual(['no-transport', 4, 132, 0, 0]);
  });

  it('is malformed when it is no IP packet', () => {
    expect(quoted(new Uint8Array(40).fill(0x11))[0]).toBe('malformed');
    expect(quoted(ipv4({ ...ends, headerWords: 3 }, udp({ srcPort: 1, dstPort: 2 })).bytes)[0]).toBe('malformed');
  });
});

// Hostile frames: cut anywhere, with bytes overwritten, as any link type. No exception, no read beyond, every offset inside.
import { describe, expect, it } from 'vitest';
import { decodeQuoted } from '../../../main/tracker/decode/icmp';
import { FrameDecoder } from '../../../main/tracker/decode/frame-decoder';
import {
  CONTEXT_MOST_WORDS, OK, OUTCOME, P_CONTEXT_WORDS, P_DESTINATION, P_END, P_ICMP_QUOTE_AT, P_IP_AT, P_L4_AT, P_L4_CAPTURED, P_L4_LENGTH, P_OPTIONS_AT,
  P_OPTIONS_LENGTH, P_PAYLOAD, P_SOURCE, P_VERSION, PACKET_SLOTS,
} from '../../../main/tracker/decode/packet';
import { createTcpOptions, O_SACK_COUNT, parseTcpOptions } from '../../../main/tracker/decode/tcp-options';
import { concat, pattern, u8 } from '../../make/bytes';
import * as layer from '../../make/link';
import { ethernet, extension, icmp, icmp6, ipv4, ipv4Fragments, ipv6, ipv6Fragments, quote, tcp, tcpOptions, udp } from '../../make/packet';
import type { Network } from '../../make/packet';
import { seeded } from '../reader/read';

const there = { src: '172.16.0.9', dst: '172.16.0.1' };
const wide = { src: 'fd00::2', dst: 'fd00::1' };
const options = tcpOptions.join(tcpOptions.mss(1460), tcpOptions.sack([1, 2], [3, 4]), tcpOptions.timestamps(1, 2));
const segment = tcp({ srcPort: 1025, dstPort: 80, flags: 'A', options }, pattern(60));
const four = ipv4({ ...there, options: pattern(8) }, segment);
const six = ipv6({ ...wide, extensions: [extension.hopByHop(), extension.routing(), extension.authentication()] }, segment);
const nested = layer.ipInIp(wide, layer.vxlan(there, ethernet({ vlan: [4] }, layer.gre(there, six, 1)), 2));
const PACKETS: readonly Network[] = [
  four, six, nested, layer.geneve(wide, ethernet({}, four), 9, pattern(16)), layer.mpls([16, 17], four), layer.pppoe(six),
  ipv4(there, icmp({ type: 3, code: 3 }, quote(four))), ipv6(wide, icmp6({ type: 1 }, quote(six, 60))), ipv4(there, udp({ srcPort: 1, dstPort: 2 }, pattern(40))),
  ...ipv4Fragments(there, segment, 40), ...ipv6Fragments(wide, segment, 40),
];
const FRAMES: readonly (readonly [number, Uint8Array])[] = PACKETS.flatMap((n) => [
  [1, ethernet({ vlan: [1, 2] }, n)], [1, layer.fabricPath(ethernet({ padTo: 200 }, n))], [1, layer.snap(n)], [113, layer.cooked(n)], [276, layer.cooked2(n)],
  [0, layer.nullLink(n)], [101, n.bytes], [9, layer.ppp(n)], [105, layer.wifi(n, { qos: true })], [127, layer.radiotap(layer.wifi(n), 24)],
  [119, concat(u8(0, 0, 0, 0x44, 0, 0, 0, 24), pattern(16), layer.wifi(n))],
] as const);
const LINK_TYPES = [0, 1, 9, 12, 14, 50, 51, 101, 104, 105, 108, 113, 119, 127, 163, 192, 228, 229, 276, 999, -1];

const decoder = new FrameDecoder();
const quoteSlots = new Int32Array(PACKET_SLOTS);
const tcpSlots = createTcpOptions();

/** Decodes bytes that lie at 3 and end where the view ends, and checks what every reader of the view relies on. */
function check(bytes: Uint8Array, wire: number, linkType: number): number {
  const room = concat(u8(1, 2, 3), bytes);
  const view = new DataView(room.buffer);
  const code = decoder.decode(view, 3, bytes.length, wire, linkType);
  const p = (slot: number): number => decoder.packet[slot] ?? NaN;
  if (OUTCOME[code] === undefined) throw new Error(`outcome ${String(code)}`);
  if (p(P_VERSION) === 0) {
    if (code === OK || p(P_CONTEXT_WORDS) !== 0) throw new Error('an outcome without a packet');
    return code;
  }
  const end = p(P_END);
  const inside = p(P_IP_AT) >= 3 && end <= room.length && p(P_L4_AT) > p(P_IP_AT) && p(P_L4_CAPTURED) >= 0 && p(P_L4_LENGTH) >= 0
    && (p(P_L4_CAPTURED) === 0 || p(P_L4_AT) + p(P_L4_CAPTURED) <= end)
    && p(P_PAYLOAD) >= 0 && p(P_PAYLOAD) <= Math.max(p(P_L4_LENGTH), 0) && p(P_OPTIONS_LENGTH) >= 0 && p(P_OPTIONS_LENGTH) <= 40
    && (p(P_OPTIONS_LENGTH) === 0 || p(P_OPTIONS_AT) + p(P_OPTIONS_LENGTH) <= end) && p(P_CONTEXT_WORDS) <= CONTEXT_MOST_WORDS
    && (p(P_VERSION) === 4 || (p(P_SOURCE) >= 3 && p(P_DESTINATION) + 16 <= room.length));
  if (!inside) throw new Error(`a slot lies outside: ${decoder.packet.join(' ')}`);
  parseTcpOptions(view, p(P_OPTIONS_AT), p(P_OPTIONS_LENGTH), tcpSlots);
  if ((tcpSlots[O_SACK_COUNT] ?? 9) > 4) throw new Error('too many blocks');
  if (p(P_ICMP_QUOTE_AT) >= 0) decodeQuoted(view, p(P_ICMP_QUOTE_AT), end, quoteSlots);
  return code;
}

describe('any frame', () => {
  it('is safe when it is cut at every byte, by the snap length or for good', () => {
    let decoded = 0;
    for (const [linkType, frame] of FRAMES) {
      for (let length = 0; length <= frame.length; length++) {
        check(frame.subarray(0, length), frame.length, linkType);
        if (check(frame.subarray(0, length), length, linkType) === OK) decoded++;
      }
    }
    expect(decoded).toBeGreaterThan(1000);
  });

  it('is safe with bytes overwritten, as any link type', () => {
    const random = seeded(42);
    const counts = new Map<number, number>();
    for (let round = 0; round < 24_000; round++) {
      const [linkType, original] = FRAMES[random(FRAMES.length)] ?? [1, u8()];
      const frame = original.slice(0, random(3) === 0 ? random(original.length + 1) : original.length);
      for (let i = random(5); i > 0 && frame.length > 0; i--) frame[random(frame.length)] = random(4) === 0 ? 255 : random(256);
      const code = check(frame, frame.length + random(3) * random(100), random(8) === 0 ? (LINK_TYPES[random(LINK_TYPES.length)] ?? 1) : linkType);
      counts.set(code, (counts.get(code) ?? 0) + 1);
    }
    // Every outcome but the rarest was met: the frames reach all layers.
    expect([...counts.keys()].sort()).toEqual(expect.arrayContaining([0, 1, 2, 3, 5, 7]));
  });

  it('is safe when it is nothing but noise', () => {
    const random = seeded(43);
    for (let round = 0; round < 8_000; round++) {
      const noise = Uint8Array.from({ length: random(120) }, () => random(256));
      check(noise, noise.length, LINK_TYPES[random(LINK_TYPES.length)] ?? 1);
    }
  });
});

// Any bytes as a frame of any link type: the decoder, the packet tree and the anonymiser stay inside the captured bytes and agree with
// themselves, whatever stands behind.
import { AddressCipher } from '../../../main/report/anonymise/address-cipher';
import { anonymisePacket } from '../../../main/report/anonymise/packet';
import { FrameDecoder } from '../../../main/tracker/decode/frame-decoder';
import { decodeQuoted } from '../../../main/tracker/decode/icmp';
import {
  CONTEXT_MOST_WORDS, OK, OUTCOME, P_CONTEXT_WORDS, P_DESTINATION, P_END, P_ICMP_QUOTE_AT, P_IP_AT, P_L4_AT, P_L4_CAPTURED, P_L4_LENGTH, P_OPTIONS_AT, P_OPTIONS_LENGTH, P_PAYLOAD, P_SOURCE, P_VERSION,
  PACKET_SLOTS,
} from '../../../main/tracker/decode/packet';
import { createTcpOptions, O_SACK_COUNT, parseTcpOptions } from '../../../main/tracker/decode/tcp-options';
import { packetFields } from '../../../main/tracker/trace/fields';
import type { PacketField } from '../../../shared/trace';
import { concat, pattern, u8 } from '../../make/bytes';
import * as layer from '../../make/link';
import { ethernet, extension, icmp, icmp6, ipv4, ipv4Fragments, ipv6, ipv6Fragments, quote, tcp, tcpOptions, udp } from '../../make/packet';
import { alike, hold, type FuzzTarget } from '../target';

const LINK_TYPES = [1, 0, 9, 12, 14, 50, 51, 101, 104, 105, 108, 113, 119, 127, 163, 192, 228, 229, 276, 999, -1];
/** Bytes in front of the frame, and behind it when the tail is poisoned. */
const BEFORE = 3;
const BEHIND = 70;

const decoder = new FrameDecoder();
const options = createTcpOptions();
const quoted = new Int32Array(PACKET_SLOTS);
const cipher = new AddressCipher(new Uint8Array(32).fill(7));

interface Seen { code: number; slots: number[]; context: number[]; options: number[]; quoted: number[] | null }

/** @param tail what stands behind the frame; without one, a read beyond it throws */
function decode(frame: Uint8Array, wire: number, linkType: number, tail: Uint8Array): Seen {
  const room = concat(new Uint8Array(BEFORE).fill(9), frame, tail);
  const view = new DataView(room.buffer);
  quoted.fill(0);
  const code = decoder.decode(view, BEFORE, frame.length, wire, linkType);
  const p = (slot: number): number => decoder.packet[slot] ?? NaN;
  hold(OUTCOME[code] !== undefined, () => `outcome ${code}`);
  if (p(P_VERSION) === 0) {
    hold(code !== OK && p(P_CONTEXT_WORDS) === 0, () => 'an outcome without a packet');
    return { code, slots: [], context: [], options: [], quoted: null };
  }
  inside(p, BEFORE + frame.length);
  parseTcpOptions(view, p(P_OPTIONS_AT), p(P_OPTIONS_LENGTH), options);
  hold((options[O_SACK_COUNT] ?? 9) <= 4, () => 'too many SACK blocks');
  const inner = p(P_ICMP_QUOTE_AT) >= 0 ? (decodeQuoted(view, p(P_ICMP_QUOTE_AT), p(P_END), quoted), [...quoted]) : null;
  return { code, slots: [...decoder.packet], context: [...decoder.context.subarray(0, p(P_CONTEXT_WORDS))], options: [...options], quoted: inner };
}

/** What every reader of the view relies on. */
function inside(p: (slot: number) => number, frameEnd: number): void {
  const end = p(P_END);
  hold(p(P_IP_AT) >= BEFORE && end <= frameEnd && p(P_L4_AT) > p(P_IP_AT) && p(P_L4_CAPTURED) >= 0 && p(P_L4_LENGTH) >= 0
    && (p(P_L4_CAPTURED) === 0 || p(P_L4_AT) + p(P_L4_CAPTURED) <= end)
    && p(P_PAYLOAD) >= 0 && p(P_PAYLOAD) <= p(P_L4_LENGTH) && p(P_OPTIONS_LENGTH) >= 0 && p(P_OPTIONS_LENGTH) <= 40
    && (p(P_OPTIONS_LENGTH) === 0 || p(P_OPTIONS_AT) + p(P_OPTIONS_LENGTH) <= end) && p(P_CONTEXT_WORDS) <= CONTEXT_MOST_WORDS
    && (p(P_VERSION) === 4 || (p(P_SOURCE) >= BEFORE && p(P_DESTINATION) + 16 <= frameEnd)), () => `a slot lies outside: ${decoder.packet.join(' ')}`);
}

/** Every field of the packet tree stands in the frame, and the tree is no deeper or wider than a window can show. */
function tree(fields: readonly PacketField[], length: number, depth = 0): number {
  hold(depth < 12, () => 'a packet tree that goes on and on');
  let count = fields.length;
  for (const field of fields) {
    hold(field.from >= 0 && field.from <= field.to && field.to <= length, () => `the field ${field.name} lies at ${field.from} to ${field.to} of ${length}`);
    count += tree(field.children, length, depth + 1);
  }
  return count;
}

function frameOf(linkType: number, frame: Uint8Array, extra = 0): Uint8Array {
  return concat(u8(LINK_TYPES.indexOf(linkType), extra), frame);
}

export const { name, mostBytes, fuzz, seeds } = {
  name: 'decoder',
  mostBytes: 1024,
  fuzz: (bytes) => {
    const linkType = LINK_TYPES[(bytes[0] ?? 0) % LINK_TYPES.length] ?? 1;
    const frame = bytes.slice(2);
    const wire = frame.length + ((bytes[1] ?? 0) & 15) * 100;
    const exact = decode(frame, wire, linkType, u8());
    for (const poison of [0, 0x45, 0xff]) alike(exact, decode(frame, wire, linkType, new Uint8Array(BEHIND).fill(poison)), 'bytes behind the frame change what it says');
    const fields = packetFields(frame, wire, linkType);
    hold(tree(fields, frame.length) < 5000, () => 'a packet tree without end');
    const anonymous = anonymisePacket({ frame: 1, interfaceId: 0, seconds: 0, nanoseconds: 0, wire, linkType, bytes: frame }, cipher);
    hold(anonymous === null || anonymous.packet.bytes.length <= frame.length, () => 'an anonymised packet that grew');
  },
  seeds: () => {
    const there = { src: '172.16.0.9', dst: '172.16.0.1' };
    const wide = { src: 'fd00::2', dst: 'fd00::1' };
    const segment = tcp({ srcPort: 1025, dstPort: 80, flags: 'A', options: tcpOptions.join(tcpOptions.mss(1460), tcpOptions.sack([1, 2], [3, 4]), tcpOptions.timestamps(1, 2)) }, pattern(20));
    const four = ipv4({ ...there, options: pattern(8) }, segment);
    const six = ipv6({ ...wide, extensions: [extension.hopByHop(), extension.routing(), extension.authentication()] }, segment);
    const nested = layer.ipInIp(wide, layer.vxlan(there, ethernet({ vlan: [4] }, layer.gre(there, six, 1)), 2));
    const packets = [four, six, nested, layer.geneve(wide, ethernet({}, four), 9, pattern(16)), layer.mpls([16, 17], four), layer.pppoe(six), layer.arp('10.0.0.1', '10.0.0.2'),
      ipv4(there, icmp({ type: 3, code: 3 }, quote(four))), ipv6(wide, icmp6({ type: 1 }, quote(six, 60))), ipv4(there, udp({ srcPort: 53, dstPort: 2 }, pattern(20))),
      ipv4Fragments(there, segment, 24)[1] ?? four, ipv6Fragments(wide, segment, 24)[0] ?? six];
    return [
      ...packets.map((packet) => frameOf(1, ethernet({ vlan: [1, 2] }, packet))),
      frameOf(1, layer.fabricPath(ethernet({ padTo: 60 }, four))), frameOf(1, layer.snap(four)), frameOf(113, layer.cooked(six)), frameOf(276, layer.cooked2(four)), frameOf(0, layer.nullLink(four)),
      frameOf(101, four.bytes, 3), frameOf(9, layer.ppp(four)), frameOf(105, layer.wifi(six, { qos: true })), frameOf(127, layer.radiotap(layer.wifi(four), 24)),
      frameOf(119, concat(u8(0, 0, 0, 0x44, 0, 0, 0, 24), pattern(16), layer.wifi(four))),
    ];
  },
} satisfies FuzzTarget;

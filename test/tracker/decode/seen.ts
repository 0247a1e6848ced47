// What the decoder makes of one frame, in words that a test can compare.
import { FrameDecoder } from '../../../main/tracker/decode/frame-decoder';
import {
  CONTEXT_VLAN, OUTCOME, P_ACK, P_CONTEXT_WORDS, P_DESTINATION, P_DESTINATION_PORT, P_END, P_FLAGS, P_FRAGMENT, P_FRAGMENT_OFFSET, P_ICMP_ID,
  P_ICMP_QUOTE_AT, P_ICMP_SEQ, P_IP_AT, P_IP_ID, P_L4_AT, P_L4_CAPTURED, P_L4_LENGTH, P_OPTIONS_LENGTH, P_PAYLOAD, P_PAYLOAD_AT, P_PROTOCOL,
  P_SEQ, P_SOURCE, P_SOURCE_PORT, P_TTL, P_VERSION, P_WINDOW,
} from '../../../main/tracker/decode/packet';
import { formatIpv4, formatIpv6, TUNNEL } from '../../../shared/flow';

const decoder = new FrameDecoder();

export interface How {
  readonly linkType?: number;
  readonly captured?: number;
  readonly wire?: number;
}

/** Decodes a frame that ends exactly where its captured bytes end: a read beyond throws. */
export function decode(frame: Uint8Array, { linkType = 1, captured = frame.length, wire = frame.length }: How = {}): { outcome: string; p: Int32Array; view: DataView; context: Int32Array } {
  const room = new Uint8Array(5 + captured);
  room.set(frame.subarray(0, captured), 5);
  const view = new DataView(room.buffer);
  const code = decoder.decode(view, 5, captured, wire, linkType);
  return { outcome: OUTCOME[code] ?? `outcome ${String(code)}`, p: decoder.packet, view, context: decoder.context.slice(0, decoder.packet[P_CONTEXT_WORDS]) };
}

const groups = (view: DataView, at: number): number[] => Array.from({ length: 8 }, (_, i) => view.getUint16(at + 2 * i));
const slot = (p: Int32Array, at: number): number => p[at] ?? NaN;

function address(p: Int32Array, view: DataView, at: number): string {
  return slot(p, P_VERSION) === 4 ? formatIpv4(slot(p, at)) : formatIpv6(groups(view, slot(p, at)));
}

/** `ok 6 10.0.0.1:1 > 10.0.0.2:2 length 3` with VLANs and tunnels in front. */
export function seen(frame: Uint8Array, how: How = {}): string {
  const { outcome, p, view, context } = decode(frame, how);
  if (slot(p, P_VERSION) === 0) return outcome;
  const ends = `${address(p, view, P_SOURCE)} ${String(p[P_SOURCE_PORT])} > ${address(p, view, P_DESTINATION)} ${String(p[P_DESTINATION_PORT])}`;
  return [...surroundings(context), outcome, String(p[P_PROTOCOL]), ends, `length ${String(p[P_PAYLOAD])}`].join(' ');
}

function surroundings(words: Int32Array): string[] {
  const out: string[] = [];
  for (let i = 0; i < words.length;) {
    const word = words[i] ?? 0;
    if ((word & CONTEXT_VLAN) !== 0) {
      out.push(`[vlan ${String(word & 0xfff)}]`);
      i++;
      continue;
    }
    const size = word & 0xff;
    const ends = [i + 2, i + 2 + size].map((at) => {
      const part = [...words.subarray(at, at + size)];
      return size === 1 ? formatIpv4(part[0] ?? 0) : formatIpv6(part.flatMap((w) => [w >>> 16, w & 0xffff]));
    });
    out.push(`[${String(TUNNEL[(word >>> 8) & 0xff])} ${String((words[i + 1] ?? 0) >>> 0)} ${ends.join(' - ')}]`);
    i += 2 + 2 * size;
  }
  return out;
}

/** Every slot by name, for the places where a single one matters. */
export function slots(frame: Uint8Array, how: How = {}): Record<string, number | string> {
  const { outcome, p } = decode(frame, how);
  const at = (index: number): number => slot(p, index);
  return {
    outcome, ipAt: at(P_IP_AT) - 5, l4At: at(P_L4_AT) - 5, l4Length: at(P_L4_LENGTH), l4Captured: at(P_L4_CAPTURED), end: at(P_END) - 5,
    payload: at(P_PAYLOAD), payloadAt: at(P_PAYLOAD_AT) - 5, ttl: at(P_TTL), ipId: at(P_IP_ID), fragment: at(P_FRAGMENT), fragmentOffset: at(P_FRAGMENT_OFFSET),
    seq: at(P_SEQ) >>> 0, ack: at(P_ACK) >>> 0, flags: at(P_FLAGS), window: at(P_WINDOW), optionsLength: at(P_OPTIONS_LENGTH),
    icmpId: at(P_ICMP_ID), icmpSeq: at(P_ICMP_SEQ), quoteAt: at(P_ICMP_QUOTE_AT) < 0 ? -1 : at(P_ICMP_QUOTE_AT) - 5,
    source: at(P_SOURCE_PORT), destination: at(P_DESTINATION_PORT),
  };
}

// Drives the netfilter view over a capture, as the tracker does, with a plain map of tuples: what is compared with the real kernel's word.
import { FrameDecoder } from '../../main/tracker/decode/frame-decoder';
import { decodeQuoted } from '../../main/tracker/decode/icmp';
import {
  FRAGMENT_MORE, FRAGMENT_PRESENT, MALFORMED, NO_TRANSPORT, OK, P_DESTINATION, P_DESTINATION_PORT, P_END, P_FRAGMENT, P_FRAGMENT_OFFSET, P_ICMP_ID,
  P_ICMP_QUOTE_AT, P_IP_AT, P_IP_ID, P_L4_AT, P_L4_LENGTH, P_PROTOCOL, P_SOURCE, P_SOURCE_PORT, P_VERSION, PACKET_SLOTS,
} from '../../main/tracker/decode/packet';
import {
  NETFILTER_BAD_CHECKSUM, NETFILTER_TCP_WORDS, NETFILTER_TRUNCATED, netfilterAlive, netfilterAssured, netfilterBound, netfilterOpener, netfilterReplied,
  netfilterSecondsLeft, netfilterSegment, netfilterState, netfilterStateName,
} from '../../main/tracker/lens/netfilter';
import {
  NETFILTER_DATAGRAM_WORDS, netfilterDatagram, netfilterDatagramAlive, netfilterError, netfilterIcmp, netfilterIcmpAlive, netfilterIsError,
} from '../../main/tracker/lens/netfilter-datagram';
import { FRAGMENT_DROPPED, FRAGMENT_WHOLE, NetfilterFragments } from '../../main/tracker/lens/netfilter-fragments';
import { CaptureReader } from '../../main/tracker/reader/capture-reader';
import { NEED_MORE, PACKET } from '../../main/tracker/reader/state';
import { icmpRole } from '../../main/tracker/machine/datagram-endpoints';
import { formatIpv4 } from '../../shared/flow';
import { netfilterReasonName, netfilterVerdictName, NF_NONE, NFR_FRAGMENT, NFR_FRAGMENT_DROPPED } from '../../shared/netfilter';

const TCP = 6, UDP = 17, ICMP = 1, ICMP6 = 58;

export interface Judged {
  readonly frame: number;
  readonly verdict: string;
  readonly reason: string;
  /** The number that belongs to a window reason, as the kernel logs it. */
  readonly bound: number;
  /** TCP: the entry after this packet, null when there is none. */
  readonly entry: { readonly state: string; readonly left: number; readonly opener: string; readonly replied: boolean; readonly assured: boolean } | null;
  /** The tuple, both ends sorted; '' where none was looked for. */
  readonly tuple: string;
  /** Frame that holds the transport header: the first fragment of a datagram. */
  readonly headerFrame: number;
}

interface Flow { readonly originator: string; readonly ints: Int32Array }

/** @param checksums whether they are judged: not where a network card may have filled them in after the capture */
export function judge(bytes: Uint8Array, checksums = true): Judged[] {
  const driver = new Driver(checksums);
  const reader = new CaptureReader();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  reader.ended = true;
  const rows: Judged[] = [];
  for (let at = 0; at < bytes.length;) {
    const status = reader.next(view, at, bytes.length);
    if (status === NEED_MORE) break;
    if (status === PACKET) {
      const frame = new Uint8Array(bytes.subarray(reader.dataAt, reader.dataAt + reader.captured)); // its own memory
      rows.push(driver.frame(frame, rows.length + 1, reader.time[0] ?? 0, reader.linkType));
    }
    at = reader.nextAt;
  }
  return rows;
}

class Driver {
  private readonly checksums: boolean;
  private readonly decoder = new FrameDecoder();
  private readonly fragments = new NetfilterFragments(1);
  private readonly pieces = new Map<string, { frame: number; at: number; bytes: Uint8Array }[]>();
  private readonly flows = new Map<string, Flow>();
  private readonly quoted = new Int32Array(PACKET_SLOTS);

  constructor(checksums: boolean) { this.checksums = checksums; }

  frame(frame: Uint8Array, number: number, ns: number, linkType: number): Judged {
    const view = new DataView(frame.buffer);
    const outcome = this.decoder.decode(view, 0, frame.length, frame.length, linkType);
    const p = this.decoder.packet;
    if (((p[P_FRAGMENT] ?? 0) & FRAGMENT_PRESENT) !== 0) return this.fragment(frame, view, number, ns);
    return this.whole(view, outcome, number, number, ns);
  }

  private fragment(frame: Uint8Array, view: DataView, number: number, ns: number): Judged {
    const p = this.decoder.packet;
    const slot = (i: number): number => p[i] ?? 0;
    const six = slot(P_VERSION) === 6;
    const from = slot(P_FRAGMENT_OFFSET);
    const to = from + slot(P_L4_LENGTH);
    const key = `${address(view, p, P_SOURCE)} ${address(view, p, P_DESTINATION)} ${String(slot(P_IP_ID))} ${String(slot(P_PROTOCOL))}`;
    const hash = (text: string): number => [...text].reduce((sum, c) => Math.imul(sum, 31) + c.charCodeAt(0), 7);
    const result = this.fragments.add(hash(address(view, p, P_SOURCE)), hash(address(view, p, P_DESTINATION)), slot(P_IP_ID), slot(P_PROTOCOL) | (six ? 256 : 0),
      six, six ? 0 : slot(P_L4_AT) - slot(P_IP_AT), from, to, (slot(P_FRAGMENT) & FRAGMENT_MORE) !== 0, ns);
    const pieces = this.pieces.get(key) ?? [];
    pieces.push({ frame: number, at: from, bytes: frame.slice(slot(P_L4_AT), slot(P_L4_AT) + slot(P_L4_LENGTH)) });
    this.pieces.set(key, pieces);
    if (result !== FRAGMENT_WHOLE) {
      if (result === FRAGMENT_DROPPED) this.pieces.delete(key);
      return { frame: number, headerFrame: number, bound: 0, entry: null, tuple: '', ...words(NF_NONE | ((result === FRAGMENT_DROPPED ? NFR_FRAGMENT_DROPPED : NFR_FRAGMENT) << 3)) };
    }
    this.pieces.delete(key);
    const body = new Uint8Array(Math.max(...pieces.map((piece) => piece.at + piece.bytes.length)));
    for (const piece of [...pieces].reverse()) body.set(piece.bytes, piece.at);
    // The datagram as if it had come in one piece.
    const header = frame.slice(slot(P_IP_AT), slot(P_IP_AT) + (six ? 40 : slot(P_L4_AT) - slot(P_IP_AT)));
    const datagram = new Uint8Array(header.length + body.length);
    datagram.set(header);
    datagram.set(body, header.length);
    const out = new DataView(datagram.buffer);
    if (six) {
      out.setUint16(4, body.length);
      out.setUint8(6, slot(P_PROTOCOL));
    } else {
      out.setUint16(2, datagram.length);
      out.setUint16(6, 0);
    }
    const outcome = this.decoder.decode(out, 0, datagram.length, datagram.length, 101);
    return this.whole(out, outcome, number, pieces.find((piece) => piece.at === 0)?.frame ?? number, ns);
  }

  private whole(view: DataView, outcome: number, number: number, headerFrame: number, ns: number): Judged {
    const p = this.decoder.packet;
    const done = (result: number, entry: Judged['entry'] = null): Judged =>
      ({ frame: number, headerFrame, bound: netfilterBound(), entry, tuple: tuple(view, p).key, ...words(result) });
    const protocol = p[P_PROTOCOL] ?? 0;
    if (outcome === MALFORMED) return done(NETFILTER_TRUNCATED);
    if (outcome !== OK && outcome !== NO_TRANSPORT) return done(NF_NONE);
    if (this.checksums && badChecksum(view, p)) return done(NETFILTER_BAD_CHECKSUM);
    if ((protocol === ICMP || protocol === ICMP6) && netfilterIsError(protocol, p[P_SOURCE_PORT] ?? 0)) return done(this.error(view, p, ns));
    const { flow, direction } = this.flow(view, p);
    if (protocol === ICMP || protocol === ICMP6) return done(netfilterIcmp(flow.ints, 0, direction, p, ns));
    if (protocol !== TCP) return done(netfilterDatagram(flow.ints, 0, direction, protocol, ns));
    const result = netfilterSegment(flow.ints, 0, direction, p, view, ns);
    if (!netfilterAlive(flow.ints, 0, ns)) return done(result);
    const sender = tuple(view, p).from;
    const opener = netfilterOpener(flow.ints, 0) === direction ? sender : tuple(view, p).to;
    return done(result, {
      state: netfilterStateName(netfilterState(flow.ints, 0)), left: netfilterSecondsLeft(flow.ints, 0, ns), opener,
      replied: netfilterReplied(flow.ints, 0), assured: netfilterAssured(flow.ints, 0),
    });
  }

  private flow(view: DataView, p: Int32Array, make = true): { flow: Flow; direction: number } {
    const { from, key } = tuple(view, p);
    let flow = this.flows.get(key);
    if (flow === undefined) {
      flow = { originator: from, ints: new Int32Array(p[P_PROTOCOL] === TCP ? NETFILTER_TCP_WORDS : NETFILTER_DATAGRAM_WORDS) };
      if (make) this.flows.set(key, flow);
    }
    return { flow, direction: flow.originator === from ? 0 : 1 };
  }

  private error(view: DataView, p: Int32Array, ns: number): number {
    const q = this.quoted;
    const outcome = (p[P_ICMP_QUOTE_AT] ?? -1) < 0 ? MALFORMED : decodeQuoted(view, p[P_ICMP_QUOTE_AT] ?? 0, p[P_END] ?? 0, q);
    const protocol = q[P_PROTOCOL] ?? 0;
    const type = q[P_SOURCE_PORT] ?? 0;
    if (outcome !== OK || (protocol === ICMP && icmpRole(protocol, type) === 0)) return netfilterError(false, false, false);
    const { flow, direction } = this.flow(view, q, false);
    const alive = protocol === TCP ? netfilterAlive(flow.ints, 0, ns)
      : protocol === ICMP || protocol === ICMP6 ? netfilterIcmpAlive(flow.ints, 0, direction, icmpRole(protocol, type) === 2, ns)
        : netfilterDatagramAlive(flow.ints, 0, ns);
    return netfilterError(true, alive, address(view, p, P_DESTINATION) === address(view, q, P_SOURCE));
  }
}

function words(result: number): { verdict: string; reason: string } {
  return { verdict: netfilterVerdictName(result), reason: netfilterReasonName(result) };
}

/** Both ends of a packet as text; an ICMP query is found by its identifier and its pair of types. */
function tuple(view: DataView, p: Int32Array): { from: string; to: string; key: string } {
  const protocol = p[P_PROTOCOL] ?? 0;
  const ports = protocol === TCP || protocol === UDP;
  const pair = protocol === ICMP ? { 0: 8, 14: 13, 16: 15, 18: 17 }[p[P_SOURCE_PORT] ?? 0] ?? p[P_SOURCE_PORT] : protocol === ICMP6 ? { 129: 128, 140: 139 }[p[P_SOURCE_PORT] ?? 0] ?? p[P_SOURCE_PORT] : 0;
  const from = `${address(view, p, P_SOURCE)}${ports ? `:${String(p[P_SOURCE_PORT])}` : ''}`;
  const to = `${address(view, p, P_DESTINATION)}${ports ? `:${String(p[P_DESTINATION_PORT])}` : ''}`;
  return { from, to, key: `${ports ? '' : `${String(pair)} ${String(p[P_ICMP_ID])} `}${protocol === UDP ? 'udp ' : ''}${[from, to].sort().join(' ')}` };
}

function address(view: DataView, p: Int32Array, slot: number): string {
  const value = p[slot] ?? 0;
  if (p[P_VERSION] !== 6) return formatIpv4(value);
  return [0, 2, 4, 6, 8, 10, 12, 14].map((i) => view.getUint16(value + i).toString(16)).join('.');
}

/** Whether the transport checksum is wrong; every frame of the recordings was sent whole, by no network card. */
function badChecksum(view: DataView, p: Int32Array): boolean {
  const protocol = p[P_PROTOCOL] ?? 0;
  const at = p[P_L4_AT] ?? 0;
  const length = p[P_L4_LENGTH] ?? 0;
  if (![TCP, UDP, ICMP, ICMP6].includes(protocol) || at + length > view.byteLength) return false;
  if (protocol === UDP && view.getUint16(at + 6) === 0) return false;
  let sum = 0;
  const add = (from: number, bytes: number): void => {
    for (let i = 0; i < bytes; i += 2) sum += i + 1 < bytes ? view.getUint16(from + i) : view.getUint8(from + i) << 8;
  };
  add(at, length);
  if (protocol !== ICMP) {
    const ip = p[P_IP_AT] ?? 0;
    if (p[P_VERSION] === 6) add(ip + 8, 32); else add(ip + 12, 8);
    sum += protocol + length;
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x1_0000);
  return sum !== 0xffff;
}

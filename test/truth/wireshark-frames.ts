// Every TCP frame of a capture as the Wireshark view and as tshark see it, in the same words, so that a difference is a difference of text.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { FrameDecoder } from '../../main/tracker/decode/frame-decoder';
import { decodeQuoted } from '../../main/tracker/decode/icmp';
import {
  FRAGMENT_PRESENT, OK, P_DESTINATION, P_END, P_FRAGMENT, P_FRAGMENT_OFFSET, P_ICMP_QUOTE_AT, P_IP_ID, P_L4_AT, P_L4_CAPTURED, P_L4_LENGTH, P_PROTOCOL, P_SOURCE, P_VERSION,
  PACKET_SLOTS,
} from '../../main/tracker/decode/packet';
import { Addresses } from '../../main/tracker/flow/addresses';
import { F_TOTAL, Fragments, HEADER_BYTES } from '../../main/tracker/flow/fragments';
import { WiresharkLens } from '../../main/tracker/lens/wireshark';
import { CaptureReader, FATAL, NEED_MORE, PACKET } from '../../main/tracker/reader/capture-reader';
import { WIRESHARK_VERDICTS } from '../../shared/wireshark';

export interface FrameFacts {
  /** Names in Wireshark's order; empty for a frame without a verdict. */
  verdict: string;
  /** `tcp.stream`, and what tshark shows of the conversation in this frame. */
  stream: string;
  completeness: string;
  initialRtt: string;
  /** Duplicate ACK number and frame, frame acknowledged and its RTT, frame and time of the retransmission time-out. */
  details: string;
}

const NO_FACTS: FrameFacts = { verdict: '', stream: '', completeness: '', initialRtt: '', details: '' };

export type Frames = Map<number, FrameFacts>;

const NAMES = WIRESHARK_VERDICTS.map(({ name }) => name);
const DETAILS = ['duplicate_ack_num', 'duplicate_ack_frame', 'acks_frame', 'ack_rtt', 'rto_frame', 'rto'];
const FIELDS = ['frame.number', 'tcp.stream', 'tcp.completeness', 'tcp.analysis.initial_rtt', ...[...DETAILS, ...NAMES].map((name) => `tcp.analysis.${name}`)];

/** One pass, default preferences but for `options`. */
export async function askTshark(file: string, options: readonly string[] = []): Promise<Frames> {
  const args = ['-n', ...options, '-r', file, '-T', 'fields', '-E', 'occurrence=f', ...FIELDS.flatMap((field) => ['-e', field])];
  const { stdout } = await promisify(execFile)('tshark', args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  const frames: Frames = new Map();
  for (const line of stdout.split('\n')) {
    const [frame, stream, completeness = '', initialRtt = '', ...rest] = line.split('\t');
    if (!stream) continue;
    frames.set(Number(frame), {
      verdict: NAMES.filter((_, i) => rest[DETAILS.length + i]).join(' '),
      stream, completeness, initialRtt, details: rest.slice(0, DETAILS.length).join(' '),
    });
  }
  return frames;
}

const seconds = (ns: number): string => (ns < 0 ? `-${seconds(-ns)}` : `${String(Math.floor(ns / 1e9))}.${String(ns % 1e9).padStart(9, '0')}`);

/** Drives the lens as the tracker does: every TCP packet, datagrams put together, and what ICMP errors quote. */
export function throughLens(bytes: Uint8Array): Frames {
  const frames: Frames = new Map();
  const reader = new CaptureReader();
  const decoder = new FrameDecoder();
  const lens = new WiresharkLens();
  const addresses = new Addresses(1);
  const fragments = new Fragments(1);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const quote = new Int32Array(PACKET_SLOTS);
  reader.ended = true;
  const id = (p: Int32Array, slot: number): number => (p[P_VERSION] === 6 ? addresses.intern(view, p[slot] ?? 0) : p[slot] ?? 0);

  for (let at = 0, frame = 0; at < bytes.length; at = reader.nextAt) {
    const status = reader.next(view, at, bytes.length);
    if (status === NEED_MORE || status === FATAL) break;
    if (status !== PACKET) continue;
    frame++;
    const ns = reader.time[0] ?? 0;
    decoder.decode(view, reader.dataAt, reader.captured, reader.wire, reader.linkType);
    const p = decoder.packet;
    if (p[P_VERSION] === 0) continue;
    const v6 = p[P_VERSION] === 6;
    let bits = -1;
    if (p[P_PROTOCOL] === 6) {
      bits = lens.segment(p, view, id(p, P_SOURCE), id(p, P_DESTINATION), v6, frame, ns, reader.dataAt + reader.wire);
      if (((p[P_FRAGMENT] ?? 0) & FRAGMENT_PRESENT) !== 0) bits = fragment(p, v6, frame, ns, bits);
    } else if ((p[P_PROTOCOL] === 1 || p[P_PROTOCOL] === 58) && (p[P_ICMP_QUOTE_AT] ?? -1) >= 0) {
      if (decodeQuoted(view, p[P_ICMP_QUOTE_AT] ?? 0, p[P_END] ?? 0, quote) === OK && quote[P_PROTOCOL] === 6) {
        bits = lens.quoted(quote, view, id(quote, P_SOURCE), id(quote, P_DESTINATION), quote[P_VERSION] === 6, frame, ns);
      }
    }
    if (bits < 0 || lens.stream < 0) continue;
    const { last } = lens;
    frames.set(frame, {
      verdict: lens.names(bits).join(' '), stream: String(lens.stream), completeness: String(lens.completenessBefore),
      initialRtt: !Number.isNaN(lens.initialRttNs) ? seconds(lens.initialRttNs) : '',
      details: [
        last.dupAckNumber || '', last.dupAckNumber > 0 ? last.dupAckFrame : '', last.acksFrame || '', last.ackRttNs === 0 ? '' : seconds(last.ackRttNs),
        last.rtoNs === 0 ? '' : last.rtoFrame, last.rtoNs === 0 ? '' : seconds(last.rtoNs),
      ].join(' '),
    });
  }
  return frames;

  function fragment(p: Int32Array, v6: boolean, frame: number, ns: number, bits: number): number {
    const [source, destination, length] = [id(p, P_SOURCE), id(p, P_DESTINATION), p[P_L4_LENGTH] ?? 0];
    if ((p[P_L4_CAPTURED] ?? 0) < length) return bits;
    const index = fragments.entry(source, destination, p[P_IP_ID] ?? 0, v6 ? 6 : 4, ns);
    const [at, offset] = [p[P_L4_AT] ?? 0, p[P_FRAGMENT_OFFSET] ?? 0];
    const whole = fragments.add(index, offset, length, p[P_FRAGMENT] ?? 0);
    // The first fragment may hold less than the header.
    if (offset < HEADER_BYTES) fragments.headers.set(bytes.subarray(at, at + Math.min(length, HEADER_BYTES - offset)), index * HEADER_BYTES + offset);
    if (!whole) return -1;
    const header = new DataView(fragments.headers.buffer, index * HEADER_BYTES, HEADER_BYTES);
    const total = fragments.get(index, F_TOTAL);
    return lens.reassembled(header, 0, Math.min(total, HEADER_BYTES), total, source, destination, v6, frame, ns);
  }
}

export interface Difference { frame: number; stream: string; fact: string; ours: string; tshark: string }

/** Frame by frame and fact by fact; a frame that only one side has differs in its stream. */
export function differences(ours: Frames, theirs: Frames): Difference[] {
  const found: Difference[] = [];
  for (const frame of [...new Set([...ours.keys(), ...theirs.keys()])].sort((a, b) => a - b)) {
    const [a = NO_FACTS, b = NO_FACTS] = [ours.get(frame), theirs.get(frame)];
    for (const fact of ['verdict', 'stream', 'completeness', 'initialRtt', 'details'] as const) {
      if (fact === 'initialRtt' && b[fact] === '') continue; // tshark shows it only in frames of which it shows something else
      if (a[fact] !== b[fact]) found.push({ frame, stream: b.stream, fact, ours: a[fact], tshark: b[fact] });
    }
  }
  return found;
}

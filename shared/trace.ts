// The packets of one connection, read back from the capture: what the ladder, the SEQ/ACK graph and the packet tab show. Indices count the
// packets of the connection from 0, in capture order; times are microseconds since 1970; sequence numbers are absolute unless said otherwise.
import type { PerEndpoint } from './snapshot';

/** Who sent a packet; the value is what a column holds. A third party is a router that tells of an error. */
export const FROM_ORIGINATOR = 0;
export const FROM_RESPONDER = 1;
export const FROM_OTHER = 2;

/** What a packet is; the value is what a column holds. */
export const TRACE_KIND = ['segment', 'datagram', 'icmp', 'fragment'] as const;
export type TraceKind = (typeof TRACE_KIND)[number];

export interface TraceInfo {
  id: number;
  protocol: number;
  /** Packets read back so far: the ladder's length. */
  packets: number;
  /** Packets of the connection that could not be read back, and why in one sentence (the spool dropped them, the file changed); null when none. */
  missing: { packets: number; reason: string } | null;
  /** False while the capture is still being read: more may come. */
  complete: boolean;
  firstMicros: number;
  lastMicros: number;
  /** Where relative numbers of an end begin: its initial sequence number, else one below the first number seen; null without TCP. */
  base: PerEndpoint<number | null>;
  /** Bits by which an end's window is shifted; null where it is not known. */
  scale: PerEndpoint<number | null>;
}

/** A part of the ladder. Every column has `frame.length` entries. */
export interface TraceRows {
  offset: number;
  total: number;
  frame: Uint32Array;
  micros: Float64Array;
  /** FROM_* */
  from: Uint8Array;
  /** Index in TRACE_KIND. */
  kind: Uint8Array;
  /** TCP flags, FIN first (bit 0) to CWR (bit 7). ICMP: type << 8 | code in `seq`. */
  flags: Uint8Array;
  seq: Uint32Array;
  ack: Uint32Array;
  /** Payload bytes. */
  length: Uint32Array;
  /** Bytes on the wire. */
  wire: Uint32Array;
  /** Bytes of window, scaled where the scale is known. */
  window: Uint32Array;
  /** Verdict | confidence, as shared/analysis.ts codes them. */
  verdict: Uint16Array;
  /** Bits of shared/wireshark.ts. */
  wireshark: Uint32Array;
  /** Verdict and reason as shared/netfilter.ts codes them. */
  netfilter: Uint16Array;
  /** Number the sender was expected to go on with, before this packet; equal to `seq` where nothing is known. */
  expected: Uint32Array;
  /** The sender's acknowledgement before this packet; equal to `ack` where there was none. */
  previousAck: Uint32Array;
  /** Index of the newest packet of the peer that ends exactly at `ack`, whose arrival this one acknowledges; -1 for none seen. */
  answers: Int32Array;
  /** Sequence number, and length in sequence space (SYN and FIN count one each), of that packet. */
  answersSeq: Uint32Array;
  answersLength: Uint32Array;
  /** TCP flags of that packet. */
  answersFlags: Uint8Array;
  /** One past the highest number that the peer had sent before this packet. */
  peerNext: Uint32Array;
  /** Index of the packet that this one repeats, is late for, or acknowledges again; -1 for none. */
  related: Int32Array;
  /** Number of that packet in the capture; 0 for none. */
  relatedFrame: Uint32Array;
  /** State codes of both ends after this packet (shared/states.ts). */
  originatorState: Uint8Array;
  responderState: Uint8Array;
  /** SACK blocks of a packet: [index in this part, left edge, right edge] each. */
  sacks: Uint32Array;
}

export interface GraphRequest {
  id: number;
  /** The visible part of the time axis; null for all of it. */
  fromMicros: number | null;
  toMicros: number | null;
  /** Pixels across: no more than some four points are given for each. */
  columns: number;
  /** Width of a throughput bin; null: chosen by the visible part. */
  binMicros: number | null;
}

/** One direction of the SEQ/ACK graph. Numbers are relative to the sender's base and do not wrap; flat arrays of tuples. */
export interface GraphDirection {
  /** [micros, from, to] of segments; reduced to first, least, greatest and last of a pixel where they are dense. */
  segments: Float64Array;
  /** [micros, number] of the peer's acknowledgements of this direction, a staircase. */
  acks: Float64Array;
  /** [micros, number]: right edge of the window that the peer announced. */
  window: Float64Array;
  /** [micros, from, to] of the peer's SACK blocks. */
  sacks: Float64Array;
  /** [micros, from, to, verdict | confidence, index] of every packet with a verdict; thinned alike where dense, no verdict of a pixel lost. */
  marks: Float64Array;
  /** [micros, round-trip micros] */
  rtt: Float64Array;
  /** [micros, bytes sent and not acknowledged] */
  flight: Float64Array;
  /** [micros, bytes]: window that the peer announced. */
  room: Float64Array;
  /** [micros of the bin's begin, payload bytes a second] */
  throughput: Float64Array;
  /** The same of bytes that were acknowledged for the first time. */
  goodput: Float64Array;
}

export interface Graph {
  id: number;
  fromMicros: number;
  toMicros: number;
  /** Width of a throughput bin as used. */
  binMicros: number;
  /** Segments of the visible part before they were reduced. */
  packets: number;
  /** True where some points stand for several. */
  reduced: boolean;
  directions: PerEndpoint<GraphDirection>;
}

/** One field of a packet's headers; `from` and `to` are offsets into its bytes, `to` exclusive (equal: not in the bytes). */
export interface PacketField {
  name: string;
  value: string;
  from: number;
  to: number;
  /** What the value means or why it is odd; '' for nothing to say. */
  note: string;
  children: PacketField[];
}

export interface PacketDetail {
  frame: number;
  index: number;
  micros: number;
  /** Bytes on the wire and in the capture. */
  wire: number;
  captured: number;
  /** Offset in the capture file of its first byte. */
  offset: number;
  bytes: Uint8Array;
  /** Link layer first. */
  fields: PacketField[];
  /** What each says of this packet. */
  views: {
    own: { verdict: string | null; confidence: string; why: string };
    wireshark: { name: string; meaning: string }[];
    zeek: { letters: string; history: string; connState: string };
    netfilter: { verdict: string; reason: string; state: string };
    /** State of each end after the packet, and the jumps it caused. */
    states: PerEndpoint<string>;
  };
}

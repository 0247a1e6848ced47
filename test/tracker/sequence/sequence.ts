// Runs the SEQ/ACK analysis alone over a capture: reader, decoder, one block of words for each pair of endpoints.
import { verdictConfidence, verdictName } from '@shared/analysis';
import { FrameDecoder } from '../../../main/tracker/decode/frame-decoder';
import { ACK, OK, P_ACK, P_DESTINATION, P_DESTINATION_PORT, P_FLAGS, P_IP_ID, P_PAYLOAD, P_PROTOCOL, P_SEQ, P_SOURCE, P_SOURCE_PORT, P_VERSION, P_WINDOW, SYN } from '../../../main/tracker/decode/packet';
import { createTcpOptions, O_WSCALE, parseTcpOptions } from '../../../main/tracker/decode/tcp-options';
import { P_FRAGMENT, P_OPTIONS_AT, P_OPTIONS_LENGTH } from '../../../main/tracker/decode/packet';
import { CaptureReader, FATAL, NEED_MORE, PACKET } from '../../../main/tracker/reader/capture-reader';
import { SegmentJudge } from '../../../main/tracker/sequence/judge';
import { sequenceMeasures, type SequenceMeasures } from '../../../main/tracker/sequence/measures';
import { S_WORDS } from '../../../main/tracker/sequence/record';
import { sequenceSegment } from '../../../main/tracker/sequence/segment';

export interface Judged {
  readonly frame: number;
  readonly connection: number;
  /** 0: sent by the originator. */
  readonly direction: number;
  readonly verdict: string | null;
  readonly confidence: string;
  readonly seq: number;
  readonly length: number;
}

interface Conversation { readonly number: number; readonly from: string; readonly ints: Int32Array; readonly floats: Float64Array; readonly payload: [number, number] }

export interface Sequenced {
  readonly judge: SegmentJudge;
  /** Every TCP segment, in the order of the capture. */
  readonly segments: readonly Judged[];
  /** [originator's, responder's] of each connection. */
  readonly measures: readonly (readonly [SequenceMeasures, SequenceMeasures])[];
}

const odd = 16; // the block stands somewhere inside a record, not at 0

/** The first packet of a connection is told again from its fields, as the tracker does: its options but the scale and its time stamp are gone. */
export function sequence(bytes: Uint8Array): Sequenced {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const reader = new CaptureReader();
  const decoder = new FrameDecoder();
  const judge = new SegmentJudge();
  const options = createTcpOptions();
  const conversations = new Map<string, Conversation>();
  const segments: Judged[] = [];
  reader.ended = true;
  const { packet } = decoder;
  const host = (at: number): string => {
    const address = packet[at] ?? 0;
    return packet[P_VERSION] === 6 ? Array.from({ length: 4 }, (_, i) => view.getUint32(address + 4 * i).toString(16)).join(':') : String(address);
  };
  let frame = 0;
  for (let at = 0; at < bytes.length;) {
    const status = reader.next(view, at, bytes.length);
    if (status === NEED_MORE || status === FATAL) break;
    at = reader.nextAt;
    if (status !== PACKET) continue;
    frame++;
    if (decoder.decode(view, reader.dataAt, reader.captured, reader.wire, reader.linkType) !== OK || packet[P_PROTOCOL] !== 6 || ((packet[P_FRAGMENT] ?? 0) & 1) !== 0) continue;
    const ns = reader.time[0] ?? 0;
    const flags = packet[P_FLAGS] ?? 0;
    const from = `${host(P_SOURCE)}:${String(packet[P_SOURCE_PORT])}`;
    const to = `${host(P_DESTINATION)}:${String(packet[P_DESTINATION_PORT])}`;
    const key = from < to ? `${from} ${to}` : `${to} ${from}`;
    let conversation = conversations.get(key);
    let judged = 0;
    const length = packet[P_PAYLOAD] ?? 0;
    if (conversation === undefined) {
      const ints = new Int32Array(S_WORDS + odd);
      const originator = (flags & (SYN | ACK)) === (SYN | ACK) ? to : from;
      conversation = { number: conversations.size, from: originator, ints, floats: new Float64Array(ints.buffer), payload: [0, 0] };
      conversations.set(key, conversation);
      options[O_WSCALE] = -1;
      if ((flags & SYN) !== 0) parseTcpOptions(view, packet[P_OPTIONS_AT] ?? 0, packet[P_OPTIONS_LENGTH] ?? 0, options);
      judged = judge.first(
        ints, conversation.floats, odd, originator === from ? 0 : 1, packet[P_SEQ] ?? 0, packet[P_ACK] ?? 0, flags, packet[P_WINDOW] ?? 0, length,
        options[O_WSCALE] ?? -1, packet[P_VERSION] === 4 ? packet[P_IP_ID] ?? 0 : 0, ns,
      );
    } else {
      const direction = conversation.from === from ? 0 : 1;
      judged = sequenceSegment(conversation.ints, conversation.floats, odd, judge, direction, packet, view, ns);
    }
    const direction = conversation.from === from ? 0 : 1;
    conversation.payload[direction] += length;
    segments.push({
      frame, connection: conversation.number, direction, verdict: verdictName(judged), confidence: verdictConfidence(judged), seq: packet[P_SEQ] ?? 0, length,
    });
  }
  const measures = [...conversations.values()].map(({ ints, floats, payload }) => [
    sequenceMeasures(ints, floats, odd, judge.store, 0, payload[0]), sequenceMeasures(ints, floats, odd, judge.store, 1, payload[1]),
  ] as const);
  return { judge, segments, measures };
}

/** The verdicts alone, ordinary segments left out: `frame verdict`. */
export function verdictLines({ segments }: Sequenced): string[] {
  return segments.filter((s) => s.verdict !== null).map((s) => `${String(s.frame)} ${String(s.verdict)}`);
}

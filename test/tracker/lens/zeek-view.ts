// Runs the Zeek view over a capture with the tracker's own connections and directions, and gives a row for each.
import { PROTOCOL } from '@shared/flow';
import { FrameDecoder } from '../../../main/tracker/decode/frame-decoder';
import { P_IP_AT, P_L4_AT, P_L4_LENGTH, P_PAYLOAD, P_PROTOCOL, P_VERSION } from '../../../main/tracker/decode/packet';
import { ZeekLens } from '../../../main/tracker/lens/zeek';
import {
  datagramConnState, datagramHistory, datagramOriginator, datagramRolesFlipped, ZEEK_DATAGRAM_WORDS, zeekDatagram,
} from '../../../main/tracker/lens/zeek-datagram';
import { ZEEK_WORDS } from '../../../main/tracker/lens/zeek-record';
import { CaptureReader, NEED_MORE, PACKET } from '../../../main/tracker/reader/capture-reader';
import { analyzeBytes } from '../../drive';

/** Figures of an end, in Zeek's words. */
export interface ZeekEnd { address: string; port: number; bytes: number; packets: number; ipBytes: number; missed: number }

export interface ZeekRow {
  id: number;
  proto: string;
  connState: string;
  history: string;
  flipped: boolean;
  /** Zeek's originator and responder; `swapped` when they are not ours. */
  orig: ZeekEnd;
  resp: ZeekEnd;
  swapped: boolean;
}

interface Pair { d: number; packet: Int32Array }

/** Every frame of a capture that belongs to a connection, with its packet view. */
function framesOf(bytes: Uint8Array): Map<number, Pair[]> {
  const { packets } = analyzeBytes(bytes);
  const reader = new CaptureReader();
  const decoder = new FrameDecoder();
  const block = bytes.slice();
  const view = new DataView(block.buffer);
  const byConnection = new Map<number, Pair[]>();
  reader.ended = true;
  for (let at = 0, frame = 0; at < block.length;) {
    const status = reader.next(view, at, block.length);
    if (status === NEED_MORE) break;
    if (status === PACKET) {
      const row = packets[frame++];
      decoder.decode(view, reader.dataAt, reader.captured, reader.wire, reader.linkType);
      if (row?.connection != null && (decoder.packet[P_VERSION] ?? 0) !== 0) {
        const list = byConnection.get(row.connection) ?? [];
        list.push({ d: row.from === 'responder' ? 1 : 0, packet: decoder.packet.slice() });
        byConnection.set(row.connection, list);
      }
    }
    at = reader.nextAt;
  }
  return byConnection;
}

export function zeekRows(bytes: Uint8Array): ZeekRow[] {
  const { connections } = analyzeBytes(bytes);
  const frames = framesOf(bytes);
  const lens = new ZeekLens();
  return connections.map((connection) => {
    const tcp = connection.proto === 'tcp';
    const ints = new Int32Array((tcp ? ZEEK_WORDS : ZEEK_DATAGRAM_WORDS) + 2);
    const at = 1;
    const fresh = (): { packets: number; ipBytes: number; payload: number } => ({ packets: 0, ipBytes: 0, payload: 0 });
    const counts: readonly [ReturnType<typeof fresh>, ReturnType<typeof fresh>] = [fresh(), fresh()];
    if (tcp) lens.start(ints, at);
    for (const { d, packet } of frames.get(connection.id) ?? []) {
      const count = d === 0 ? counts[0] : counts[1];
      const slot = (index: number): number => packet[index] ?? 0;
      count.packets++;
      count.ipBytes += slot(P_L4_AT) - slot(P_IP_AT) + slot(P_L4_LENGTH);
      count.payload += slot(P_PAYLOAD);
      if (slot(P_PROTOCOL) === PROTOCOL.tcp) lens.segment(ints, at, d, packet);
      else zeekDatagram(ints, at, d, packet);
    }
    const protocol = connection.proto === 'udp' ? PROTOCOL.udp : PROTOCOL.icmp;
    const swapped = (tcp ? lens.originator(ints, at) : datagramOriginator(ints, at)) === 1;
    const end = (d: 0 | 1): ZeekEnd => {
      const { address, port } = d === 0 ? connection.originator : connection.responder;
      const { packets, ipBytes, payload } = counts[d];
      return {
        address, port, packets, ipBytes,
        bytes: tcp ? lens.sequenceBytes(ints, at, d) : payload,
        missed: tcp ? lens.missedBytes(ints, at, d) : 0,
      };
    };
    const row = {
      id: connection.id, proto: connection.proto,
      connState: tcp ? lens.connState(ints, at) : datagramConnState(ints, at, protocol),
      history: tcp ? lens.history(ints, at) : datagramHistory(ints, at, protocol),
      flipped: tcp ? lens.rolesFlipped(ints, at) : datagramRolesFlipped(ints, at),
      orig: end(swapped ? 1 : 0), resp: end(swapped ? 0 : 1), swapped,
    };
    if (ints[0] !== 0 || ints[ints.length - 1] !== 0) throw new Error('the Zeek view wrote outside its words');
    if (tcp) lens.release(ints, at);
    return row;
  });
}

/** conn_state, history and bytes in one line: what a story is judged by. */
export function zeekLine(bytes: Uint8Array): string {
  return zeekRows(bytes).map((r) => {
    const missed = r.orig.missed + r.resp.missed;
    return `${r.connState} ${r.history} ${r.orig.bytes}/${r.resp.bytes}${missed === 0 ? '' : ` missed ${r.orig.missed}/${r.resp.missed}`}`;
  }).join('\n');
}

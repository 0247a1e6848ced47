// One made-up connection, packet by packet: a download with a handshake, loss, SACK, a closed window and an orderly end, seen at the sender.
import { CAPTURE_DUPLICATE, DUPLICATE_ACK, HIGH, MEDIUM, ORDINARY, RETRANSMISSION, WINDOW_FULL, WINDOW_UPDATE, ZERO_WINDOW } from '@shared/analysis';
import type { ConnectionDetail } from '@shared/snapshot';
import { FROM_ORIGINATOR, FROM_RESPONDER } from '@shared/trace';
import type { Graph, GraphDirection, GraphRequest, PacketDetail, TraceInfo, TraceRows } from '@shared/trace';

const FIN = 1, SYN = 2, PSH = 8, ACK = 16;
const MSS = 1460;
const HALF_TRIP = 11_000;
const BASE = { originator: 3_735_928_559, responder: 4_294_900_000 };
const FIRST_FRAME = 1204;

/** Numbers are relative; the responder's wrap when they are made absolute. */
interface Made {
  at: number; from: 0 | 1; flags: number; seq: number; ack: number; length: number; window: number; verdict: number; related: number;
  sacks: [number, number][]; states: [number, number];
}

function conversation(): Made[] {
  const packets: Made[] = [];
  const put = (part: Partial<Made> & Pick<Made, 'at' | 'from'>): Made => {
    const made: Made = { flags: ACK, seq: 1, ack: 1, length: 0, window: 262_144, verdict: ORDINARY, related: -1, sacks: [], states: [4, 4], ...part };
    packets.push(made);
    return made;
  };
  put({ at: 0, from: 0, flags: SYN, seq: 0, ack: 0, states: [2, 1] });
  put({ at: 80, from: 1, flags: SYN | ACK, seq: 0, states: [4, 3] });
  put({ at: 2 * HALF_TRIP, from: 0, states: [4, 4] });
  put({ at: 2 * HALF_TRIP + 300, from: 0, flags: PSH | ACK, length: 517 });
  put({ at: 2 * HALF_TRIP + 390, from: 1, ack: 518 });
  let next = 1;
  let acked = 1;
  let clock = 2 * HALF_TRIP + 4_000;
  let cwnd = 10;
  for (let round = 0; round < 46; round++) {
    const burst = Math.min(Math.floor(cwnd), 110);
    const lost = round === 7 || round === 23 || round === 24 ? Math.floor(burst * 0.3) : -1;
    const room = round === 34 ? 20 * MSS : 262_144;
    const first = next;
    const count = round === 34 ? 20 : burst;
    for (let i = 0; i < count; i++) {
      const full = round === 34 && i === count - 1;
      const sent = put({ at: clock + i * 130, from: 1, flags: i === count - 1 ? PSH | ACK : ACK, seq: next, ack: 518, length: MSS, verdict: full ? WINDOW_FULL | HIGH : ORDINARY });
      if (round === 12 && i === 3) put({ ...sent, at: sent.at + 9, verdict: CAPTURE_DUPLICATE | HIGH, related: packets.indexOf(sent) });
      next += MSS;
    }
    const hole = first + lost * MSS;
    let answered = clock + 2 * HALF_TRIP;
    for (let i = 1; i < count; i += 2) {
      answered = clock + i * 130 + 2 * HALF_TRIP;
      const upTo = first + (i + 1) * MSS;
      if (lost >= 0 && upTo > hole) {
        const same = acked === hole;
        acked = hole;
        put({ at: answered, from: 0, seq: 518, ack: hole, window: room, sacks: [[hole + MSS, upTo]], verdict: same ? DUPLICATE_ACK | HIGH : ORDINARY });
      } else {
        acked = upTo;
        put({ at: answered, from: 0, seq: 518, ack: upTo, window: round === 34 ? Math.max(0, next - upTo) : room, verdict: round === 34 && upTo >= next ? ZERO_WINDOW | HIGH : ORDINARY });
      }
    }
    if (lost >= 0) {
      put({ at: answered - 4_000, from: 1, seq: hole, ack: 518, length: MSS, verdict: RETRANSMISSION | (round === 24 ? MEDIUM : HIGH), related: packets.findIndex((p) => p.from === 1 && p.seq === hole) });
      clock = answered + 2 * HALF_TRIP;
      put({ at: clock - 2_000, from: 0, seq: 518, ack: next });
      cwnd = Math.max(8, cwnd / 2);
    } else {
      clock = round === 34 ? answered + 180_000 : answered + 400;
      if (round === 34) put({ at: clock - 900, from: 0, seq: 518, ack: next, window: 262_144, verdict: WINDOW_UPDATE | HIGH });
      cwnd += cwnd < 40 ? cwnd * 0.6 : 2;
    }
    acked = next;
  }
  put({ at: clock, from: 1, flags: FIN | ACK, seq: next, ack: 518, states: [7, 5] });
  put({ at: clock + 2 * HALF_TRIP, from: 0, seq: 518, ack: next + 1, states: [7, 6] });
  put({ at: clock + 2 * HALF_TRIP + 2_100, from: 0, flags: FIN | ACK, seq: 518, ack: next + 1, states: [9, 10] });
  put({ at: clock + 2 * HALF_TRIP + 2_180, from: 1, seq: next + 1, ack: 519, states: [0, 10] });
  const order = packets.map((_, i) => i).sort((a, b) => (packets[a]?.at ?? 0) - (packets[b]?.at ?? 0));
  return order.flatMap((from) => packets.slice(from, from + 1)).map((p) => ({ ...p, related: p.related < 0 ? -1 : order.indexOf(p.related) }));
}

export interface MadeTrace {
  info: (id: number) => TraceInfo;
  rows: (offset: number, count: number) => TraceRows;
  locate: (frame: number) => number;
  verdicts: (from: number) => { indices: Uint32Array; packets: number };
  graph: (request: GraphRequest) => Graph;
  packet: (index: number) => PacketDetail | null;
  /** Frame and time of a packet, for transitions that fit. */
  frameOf: (index: number) => number;
  microsOf: (index: number) => number;
  count: number;
}

const sequenceLength = (p: Made): number => p.length + ((p.flags & SYN) !== 0 ? 1 : 0) + ((p.flags & FIN) !== 0 ? 1 : 0);

export function madeTrace(startMicros: number): MadeTrace {
  const all = conversation();
  const at = (p: Made): number => startMicros + p.at;
  const absolute = (from: 0 | 1, number: number): number => (number + (from === FROM_ORIGINATOR ? BASE.originator : BASE.responder)) >>> 0;
  const frameOf = (index: number): number => FIRST_FRAME + index * 2;
  const last = all.at(-1);

  function rows(offset: number, count: number): TraceRows {
    const part = all.slice(offset, offset + count);
    const u32 = (of: (p: Made, i: number) => number): Uint32Array => Uint32Array.from(part, of);
    const before = (i: number, from: 0 | 1): Made[] => all.slice(Math.max(0, offset + i - 300), offset + i).filter((p) => p.from === from);
    const sentUpTo = (i: number, from: 0 | 1): number => before(i, from).reduce((most, p) => Math.max(most, p.seq + sequenceLength(p)), -1);
    const answered = (p: Made, i: number): number => {
      for (let k = offset + i - 1; k >= 0; k--) { const q = all[k]; if (q !== undefined && q.from !== p.from && sequenceLength(q) > 0 && q.seq + sequenceLength(q) === p.ack) return k; }
      return -1;
    };
    const other = (p: Made): 0 | 1 => (p.from === 0 ? 1 : 0);
    return {
      offset, total: all.length,
      frame: u32((_, i) => frameOf(offset + i)), micros: Float64Array.from(part, at), from: Uint8Array.from(part, (p) => p.from), kind: new Uint8Array(part.length),
      flags: Uint8Array.from(part, (p) => p.flags), seq: u32((p) => absolute(p.from, p.seq)), ack: u32((p) => ((p.flags & ACK) === 0 ? 0 : absolute(other(p), p.ack))),
      length: u32((p) => p.length), wire: u32((p) => p.length + 66), window: u32((p) => p.window), verdict: Uint16Array.from(part, (p) => p.verdict),
      wireshark: new Uint32Array(part.length), netfilter: new Uint16Array(part.length),
      expected: u32((p, i) => { const next = sentUpTo(i, p.from); return absolute(p.from, next < 0 ? p.seq : next); }),
      previousAck: u32((p, i) => absolute(other(p), before(i, p.from).at(-1)?.ack ?? p.ack)),
      answers: Int32Array.from(part, answered),
      answersSeq: u32((p, i) => absolute(other(p), all[answered(p, i)]?.seq ?? 0)), answersLength: u32((p, i) => { const q = all[answered(p, i)]; return q === undefined ? 0 : sequenceLength(q); }),
      answersFlags: Uint8Array.from(part, (p, i) => all[answered(p, i)]?.flags ?? 0), peerNext: u32((p, i) => absolute(other(p), Math.max(0, sentUpTo(i, other(p))))), related: Int32Array.from(part, (p) => p.related), relatedFrame: u32((p) => (p.related < 0 ? 0 : frameOf(p.related))),
      originatorState: Uint8Array.from(part, (p) => p.states[0]), responderState: Uint8Array.from(part, (p) => p.states[1]),
      sacks: Uint32Array.from(part.flatMap((p, i) => p.sacks.flatMap(([left, right]) => [i, absolute(other(p), left), absolute(other(p), right)]))),
    };
  }

  function direction(from: 0 | 1, fromMicros: number, toMicros: number, binMicros: number): GraphDirection {
    const inside = all.filter((p) => at(p) >= fromMicros && at(p) <= toMicros);
    const own = inside.filter((p) => p.from === from);
    const peer = inside.filter((p) => p.from !== from && (p.flags & ACK) !== 0);
    const flat = <T>(items: T[], of: (item: T) => number[]): Float64Array => Float64Array.from(items.flatMap(of));
    const bins = new Map<number, number>();
    for (const p of own) { const bin = Math.floor((at(p) - fromMicros) / binMicros); bins.set(bin, (bins.get(bin) ?? 0) + p.length); }
    let sent = 0, acked = 0, room = 0;
    const flight: number[] = [];
    for (const p of all) {
      if (p.from === from) sent = Math.max(sent, p.seq + sequenceLength(p));
      else { acked = Math.max(acked, p.ack); room = p.window; }
      if (at(p) >= fromMicros && at(p) <= toMicros) flight.push(at(p), Math.max(0, sent - acked));
    }
    const throughput = flat([...bins].sort((a, b) => a[0] - b[0]), ([bin, bytes]) => [fromMicros + bin * binMicros, (bytes * 1e6) / binMicros]);
    return {
      segments: flat(own.filter((p) => sequenceLength(p) > 0), (p) => [at(p), p.seq, p.seq + sequenceLength(p)]),
      acks: flat(peer, (p) => [at(p), p.ack]), window: flat(peer, (p) => [at(p), p.ack + p.window]),
      sacks: flat(peer, (p) => p.sacks.flatMap(([left, right]) => [at(p), left, right])),
      // A verdict about an acknowledgement stands where it acknowledges, among the peer's bytes.
      marks: flat(inside.filter((p) => p.verdict !== 0 && (p.from === from) === (p.length > 0)), (p) => (p.length > 0 ? [at(p), p.seq, p.seq + p.length, p.verdict, all.indexOf(p)] : [at(p), p.ack, p.ack, p.verdict, all.indexOf(p)])),
      rtt: flat(peer.filter((_, i) => i % 3 === 0), (p) => [at(p), from === FROM_RESPONDER ? 2 * HALF_TRIP + ((p.seq + p.ack) % 97) * 40 : 90]),
      flight: Float64Array.from(flight), room: flat(peer, (p) => [at(p), room === 0 ? 0 : p.window]), throughput, goodput: throughput,
    };
  }

  return {
    count: all.length, frameOf, microsOf: (index) => startMicros + (all[index]?.at ?? 0), rows,
    info: (id) => ({ id, protocol: 6, packets: all.length, missing: null, complete: true, firstMicros: startMicros, lastMicros: startMicros + (last?.at ?? 0), base: BASE, scale: { originator: 7, responder: 7 } }),
    verdicts: (from) => ({ indices: Uint32Array.from(all.flatMap(({ verdict }, i) => (i >= from && verdict !== ORDINARY ? [i] : []))), packets: all.length }),
    locate: (frame) => Math.min(all.length - 1, Math.max(-1, Math.round((frame - FIRST_FRAME) / 2))),
    graph: ({ id, fromMicros, toMicros, binMicros, columns }) => {
      const from = fromMicros ?? startMicros;
      const to = toMicros ?? startMicros + (last?.at ?? 0);
      const bin = binMicros ?? Math.max(1000, Math.round((to - from) / Math.min(columns / 8, 60)));
      return { id, fromMicros: from, toMicros: to, binMicros: bin, packets: all.filter((p) => at(p) >= from && at(p) <= to).length, reduced: false, directions: { originator: direction(0, from, to, bin), responder: direction(1, from, to, bin) } };
    },
    packet: (index) => {
      const p = all[index];
      if (p === undefined) return null;
      const bytes = Uint8Array.from({ length: 54 + p.length }, (_, i) => (i * 37 + index) & 255);
      const field = (name: string, value: string, from: number, to: number) => ({ name, value, from, to, note: '', children: [] });
      return {
        frame: frameOf(index), index, micros: at(p), wire: bytes.length, captured: bytes.length, offset: 24 + index * 1530, bytes,
        fields: [
          { ...field('Ethernet', '02:00:00:00:00:01 → 02:00:00:00:00:02', 0, 14), children: [field('Destination', '02:00:00:00:00:02', 0, 6), field('Source', '02:00:00:00:00:01', 6, 12), field('Type', '0x0800 (IPv4)', 12, 14)] },
          { ...field('IPv4', '20 bytes', 14, 34), children: [field('Time to live', '64', 22, 23)] },
          { ...field('TCP', '20 bytes', 34, 54), children: [field('Sequence number', String(absolute(p.from, p.seq)), 38, 42), { ...field('Window', String(p.window), 48, 50), note: 'scaled by 128' }] },
        ],
        views: {
          own: { verdict: p.verdict === 0 ? null : 'retransmission', confidence: p.verdict === 0 ? 'none' : 'high', why: 'A made-up packet.' },
          wireshark: [], zeek: { letters: '', history: 'ShADadFf', connState: 'SF' }, netfilter: { verdict: 'ESTABLISHED', reason: '', state: 'ESTABLISHED' },
          states: { originator: 'ESTABLISHED', responder: 'ESTABLISHED' },
        },
      };
    },
  };
}

/** The transitions of the made-up download, with its own frames and times. */
export function madeTransitions(trace: MadeTrace): ConnectionDetail['transitions'] {
  type Jump = ConnectionDetail['transitions'][number];
  const end = trace.count - 4;
  const jump = (index: number, endpoint: Jump['endpoint'], from: string, to: string, event: string, basis: Jump['basis'], rule: string, why: string): Jump =>
    ({ frame: trace.frameOf(index), micros: trace.microsOf(index), endpoint, from, to, event, basis, rule: `RFC 9293 §${rule}`, why });
  return [
    jump(0, 'originator', 'CLOSED', 'SYN-SENT', 'send-syn', 'confirmed', '3.10.1', 'It sent a SYN: an active open.'),
    jump(1, 'responder', 'CLOSED', 'LISTEN', 'answer-syn', 'confirmed', '3.10.7.2', 'It answers a SYN, so it must have been listening.'),
    jump(1, 'responder', 'LISTEN', 'SYN-RECEIVED', 'send-syn-ack', 'confirmed', '3.10.7.2', 'It answered the SYN with SYN+ACK.'),
    jump(1, 'originator', 'SYN-SENT', 'ESTABLISHED', 'recv-syn-ack', 'confirmed', '3.10.7.3', 'The SYN+ACK acknowledges its SYN: open from its side.'),
    jump(2, 'responder', 'SYN-RECEIVED', 'ESTABLISHED', 'recv-ack-of-syn', 'confirmed', '3.10.7.4', 'Its SYN is acknowledged: the handshake is complete.'),
    jump(end, 'responder', 'ESTABLISHED', 'FIN-WAIT-1', 'send-fin', 'confirmed', '3.10.4', 'It closed first: nothing more to send.'),
    jump(end, 'originator', 'ESTABLISHED', 'CLOSE-WAIT', 'recv-fin', 'confirmed', '3.10.7.4', 'The peer has nothing more to send; it may still send itself.'),
    jump(end + 1, 'responder', 'FIN-WAIT-1', 'FIN-WAIT-2', 'recv-ack-of-fin', 'confirmed', '3.10.7.4', 'Its FIN is acknowledged; the peer may still send.'),
    jump(end + 2, 'originator', 'CLOSE-WAIT', 'LAST-ACK', 'send-fin', 'confirmed', '3.10.4', 'It closes its half too.'),
    jump(end + 2, 'responder', 'FIN-WAIT-2', 'TIME-WAIT', 'recv-fin', 'confirmed', '3.10.7.4', 'The peer has closed too: wait until old segments have died out.'),
    jump(end + 3, 'originator', 'LAST-ACK', 'CLOSED', 'recv-ack-of-fin', 'inferred', '3.10.7.4', 'Its FIN is acknowledged: done.'),
    { ...jump(end + 3, 'responder', 'TIME-WAIT', 'CLOSED', 'time-wait-over', 'inferred', '3.10.8', 'Two segment lifetimes are over.'), frame: 0, micros: trace.microsOf(end + 3) + 120e6 },
  ];
}

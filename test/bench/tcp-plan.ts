// Plans the segments of one TCP connection as a capture beside the originator's host sees them: the originator's packets when they are sent,
// the responder's a round trip later. Losses, reordering and closed windows are made on purpose and counted.
import { concat, u8 } from '../make/bytes';
import { tcpOptions } from '../make/packet';
import type { Random } from './random';
import { other, type Script, TIMESTAMPS, type Way } from './script';
import type { Truth } from './truth';

const FIN = 1;
const SYN = 2;
const RST = 4;
const PSH = 8;
const ACK = 16;

/** What may go wrong in one transfer. */
export type Trouble = 'lost-before' | 'lost-after' | 'reordered' | 'zero-window';

export interface TcpTraits {
  readonly roundTripMicros: number;
  readonly mss: number;
  readonly timestamps: boolean;
  readonly sack: boolean;
  /** Window shift of both sides; -1 for none. */
  readonly windowScale: number;
  /** Unscaled window of both sides. */
  readonly window: number;
  /** Most segments under way at once; together never more than the window. */
  readonly mostInFlight: number;
  /** Segments per ACK: two (RFC 9293 §3.8.6.3), more where the receiver's card joins them. */
  readonly segmentsPerAck: number;
}

export class TcpPlan {
  /** Time of the last planned packet. */
  now: number;
  readonly #script: Script;
  readonly #traits: TcpTraits;
  readonly #random: Random;
  readonly #truth: Truth['tcp'];
  /** Next sequence number of each way, and what each way has received of the other. */
  readonly #next: [number, number];
  readonly #received: [number, number];
  #congestionWindow = 10;

  constructor(script: Script, start: number, traits: TcpTraits, random: Random, truth: Truth) {
    this.now = start;
    this.#script = script;
    this.#traits = traits;
    this.#random = random;
    this.#truth = truth.tcp;
    this.#next = [random.word(), random.word()];
    this.#received = [this.#next[1], this.#next[0]];
  }

  // ---- opening ----

  syn(micros = this.now): void {
    this.#segment(micros, 0, SYN, { seq: this.#next[0], ack: 0, window: 64240, options: this.#handshakeOptions() });
  }

  /** The three segments of the handshake; the SYN `lost` times before it is answered. */
  handshake(lost = 0): void {
    let wait = 1_000_000;
    for (let i = 0; i <= lost; i++) {
      this.syn();
      if (i === lost) break;
      this.#truth.synRetransmissions++;
      this.now += wait;
      wait *= 2;
    }
    this.#next[0] = (this.#next[0] + 1) >>> 0;
    this.#received[1] = this.#next[0];
    this.#segment(this.now + this.#traits.roundTripMicros, 1, SYN | ACK, { seq: this.#next[1], window: 65160, options: this.#handshakeOptions() });
    this.#next[1] = (this.#next[1] + 1) >>> 0;
    this.#received[0] = this.#next[1];
    this.#segment(this.now + this.#random.int(20, 120), 0, ACK);
  }

  /** SYN, and RST for an answer. */
  refused(): void {
    this.syn();
    this.#segment(this.now + this.#traits.roundTripMicros, 1, RST | ACK, { seq: 0, ack: (this.#next[0] + 1) >>> 0, window: 0, options: undefined });
  }

  /** A SYN nobody answers, sent again after one and three seconds. */
  unanswered(retries: number): void {
    this.syn();
    for (let i = 0, wait = 1_000_000; i < retries; i++, wait *= 2) {
      this.#truth.synRetransmissions++;
      this.syn(this.now + wait);
    }
  }

  // ---- data ----

  pause(micros: number): void { this.now += micros; }

  /** One message. The last segment is acknowledged at once, or, with `piggyback`, by the answer. */
  transfer(way: Way, bytes: number, { head, piggyback = false, trouble }: { head?: Uint8Array; piggyback?: boolean; trouble?: Trouble | undefined } = {}): void {
    const { mss, roundTripMicros } = this.#traits;
    const segments = Math.ceil(bytes / mss);
    const first = this.#next[way];
    const at = (index: number): number => (first + Math.min(index * mss, bytes)) >>> 0;
    const send = (index: number, micros: number): void => {
      const length = Math.min(mss, bytes - index * mss);
      this.#segment(micros, way, index === segments - 1 ? PSH | ACK : ACK, { seq: at(index), length, offset: index * mss, head });
    };
    // An answer is on its way for a round trip; a request leaves beside the capture.
    const answers = way === 0 ? roundTripMicros : this.#random.int(20, 90);
    let sendAt = this.now + (way === 1 ? roundTripMicros : 0);
    const troubled = trouble && segments > 6 ? this.#random.int(1, segments - 5) : -1;
    let acknowledged = 0;

    for (let index = 0; index < segments; ) {
      const burst = Math.min(this.#congestionWindow, segments - index);
      if (trouble && troubled >= index && troubled < index + burst && index + burst - troubled >= 4 && trouble !== 'zero-window') {
        sendAt = this.#troubledBurst(way, trouble, troubled, index, burst, sendAt, answers, at, send);
        acknowledged = index + burst;
      } else {
        for (let i = 0; i < burst; i++) {
          send(index + i, sendAt);
          const last = index + i === segments - 1;
          if (index + i + 1 - acknowledged >= this.#traits.segmentsPerAck || (last && !piggyback)) {
            acknowledged = index + i + 1;
            this.#acknowledge(way, at(acknowledged), sendAt + answers + (last && burst === 1 && way === 1 ? this.#random.int(500, 40_000) : 0));
          }
          sendAt += this.#random.int(8, 40);
        }
        if (trouble === 'zero-window' && troubled >= index && troubled < index + burst) {
          if (acknowledged < index + burst) this.#acknowledge(way, at(index + burst), sendAt + answers);
          acknowledged = index + burst;
          sendAt = this.#closedWindow(way, at(acknowledged), sendAt + answers);
        }
      }
      index += burst;
      if (index < segments) sendAt += roundTripMicros;
      this.#congestionWindow = Math.min(this.#traits.mostInFlight, this.#congestionWindow * 2);
    }
    this.#next[way] = at(segments);
    this.#received[other(way)] = this.#next[way];
  }

  /** A request lost after the capture point: sent again when the timer runs out. */
  timedOutRequest(bytes: number, head: Uint8Array): void {
    const seq = this.#next[0];
    this.#segment(this.now, 0, PSH | ACK, { seq, length: bytes, head });
    this.#segment(this.now + 200_000 + this.#traits.roundTripMicros, 0, PSH | ACK, { seq, length: bytes, head });
    this.#truth.retransmissions++;
    this.#next[0] = (seq + bytes) >>> 0;
    this.#received[1] = this.#next[0];
  }

  // ---- closing ----

  /** FIN, ACK, FIN, ACK; or FIN, FIN+ACK, ACK. */
  close(first: Way, threeSegments: boolean): void {
    const half = this.#traits.roundTripMicros / 2;
    const second = other(first);
    this.#fin(first, this.now + half);
    if (!threeSegments) this.#segment(this.now + half, second, ACK);
    this.#fin(second, this.now + half);
    this.#segment(this.now + half, first, ACK);
  }

  /** Only one side closes; the other never does. */
  halfClose(first: Way): void {
    this.#fin(first, this.now + 100);
    this.#segment(this.now + this.#traits.roundTripMicros, other(first), ACK);
  }

  reset(way: Way): void {
    this.#segment(this.now + 100, way, RST | ACK, { window: 0, options: undefined });
  }

  // ---- inside ----

  #fin(way: Way, micros: number): void {
    this.#segment(micros, way, FIN | ACK);
    this.#next[way] = (this.#next[way] + 1) >>> 0;
    this.#received[other(way)] = this.#next[way];
  }

  /** A burst in which segment `troubled` is lost or overtaken; returns the time when sending may go on. */
  #troubledBurst(way: Way, trouble: Trouble, troubled: number, index: number, burst: number, start: number, answers: number, at: (i: number) => number, send: (i: number, micros: number) => void): number {
    let sendAt = start;
    const late: number[] = [];
    for (let i = index; i < troubled; i++) { send(i, sendAt); sendAt += 20; }
    // Everything before the troubled segment is acknowledged first, so that what follows is a duplicate.
    if (this.#received[other(way)] !== at(troubled)) this.#acknowledge(way, at(troubled), sendAt + answers);
    if (trouble === 'lost-after') { send(troubled, sendAt); sendAt += 20; }
    const overtaking = trouble === 'reordered' ? this.#random.int(1, 2) : burst - (troubled - index) - 1;
    for (let i = 1; i <= overtaking; i++) {
      sendAt += 20;
      send(troubled + i, sendAt);
      late.push(sendAt + answers + 1);
    }
    late.forEach((micros, i) => { this.#duplicateAck(way, at(troubled), at(troubled + 1), at(troubled + i + 2), micros); });
    if (trouble === 'reordered') {
      sendAt += this.#random.int(50, 400);
      send(troubled, sendAt);
      this.#truth.reordered++;
      this.#acknowledge(way, at(troubled + overtaking + 1), sendAt + answers);
      for (let i = troubled + overtaking + 1; i < index + burst; i++) { sendAt += 20; send(i, sendAt); }
    } else {
      // Three duplicate ACKs bring the segment back after a round trip (RFC 5681 §3.2), fewer the retransmission timer.
      sendAt = (late[2] ?? sendAt + answers + 200_000) + (way === 1 ? this.#traits.roundTripMicros : 300);
      sendAt = Math.max(sendAt, (late.at(-1) ?? 0) + 50);
      send(troubled, sendAt);
      if (trouble === 'lost-after') this.#truth.retransmissions++;
      else this.#truth.filledGaps++;
    }
    this.#acknowledge(way, at(index + burst), sendAt + answers);
    return sendAt;
  }

  /** The receiver shuts its window; the sender asks twice; the window opens (RFC 9293 §3.8.6.1). */
  #closedWindow(way: Way, upTo: number, micros: number): number {
    const receiver = other(way);
    let time = micros + 50;
    this.#segment(time, receiver, ACK, { ack: upTo, window: 0 });
    this.#truth.zeroWindows++;
    for (let i = 0, wait = 200_000; i < 2; i++, wait *= 2) {
      // The probe stands one below the next byte and carries nothing, as Linux sends it.
      this.#segment(time + wait, way, ACK, { seq: (upTo - 1) >>> 0 });
      time += wait + 40;
      this.#segment(time, receiver, ACK, { ack: upTo, window: 0 });
      this.#truth.zeroWindows++;
      this.#truth.zeroWindowProbes++;
    }
    time += this.#random.int(5_000, 300_000);
    this.#segment(time, receiver, ACK, { ack: upTo });
    return time;
  }

  #acknowledge(way: Way, upTo: number, micros: number): void {
    const receiver = other(way);
    this.#received[receiver] = upTo;
    this.#segment(micros, receiver, ACK, { ack: upTo });
  }

  #duplicateAck(way: Way, upTo: number, left: number, right: number, micros: number): void {
    this.#truth.duplicateAcks++;
    const sack = this.#traits.sack ? concat(u8(1, 1), tcpOptions.sack([left, right])) : u8();
    const options = this.#traits.timestamps ? concat(TIMESTAMPS, sack) : sack;
    this.#segment(micros, other(way), ACK, { ack: upTo, options: options.length === 0 ? undefined : options });
  }

  #handshakeOptions(): Uint8Array {
    const { mss, sack, timestamps, windowScale } = this.#traits;
    return tcpOptions.join(
      tcpOptions.mss(timestamps ? mss + 12 : mss),
      ...(sack ? [tcpOptions.sackPermitted()] : []),
      ...(timestamps ? [tcpOptions.timestamps(Math.floor(this.now / 1000), 0)] : []),
      ...(windowScale < 0 ? [] : [tcpOptions.nop(), tcpOptions.windowScale(windowScale)]),
    );
  }

  #segment(micros: number, way: Way, flags: number, over: { seq?: number; ack?: number; length?: number; offset?: number; head?: Uint8Array | undefined; window?: number; options?: Uint8Array | undefined } = {}): void {
    this.now = Math.max(this.now, micros);
    this.#script.plan({
      micros, way, flags, seq: over.seq ?? this.#next[way], ack: over.ack ?? this.#received[way], window: over.window ?? this.#traits.window,
      length: over.length ?? 0, offset: over.offset ?? 0, head: over.head,
      options: 'options' in over ? over.options : this.#traits.timestamps ? TIMESTAMPS : undefined,
    });
    this.#truth.payloadBytes += over.length ?? 0;
  }
}

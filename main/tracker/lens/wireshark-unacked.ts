// Segments of one direction that were not acknowledged yet: what a round-trip and a retransmission time-out are measured from.
import { gt } from '../sequence/serial';

/** No more are kept, so that a capture of one direction does not grow without end; a SYN or FIN beyond it is not counted in either. */
export const MOST_UNACKED = 10_000;

export class UnackedSegments {
  /** Of the segment that the last `acknowledge` met exactly: its frame (0 for none) and time. */
  metFrame = 0;
  metNs = 0;
  private readonly ends: number[] = [];
  private readonly frames: number[] = [];
  private readonly times: number[] = [];
  /** So many from the front are known to lie above this ACK: the same ACK again need not look at them. */
  private settled = 0;
  private settledAck = 0;

  get count(): number { return this.ends.length; }
  get oldestFrame(): number { return this.frames[0] ?? 0; }
  get oldestNs(): number { return this.times[0] ?? 0; }

  add(end: number, frame: number, ns: number): void {
    this.ends.push(end);
    this.frames.push(frame);
    this.times.push(ns);
  }

  /** Forgets what lies at or below the ACK. Of several segments that end there the oldest is the one it is an answer to. */
  acknowledge(ack: number): void {
    const { ends, frames, times } = this;
    this.metFrame = 0;
    let kept = ack === this.settledAck ? this.settled : 0;
    for (let i = kept; i < ends.length; i++) {
      if (gt(ends[i], ack)) {
        if (kept !== i) {
          ends[kept] = ends[i];
          frames[kept] = frames[i];
          times[kept] = times[i];
        }
        kept++;
      } else if (ends[i] === ack && this.metFrame === 0) {
        this.metFrame = frames[i];
        this.metNs = times[i];
      }
    }
    ends.length = kept;
    frames.length = kept;
    times.length = kept;
    this.settled = kept;
    this.settledAck = ack;
  }
}

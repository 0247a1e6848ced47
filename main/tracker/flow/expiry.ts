// Time-outs on packet time, and the limit of the table. A hand goes round the records, one step a packet, so that the work is bounded
// however far the capture's clock jumps; beyond the limit the oldest closed, then the oldest unanswered, then the oldest idle connections go, a
// batch at a time: a flood of first packets pushes out itself and none that was opened.
import { PROTOCOL } from '@shared/flow';
import { ICMP_TIME_OUTS, UDP_TIME_OUTS } from '@shared/datagram-machine';
import { CLOSED, SYN_RECEIVED, SYN_SENT, TIME_WAIT } from '@shared/states';
import { TCP_TIME_OUTS } from '@shared/tcp-machine';
import {
  META_LIVE, META_PROTOCOL, RECORD_CHUNK_MASK, RECORD_CHUNK_SHIFT, R_LAST_NS, R_META, R_PACKETS_O, R_PACKETS_R, R_STATUS, STATUS_CLOSED_SHIFT, STATUS_EXPIRED, STATUS_EXTENDED,
} from './flow-record';
import type { FlowStore } from './flow-store';

const SECOND = 1e9;

/** Nanoseconds of silence after which a record is given up, by its protocol and the states of its two ends. */
export function timeOutNs(protocol: number, status: number): number {
  if (protocol === PROTOCOL.tcp) {
    const originator = TCP_TIME_OUTS[status & 15];
    const responder = TCP_TIME_OUTS[(status >>> 4) & 15];
    // TIME-WAIT lasts; otherwise the end that has something left to wait for decides: a closed one waits for nothing.
    if ((status & 15) === TIME_WAIT || ((status >>> 4) & 15) === TIME_WAIT) return TCP_TIME_OUTS[TIME_WAIT] * SECOND;
    if ((status & 15) === CLOSED) return responder * SECOND;
    if (((status >>> 4) & 15) === CLOSED) return originator * SECOND;
    return Math.min(originator, responder) * SECOND;
  }
  const table = protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6 ? ICMP_TIME_OUTS : UDP_TIME_OUTS;
  return table[status & 15] * SECOND;
}

export class Expiry {
  private hand = 0;
  private readonly store: FlowStore;
  private readonly expire: (slot: number, ns: number) => void;

  /** @param expire called with a slot whose time is over, and when that was (ns) */
  constructor(store: FlowStore, expire: (slot: number, ns: number) => void) {
    this.store = store;
    this.expire = expire;
  }

  /** Looks at the next `steps` records. */
  sweep(steps: number, nowNs: number): void {
    const { records } = this.store;
    const used = records.used;
    if (used === 0) return;
    for (let n = Math.min(steps, used); n > 0; n--) {
      if (this.hand >= used) this.hand = 0;
      const slot = this.hand++;
      const ints = records.ints[slot >> RECORD_CHUNK_SHIFT];
      const at = (slot & RECORD_CHUNK_MASK) << 4;
      const status = ints[at + R_STATUS];
      const meta = ints[at + R_META];
      if ((status & STATUS_EXPIRED) !== 0 || (meta & META_LIVE) === 0) continue;
      const last = records.floats[slot >> RECORD_CHUNK_SHIFT][(at + R_LAST_NS) >> 1];
      if (nowNs - last < 10 * SECOND) continue; // the shortest time-out
      const limit = timeOutNs(meta & META_PROTOCOL, status);
      if (nowNs - last > limit) this.expire(slot, last + limit);
    }
  }

  /** Looks at every record: at the end of a capture, or when time passes without packets. */
  sweepAll(nowNs: number): void { this.sweep(this.store.records.used, nowNs); }

  /**
   * Slots to drop, at least one in sixteen: the oldest that are over, then the oldest of which nobody knows whether they will ever be (a single
   * packet, a handshake that waits), then the oldest idle ones. Order by last packet.
   * @returns slots, fewest first choices first
   */
  choose(): Uint32Array {
    const { records } = this.store;
    const want = Math.max(1, this.store.live >> 4);
    const over: number[] = [];
    const unsure: number[] = [];
    const idle: number[] = [];
    for (let slot = 0; slot < records.used; slot++) {
      const ints = records.ints[slot >> RECORD_CHUNK_SHIFT];
      const at = (slot & RECORD_CHUNK_MASK) << 4;
      if ((ints[at + R_META] & META_LIVE) === 0) continue;
      const status = ints[at + R_STATUS];
      const closed = (status >>> STATUS_CLOSED_SHIFT) & 7;
      const waits = (ints[at + R_META] & META_PROTOCOL) === PROTOCOL.tcp && ((status & 15) === TIME_WAIT || ((status >>> 4) & 15) === TIME_WAIT);
      if ((status & STATUS_EXPIRED) !== 0 || (closed !== 0 && closed !== 2) || waits) over.push(slot);
      else if (isUnsure(ints, at, status)) unsure.push(slot);
      else idle.push(slot);
    }
    const last = (slot: number): number => records.floats[slot >> RECORD_CHUNK_SHIFT][(((slot & RECORD_CHUNK_MASK) << 4) + R_LAST_NS) >> 1];
    return Uint32Array.from([...oldest(over, want, last), ...oldest(unsure, want - over.length, last), ...oldest(idle, want - over.length - unsure.length, last)]);
  }
}

function isUnsure(ints: Int32Array, at: number, status: number): boolean {
  // A listing gives every connection its extension: what counts is that nothing followed its first packet.
  if ((status & STATUS_EXTENDED) === 0 || ((ints[at + R_PACKETS_O] + ints[at + R_PACKETS_R]) >>> 0) < 2) return true;
  return (ints[at + R_META] & META_PROTOCOL) === PROTOCOL.tcp && ((status & 15) === SYN_SENT || ((status >>> 4) & 15) === SYN_RECEIVED);
}

/** The `count` slots with the earliest last packet. */
function oldest(slots: number[], count: number, last: (slot: number) => number): number[] {
  if (count <= 0) return [];
  if (slots.length <= count) return slots;
  const times = Float64Array.from(slots, last).sort();
  const bound = times[count - 1];
  const chosen: number[] = [];
  for (const slot of slots) if (chosen.length < count && last(slot) <= bound) chosen.push(slot);
  return chosen;
}

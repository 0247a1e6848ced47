// The user's word on who opened a connection. The record stays as it was tracked; readers exchange its ends. Kept by what identifies the
// connection in its capture, so that it holds when the same capture is read again.
import { isSameConnection, PROTOCOL, type ConnectionIdentity } from '@shared/flow';
import type { FlowStore } from '../flow/flow-store';
import { R_STATUS, RECORD_CHUNK_MASK, RECORD_CHUNK_SHIFT, STATUS_SWAPPED } from '../flow/flow-record';
import type { RowReader } from './row-reader';

export class Overrides {
  private readonly store: FlowStore;
  private readonly read: RowReader;
  private wanted: ConnectionIdentity[] = [];
  /** Connections up to this id were looked at. */
  private looked = 0;

  constructor(store: FlowStore, read: RowReader) {
    this.store = store;
    this.read = read;
  }

  /** @returns null when the connection is not in the table */
  set(id: number, swapped: boolean): ConnectionIdentity | null {
    const slot = this.store.slotOf(id);
    if (slot < 0) return null;
    this.mark(slot, swapped);
    return this.identity(slot);
  }

  /** These connections are to be exchanged as soon as they are there. */
  restore(wanted: readonly ConnectionIdentity[]): void {
    this.wanted = [...wanted];
    this.looked = 0;
  }

  /** Looks among the connections that are new since the last time; true when one was exchanged. */
  catchUp(): boolean {
    if (this.wanted.length === 0 || this.looked === this.store.made) return false;
    const starts = new Set(this.wanted.map((one) => one.firstMicros));
    const before = this.wanted.length;
    for (let slot = 0; slot < this.store.records.used; slot++) {
      if (!this.store.isLive(slot) || this.store.id(slot) <= this.looked || !starts.has(this.read.firstMicros(slot))) continue;
      const found = this.wanted.findIndex((one) => isSameConnection(one, this.identity(slot)));
      if (found < 0) continue;
      this.mark(slot, true);
      this.wanted.splice(found, 1);
    }
    this.looked = this.store.made;
    return this.wanted.length < before;
  }

  private mark(slot: number, swapped: boolean): void {
    const ints = this.store.records.ints[slot >> RECORD_CHUNK_SHIFT];
    const at = ((slot & RECORD_CHUNK_MASK) << 4) + R_STATUS;
    ints[at] = swapped ? ints[at] | STATUS_SWAPPED : ints[at] & ~STATUS_SWAPPED;
  }

  private identity(slot: number): ConnectionIdentity {
    const { read } = this;
    const protocol = read.protocol(slot);
    const icmp = protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6;
    // What the record keeps first, however it is shown; type and code of ICMP belong to no end.
    const end = (side: number): { address: string; port: number } =>
      ({ address: read.address(slot, read.side(slot, side)), port: read.port(slot, icmp ? side : read.side(slot, side)) });
    return { protocol, firstMicros: read.firstMicros(slot), originator: end(0), responder: end(1) };
  }
}

// The rows that the window shows, in its order: filtered and sorted here, so that only the visible page leaves the worker.
import type { PageRequest, View } from '@shared/ipc';
import type { Page } from '@shared/snapshot';
import type { Addresses } from '../flow/addresses';
import type { FlowStore } from '../flow/flow-store';
import { sortByKeys } from './sort';
import { sortKeys } from './sort-keys';
import type { RowReader } from './row-reader';
import { filterRows } from './text-filter';

export class TableView {
  /** Rows of the view in ascending order; null while it is simply every row in the order of its first packet. */
  private order: Uint32Array | null = null;
  private key = '';
  private stale = false;
  private readonly store: FlowStore;
  private readonly read: RowReader;
  private readonly addresses: Addresses;

  constructor(store: FlowStore, read: RowReader, addresses: Addresses) {
    this.store = store;
    this.read = read;
    this.addresses = addresses;
  }

  /** Has the next page filtered and sorted again: rows have changed. Called at most once a second while packets come in. */
  refresh(): void { this.stale = true; }

  /** Forgets the order at once: slots were dropped and used again. */
  invalidate(): void {
    this.key = '';
    this.order = null;
  }

  page(request: PageRequest): Page {
    this.arrange(request);
    const matching = this.length;
    const offset = Math.max(0, Math.min(request.offset, matching));
    const count = Math.max(0, Math.min(request.count, matching - offset));
    const { read } = this;
    const page: Page = {
      offset, matching, total: this.store.live,
      ids: new Uint32Array(count), protocol: new Uint8Array(count), originator: [], responder: [],
      originatorPort: new Uint16Array(count), responderPort: new Uint16Array(count), originatorState: new Uint8Array(count), responderState: new Uint8Array(count),
      packets: new Float64Array(count), originatorBytes: new Float64Array(count), responderBytes: new Float64Array(count),
      durationMicros: new Float64Array(count), handshakeMicros: new Float64Array(count), firstMicros: new Float64Array(count), lastMicros: new Float64Array(count),
      opened: new Uint8Array(count), closed: new Uint8Array(count), context: [],
    };
    for (let i = 0; i < count; i++) {
      const slot = this.at(offset + i, request.descending);
      page.ids[i] = read.id(slot);
      page.protocol[i] = read.protocol(slot);
      page.originator.push(read.address(slot, 0));
      page.responder.push(read.address(slot, 1));
      page.originatorPort[i] = read.port(slot, 0);
      page.responderPort[i] = read.port(slot, 1);
      page.originatorState[i] = read.state(slot, 0);
      page.responderState[i] = read.state(slot, 1);
      page.packets[i] = read.packets(slot, 0) + read.packets(slot, 1);
      page.originatorBytes[i] = read.wireBytes(slot, 0);
      page.responderBytes[i] = read.wireBytes(slot, 1);
      page.firstMicros[i] = read.firstMicros(slot);
      page.lastMicros[i] = read.lastMicros(slot);
      page.durationMicros[i] = page.lastMicros[i] - page.firstMicros[i];
      page.handshakeMicros[i] = read.handshakeNs(slot) / 1000;
      page.opened[i] = read.opened(slot);
      page.closed[i] = read.closed(slot);
      page.context.push(read.contextText(slot));
    }
    return page;
  }

  /** Index of a connection in the view; -1 when the filter hides it. */
  locate(view: View, id: number): number {
    this.arrange(view);
    const slot = this.store.slotOf(id);
    if (slot < 0) return -1;
    const n = this.length;
    const index = this.order === null ? (slot < n ? slot : -1) : this.order.indexOf(slot);
    return index < 0 ? -1 : view.descending ? n - 1 - index : index;
  }

  /** Slots of all live connections in the order of their first packets. */
  all(): Uint32Array {
    const rows = filterRows('', this.store, this.read, this.addresses);
    return this.store.inOrder ? rows : sortByKeys(rows, sortKeys(rows, 'id', this.read, this.addresses));
  }

  private get length(): number { return this.order === null ? this.store.records.used : this.order.length; }

  private at(index: number, descending: boolean): number {
    const i = descending ? this.length - 1 - index : index;
    return this.order === null ? i : this.order[i];
  }

  private arrange(view: View): void {
    const key = `${view.sort}\n${view.filter}`;
    const natural = view.sort === 'id' && view.filter.trim() === '' && this.store.inOrder;
    if (natural) {
      this.order = null;
      this.key = key;
      return;
    }
    if (key === this.key && this.order !== null && !this.stale) return;
    this.key = key;
    this.stale = false;
    const rows = filterRows(view.filter, this.store, this.read, this.addresses);
    const sorted = view.sort === 'id' && this.store.inOrder;
    this.order = sorted ? rows : sortByKeys(rows, sortKeys(rows, view.sort, this.read, this.addresses));
  }
}

// The rows that the window shows, in its order: filtered and sorted here, so that only the visible page leaves the worker. Held, the order
// stays as it is while packets come in: a row that somebody points at does not move.
import type { PageRequest, View } from '@shared/ipc';
import type { Page } from '@shared/snapshot';
import { pageColumns } from './page-columns';
import { sortByKeys } from './sort';
import { sortKeys } from './sort-keys';
import type { ViewParts } from './view-parts';
import { RowFilter } from './filter';
import { ViewFields } from './filter-views';
import { ViewColumns } from './view-columns';

export class TableView {
  /** Rows of the view in ascending order; null while it is simply every row in the order of its first packet. */
  private order: Uint32Array | null = null;
  private key = '';
  private stale = false;
  /** Whether the order is held, and since which connection (by number) others are fresh. */
  private held = false;
  private boundary = 0;
  private fresh = 0;
  /** Held while rows were dropped: the order names slots that hold nothing, or somebody else. */
  private dropped = false;
  private readonly parts: ViewParts;
  private readonly fields: ViewFields | null;
  private readonly columns: ViewColumns | null;
  private readonly filter: RowFilter;

  constructor(parts: ViewParts) {
    this.parts = parts;
    const { store, read, views, viewsOf } = parts;
    this.fields = views === null ? null : new ViewFields(store, read, views, viewsOf);
    this.columns = this.fields === null || views === null ? null : new ViewColumns(store, this.fields, views);
    this.filter = new RowFilter(parts, this.fields, this.columns);
  }

  /** Has the next page filtered and sorted again: rows have changed. Called at most once a second while packets come in. */
  refresh(): void { this.stale = true; }

  /** Slots were dropped and used again: the order is worthless, or, held, to be rid of them. */
  invalidate(): void {
    if (this.held) this.dropped = true;
    else this.forget();
  }

  page(request: PageRequest): Page {
    this.arrange(request, request.hold ?? false);
    const matching = this.length;
    const offset = Math.max(0, Math.min(request.offset, matching));
    const count = Math.max(0, Math.min(request.count, matching - offset));
    const slots = Array.from({ length: count }, (_, i) => this.at(offset + i, request.descending));
    return { offset, matching, total: this.parts.store.live, fresh: this.fresh, ...pageColumns(slots, request.extras ?? [], this.parts) };
  }

  /** Index of a connection in the view; -1 when the filter hides it, or it came since the order is held. */
  locate(view: View, id: number, hold = false): number {
    this.arrange(view, hold);
    const slot = this.parts.store.slotOf(id);
    if (slot < 0) return -1;
    const n = this.length;
    const index = this.order === null ? (slot < n ? slot : -1) : this.order.indexOf(slot);
    return index < 0 ? -1 : view.descending ? n - 1 - index : index;
  }

  /** Slots of the live connections that a filter lets through, in the order of their first packets. */
  all(filter = ''): Uint32Array { return this.inOrderOf('id', this.matching(filter)); }

  /** Slots of the connections that a filter lets through, in slot order. @throws Failure `bad-filter` with the offset of the fault */
  matching(filter: string): Uint32Array { return this.filter.matching(filter); }

  private get length(): number { return this.order !== null ? this.order.length : this.held ? this.boundary : this.parts.store.records.used; }

  private at(index: number, descending: boolean): number {
    const i = descending ? this.length - 1 - index : index;
    return this.order === null ? i : this.order[i];
  }

  private arrange(view: View, hold: boolean): void {
    const key = `${view.sort}\n${view.filter}`;
    if (hold && key === this.key) {
      this.hold(view.filter);
      return;
    }
    if (this.held) {
      // What was held is old, or about rows that are gone.
      this.held = false;
      this.fresh = 0;
      this.forget();
    }
    const { store } = this.parts;
    if (view.sort === 'id' && view.filter.trim() === '' && store.inOrder) {
      this.order = null;
      this.key = key;
    } else if (key !== this.key || this.order === null || this.stale) {
      this.key = key;
      this.stale = false;
      this.order = this.inOrderOf(view.sort, this.matching(view.filter));
      this.boundary = store.made;
    }
    if (hold) this.hold(view.filter);
  }

  private hold(filter: string): void {
    const { store, read } = this.parts;
    if (!this.held) {
      this.held = true;
      this.stale = true;
      if (this.order === null) this.boundary = store.made;
    }
    if (this.dropped) {
      this.dropped = false;
      const before = this.order ?? Uint32Array.from({ length: this.boundary }, (_, slot) => slot);
      this.order = before.filter((slot) => store.isLive(slot) && read.id(slot) <= this.boundary);
    }
    if (!this.stale) return;
    this.stale = false;
    this.fresh = filter.trim() === '' ? Math.min(store.live, store.made - this.boundary) : this.matching(filter).reduce((sum, slot) => (read.id(slot) > this.boundary ? sum + 1 : sum), 0);
  }

  private inOrderOf(sort: View['sort'], rows: Uint32Array): Uint32Array {
    const { store } = this.parts;
    return sort === 'id' && store.inOrder ? rows : sortByKeys(rows, sortKeys(rows, sort, this.parts, this.fields, this.columns));
  }

  private forget(): void {
    this.key = '';
    this.order = null;
    this.dropped = false;
  }
}

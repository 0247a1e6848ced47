// Runs a filter over the rows: cheap tests first, each over those that are left, so that a million rows take some tens of milliseconds.
import { parseFilter } from '@shared/filter/parse';
import type { FieldTest, FilterTree } from '@shared/filter/tree';
import { Failure } from '@shared/failure';
import { BLOCK, testMark } from './filter-blocks';
import { fieldTest, missing, type RowTest } from './filter-tests';
import { COST, type FilterRows } from './filter-values';
import type { ViewFields } from './filter-views';
import { wordMark } from './filter-words';
import type { ViewColumns } from './view-columns';
import type { ViewParts } from './view-parts';

/** Keeps those of the first `n` slots that match, in place and in order; gives how many there are. */
interface Step { keep: (slots: Uint32Array, n: number) => number; cost: number }

export class RowFilter {
  private readonly rows: FilterRows;

  constructor({ store, read, addresses, alertsOf }: ViewParts, views: ViewFields | null, columns: ViewColumns | null) {
    this.rows = { store, read, addresses, views, columns, alertsOf };
  }

  /** Slots of the live rows that match, in slot order. @throws Failure `bad-filter` with the offset of the fault */
  matching(text: string): Uint32Array {
    const step = this.compile(text);
    const { store } = this.rows;
    const slots = new Uint32Array(store.live);
    const { used } = store.records;
    let n = 0;
    if (store.live === used) for (; n < used; n++) slots[n] = n;
    else for (let slot = 0; slot < used; slot++) if (store.isLive(slot)) slots[n++] = slot;
    return step === null ? slots.subarray(0, n) : slots.subarray(0, step.keep(slots, n));
  }

  /** @throws Failure `bad-filter`, also for a field that needs what is not kept here */
  check(text: string): void { this.compile(text); }

  /** null for a filter that lets everything through. */
  private compile(text: string): Step | null {
    const parsed = parseFilter(text);
    if (!parsed.ok) throw new Failure('bad-filter', parsed.message, null, parsed.from);
    return parsed.tree.kind === 'all' ? null : this.step(parsed.tree);
  }

  private step(tree: FilterTree): Step {
    switch (tree.kind) {
      case 'all': return { keep: (_, n) => n, cost: 0 };
      case 'and': return both(tree.parts.map((part) => this.step(part)));
      case 'or': return either(tree.parts.map((part) => this.step(part)), this.rows);
      case 'not': return none(this.step(tree.part), this.rows);
  case 'word': return scan({ test: NEVER, cost: COST.address, mark: wordMark(tree.text, this.rows.read, this.rows.addresses, this.rows.store) });
      case 'test': return inTurn(this.test(tree).map(scan));
    }
  }

  private test(node: FieldTest): RowTest[] {
    const why = missing(node, this.rows);
    if (why !== null) throw new Failure('bad-filter', why, null, node.from);
    return fieldTest(node, this.rows);
  }
}

const NEVER = (): boolean => false;

function scan({ test, cost, mark = testMark(test) }: RowTest): Step {
  const marks = new Uint8Array(BLOCK);
  return {
    cost,
    keep: (slots, n) => {
      let kept = 0;
      for (let from = 0; from < n; from += BLOCK) {
        const rows = Math.min(BLOCK, n - from);
        mark(slots, from, rows, marks);
        for (let i = 0; i < rows; i++) if (marks[i] !== 0) slots[kept++] = slots[from + i];
      }
      return kept;
    },
  };
}

const cheapestFirst = (steps: readonly Step[]): Step[] => [...steps].sort((a, b) => a.cost - b.cost);
const total = (steps: readonly Step[]): number => steps.reduce((sum, step) => sum + step.cost, 0);

const both = (parts: readonly Step[]): Step => inTurn(cheapestFirst(parts));

function inTurn(steps: readonly Step[]): Step {
  return {
    cost: total(steps),
    keep: (slots, n) => {
      let kept = n;
      for (const step of steps) {
        if (kept === 0) break;
        kept = step.keep(slots, kept);
      }
      return kept;
    },
  };
}

/** Each part sees only the rows that none before it took. */
function either(parts: readonly Step[], rows: FilterRows): Step {
  const steps = cheapestFirst(parts);
  return {
    cost: total(steps),
    keep: (slots, n) => {
      const taken = new Uint8Array(rows.store.records.used);
      const left = slots.slice(0, n);
      const tried = new Uint32Array(n);
      let waiting = n;
      for (const step of steps) {
        if (waiting === 0) break;
        tried.set(left.subarray(0, waiting));
        const found = step.keep(tried, waiting);
        for (let i = 0; i < found; i++) taken[tried[i]] = 1;
        waiting = keepWhere(left, waiting, taken, 0);
      }
      return keepWhere(slots, n, taken, 1);
    },
  };
}

function none(step: Step, rows: FilterRows): Step {
  return {
    cost: step.cost,
    keep: (slots, n) => {
      const taken = new Uint8Array(rows.store.records.used);
      const tried = slots.slice(0, n);
      const found = step.keep(tried, n);
      for (let i = 0; i < found; i++) taken[tried[i]] = 1;
      return keepWhere(slots, n, taken, 0);
    },
  };
}

function keepWhere(slots: Uint32Array, n: number, marks: Uint8Array, mark: number): number {
  let kept = 0;
  for (let i = 0; i < n; i++) {
    const slot = slots[i];
    if (marks[slot] === mark) slots[kept++] = slot;
  }
  return kept;
}

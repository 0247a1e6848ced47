// One test of a field as a function of a row. Functions are made once for a filter; nothing is made for a row.
import type { FieldTest, Interval, Match } from '@shared/filter/tree';
import { PROTOCOL, protocolName } from '@shared/flow';
import { FLAG_VALUES } from '@shared/filter/wireshark-fields';
import { addressMark, addressTest } from './filter-addresses';
import { codeMark, columnMark, fillOf, numberMark, protocolMark, type MarkColumn } from './filter-blocks';
import { codeTest, COST, kindTest, needsViews, numberOf, type FilterRows } from './filter-values';
import { hasPorts } from './filter-words';
import type { Mark } from './record-fills';
import type { RowReader } from './row-reader';
import { statusMark } from './status-marks';
import { MOST_CODES } from './text-codes';

/** Has a block at a time where its field is one of those that people filter by most. */
export interface RowTest { test: (slot: number) => boolean; cost: number; mark?: Mark }
type EndTest = (slot: number, end: number) => boolean;

/** @throws when the field needs what is not kept; ask `missing` before */
export function fieldTest(node: FieldTest, rows: FilterRows): RowTest[] {
  const { read } = rows;
  const made = valueTest(node, rows);
  const { only } = node.source;
  if (only === null) return [made];
  const test = kindTest(only, read);
  if (only === 'ipv4' || only === 'ipv6') return [{ test, cost: COST.record }, made];
  const table = Uint8Array.from({ length: 256 }, (_, p) => (only === 'ports' ? hasPorts(p) : p === PROTOCOL[only]) ? 1 : 0);
  return [{ test, cost: COST.record, mark: protocolMark(table, rows.store) }, made];
}

/** Why a field cannot be tested here; null when it can. */
export function missing(node: FieldTest, rows: FilterRows): string | null {
  if (node.source.of === 'alerts' && rows.alertsOf === null) return 'No alerts are looked for here, so a filter cannot ask for them.';
  if (needsViews(node.source) && rows.views === null) return `${node.field} is not kept here: verdicts, Zeek’s and netfilter’s views were not asked for.`;
  return null;
}

function valueTest(node: FieldTest, rows: FilterRows): RowTest {
  const { source, match } = node;
  const { read } = rows;
  switch (source.of) {
    case 'vlan': return ofContext(listTest(node, match, (slot) => read.vlans(slot)).test, read);
    case 'alerts': {
      const { alertsOf } = rows;
      return listTest(node, match, (slot) => alertsOf?.(slot) ?? NONE);
    }
    case 'history': case 'tunnel': return textTest(node, rows);
    case 'address': {
      if (match.kind !== 'address') return { test: () => true, cost: COST.address };
      const within = addressTest(match.ranges, rows.addresses);
      return { test: NEVER, cost: COST.address, mark: addressMark(node, within, rows.store) };
    }
    default: break;
  }
  if (match.kind === 'choice') return choiceTest(node, match.values, rows);
  if (match.kind === 'present' && (source.of === 'closedBy' || source.of === 'connState' || source.of === 'netfilter')) {
    const { has, cost } = codeTest(source, [], rows);
    return { test: has ?? (() => true), cost };
  }
  const { value, cost } = numberOf(source, rows);
  const within = match.kind === 'number' ? intervalTest(match.intervals) : ABOVE_ZERO;
  const { inside } = node;
  const single = match.kind === 'number' && match.intervals.length === 1 ? match.intervals[0] : null;
  const markColumn: MarkColumn = single !== null ? columnMark(single, inside) : (column, n, marks) => {
    for (let i = 0; i < n; i++) marks[i] = column[i] === column[i] && within(column[i]) === inside ? 1 : 0;
  };
  return { test: NEVER, cost, mark: numberMark(source.ends, node.every, fillOf(source, value, read, rows.store, rows.columns), markColumn) };
}

/** Of both ends when the field has a value for each: one is enough, or both have to. */
function ofEnds({ source, every, inside }: FieldTest, test: EndTest): (slot: number) => boolean {
  if (source.ends === 'each') {
    if (every) return (slot) => test(slot, 0) === inside && test(slot, 1) === inside;
    return (slot) => test(slot, 0) === inside || test(slot, 1) === inside;
  }
  const end = source.ends === 'responder' ? 1 : 0;
  return (slot) => test(slot, end) === inside;
}

function choiceTest(node: FieldTest, values: readonly string[], rows: FilterRows): RowTest {
  const { source } = node;
  if (values.every((value) => value === '0' || value === '1') && (source.of === 'always' || Object.hasOwn(FLAG_VALUES, node.field))) return flagTest(node, values, rows);
  const { views, columns } = rows;
  if (views !== null && columns !== null && (source.of === 'connState' || source.of === 'netfilter')) {
    const fits = Uint8Array.from(views.states.texts, (text, code) => (code !== 0 && values.includes(text) === node.inside ? 1 : 0));
    return { test: NEVER, cost: COST.views, mark: codeMark(source.of === 'connState' ? columns.connState : columns.netfilter, (code) => fits[code]) };
  }
  if (source.of === 'protocol') return { test: NEVER, cost: COST.record, mark: protocolMark(Uint8Array.from({ length: 256 }, (_, p) => (values.includes(protocolName(p)) === node.inside ? 1 : 0)), rows.store) };
  const mark = statusMark(node, values, rows.store);
  if (mark !== null) return { test: NEVER, cost: COST.record, mark };
  const { test, has, cost } = codeTest(source, values, rows);
  const ends = ofEnds(node, test);
  return { test: has === null ? ends : (slot) => has(slot) && ends(slot), cost };
}

/** A flag has a value in every row of its kind. */
function flagTest(node: FieldTest, values: readonly string[], rows: FilterRows): RowTest {
  const set = node.source.of === 'always' ? (): boolean => true : codeTest(node.source, FLAG_VALUES[node.field] ?? [], rows).test;
  const whenSet = values.includes('1') === node.inside;
  const whenClear = values.includes('0') === node.inside;
  return { test: (slot) => (set(slot, 0) ? whenSet : whenClear), cost: COST.record };
}

function listTest({ every, inside }: FieldTest, match: Match, list: (slot: number) => readonly number[]): RowTest {
  if (match.kind !== 'number') return { test: (slot) => list(slot).length > 0, cost: COST.text };
  const within = intervalTest(match.intervals);
  const good = (value: number): boolean => within(value) === inside;
  return { test: (slot) => { const values = list(slot); return values.length > 0 && (every ? values.every(good) : values.some(good)); }, cost: COST.text };
}

/** Of what is the same in all connections of the same VLANs and tunnels: asked once for each context. */
function ofContext(test: (slot: number) => boolean, read: RowReader): RowTest {
  const answers = new Uint8Array(65_536); // 1 for no, 2 for yes
  return {
    test: (slot) => {
      const context = read.context(slot);
      if (answers[context] === 0) answers[context] = test(slot) ? 2 : 1;
      return answers[context] === 2;
    },
    cost: COST.record,
  };
}

function textTest(node: FieldTest, rows: FilterRows): RowTest {
  const { match, inside } = node;
  const { read } = rows;
  let fits: (text: string) => boolean;
  if (match.kind === 'text') {
    const { equals, contains, pattern, fold } = match;
    if (pattern !== null) fits = (text) => pattern.test(text);
    else if (contains !== null) fits = (text) => (fold ? text.toLowerCase() : text).includes(contains);
    else { const wanted = new Set(equals); fits = (text) => wanted.has(text); }
  } else fits = () => true;
  const good = (text: string): boolean => text !== '' && fits(text) === inside;
  if (node.source.of === 'tunnel') return ofContext((slot) => good(read.tunnel(slot)), read);
  const { views, columns } = rows;
  if (views === null || columns === null) return { test: NEVER, cost: COST.text };
  const { histories } = views;
  const answers = new Uint8Array(MOST_CODES); // by code: 1 for no, 2 for yes
  return {
    test: NEVER,
    cost: COST.text,
    mark: codeMark(columns.history, (code, slot) => {
      if (code < 0) return good(views.historyText(slot)) ? 1 : 0;
      if (answers[code] === 0) answers[code] = good(histories.text(code)) ? 2 : 1;
      return answers[code] === 2 ? 1 : 0;
    }),
  };
}

const NEVER = (): boolean => false;
const NONE: readonly number[] = [];
const ABOVE_ZERO = (value: number): boolean => value > 0;

/** One comparison for one interval, a binary search for many. */
function intervalTest(intervals: readonly Interval[]): (value: number) => boolean {
  const [first] = intervals;
  if (intervals.length === 1) {
    const { least, most, leastOpen, mostOpen } = first;
    if (least === most) return (value) => value === least;
    if (!leastOpen && !mostOpen) return (value) => value >= least && value <= most;
    if (leastOpen) return (value) => value > least;
    return (value) => value < most;
  }
  // Sets are made of closed intervals only.
  const sorted = [...intervals].sort((a, b) => a.least - b.least);
  const ends: number[] = [];
  for (const { least, most } of sorted) {
    const last = ends.length - 1;
    if (last > 0 && least <= ends[last]) ends[last] = Math.max(ends[last], most);
    else ends.push(least, most);
  }
  return (value) => {
    let low = 0;
    let high = ends.length >> 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle * 2 + 1] < value) low = middle + 1;
      else high = middle;
    }
    return low * 2 < ends.length && ends[low * 2] <= value;
  };
}

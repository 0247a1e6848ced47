// Reads the quantity behind a field of the filter as a number or as a code, one connection at a time.
import { CLOSED, DIRECTION_REASON, ENDPOINT, OPENED, protocolName, PROTOCOL } from '@shared/flow';
import type { FieldSource, Kind } from '@shared/filter/tree';
import type { Addresses } from '../flow/addresses';
import type { FlowStore } from '../flow/flow-store';
import type { ViewFields } from './filter-views';
import { hasPorts, stateKind, stateTable } from './filter-words';
import type { RowReader } from './row-reader';
import type { ViewColumns } from './view-columns';

export interface FilterRows {
  store: FlowStore;
  read: RowReader;
  addresses: Addresses;
  /** null where the views are not kept. */
  views: ViewFields | null;
  /** The same in columns. */
  columns: ViewColumns | null;
  /** Ids of alerts by connection; null where nothing looks for them. */
  alertsOf: ((slot: number) => readonly number[]) | null;
}

/** NaN for none. */
export type NumberOf = (slot: number, end: number) => number;

/** What a test costs for a row, to have the cheap ones first: words of the record, of its extension, of the views, text made for it. */
export const COST = { record: 1, address: 2, extension: 3, views: 5, text: 8 } as const;

const needed = (views: ViewFields | null): ViewFields => {
  if (views === null) throw new Error('the views are not kept');
  return views;
};

/** Quantities that only the views know. */
const OF_VIEWS: readonly FieldSource['of'][] = ['connState', 'history', 'netfilter', 'sequenceBytes', 'missedBytes', 'rttMin', 'rttMean', 'rttMax', 'rttSamples', 'verdict', 'completeness'];
export const needsViews = (source: FieldSource): boolean => OF_VIEWS.includes(source.of);

export function numberOf(source: FieldSource, rows: FilterRows): { value: NumberOf; cost: number } {
  const { read, store } = rows;
  switch (source.of) {
    case 'id': return { value: (slot) => read.id(slot), cost: COST.record };
    case 'port': return { value: (slot, end) => read.port(slot, end), cost: COST.record };
    case 'protocolNumber': return { value: (slot) => read.protocol(slot), cost: COST.record };
    case 'start': return { value: (slot) => read.firstMicros(slot), cost: COST.record };
    case 'end': return { value: (slot) => read.lastMicros(slot), cost: COST.record };
    case 'duration': return { value: (slot) => read.lastMicros(slot) - read.firstMicros(slot), cost: COST.record };
    case 'packets': return { value: (slot, end) => read.packets(slot, end), cost: COST.record };
    case 'wireBytes': return { value: (slot, end) => read.wireBytes(slot, end), cost: COST.record };
    case 'payloadBytes': return { value: (slot, end) => read.payloadBytes(slot, end), cost: COST.extension };
    case 'handshake': return { value: (slot) => Math.floor(read.handshakeNs(slot) / 1000), cost: COST.extension };
    case 'icmpErrors': return { value: (slot) => read.icmpErrors(slot), cost: COST.extension };
    case 'stream': return { value: streams(source.only, store, read), cost: COST.record };
    case 'always': return { value: () => 1, cost: COST.record };
    default: return { value: viewNumber(source, needed(rows.views)), cost: COST.views };
  }
}

function viewNumber(source: FieldSource, views: ViewFields): NumberOf {
  const { verdicts } = source;
  switch (source.of) {
    case 'sequenceBytes': return (slot, end) => views.sequenceBytes(slot, end);
    case 'missedBytes': return (slot, end) => views.missedBytes(slot, end);
    case 'verdict': return (slot, end) => views.verdicts(slot, verdicts, end);
    case 'rttMin': return (slot) => views.rtt(slot, 'min');
    case 'rttMean': return (slot) => views.rtt(slot, 'mean');
    case 'rttMax': return (slot) => views.rtt(slot, 'max');
    case 'rttSamples': return (slot) => views.samples(slot) || NaN;
    case 'completeness': return (slot) => views.completeness(slot);
    default: throw new Error(`${source.of} is no number`);
  }
}

/** Rank of each connection among those of its protocol, in the order of their ids. */
function streams(only: Kind | null, store: FlowStore, read: RowReader): NumberOf {
  const protocol = only === 'udp' ? PROTOCOL.udp : PROTOCOL.tcp;
  const { used } = store.records;
  const slots = new Uint32Array(store.live);
  let n = 0;
  for (let slot = 0; slot < used; slot++) if (store.isLive(slot) && read.protocol(slot) === protocol) slots[n++] = slot;
  const found = slots.subarray(0, n);
  if (!store.inOrder) found.sort((x, y) => store.id(x) - store.id(y));
  const ranks = new Float64Array(used).fill(NaN);
  for (let rank = 0; rank < n; rank++) ranks[found[rank]] = rank;
  return (slot) => ranks[slot];
}

/** Whether the code behind a choice is one of the words; null for a choice that is text to its views. */
export function codeTest(source: FieldSource, values: readonly string[], rows: FilterRows): { test: (slot: number, end: number) => boolean; has: ((slot: number) => boolean) | null; cost: number } {
  const { read } = rows;
  const codes = (words: readonly string[]): Uint8Array => Uint8Array.from({ length: 16 }, (_, code) => (code < words.length && values.includes(words[code]) ? 1 : 0));
  switch (source.of) {
    case 'protocol': {
      const table = Uint8Array.from({ length: 256 }, (_, p) => (values.includes(protocolName(p)) ? 1 : 0));
      return { test: (slot) => table[read.protocol(slot)] !== 0, has: null, cost: COST.record };
    }
    case 'state': {
      const table = stateTable((name) => values.includes(name));
      return { test: (slot, end) => table[stateKind(read.protocol(slot)) * 16 + read.state(slot, end)] !== 0, has: null, cost: COST.record };
    }
    case 'directionReason': { const table = codes(DIRECTION_REASON); return { test: (slot) => table[read.reason(slot)] !== 0, has: null, cost: COST.record }; }
    case 'opened': { const table = codes(OPENED); return { test: (slot) => table[read.opened(slot)] !== 0, has: null, cost: COST.record }; }
    case 'closed': { const table = codes(CLOSED); return { test: (slot) => table[read.closed(slot)] !== 0, has: null, cost: COST.record }; }
    case 'closedBy': {
      const table = codes(['', ...ENDPOINT]);
      return { test: (slot) => table[read.closedBy(slot)] !== 0, has: (slot) => read.closedBy(slot) !== 0, cost: COST.record };
    }
    case 'connState': case 'netfilter': {
      const views = needed(rows.views);
      const wanted = Uint8Array.from(views.states.texts, (text) => (values.includes(text) ? 1 : 0));
      if (source.of === 'connState') return { test: (slot) => wanted[views.connState(slot)] === 1, has: (slot) => views.connState(slot) !== 0, cost: COST.views };
      return { test: (slot) => wanted[views.netfilter(slot)] === 1, has: (slot) => views.netfilter(slot) !== 0, cost: COST.views };
    }
    default: throw new Error(`${source.of} is no choice`);
  }
}

/** Whether a row is of the kind that has a field. */
export function kindTest(only: Kind, read: RowReader): (slot: number) => boolean {
  switch (only) {
    case 'tcp': case 'udp': case 'icmp': case 'icmp6': { const protocol = PROTOCOL[only]; return (slot) => read.protocol(slot) === protocol; }
    case 'ipv4': return (slot) => !read.isV6(slot);
    case 'ipv6': return (slot) => read.isV6(slot);
    case 'ports': return (slot) => hasPorts(read.protocol(slot));
  }
}

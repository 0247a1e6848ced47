// The overview page's data: what was counted while packets came, and what the connections of the filter add up to.
import type { Overview, OverviewSeries } from '@shared/overview';
import { MOST_BINS, TALKERS } from '@shared/overview';
import type { Addresses } from '../flow/addresses';
import type { HealthFact } from '@shared/overview';
import type { FlowStore } from '../flow/flow-store';
import { HostTable } from './hosts';
import { spreadRates, type Grid } from './over-time';
import { RATE_CLASSES, rateClass, type Rates } from './rates';
import type { RowReader } from './row-reader';
import { historyOf, type StateHistory, type StateHistoryReader } from './state-history';
import { ROWS_A_STEP, type Steps } from './steps';

export interface OverviewParts {
  store: FlowStore;
  read: RowReader;
  addresses: Addresses;
  rates: Rates;
  history: StateHistoryReader;
  hashKey: number;
}

/**
 * @param rows slots of the connections in question; filtered: they are not all, so that packets counted as they came tell of others too
 * @param bins most bins of time wanted
 */
export function* overviewOf(rows: Uint32Array, filtered: boolean, bins: number, parts: OverviewParts, health: HealthFact[], flowsCut: boolean): Steps<Overview> {
  const { read, rates } = parts;
  const merge = rates.mergeFor(Math.max(1, Math.min(MOST_BINS, bins)));
  const grid: Grid = { startNs: Number.isNaN(rates.startNs) ? 0 : rates.startNs, widthNs: rates.widthNs * merge, bins: Math.ceil(rates.bins / merge) };
  const counted = parts.history.begin(grid);
  const hosts = new HostTable(rows.length, 'host', parts.store, read, parts.addresses, parts.hashKey);
  for (let from = 0; from < rows.length; from += ROWS_A_STEP) {
    const to = Math.min(rows.length, from + ROWS_A_STEP);
    parts.history.add(counted, rows, from, to);
    hosts.add(rows, from, to);
    yield undefined;
  }
  const history = historyOf(counted);
  return {
    connections: rows.length, packets: hosts.packets, bytes: hosts.bytes,
    series: seriesOf(rows, filtered, merge, grid, parts, history), flows: history.flows, flowsCut,
    talkers: hosts.busiest(TALKERS), hosts: hosts.count, health,
  };
}

function seriesOf(rows: Uint32Array, filtered: boolean, merge: number, grid: Grid, { read, rates }: OverviewParts, history: StateHistory): OverviewSeries {
  const packets: Record<string, Float64Array> = {};
  const bytes: Record<string, Float64Array> = {};
  const spread = filtered ? spreadRates(rows, read, grid, RATE_CLASSES.length, rateClass) : null;
  RATE_CLASSES.forEach((name, kind) => {
    const p = spread === null ? rates.series(kind, 0, merge) : spread.packets[kind];
    if (!p.some((value) => value > 0)) return;
    packets[name] = p;
    bytes[name] = spread === null ? rates.series(kind, 1, merge) : spread.bytes[kind];
  });
  return {
    startMicros: read.micros(grid.startNs), binMicros: grid.widthNs / 1000, counted: !filtered,
    packets, bytes, states: history.states, opened: history.opened, closed: history.closed,
  };
}

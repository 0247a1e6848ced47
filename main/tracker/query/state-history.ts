// What became of the states of many connections: how many were in which state when, and how many took which jump. Read from the transition
// log along each connection's own chain, so that what was taken back or belongs to others does not count.
import { protocolName } from '@shared/flow';
import { START } from '@shared/datagram-machine';
import type { StateFlow } from '@shared/overview';
import { CLOSED, statesOf, stateInfo } from '@shared/states';
import type { Connections } from '../flow/connections';
import {
  META_PROTOCOL, R_FIRST_NS, R_LAST_NS, R_META, R_STATUS, RECORD_CHUNK_MASK, RECORD_CHUNK_SHIFT, STATUS_CLOSED_SHIFT, STATUS_EXTENDED, STATUS_SWAPPED_SHIFT,
} from '../flow/flow-record';
import type { FlowStore } from '../flow/flow-store';
import { CODE_ENDPOINT_SHIFT, CODE_TO_SHIFT, type TransitionLog } from '../machine/transition-log';
import { binOf, type Grid } from './over-time';
import { rateClass, RATE_CLASSES } from './rates';
import type { RowReader } from './row-reader';

const TCP = 6;
/** Jumps are counted by class of protocol, endpoint, state from and state to. */
const JUMPS_OF_CLASS = 3 * 256;
const BOTH = 2;
const ENDPOINTS = ['originator', 'responder', 'both'] as const;

export interface StateHistory {
  states: Record<string, Float64Array>;
  opened: Float64Array;
  closed: Float64Array;
  flows: StateFlow[];
}

/** What was counted so far. */
export interface Counted {
  grid: Grid;
  /** By state and bin. */
  change: Float64Array;
  opened: Float64Array;
  closed: Float64Array;
  counts: Uint32Array;
  /** The last connection that took a jump: a second time does not count it twice. */
  taken: Uint32Array;
}

export function historyOf({ grid, change, opened, closed, counts }: Counted): StateHistory {
  return { states: levels(change, grid.bins), opened, closed, flows: flowsOf(counts) };
}

/** The jumps of a connection of one packet: all of a kind jump alike. Newest first; nanoseconds after its packet. */
interface SingleJumps { codes: number[]; afterNs: number[] }

export class StateHistoryReader {
  private readonly store: FlowStore;
  private readonly read: RowReader;
  private readonly log: TransitionLog;
  private readonly connections: Connections;
  private readonly singles = new Map<number, SingleJumps>();

  constructor(store: FlowStore, read: RowReader, log: TransitionLog, connections: Connections) {
    this.store = store;
    this.read = read;
    this.log = log;
    this.connections = connections;
  }

  begin(grid: Grid): Counted {
    const jumps = RATE_CLASSES.length * JUMPS_OF_CLASS;
    return { grid, change: new Float64Array(16 * grid.bins), opened: new Float64Array(grid.bins), closed: new Float64Array(grid.bins), counts: new Uint32Array(jumps), taken: new Uint32Array(jumps) };
  }

  /** Counts the connections rows[from] to rows[to - 1]. */
  add({ grid, change, opened, closed, counts, taken }: Counted, rows: Uint32Array, from: number, to: number): void {
    const { store, read, log } = this;
    const { bins } = grid;
    for (let i = from; i < to; i++) {
      const slot = rows[i];
      const ints = store.records.ints[slot >> RECORD_CHUNK_SHIFT];
      const floats = store.records.floats[slot >> RECORD_CHUNK_SHIFT];
      const at = (slot & RECORD_CHUNK_MASK) << 4;
      const status = ints[at + R_STATUS];
      const protocol = ints[at + R_META] & META_PROTOCOL;
      const swapped = (status >>> STATUS_SWAPPED_SHIFT) & 1;
      const firstNs = floats[(at + R_FIRST_NS) >> 1];
      const firstBin = binOf(grid, firstNs);
      opened[firstBin]++;
      const how = (status >>> STATUS_CLOSED_SHIFT) & 7;
      if (how !== 0 && how !== 2) closed[binOf(grid, floats[(at + R_LAST_NS) >> 1])]++;
      const isTcp = protocol === TCP;
      const base = rateClass(protocol) * JUMPS_OF_CLASS;
      let state = (status >>> (swapped * 4)) & 15;
      if ((status & STATUS_EXTENDED) !== 0) {
        for (let index = read.logHead(slot); log.has(index); index = log.previous(index)) {
          const code = log.code(index);
          const endpoint = shownEnd(code, swapped);
          count(counts, taken, base + endpoint * 256, code, i + 1);
          if (isTcp && endpoint === 0) state = this.jump(change, grid, code, log.ns(index));
        }
      } else {
        const jumps = this.single(slot);
        for (let j = 0; j < jumps.codes.length; j++) {
          const code = jumps.codes[j];
          const endpoint = shownEnd(code, swapped);
          count(counts, taken, base + endpoint * 256, code, i + 1);
          if (isTcp && endpoint === 0) state = this.jump(change, grid, code, firstNs + jumps.afterNs[j]);
        }
      }
      if (isTcp) change[state * bins + firstBin]++;
    }
  }

  /** @returns the state before */
  private jump(change: Float64Array, grid: Grid, code: number, ns: number): number {
    const bin = binOf(grid, ns);
    change[((code >> CODE_TO_SHIFT) & 15) * grid.bins + bin]++;
    change[(code & 15) * grid.bins + bin]--;
    return code & 15;
  }

  private single(slot: number): SingleJumps {
    const { read, log } = this;
    const kind = read.singleKind(slot);
    const known = this.singles.get(kind);
    if (known !== undefined) return known;
    const jumps: SingleJumps = { codes: [], afterNs: [] };
    const kept = log.count;
    const firstNs = read.firstNs(slot);
    const restore = this.connections.borrow(slot);
    for (let index = read.logHead(slot); log.has(index); index = log.previous(index)) {
      jumps.codes.push(log.code(index));
      jumps.afterNs.push(log.ns(index) - firstNs);
    }
    restore();
    log.truncate(kept);
    this.singles.set(kind, jumps);
    return jumps;
  }
}

/** 0 originator, 1 responder, 2 both: as they are shown, where the user has exchanged them. */
function shownEnd(code: number, swapped: number): number {
  const endpoint = (code >> CODE_ENDPOINT_SHIFT) & 3;
  return endpoint === BOTH ? BOTH : endpoint ^ swapped;
}

/** @param base of the class and endpoint; serial: of the connection, from 1 */
function count(counts: Uint32Array, taken: Uint32Array, base: number, code: number, serial: number): void {
  const at = base + (code & 15) * 16 + ((code >> CODE_TO_SHIFT) & 15);
  if (taken[at] === serial) return;
  taken[at] = serial;
  counts[at]++;
}

/** From changes to how many there are at the end of each bin, of the states that occur. */
function levels(change: Float64Array, bins: number): Record<string, Float64Array> {
  const states: Record<string, Float64Array> = {};
  statesOf(TCP).forEach((info, code) => {
    if (code === CLOSED) return;
    const values = new Float64Array(bins);
    let level = 0;
    let occurs = false;
    for (let bin = 0; bin < bins; bin++) {
      if (change[code * bins + bin] !== 0) occurs = true;
      level += change[code * bins + bin];
      values[bin] = level;
    }
    if (occurs) states[info.name] = values;
  });
  return states;
}

function flowsOf(counts: Uint32Array): StateFlow[] {
  const flows: StateFlow[] = [];
  const numbers = [TCP, 17, 1, 58, 255];
  counts.forEach((count, at) => {
    if (count === 0) return;
    const kind = Math.floor(at / JUMPS_OF_CLASS);
    const protocol = numbers[kind];
    const from = (at >> 4) & 15;
    flows.push({
      endpoint: ENDPOINTS[(at >> 8) % 3], protocol: kind === 4 ? RATE_CLASSES[kind] : protocolName(protocol),
      from: protocol !== TCP && from === START ? '' : stateInfo(protocol, from).name, to: stateInfo(protocol, at & 15).name, count,
    });
  });
  return flows.sort((a, b) => b.count - a.count);
}

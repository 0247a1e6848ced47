// The alerts of a connection: those that name it, and the scans and floods whose attempts it is one of.
import { ALERTS, type AlertKind } from '@shared/alerts';
import { PROTOCOL } from '@shared/flow';
import { UDP_ANSWERED, ICMP_REPLIED } from '@shared/states';
import { MANY, type AlertLog } from '../alerts/alert-log';
import { META_PROTOCOL, META_V6, R_ADDRESS_O, R_ADDRESS_R, R_FIRST_NS, R_LAST_NS, R_META, R_STATUS, RECORD_CHUNK_MASK, RECORD_CHUNK_SHIFT, STATUS_OPENED_SHIFT } from '../flow/flow-record';
import type { FlowStore } from '../flow/flow-store';
import { OPENED_HANDSHAKE, OPENED_SIMULTANEOUS } from '../machine/endings';

const { tcp, udp, icmp, icmp6 } = PROTOCOL;
/** What the attempts of a kind are made of; null: protocols without ports as well. */
const ATTEMPTS: Partial<Record<AlertKind, readonly number[] | null>> = {
  'port-scan': null, 'udp-port-scan': [udp], 'host-sweep': [tcp, udp], 'ping-sweep': [icmp, icmp6],
  'syn-flood': [tcp], 'ack-flood': [tcp], 'rst-flood': [tcp], 'udp-flood': [udp], 'icmp-flood': [icmp, icmp6],
};

export class AlertIndex {
  private readonly log: AlertLog;
  private readonly store: FlowStore;
  private changes = -1;
  private readonly byConnection = new Map<number, number[]>();
  /** Rows by the ends they name. */
  private readonly byEnds = new Map<string, number[]>();

  constructor(log: AlertLog, store: FlowStore) {
    this.log = log;
    this.store = store;
  }

  /** Ids of the alerts of a connection, ascending. */
  of(slot: number): readonly number[] {
    this.renew();
    const { log, store } = this;
    const ids = [...this.byConnection.get(store.id(slot)) ?? []];
    if (this.byEnds.size > 0) {
      const ints = store.records.ints[slot >> RECORD_CHUNK_SHIFT];
      const floats = store.records.floats[slot >> RECORD_CHUNK_SHIFT];
      const at = (slot & RECORD_CHUNK_MASK) << 4;
      const v6 = (ints[at + R_META] & META_V6) !== 0;
      const [source, target] = [ints[at + R_ADDRESS_O], ints[at + R_ADDRESS_R]];
      for (const [from, to] of [[source, target], [source, MANY], [MANY, target]]) {
        for (const row of this.byEnds.get(ends(v6, from, to)) ?? []) {
          const overlaps = log.firstNs(row) <= floats[(at + R_LAST_NS) >> 1] && floats[(at + R_FIRST_NS) >> 1] <= log.lastNs(row);
          if (overlaps && isAttempt(log.kindOf(row), ints[at + R_META] & META_PROTOCOL) && (from !== MANY && to !== MANY || !succeeded(ints[at + R_META], ints[at + R_STATUS])) && !ids.includes(row + 1)) ids.push(row + 1);
        }
      }
    }
    return ids.sort((a, b) => a - b);
  }

  private renew(): void {
    const { log, byConnection, byEnds } = this;
    if (this.changes === log.changes) return;
    this.changes = log.changes;
    byConnection.clear();
    byEnds.clear();
    for (let row = 0; row < log.count; row++) {
      const connection = log.connectionOf(row);
      if (connection !== 0) put(byConnection, connection, row + 1);
      if (ATTEMPTS[ALERTS[log.kindOf(row)].kind] !== undefined) put(byEnds, ends(log.isV6(row), log.sourceOf(row), log.targetOf(row)), row);
    }
  }
}

const ends = (v6: boolean, source: number, target: number): string => `${v6 ? 6 : 4} ${source} ${target}`;

function put<K>(map: Map<K, number[]>, key: K, value: number): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}

function isAttempt(kind: number, protocol: number): boolean {
  const made = ATTEMPTS[ALERTS[kind].kind];
  return made === null ? protocol !== udp && protocol !== icmp && protocol !== icmp6 : made?.includes(protocol) === true;
}

/** Where a row stands for many hosts, a connection that did its work is not part of it. */
function succeeded(meta: number, status: number): boolean {
  const protocol = meta & META_PROTOCOL;
  const opened = (status >>> STATUS_OPENED_SHIFT) & 7;
  if (protocol === tcp) return opened === OPENED_HANDSHAKE || opened === OPENED_SIMULTANEOUS;
  return protocol === udp ? (status & 15) === UDP_ANSWERED : (status & 15) === ICMP_REPLIED;
}

// The alerts of a connection: those that name it, and the scans and floods whose attempts it is one of.
import { ALERTS, type AlertKind } from '@shared/alerts';
import { PROTOCOL } from '@shared/flow';
import { UDP_ANSWERED, ICMP_REPLIED } from '@shared/states';
import { MANY, type AlertLog } from '../alerts/alert-log';
import { META_PROTOCOL, META_V6, R_ADDRESS_O, R_ADDRESS_R, R_FIRST_NS, R_LAST_NS, R_META, R_STATUS, RECORD_CHUNK_MASK, RECORD_CHUNK_SHIFT, STATUS_OPENED_SHIFT } from '../flow/flow-record';
import type { FlowStore } from '../flow/flow-store';
import { OPENED_HANDSHAKE, OPENED_SIMULTANEOUS } from '../machine/endings';

const { tcp, udp, icmp, icmp6 } = PROTOCOL;
const NONE: readonly number[] = [];
/** Rows of the log by the ends they name: source, then target. Numbers as keys: a filter asks for every connection. */
type ByEnds = Map<number, Map<number, number[]>>;
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
  /** Of IPv4, of IPv6. */
  private readonly byEnds: readonly [ByEnds, ByEnds] = [new Map(), new Map()];

  constructor(log: AlertLog, store: FlowStore) {
    this.log = log;
    this.store = store;
  }

  /** Ids of the alerts of a connection, ascending. */
  of(slot: number): readonly number[] {
    this.renew();
    const { store } = this;
    const named = this.byConnection.get(store.id(slot));
    if (this.byEnds[0].size + this.byEnds[1].size === 0) return named ?? NONE;
    const ints = store.records.ints[slot >> RECORD_CHUNK_SHIFT];
    const at = (slot & RECORD_CHUNK_MASK) << 4;
    const byEnds = this.byEnds[(ints[at + R_META] & META_V6) === 0 ? 0 : 1];
    const from = byEnds.get(ints[at + R_ADDRESS_O]);
    const target = ints[at + R_ADDRESS_R];
    const [between, ofSource, ofTarget] = [from?.get(target), from?.get(MANY), byEnds.get(MANY)?.get(target)];
    if (between === undefined && ofSource === undefined && ofTarget === undefined) return named ?? NONE;
    const ids = [...named ?? NONE];
    this.add(ids, between, slot, false);
    this.add(ids, ofSource, slot, true);
    this.add(ids, ofTarget, slot, true);
    return ids.sort((a, b) => a - b);
  }

  /** The rows whose attempts a connection may be one of, by its time and protocol. */
  private add(ids: number[], rows: readonly number[] | undefined, slot: number, drawnTogether: boolean): void {
    if (rows === undefined) return;
    const { log, store } = this;
    const ints = store.records.ints[slot >> RECORD_CHUNK_SHIFT];
    const floats = store.records.floats[slot >> RECORD_CHUNK_SHIFT];
    const at = (slot & RECORD_CHUNK_MASK) << 4;
    const meta = ints[at + R_META];
    if (drawnTogether && succeeded(meta, ints[at + R_STATUS])) return;
    for (const row of rows) {
      const overlaps = log.firstNs(row) <= floats[(at + R_LAST_NS) >> 1] && floats[(at + R_FIRST_NS) >> 1] <= log.lastNs(row);
      if (overlaps && isAttempt(log.kindOf(row), meta & META_PROTOCOL) && !ids.includes(row + 1)) ids.push(row + 1);
    }
  }

  private renew(): void {
    const { log, byConnection, byEnds } = this;
    if (this.changes === log.changes) return;
    this.changes = log.changes;
    byConnection.clear();
    for (const one of byEnds) one.clear();
    for (let row = 0; row < log.count; row++) {
      const connection = log.connectionOf(row);
      if (connection !== 0) put(byConnection, connection, row + 1);
      if (ATTEMPTS[ALERTS[log.kindOf(row)].kind] !== undefined) put(targetsOf(byEnds[log.isV6(row) ? 1 : 0], log.sourceOf(row)), log.targetOf(row), row);
    }
  }
}

function targetsOf(byEnds: ByEnds, source: number): Map<number, number[]> {
  const known = byEnds.get(source) ?? new Map<number, number[]>();
  byEnds.set(source, known);
  return known;
}

function put(map: Map<number, number[]>, key: number, value: number): void {
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

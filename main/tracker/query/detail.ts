// One connection in full: for the detail pane, and as the command line's row.
import { CLOSED, DIRECTION_REASON, ENDPOINT, OPENED, PROTOCOL, protocolName } from '@shared/flow';
import type { ConnectionDetail, PerEndpoint, Transition } from '@shared/snapshot';
import { stateInfo } from '@shared/states';
import type { Connections } from '../flow/connections';
import type { FlowStore } from '../flow/flow-store';
import type { TransitionLog } from '../machine/transition-log';
import type { RowReader } from './row-reader';
import type { ConnectionRow } from './rows';
import { readTransitions } from './transitions';
import { NO_VIEWS, readViews, type Views } from './view-reader';

const pair = <T>(value: (endpoint: number) => T): PerEndpoint<T> => ({ originator: value(0), responder: value(1) });

export class DetailReader {
  private readonly read: RowReader;
  private readonly log: TransitionLog;
  private readonly connections: Connections;
  private readonly store: FlowStore;

  constructor(store: FlowStore, read: RowReader, log: TransitionLog, connections: Connections) {
    this.store = store;
    this.read = read;
    this.log = log;
    this.connections = connections;
  }

  detail(slot: number): ConnectionDetail {
    const { read } = this;
    const protocol = read.protocol(slot);
    const { transitions, dropped } = this.transitions(slot);
    const handshake = read.handshakeNs(slot);
    return {
      id: read.id(slot), protocol,
      ...this.ends(slot),
      directionReason: DIRECTION_REASON[read.reason(slot)],
      startMicros: read.firstMicros(slot), endMicros: read.lastMicros(slot),
      states: pair((e) => stateInfo(protocol, read.state(slot, e)).name),
      stateCodes: pair((e) => read.state(slot, e)),
      opened: OPENED[read.opened(slot)], closed: CLOSED[read.closed(slot)], closedBy: this.closedBy(slot),
      packets: pair((e) => read.packets(slot, e)), wireBytes: pair((e) => read.wireBytes(slot, e)), payloadBytes: pair((e) => read.payloadBytes(slot, e)),
      handshakeMicros: Number.isNaN(handshake) ? null : Math.floor(handshake / 1000),
      icmpErrors: read.icmpErrors(slot), vlan: read.vlans(slot), tunnel: read.tunnel(slot),
      transitions, transitionsDropped: dropped,
    };
  }

  row(slot: number): ConnectionRow {
    const { read } = this;
    const protocol = read.protocol(slot);
    const handshake = read.handshakeNs(slot);
    return {
      id: read.id(slot), proto: protocolName(protocol),
      ...this.ends(slot),
      directionReason: DIRECTION_REASON[read.reason(slot)],
      startMicros: read.firstMicros(slot), endMicros: read.lastMicros(slot),
      states: pair((e) => stateInfo(protocol, read.state(slot, e)).name),
      opened: OPENED[read.opened(slot)], closed: CLOSED[read.closed(slot)], closedBy: this.closedBy(slot),
      packets: pair((e) => read.packets(slot, e)), wireBytes: pair((e) => read.wireBytes(slot, e)), payloadBytes: pair((e) => read.payloadBytes(slot, e)),
      handshakeMicros: Number.isNaN(handshake) ? null : Math.floor(handshake / 1000),
      ...this.views(slot), vlan: read.vlans(slot), tunnel: read.tunnel(slot), icmpErrors: read.icmpErrors(slot), alerts: null,
    };
  }

  /** The jumps of a connection. One of a single packet has no log: its packet is replayed into a borrowed extension, then given back. */
  transitions(slot: number): { transitions: Transition[]; dropped: number } {
    return this.extended(slot, () => readTransitions(slot, this.log, this.read));
  }

  private views(slot: number): Views {
    const { views } = this.connections;
    return views === null ? NO_VIEWS : this.extended(slot, () => readViews(slot, this.store, views, this.read));
  }

  private extended<T>(slot: number, look: () => T): T {
    const { read, log } = this;
    if (read.isExtended(slot)) return look();
    const kept = log.count;
    const restore = this.connections.borrow(slot);
    const result = look();
    restore();
    log.truncate(kept);
    return result;
  }

  private ends(slot: number): { originator: { address: string; port: number }; responder: { address: string; port: number } } {
    return pair((e) => ({ address: this.read.address(slot, e), port: this.read.port(slot, e) }));
  }

  private closedBy(slot: number): (typeof ENDPOINT)[number] | null {
    return ENDPOINT[this.read.closedBy(slot) - 1] ?? null;
  }

  /** Connections by protocol and by the states of their ends, for the summary. */
  census(): { protocol: string; states: string; count: number }[] {
    const counts = new Map<number, number>();
    for (let slot = 0; slot < this.store.records.used; slot++) {
      if (!this.store.isLive(slot)) continue;
      const key = (this.read.protocol(slot) << 8) | (this.read.state(slot, 0) << 4) | this.read.state(slot, 1);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return [...counts].sort((a, b) => b[1] - a[1]).map(([key, count]) => {
      const protocol = key >> 8;
      const [o, r] = [stateInfo(protocol, (key >> 4) & 15).name, stateInfo(protocol, key & 15).name];
      return { protocol: protocolName(protocol), states: protocol === PROTOCOL.tcp ? `${o} / ${r}` : o, count };
    });
  }
}

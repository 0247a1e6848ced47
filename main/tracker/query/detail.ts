// One connection in full: for the detail pane, and as the command line's row.
import { CLOSED, DIRECTION_REASON, ENDPOINT, OPENED, PROTOCOL, protocolName, type Endpoint } from '@shared/flow';
import type { ConnectionDetail, PerEndpoint, Transition } from '@shared/snapshot';
import { stateInfo } from '@shared/states';
import { sentenceLine } from '@shared/verdict-sentence';
import { verdictWords } from '@shared/verdict-words';
import type { Connections } from '../flow/connections';
import type { FlowStore } from '../flow/flow-store';
import type { TransitionLog } from '../machine/transition-log';
import { readMeasures } from './measure-reader';
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

  /** Ids of the alerts of a connection; null where nothing looks for them. */
  alertsOf: ((slot: number) => readonly number[]) | null = null;

  constructor(store: FlowStore, read: RowReader, log: TransitionLog, connections: Connections) {
    this.store = store;
    this.read = read;
    this.log = log;
    this.connections = connections;
  }

  detail(slot: number): ConnectionDetail {
    return this.extended(slot, () => this.whole(slot).detail);
  }

  row(slot: number): ConnectionRow {
    return this.extended(slot, () => {
      const { detail, views } = this.whole(slot);
      const { protocol, states, opened, closed, closedBy, packets, wireBytes, payloadBytes, handshakeMicros, directionReason, startMicros, endMicros, originator, responder } = detail;
      return {
        id: detail.id, proto: protocolName(protocol), originator, responder, directionReason, startMicros, endMicros, states, opened, closed, closedBy,
        packets, wireBytes, payloadBytes, handshakeMicros, ...views,
        vlan: detail.vlan, tunnel: detail.tunnel, icmpErrors: detail.icmpErrors, alerts: this.alertsOf === null ? null : [...this.alertsOf(slot)],
        openedBy: detail.openedBy, tcp: detail.tcp, story: verdictWords(detail).map(sentenceLine),
      };
    });
  }

  /** The jumps of a connection. One of a single packet has no log: its packet is replayed into a borrowed extension, then given back. */
  transitions(slot: number): { transitions: Transition[]; dropped: number } {
    return this.extended(slot, () => readTransitions(slot, this.log, this.read));
  }

  /** What Zeek, netfilter and the SEQ/ACK analysis say of it, without its jumps: for a column of the table. */
  views(slot: number): Views {
    const { views: kept } = this.connections;
    if (kept === null) return NO_VIEWS;
    return this.extended(slot, () => readViews(slot, this.store, kept, this.read, this.read.protocol(slot) === PROTOCOL.tcp ? readMeasures(slot, this.read, kept, -1) : null));
  }

  /** Of a connection that has its extension. */
  private whole(slot: number): { detail: ConnectionDetail; views: Views } {
    const { read } = this;
    const { views: kept } = this.connections;
    const protocol = read.protocol(slot);
    const { transitions, dropped } = readTransitions(slot, this.log, read);
    const handshake = read.handshakeNs(slot);
    const openedBy = opener(transitions);
    const tcp = protocol !== PROTOCOL.tcp || kept === null ? null : readMeasures(slot, read, kept, openedBy === null ? -1 : ENDPOINT.indexOf(openedBy));
    const views = kept === null ? NO_VIEWS : readViews(slot, this.store, kept, read, tcp);
    const detail: ConnectionDetail = {
      id: read.id(slot), protocol,
      ...pair((e) => ({ address: read.address(slot, e), port: read.port(slot, e) })),
      directionReason: DIRECTION_REASON[read.reason(slot)],
      startMicros: read.firstMicros(slot), endMicros: read.lastMicros(slot),
      states: pair((e) => stateInfo(protocol, read.state(slot, e)).name),
      stateCodes: pair((e) => read.state(slot, e)),
      opened: OPENED[read.opened(slot)], closed: CLOSED[read.closed(slot)], closedBy: ENDPOINT[read.closedBy(slot) - 1] ?? null,
      packets: pair((e) => read.packets(slot, e)), wireBytes: pair((e) => read.wireBytes(slot, e)), payloadBytes: pair((e) => read.payloadBytes(slot, e)),
      handshakeMicros: Number.isNaN(handshake) ? null : Math.floor(handshake / 1000),
      openedBy, tcp, others: { connState: views.connState, history: views.history, netfilter: views.netfilter },
      icmpErrors: read.icmpErrors(slot), vlan: read.vlans(slot), tunnel: read.tunnel(slot),
      transitions, transitionsDropped: dropped,
    };
    return { detail, views };
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

  /** Connections by protocol and by the states of their ends, for the summary. */
  census(slots: Uint32Array): { protocol: string; states: string; count: number }[] {
    const counts = new Map<number, number>();
    for (const slot of slots) {
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

/** Who sent the first SYN, captured or inferred. */
function opener(transitions: readonly Transition[]): Endpoint | null {
  const by = transitions.find((t) => t.event === 'send-syn')?.endpoint;
  return by === undefined || by === 'both' ? null : by;
}

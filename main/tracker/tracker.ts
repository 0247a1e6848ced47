// The front door of the core: bytes of a capture go in, connections and their states come out. No clock, no I/O, no Node: the same bytes
// give the same result however they are cut into blocks.
import type { Damage, PageRequest, View } from '@shared/ipc';
import type { HealthFact, HostsPage, HostsRequest, Overview, OverviewRequest } from '@shared/overview';
import { PROTOCOL, protocolName, type ConnectionIdentity } from '@shared/flow';
import { verdictConfidence, verdictName } from '@shared/analysis';
import { netfilterReasonName, netfilterVerdictName } from '@shared/netfilter';
import type { AlertRow } from '@shared/alerts';
import type { ReportConnection } from '@shared/report';
import type { ConnectionDetail, Page } from '@shared/snapshot';
import { thresholdsWith, type Thresholds } from '@shared/thresholds';
import { Watch } from './alerts/watch';
import { FrameDecoder } from './decode/frame-decoder';
import { NO_TRANSPORT, OK, OUTCOME, P_ACK, P_FLAGS, P_PAYLOAD, P_PROTOCOL, P_SEQ, P_WINDOW } from './decode/packet';
import { Connections } from './flow/connections';
import { FlowStore } from './flow/flow-store';
import { netfilterUnusable } from './lens/netfilter';
import { WiresharkFeed } from './lens/wireshark-feed';
import { TransitionLog } from './machine/transition-log';
import { AlertIndex } from './query/alert-index';
import { DetailReader } from './query/detail';
import { FrameSizes, ORDINARY_FRAME } from './query/frame-sizes';
import { healthFacts } from './query/health';
import { hostTable, type HostTable } from './query/hosts';
import { overviewOf } from './query/overview';
import { Rates } from './query/rates';
import { RowReader } from './query/row-reader';
import { flagLetters, transitionRow, type ConnectionRow, type PacketSink, type TransitionRow } from './query/rows';
import { StateHistoryReader } from './query/state-history';
import { finished, whileSame, type Steps } from './query/steps';
import { Overrides } from './query/overrides';
import { verdictTotals, type VerdictTotal } from './query/verdict-totals';
import { TableView } from './query/view';
import { CaptureReader } from './reader/capture-reader';
import type { FramePicker, PickPart } from './reader/frame-picker';
import { FATAL, NEED_MORE, PACKET } from './reader/state';
import { BlockIndex } from './trace/block-index';
import { Trace } from './trace/trace';

export type { ConnectionRow, PacketSink, TransitionRow } from './query/rows';
export type { VerdictTotal } from './query/verdict-totals';
export { FramePicker, type PickPart } from './reader/frame-picker';
export type { Trace } from './trace/trace';

export interface TrackerOptions {
  /** Most connections kept (shared/settings.ts). */
  connectionLimit: number;
  /** Secret of this run for the hash tables, 32 bits. */
  hashKey: number;
  /** Most state jumps kept; default eight million. */
  transitionLimit?: number;
  /** Whether detectors look at the packets; default true. */
  detectors?: boolean;
  /** What the detectors' numbers are; default those of shared/thresholds.ts. */
  thresholds?: Thresholds;
  /** Gets every packet as a row: only for the command line's listing, it costs a tenfold. */
  packetSink?: PacketSink | null;
  /** Whether it is noted which connections each part of the capture holds, so that the packets of one can be read back; default false. */
  indexed?: boolean;
}

export interface TrackerStatus {
  format: string;
  linkTypes: number[];
  /** Why this is not a capture at all; null otherwise. */
  fatal: string | null;
  packets: number;
  wireBytes: number;
  connections: number;
  /** Connections ever made: the greatest id. */
  made: number;
  evicted: number;
  /** Packets that no connection could be made of, by outcome. */
  undecoded: number;
  outcomes: Record<string, number>;
  /** Drops that the file itself tells of (pcapng statistics); null when it does not. */
  dropped: number | null;
  firstMicros: number | null;
  lastMicros: number | null;
  damages: Damage[];
  damageCount: number;
  /** Bytes of typed memory held for connections. */
  memoryBytes: number;
}

const DEFAULT_TRANSITION_LIMIT = 8_000_000;

export class Tracker {
  private readonly options: TrackerOptions;
  private reader = new CaptureReader();
  private decoder = new FrameDecoder();
  private store!: FlowStore;
  private log!: TransitionLog;
  private connections!: Connections;
  private read!: RowReader;
  private view!: TableView;
  private details!: DetailReader;
  private frame = 0;
  // -0 makes them doubles from the start: when they outgrow small integers, all code that was made for those is thrown away.
  private wireBytes = -0;
  private firstNs = NaN;
  private lastNs = NaN;
  private evictedSeen = 0;
  private rates = new Rates();
  private sizes = new FrameSizes();
  private history!: StateHistoryReader;
  private overrides!: Overrides;
  private hosts: { key: string; table: HostTable; stale: boolean } | null = null;
  private watch: Watch | null = null;
  private alertIndex: AlertIndex | null = null;
  private wireshark!: WiresharkFeed;
  private outcomes = new Float64Array(OUTCOME.length);
  private index: BlockIndex | null = null;
  /** Capture offset of the byte that comes next, if it follows what was read. */
  private nextOffset = -0;

  constructor(options: TrackerOptions) {
    this.options = options;
    this.reset();
  }

  /** Forgets everything, for another capture. */
  reset(): void {
    this.reader = new CaptureReader();
    this.decoder = new FrameDecoder();
    this.store = new FlowStore();
    this.log = new TransitionLog(this.options.transitionLimit ?? DEFAULT_TRANSITION_LIMIT);
    this.connections = new Connections(this.store, this.log, this.reader.time, this.options.connectionLimit, this.options.hashKey, (this.options.packetSink ?? null) !== null);
    this.read = new RowReader(this.store, this.connections.addresses, this.connections.contexts);
    const details = new DetailReader(this.store, this.read, this.log, this.connections);
    this.details = details;
    this.view = new TableView({ store: this.store, read: this.read, addresses: this.connections.addresses, views: this.connections.views, viewsOf: (slot) => details.views(slot), alertsOf: this.options.detectors ?? true ? (slot) => this.alertIndex?.of(slot) ?? [] : null });
    this.history = new StateHistoryReader(this.store, this.read, this.log, this.connections);
    this.rates = new Rates();
    this.sizes = new FrameSizes();
    this.hosts = null;
    this.frame = 0;
    this.wireBytes = 0;
    this.firstNs = NaN;
    this.lastNs = NaN;
    this.evictedSeen = 0;
    this.watch = this.options.detectors ?? true ? new Watch(this.store, this.connections, this.options.hashKey, this.options.thresholds ?? thresholdsWith({})) : null;
    this.alertIndex = this.watch === null ? null : new AlertIndex(this.watch.log, this.store);
    details.alertsOf = this.alertIndex === null ? null : (slot) => this.alertIndex?.of(slot) ?? [];
    this.wireshark = new WiresharkFeed(this.options.hashKey);
    this.outcomes = new Float64Array(OUTCOME.length);
    this.overrides = new Overrides(this.store, this.read);
    this.index = this.options.indexed === true ? new BlockIndex() : null;
    this.nextOffset = 0;
  }

  /**
   * Takes the bytes [from, to) of a block.
   * @param view over the same memory as `block`
   * @param fileOffset offset in the capture of the block's first byte (index 0)
   * @param last no byte will follow `to`: a record that is not complete is damage, and is searched for whole records
   * @returns index of the first byte not consumed, at most `to`: keep the rest and present it again in front of more
   */
  push(block: Uint8Array, view: DataView, from: number, to: number, fileOffset: number, last = false): number {
    const { reader, decoder, connections } = this;
    const { packet, context } = decoder;
    const { time } = reader;
    const sink = this.options.packetSink ?? null;
    const { watch, rates, sizes, index, store } = this;
    reader.blockOffset = fileOffset;
    reader.ended = last;
    if (index !== null && fileOffset + from !== this.nextOffset) index.cut();
    let at = from;
    while (at < to) {
      const status = reader.next(view, at, to);
      if (status === PACKET) {
        const ns = time[0];
        const wire = reader.wire;
        const outcome = decoder.decode(view, reader.dataAt, reader.captured, wire, reader.linkType);
        const frame = ++this.frame;
        this.wireBytes += wire;
        if (!(ns <= this.lastNs)) this.lastNs = ns;
        if (frame === 1) this.begin(ns);
        if (reader.captured < wire || wire > ORDINARY_FRAME) sizes.add(reader.captured, wire);
        if (index !== null && fileOffset + reader.recordAt >= index.nextAt) index.begin(fileOffset + reader.recordAt, frame, store.made, reader);
        if (outcome === OK || outcome === NO_TRANSPORT) {
          rates.add(packet[P_PROTOCOL], ns, wire);
          if (sink !== null) connections.views.judgeChecksum(packet, view);
          connections.packet(packet, context, view, block, frame, wire);
          if (index !== null && connections.slot >= 0) index.note(store.id(connections.slot));
          if (watch !== null) {
            const { verdict, netfilter } = connections.views;
            if (watch.wants(packet, verdict, ns)) watch.packet(packet, view, block, frame, wire, time, verdict, netfilter);
          }
        } else {
          rates.add(-1, ns, wire);
          this.outcomes[outcome]++;
          connections.slot = -1;
        }
        if (sink !== null) this.list(sink, outcome, ns, view, block);
        at = reader.nextAt;
      } else if (status === NEED_MORE) break;
      else if (status === FATAL) return to;
      else at = reader.nextAt;
    }
    if (connections.evicted !== this.evictedSeen) {
      this.evictedSeen = connections.evicted;
      this.view.invalidate();
      this.hosts = null;
    }
    this.nextOffset = fileOffset + at;
    index?.reach(fileOffset + at);
    return at;
  }

  /** The capture ends with `leftover` bytes that were not consumed: time-outs up to its last packet take effect. */
  finish(leftover: number, fileOffset: number): void {
    this.reader.finish(leftover, fileOffset);
    if (!Number.isNaN(this.lastNs)) {
      this.connections.expiry.sweepAll(this.lastNs);
      this.watch?.finish(this.lastNs);
    }
    this.view.refresh();
  }

  /** Live: time passes without packets. @param micros since 1970 */
  advance(micros: number): void {
    if (Number.isNaN(this.lastNs)) return;
    const ns = (micros - this.read.baseSeconds * 1e6) * 1000;
    this.connections.expiry.sweepAll(ns);
    this.watch?.advance(ns);
  }

  /** Has the next page filtered and sorted again; at most once a second while packets come in. */
  refreshView(): void { this.view.refresh(); }

  /** Has the next page of hosts added up again. */
  refreshHosts(): void { if (this.hosts !== null) this.hosts.stale = true; }

  page(request: PageRequest): Page { return this.view.page(request); }

  locate(view: View, id: number, hold = false): number { return this.view.locate(view, id, hold); }

  /** How far the capture can be trusted. */
  health(): HealthFact[] {
    const { read, rates, connections, log } = this;
    const { outcomes, damageCount, evicted, packets } = this.status();
    const { cut, large, largest } = this.sizes;
    return healthFacts({ packets, outcomes, damages: damageCount, evicted, cut, large, largest, strays: rates.strays, jumpsDropped: log.dropped, mixed: connections.contexts.mixed, alertsDropped: this.alertsDropped }, this.store, read, connections.views);
  }

  /** Our own verdicts over the connections that a filter lets through. */
  verdicts(filter = ''): VerdictTotal[] { return verdictTotals(this.view.matching(filter), this.read, this.connections.views); }

  overview(request: OverviewRequest): Overview { return finished(this.overviewSteps(request)); }

  /** The same in steps: packets may come in between. */
  overviewSteps({ filter, bins }: OverviewRequest): Steps<Overview> {
    const { store, read, rates, history, connections, log } = this;
    const parts = { store, read, rates, history, addresses: connections.addresses, hashKey: this.options.hashKey };
    return whileSame(() => connections.evicted, () => overviewOf(this.view.matching(filter), filter.trim() !== '', bins, parts, this.health(), log.dropped));
  }

  hostsPage(request: HostsRequest): HostsPage { return finished(this.hostsSteps(request)); }

  /** The same in steps; the table of before is shown as long as the next one is not complete. */
  *hostsSteps(request: HostsRequest): Steps<HostsPage> {
    const key = `${request.by}\n${request.filter}`;
    if (this.hosts?.key !== key || this.hosts.stale) {
      const { store, read, connections } = this;
      if (this.hosts !== null) this.hosts.stale = false;
      const table = yield* whileSame(() => connections.evicted, () => hostTable(this.view.matching(request.filter), request.by, store, read, connections.addresses, this.options.hashKey));
      this.hosts = { key, table, stale: false };
      return table.page(request);
    }
    return this.hosts.table.page(request);
  }

  /** null when the connection was dropped or never was. */
  connection(id: number): ConnectionDetail | null {
    const slot = this.store.slotOf(id);
    return slot < 0 ? null : this.details.detail(slot);
  }

  /** The user's word on who is the originator. @returns what identifies the connection; null when it is not in the table */
  override(id: number, swapped: boolean): ConnectionIdentity | null {
    const identity = this.overrides.set(id, swapped);
    this.view.refresh();
    this.hosts = null;
    return identity;
  }

  /** Connections whose ends were exchanged when this capture was read before: they are again, once they are there and `catchUp` is asked. */
  restoreOverrides(swapped: readonly ConnectionIdentity[]): void { this.overrides.restore(swapped); }

  catchUpOverrides(): void {
    if (this.overrides.catchUp()) this.view.refresh();
  }

  /** The packets of a connection, to be read back; null when it is not in the table, or nothing was noted of where they are. */
  trace(id: number): Trace | null {
    const slot = this.store.slotOf(id);
    if (slot < 0 || this.index === null) return null;
    return new Trace({ store: this.store, read: this.read, connections: this.connections, index: this.index }, slot);
  }

  /** The bytes that hold the next packet wanted; null when there is none, or nothing was noted of where packets are. */
  nextPick(picker: FramePicker): PickPart | null { return this.index === null ? null : picker.next(this.index); }

  /** The ends of a connection; null when it is not in the table. */
  endsOf(id: number): ReportConnection | null {
    const { read } = this;
    const slot = this.store.slotOf(id);
    const end = (endpoint: number): { address: string; port: number } => ({ address: read.address(slot, endpoint), port: read.port(slot, endpoint) });
    return slot < 0 ? null : { id, protocol: protocolName(read.protocol(slot)), originator: end(0), responder: end(1) };
  }

  status(): TrackerStatus {
    const { reader } = this;
    const outcomes: Record<string, number> = {};
    let undecoded = 0;
    for (let i = 0; i < OUTCOME.length; i++) {
      if (this.outcomes[i] === 0) continue;
      outcomes[OUTCOME[i]] = this.outcomes[i];
      undecoded += this.outcomes[i];
    }
    return {
      format: reader.format, linkTypes: [...reader.linkTypesSeen], fatal: reader.fatalReason === '' ? null : reader.fatalReason,
      packets: this.frame, wireBytes: this.wireBytes, connections: this.store.live, made: this.store.made, evicted: this.connections.evicted,
      undecoded, outcomes, dropped: reader.interfaceDrops,
      firstMicros: Number.isNaN(this.firstNs) ? null : this.read.micros(this.firstNs), lastMicros: Number.isNaN(this.lastNs) ? null : this.read.micros(this.lastNs),
      damages: reader.damages.slice(), damageCount: reader.damageCount,
      memoryBytes: this.store.bytes + this.connections.table.bytes + this.connections.addresses.bytes + this.connections.views.bytes + this.log.bytes + (this.index?.bytes ?? 0) + (this.watch?.log.bytes ?? 0),
    };
  }

  /** Connections by protocol and state, most first. */
  census(filter = ''): { protocol: string; states: string; count: number }[] { return this.details.census(this.view.matching(filter)); }

  /** Ids of the connections that a filter lets through, in the order of their slots. @throws Failure `bad-filter` with the offset of the fault */
  matchingIds(filter: string): Float64Array { return Float64Array.from(this.view.matching(filter), (slot) => this.read.id(slot)); }

  /** Every connection in the order of its first packet. */
  *rows(filter = ''): Iterable<ConnectionRow> {
    for (const slot of this.view.all(filter)) yield this.details.row(slot);
  }

  /** Every alert, in the order in which they were raised. */
  *alerts(): Iterable<AlertRow> {
    if (this.watch !== null) yield* this.watch.rows((ns) => this.read.micros(ns));
  }

  /** Another number when alerts have changed. */
  get alertChanges(): number { return this.watch?.log.changes ?? 0; }

  /** Packets whose alert found no room. */
  get alertsDropped(): number { return this.watch?.log.dropped ?? 0; }

  /** Capture offset up to which records were read. */
  get readTo(): number { return this.nextOffset; }

  /** Every state jump, connection by connection. */
  *transitions(filter = ''): Iterable<TransitionRow> {
    for (const slot of this.view.all(filter)) {
      const id = this.read.id(slot);
      for (const t of this.details.transitions(slot).transitions) yield transitionRow(id, t);
    }
  }

  private begin(ns: number): void {
    this.firstNs = ns;
    this.read.baseSeconds = this.reader.baseSeconds;
  }

  private list(sink: PacketSink, outcome: number, ns: number, view: DataView, block: Uint8Array): void {
    const { packet } = this.decoder;
    const wireshark = this.wireshark.packet(packet, view, block, this.reader.dataAt + this.reader.wire, this.frame, ns);
    const { slot, direction, views } = this.connections;
    const verdict = slot < 0 ? 0 : views.verdict;
    const netfilter = slot < 0 ? netfilterUnusable(outcome, packet) : views.netfilter;
    const usable = outcome === OK || outcome === NO_TRANSPORT;
    const isTcp = usable && packet[P_PROTOCOL] === PROTOCOL.tcp;
    sink.packet({
      frame: this.frame, micros: this.read.micros(ns),
      connection: slot < 0 ? null : this.store.id(slot),
      from: slot < 0 || direction < 0 ? null : direction === 0 ? 'originator' : 'responder',
      flags: isTcp ? flagLetters(packet[P_FLAGS]) : '', seq: isTcp ? packet[P_SEQ] >>> 0 : null, ack: isTcp ? packet[P_ACK] >>> 0 : null,
      length: usable ? packet[P_PAYLOAD] : 0, window: isTcp ? packet[P_WINDOW] : null,
      wireshark: wireshark < 0 ? null : this.wireshark.lens.names(wireshark), tcpStream: wireshark < 0 ? null : this.wireshark.lens.stream,
      completeness: wireshark < 0 ? null : this.wireshark.lens.completenessBefore,
      verdict: verdictName(verdict), confidence: verdict === 0 ? null : verdictConfidence(verdict),
      netfilter: netfilter === 0 ? null : netfilterVerdictName(netfilter), netfilterReason: netfilterReasonName(netfilter) || null,
      error: usable ? null : OUTCOME[outcome],
    });
  }
}

// One connection's packets: found through the block index, replayed from the bytes the caller reads, kept as columns, shown in parts.
import { VERDICT_MASK } from '@shared/analysis';
import { PROTOCOL } from '@shared/flow';
import type { Graph, GraphRequest, PacketDetail, TraceInfo, TraceRows } from '@shared/trace';
import { OK, PACKET_SLOTS, P_DESTINATION, P_DESTINATION_PORT, P_END, P_ICMP_ID, P_ICMP_QUOTE_AT, P_PROTOCOL, P_SOURCE, P_SOURCE_PORT, P_VERSION } from '../decode/packet';
import { decodeQuoted } from '../decode/icmp';
import type { Connections } from '../flow/connections';
import { META_LIVE, META_PROTOCOL, META_V6, RECORD_CHUNK_MASK, RECORD_CHUNK_SHIFT, RECORD_WORDS, R_ADDRESS_O, R_ADDRESS_R, R_FIRST_NS, R_META, R_PORTS } from '../flow/flow-record';
import type { FlowStore } from '../flow/flow-store';
import { icmpKey } from '../machine/datagram-endpoints';
import type { RowReader } from '../query/row-reader';
import type { BlockIndex } from './block-index';
import { TraceColumns } from './columns';
import { packetDetail } from './detail';
import { GraphReader } from './graph';
import { endText, Replay, type Wanted } from './replay';
import { traceRows } from './trace-rows';
import { ipv6Words, TupleFilter } from './tuple-filter';
import { BlockWalk, type Part } from './walk';

/** Rows of one connection that are kept, some 400 MB. */
const MOST_PACKETS = 4_000_000;
/** Earlier connections of the tuple that are replayed, so that Wireshark's words about the ports' reuse come out the same. */
const MOST_EARLIER = 8;

/** The tracker's inside that a trace reads. */
export interface TraceSource {
  store: FlowStore;
  read: RowReader;
  connections: Connections;
  index: BlockIndex;
}

export class Trace {
  readonly id: number;
  readonly protocol: number;
  private readonly source: TraceSource;
  private readonly slot: number;
  private readonly firstNs: number;
  /** The record's side that is shown as the originator. */
  private readonly swapped: number;
  private readonly firstMicros: number;
  private lastMicros: number;
  private readonly columns: TraceColumns;
  private readonly walk: BlockWalk;
  private replay: Replay;
  private readonly makeReplay: () => Replay;
  private readonly graphs: GraphReader;
  private reason = '';
  private full = false;
  private ended = false;
  /** Everything that the index knows now was read. */
  private exhausted = false;
  private counted = 0;
  private forced = false;

  constructor(source: TraceSource, slot: number) {
    const { store, read } = source;
    this.source = source;
    this.slot = slot;
    this.firstNs = read.firstNs(slot);
    this.swapped = read.side(slot, 0);
    this.firstMicros = read.firstMicros(slot);
    this.lastMicros = read.lastMicros(slot);
    this.id = store.id(slot);
    this.protocol = read.protocol(slot);
    const record = store.records.ints[slot >> RECORD_CHUNK_SHIFT];
    const at = (slot & RECORD_CHUNK_MASK) * RECORD_WORDS;
    const address = (end: number): Int32Array => (read.isV6(slot) ? ipv6Words(read.address(slot, read.side(slot, end))) : Int32Array.of(read.addressWord(slot, read.side(slot, end))));
    const filter = new TupleFilter(this.protocol, address(0), address(1), record[at + R_PORTS]);
    const wanted: Wanted = { firstNs: read.firstNs(slot), ports: record[at + R_PORTS], originator: endText(read, slot), context: read.contextText(slot), swapped: read.side(slot, 0), isElsewhere: foldedElsewhere(source, record[at + R_META] & ~(META_PROTOCOL | META_V6 | META_LIVE)) };
    this.columns = new TraceColumns(Math.min(this.told(), MOST_PACKETS));
    this.walk = new BlockWalk(source.index, sameTuple(store, slot));
    this.makeReplay = () => new Replay(this.walk.reader, filter, this.columns, wanted);
    this.replay = this.makeReplay();
    this.graphs = new GraphReader(this.columns);
  }

  /** The bytes wanted next; null when there are none, for now. */
  next(): Part | null | 'later' {
    const next = this.full ? null : this.walk.next(LISTS_A_TURN);
    this.exhausted = next === null;
    return next;
  }

  /** @param block bytes from `part.from` on, at index 0 */
  take(part: Part, block: Uint8Array, view: DataView, bytes: number): void {
    const same = this.walk.take(part, view, bytes, (frame) => {
      if (this.columns.length < MOST_PACKETS) this.replay.packet(view, block, frame);
      else this.full = true;
    });
    if (same && !this.forced && !this.replay.found && this.walk.isPast(this.id)) this.beginAnew();
    this.graphs.catchUp();
    if (!same) this.adoptRest();
    if (!same) this.reason = 'The capture file has changed since it was read.';
    if (this.full) this.reason = `Only the first ${MOST_PACKETS.toLocaleString('en')} packets are shown.`;
  }

  /** The bytes of the part cannot be read. */
  miss(reason: string): void {
    this.reason = reason;
    this.walk.skip();
    this.adoptRest();
  }

  /** Nothing more will be tracked: what is not there now is missing. */
  end(): void {
    if (!this.ended) this.exhausted = false;
    this.ended = this.walk.ended = true;
  }

  info(): TraceInfo {
    const { columns: c, replay } = this;
    const isTcp = this.protocol === PROTOCOL.tcp;
    const told = this.told();
    const complete = this.full || (this.ended && this.exhausted);
    const missing = told - c.length;
    return {
      id: this.id, protocol: this.protocol, packets: c.length, complete,
      missing: this.walk.changed || (missing > 0 && (complete || this.reason !== '')) ? { packets: Math.max(0, missing), reason: this.reason === '' ? NOT_LISTED : this.reason } : null,
      firstMicros: this.firstMicros, lastMicros: this.lastMicros,
      base: { originator: isTcp ? replay.relations.base(0) : null, responder: isTcp ? replay.relations.base(1) : null },
      scale: { originator: isTcp ? replay.shift(0) : null, responder: isTcp ? replay.shift(1) : null },
    };
  }

  rows(offset: number, count: number): TraceRows { return traceRows(this.columns, this.source.read.baseSeconds, offset, count); }

  /** Indices from `from` on of the packets with a verdict: what a ladder of these alone is made of. */
  verdicts(from: number): { indices: Uint32Array; packets: number } {
    const { verdict, length } = this.columns;
    let count = 0;
    for (let i = from; i < length; i++) if ((verdict[i] & VERDICT_MASK) !== 0) count++;
    const indices = new Uint32Array(count);
    for (let i = from, at = 0; i < length; i++) if ((verdict[i] & VERDICT_MASK) !== 0) indices[at++] = i;
    return { indices, packets: length };
  }

  /** Index of the packet of that frame, else of the nearest; -1 when there is none. */
  locate(frame: number): number {
    const { columns: c } = this;
    let low = 0;
    let high = c.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (c.frame[middle] < frame) low = middle + 1;
      else high = middle;
    }
    if (low === c.length) return c.length - 1;
    return low > 0 && frame - c.frame[low - 1] < c.frame[low] - frame ? low - 1 : low;
  }

  graph(request: GraphRequest): Graph { return this.graphs.graph(request, this.source.read.baseSeconds, this.info()); }

  /** Where a packet's bytes are; null when there is no such packet. */
  place(index: number): { offset: number; bytes: number } | null {
    return index < this.columns.length ? { offset: this.columns.offset[index], bytes: this.columns.captured[index] } : null;
  }

  /** @param bytes the frame as `place` says */
  detail(index: number, bytes: Uint8Array): PacketDetail {
    return packetDetail(this.columns, index, bytes, this.source.read.baseSeconds, this.protocol, this.replay.history);
  }

  /** True when the ends were exchanged in the table since, so that everything here stands the wrong way round. */
  get outdated(): boolean {
    const { store, read } = this.source;
    return store.isLive(this.slot) && store.id(this.slot) === this.id && read.side(this.slot, 0) !== this.swapped;
  }

  get packets(): number { return this.columns.length; }
  get bytes(): number { return this.columns.bytes; }

  /** Packets that the table counts for the connection, ICMP errors about it included. */
  private told(): number {
    const { read, store } = this.source;
    // Dropped from the table meanwhile: what was counted last holds.
    if (store.isLive(this.slot) && store.id(this.slot) === this.id) {
      this.counted = read.packets(this.slot, 0) + read.packets(this.slot, 1) + read.icmpErrors(this.slot);
      this.lastMicros = read.lastMicros(this.slot);
    }
    return this.counted;
  }

  /** Its beginning cannot be read: what is left of it is shown. */
  private adoptRest(): void {
    if (this.replay.found || this.replay.adopts || !this.walk.isPast(this.id)) return;
    this.replay = this.makeReplay();
    this.replay.notBefore = this.firstNs;
    this.replay.adopts = true;
  }

  /** The connection did not begin where it should: what came before it was dropped from the table, and is left out. */
  private beginAnew(): void {
    this.forced = true;
    this.replay = this.makeReplay();
    this.replay.notBefore = this.firstNs;
    this.walk.return(this.id);
  }
}

/** Lists of blocks that are looked through in one turn: some hundred microseconds. */
const LISTS_A_TURN = 512;
const NOT_LISTED = 'They are not where the index says: fragments that came before their first one, or an index that reached its limit.';

/** The connection, and those on the same tuple that began before it: Wireshark takes them all for one, whatever VLAN they are in. */
function sameTuple(store: FlowStore, slot: number): number[] {
  const own = store.records.ints[slot >> RECORD_CHUNK_SHIFT];
  const at = (slot & RECORD_CHUNK_MASK) * RECORD_WORDS;
  const [ports, originator, responder, meta] = [own[at + R_PORTS], own[at + R_ADDRESS_O], own[at + R_ADDRESS_R], own[at + R_META] & (META_PROTOCOL | META_V6 | META_LIVE)];
  const swapped = (ports >>> 16) | (ports << 16);
  const id = store.id(slot);
  const ids: number[] = [];
  for (let other = 0; other < store.records.used; other++) {
    const ints = store.records.ints[other >> RECORD_CHUNK_SHIFT];
    const place = (other & RECORD_CHUNK_MASK) * RECORD_WORDS;
    const found = ints[place + R_PORTS];
    if (found !== ports && found !== swapped) continue;
    if ((ints[place + R_META] & (META_PROTOCOL | META_V6 | META_LIVE)) !== meta) continue;
    const [a, b] = [ints[place + R_ADDRESS_O], ints[place + R_ADDRESS_R]];
    if (!((a === originator && b === responder) || (a === responder && b === originator))) continue;
    if (store.id(other) <= id) ids.push(store.id(other));
  }
  return ids.sort((a, b) => b - a).slice(0, MOST_EARLIER + 1);
}

/** An ICMP error is counted for the connection it quotes; only where that was not known it is a connection of its own. */
function foldedElsewhere({ store, connections }: TraceSource, context: number): Wanted['isElsewhere'] {
  const quote = new Int32Array(PACKET_SLOTS);
  return (packet, view, ns) => {
    if (packet[P_ICMP_QUOTE_AT] < 0 || decodeQuoted(view, packet[P_ICMP_QUOTE_AT], packet[P_END], quote) !== OK) return false;
    const protocol = quote[P_PROTOCOL];
    const v6 = quote[P_VERSION] === 6;
    const [source, destination] = [quote[P_SOURCE], quote[P_DESTINATION]].map((word) => (v6 ? connections.addresses.intern(view, word) : word));
    const isIcmp = protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6;
    const key = isIcmp ? icmpKey(protocol, quote[P_SOURCE_PORT], quote[P_DESTINATION_PORT], quote[P_ICMP_ID]) : (quote[P_SOURCE_PORT] << 16) | quote[P_DESTINATION_PORT];
    const back = isIcmp ? key : (quote[P_DESTINATION_PORT] << 16) | quote[P_SOURCE_PORT];
    const slot = connections.table.find(source, destination, key, back, protocol | (v6 ? META_V6 : 0) | context);
    if (slot < 0) return false;
    return store.records.floats[slot >> RECORD_CHUNK_SHIFT][((slot & RECORD_CHUNK_MASK) * RECORD_WORDS + R_FIRST_NS) >> 1] <= ns;
  };
}

// What a Linux firewall says of a datagram in fragments: nothing, until it has put it together itself, by its own rules; then one verdict on the
// whole, at the fragment that completed it (nf_defrag_ipv4, nf_defrag_ipv6).
import { PROTOCOL } from '@shared/flow';
import { NF_NONE, NFR_FRAGMENT, NFR_FRAGMENT_DROPPED } from '@shared/netfilter';
import {
  FRAGMENT_MORE, P_DESTINATION_PORT, P_FRAGMENT, P_FRAGMENT_OFFSET, P_IP_AT, P_IP_ID, P_L4_AT, P_L4_LENGTH, P_OPTIONS_AT, P_OPTIONS_LENGTH, P_PROTOCOL, P_SOURCE_PORT, P_VERSION, PACKET_SLOTS,
} from '../decode/packet';
import type { ConnectionViews } from '../lens/connection-views';
import { NETFILTER_TRUNCATED } from '../lens/netfilter';
import { FRAGMENT_DROPPED, FRAGMENT_WHOLE, NetfilterFragments } from '../lens/netfilter-fragments';
import { DATAGRAM_CHUNK_MASK, DATAGRAM_CHUNK_SHIFT, META_LIVE, R_EXTENSION, RECORD_CHUNK_MASK, RECORD_CHUNK_SHIFT } from './flow-record';
import type { FlowStore } from './flow-store';
import { F_DIRECTION, F_HEADER_LENGTH, F_MADE, F_SLOT, F_TOTAL, HEADER_BYTES, wholeSegment, type Fragments } from './fragments';

export class WholeDatagrams {
  private kernel: NetfilterFragments | null = null;
  private outcome = 0;
  private readonly store: FlowStore;
  private readonly fragments: Fragments;
  private readonly views: ConnectionViews;
  private readonly time: Float64Array;
  private readonly key: number;
  private readonly whole = new Int32Array(PACKET_SLOTS);

  /** @param time one element: nanoseconds of the packet at hand; key: secret of this run */
  constructor(store: FlowStore, fragments: Fragments, views: ConnectionViews, time: Float64Array, key: number) {
    this.store = store;
    this.fragments = fragments;
    this.views = views;
    this.time = time;
    this.key = key;
  }

  /** Before anybody looks at a fragment: netfilter does not look into it. */
  before(packet: Int32Array, source: number, destination: number, meta: number): void {
    this.kernel ??= new NetfilterFragments(this.key);
    const six = packet[P_VERSION] === 6;
    const from = packet[P_FRAGMENT_OFFSET];
    this.outcome = this.kernel.add(source, destination, packet[P_IP_ID], meta | META_LIVE, six, six ? 0 : packet[P_L4_AT] - packet[P_IP_AT],
      from, from + packet[P_L4_LENGTH], (packet[P_FRAGMENT] & FRAGMENT_MORE) !== 0, this.time[0]);
    this.views.verdict = 0;
    this.views.unseen = NF_NONE | ((this.outcome === FRAGMENT_DROPPED ? NFR_FRAGMENT_DROPPED : NFR_FRAGMENT) << 3);
  }

  /** After the tracker has counted the fragment: the verdict on the whole, if it is. */
  after(packet: Int32Array): void {
    const { views, fragments, store } = this;
    views.netfilter = views.unseen;
    views.unseen = 0;
    if (this.outcome !== FRAGMENT_WHOLE) return;
    const { index } = fragments;
    const slot = fragments.get(index, F_SLOT);
    // Its connection may have been dropped from the table in between.
    if (slot < 0 || !store.isLive(slot) || store.id(slot) !== fragments.get(index, F_MADE)) return;
    const protocol = packet[P_PROTOCOL];
    const direction = fragments.get(index, F_DIRECTION);
    const header = new DataView(fragments.headers.buffer, index * HEADER_BYTES, HEADER_BYTES);
    if (protocol === PROTOCOL.tcp) this.segment(slot, direction, header);
    else {
      const extension = store.records.ints[slot >> RECORD_CHUNK_SHIFT][((slot & RECORD_CHUNK_MASK) << 4) + R_EXTENSION];
      this.whole[P_VERSION] = packet[P_VERSION];
      this.whole[P_SOURCE_PORT] = header.getUint8(0); // of ICMP: type and code
      this.whole[P_DESTINATION_PORT] = header.getUint8(1);
      views.wholeDatagram(store.datagram.ints[extension >> DATAGRAM_CHUNK_SHIFT], (extension & DATAGRAM_CHUNK_MASK) << 4, protocol, direction, this.whole);
    }
  }

  private segment(slot: number, direction: number, header: DataView): void {
    const { fragments, views } = this;
    const { index } = fragments;
    const length = (header.getUint8(12) >>> 4) * 4;
    const total = fragments.get(index, F_TOTAL);
    if (fragments.get(index, F_HEADER_LENGTH) < 20 || length < 20 || length > total) {
      views.netfilter = NETFILTER_TRUNCATED;
      return;
    }
    const segment = wholeSegment(header, total - length, this.whole);
    segment[P_OPTIONS_AT] = 20;
    segment[P_OPTIONS_LENGTH] = length - 20;
    views.wholeSegment(slot, direction, segment, header);
  }
}

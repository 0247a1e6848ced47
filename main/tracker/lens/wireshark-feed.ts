// Feeds the Wireshark view from decoded packets: every TCP packet, datagrams put together, and what ICMP errors quote. It keeps its own
// addresses and fragments, since Wireshark knows neither VLANs nor Synoptic's connections.
import { PROTOCOL } from '@shared/flow';
import { decodeQuoted } from '../decode/icmp';
import {
  FRAGMENT_PRESENT, OK, PACKET_SLOTS, P_DESTINATION, P_END, P_FRAGMENT, P_FRAGMENT_OFFSET, P_ICMP_QUOTE_AT, P_IP_ID, P_L4_AT, P_L4_CAPTURED, P_L4_LENGTH, P_PROTOCOL,
  P_SOURCE, P_VERSION,
} from '../decode/packet';
import { Addresses } from '../flow/addresses';
import { F_TOTAL, Fragments, HEADER_BYTES } from '../flow/fragments';
import { WiresharkLens } from './wireshark';

export class WiresharkFeed {
  readonly lens = new WiresharkLens();
  private readonly addresses: Addresses;
  private readonly fragments: Fragments;
  private readonly quote = new Int32Array(PACKET_SLOTS);

  /** @param key secret of this run for the hash tables */
  constructor(key: number) {
    this.addresses = new Addresses(key);
    this.fragments = new Fragments(key);
  }

  /**
   * One packet, whatever the outcome of its decoding.
   * @param wireEnd offset in the view one past the frame's last byte on the wire
   * @returns bits W_* of shared/wireshark.ts; -1 when Wireshark makes no TCP segment of it
   */
  packet(packet: Int32Array, view: DataView, block: Uint8Array, wireEnd: number, frame: number, ns: number): number {
    if (packet[P_VERSION] === 0) return -1;
    const protocol = packet[P_PROTOCOL];
    if (protocol === PROTOCOL.tcp) {
      const bits = this.lens.segment(packet, view, this.id(packet, P_SOURCE, view), this.id(packet, P_DESTINATION, view), packet[P_VERSION] === 6, frame, ns, wireEnd);
      return (packet[P_FRAGMENT] & FRAGMENT_PRESENT) === 0 ? this.known(bits) : this.known(this.fragment(packet, view, block, frame, ns, bits));
    }
    if ((protocol !== PROTOCOL.icmp && protocol !== PROTOCOL.icmp6) || packet[P_ICMP_QUOTE_AT] < 0) return -1;
    const { quote } = this;
    if (decodeQuoted(view, packet[P_ICMP_QUOTE_AT], packet[P_END], quote) !== OK || quote[P_PROTOCOL] !== PROTOCOL.tcp) return -1;
    return this.known(this.lens.quoted(quote, view, this.id(quote, P_SOURCE, view), this.id(quote, P_DESTINATION, view), quote[P_VERSION] === 6, frame, ns));
  }

  private known(bits: number): number { return this.lens.stream < 0 ? -1 : bits; }

  private id(packet: Int32Array, field: number, view: DataView): number {
    return packet[P_VERSION] === 6 ? this.addresses.intern(view, packet[field]) : packet[field];
  }

  private fragment(packet: Int32Array, view: DataView, block: Uint8Array, frame: number, ns: number, bits: number): number {
    const length = packet[P_L4_LENGTH];
    if (packet[P_L4_CAPTURED] < length) return bits;
    const { fragments } = this;
    const [source, destination, v6] = [this.id(packet, P_SOURCE, view), this.id(packet, P_DESTINATION, view), packet[P_VERSION] === 6];
    const index = fragments.entry(source, destination, packet[P_IP_ID], v6 ? 6 : 4, ns);
    const at = packet[P_L4_AT];
    const offset = packet[P_FRAGMENT_OFFSET];
    const whole = fragments.add(index, offset, length, packet[P_FRAGMENT]);
    // The first fragment may hold less than the header.
    if (offset < HEADER_BYTES) fragments.headers.set(block.subarray(at, at + Math.min(length, HEADER_BYTES - offset)), index * HEADER_BYTES + offset);
    if (!whole) return -1;
    const header = new DataView(fragments.headers.buffer, index * HEADER_BYTES, HEADER_BYTES);
    const total = fragments.get(index, F_TOTAL);
    return this.lens.reassembled(header, 0, Math.min(total, HEADER_BYTES), total, source, destination, v6, frame, ns);
  }
}

// Tells the packets of one tuple from all others, before anything else is done with them: what it lets pass is replayed. VLANs and tunnels
// are left to the replay, since Wireshark knows none.
import { PROTOCOL } from '@shared/flow';
import { decodeQuoted } from '../decode/icmp';
import {
  FRAGMENT_PRESENT, OK, PACKET_SLOTS, P_DESTINATION, P_DESTINATION_PORT, P_END, P_FRAGMENT, P_ICMP_ID, P_ICMP_QUOTE_AT, P_PROTOCOL, P_SOURCE, P_SOURCE_PORT, P_VERSION,
} from '../decode/packet';
import { icmpKey } from '../machine/datagram-endpoints';

const isIcmp = (protocol: number): boolean => protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6;

export class TupleFilter {
  /** Of the last packet: an ICMP error that quotes the tuple. */
  quotes = false;
  /** It has the tuple's own ports: no fragment, no quote. */
  isWhole = false;
  readonly quote = new Int32Array(PACKET_SLOTS);
  private readonly protocol: number;
  private readonly version: number;
  private readonly ports: number;
  /** One word for an IPv4 address, four for one of IPv6. */
  private readonly a: Int32Array;
  private readonly b: Int32Array;

  /** @param ports as a record keeps them (R_PORTS) */
  constructor(protocol: number, a: Int32Array, b: Int32Array, ports: number) {
    this.protocol = protocol;
    this.version = a.length === 4 ? 6 : 4;
    this.a = a;
    this.b = b;
    this.ports = ports;
  }

  passes(packet: Int32Array, view: DataView): boolean {
    this.quotes = this.isWhole = false;
    if (packet[P_VERSION] === 0) return false;
    const protocol = packet[P_PROTOCOL];
    if (protocol === this.protocol && this.same(packet, view)) {
      this.isWhole = (packet[P_FRAGMENT] & FRAGMENT_PRESENT) === 0;
      return true;
    }
    if (!isIcmp(protocol) || packet[P_ICMP_QUOTE_AT] < 0) return false;
    const { quote } = this;
    this.quotes = decodeQuoted(view, packet[P_ICMP_QUOTE_AT], packet[P_END], quote) === OK && quote[P_PROTOCOL] === this.protocol && this.same(quote, view);
    return this.quotes;
  }

  private same(packet: Int32Array, view: DataView): boolean {
    if (packet[P_VERSION] !== this.version) return false;
    const forward = this.is(this.a, packet[P_SOURCE], view) && this.is(this.b, packet[P_DESTINATION], view);
    const backward = this.is(this.b, packet[P_SOURCE], view) && this.is(this.a, packet[P_DESTINATION], view);
    if (!forward && !backward) return false;
    // Only a first fragment has ports, and which one of a datagram is the first is for the replay to say.
    if ((packet[P_FRAGMENT] & FRAGMENT_PRESENT) !== 0) return true;
    const [source, destination] = [packet[P_SOURCE_PORT], packet[P_DESTINATION_PORT]];
    if (isIcmp(this.protocol)) return icmpKey(this.protocol, source, destination, packet[P_ICMP_ID]) === this.ports;
    return (forward && ((source << 16) | destination) === this.ports) || (backward && ((destination << 16) | source) === this.ports);
  }

  private is(address: Int32Array, found: number, view: DataView): boolean {
    if (this.version === 4) return found === address[0];
    for (let i = 0; i < 4; i++) if (view.getInt32(found + i * 4) !== address[i]) return false;
    return true;
  }
}

/** The four words of an address as `formatIpv6` writes it. */
export function ipv6Words(text: string): Int32Array {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text);
  const hex = (high: string | undefined, low: string | undefined): string => ((Number(high) << 8) | Number(low)).toString(16);
  const plain = dotted === null ? text : `${dotted[1] ?? ''}${hex(dotted[2], dotted[3])}:${hex(dotted[4], dotted[5])}`;
  const [head = '', tail] = plain.split('::');
  const groups = (part: string): number[] => (part === '' ? [] : part.split(':').map((group) => parseInt(group, 16)));
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  const all = [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after];
  return Int32Array.from([0, 2, 4, 6], (i) => ((all[i] ?? 0) << 16) | (all[i + 1] ?? 0));
}

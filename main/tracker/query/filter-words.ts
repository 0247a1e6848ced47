// Plain words of a filter, each tested against addresses, ports, protocol, states and VLANs. What can be tested once for all rows is.
import { PROTOCOL, protocolName } from '@shared/flow';
import { statesOf } from '@shared/states';
import type { Addresses } from '../flow/addresses';
import { META_PROTOCOL, META_V6, R_ADDRESS_O, R_ADDRESS_R, R_META, R_PORTS, R_STATUS, RECORD_CHUNK_MASK, RECORD_CHUNK_SHIFT } from '../flow/flow-record';
import type { FlowStore } from '../flow/flow-store';
import type { Mark } from './record-fills';
import { Ipv4Pattern } from './ipv4-pattern';
import type { RowReader } from './row-reader';

const LEAST_STATE = 3;
const UNKNOWN = 0;
const MISS = 1;
const HIT = 2;

/** By protocol kind: TCP, ICMP, everything else; times 16 it is where the kind's states begin in a table. */
export function stateKind(protocol: number): number {
  if (protocol === PROTOCOL.tcp) return 0;
  return protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6 ? 1 : 2;
}

/** Table by kind × 16 + state code. */
export function stateTable(accepts: (name: string) => boolean): Uint8Array {
  const table = new Uint8Array(48);
  [PROTOCOL.tcp, PROTOCOL.icmp, PROTOCOL.udp].forEach((protocol, kind) => {
    statesOf(protocol).forEach((state, code) => { if (accepts(state.name)) table[kind * 16 + code] = 1; });
  });
  return table;
}

/** TCP, UDP, SCTP, DCCP. */
export const hasPorts = (protocol: number): boolean => protocol === PROTOCOL.tcp || protocol === PROTOCOL.udp || protocol === 132 || protocol === 33;

/** @param word in lower case */
export function wordMark(word: string, read: RowReader, addresses: Addresses, { records }: FlowStore): Mark {
  const endpoint = /^\[?([0-9a-f.:]+?)\]?:(\d{1,5})$/.exec(word);
  const isEndpoint = endpoint !== null && (word.startsWith('[') || !(endpoint[1] ?? '').includes(':'));
  const address = isEndpoint ? endpoint[1] : word;
  const searchable = /^[0-9a-f.:]+$/.test(address);
  const protocols = new Uint8Array(256);
  for (let p = 0; p < 256; p++) if (protocolName(p) === word && !/^\d+$/.test(word)) protocols[p] = 1;
  const states = stateTable((name) => word.length >= LEAST_STATE && name.toLowerCase().startsWith(word));
  const namesState = states.includes(1);
  const port = /^\d{1,5}$/.test(word) ? Number(word) : -1;
  const endpointPort = isEndpoint ? Number(endpoint[2]) : -1;
  const vlanWord = /^vlan:?(\d{1,4})$/.exec(word);
  const vlan = vlanWord === null ? -1 : Number(vlanWord[1]);
  const v4 = searchable ? Ipv4Pattern.compile(address) : null;
  const v6 = searchable ? new Uint8Array(addresses.count) : null;
  /** Each IPv6 address is written out once, when the first row has it. */
  const v6Has = (index: number): boolean => {
    if (v6 === null) return false;
    if (v6[index] === UNKNOWN) v6[index] = addresses.text(index, true).includes(address) ? HIT : MISS;
    return v6[index] === HIT;
  };
  const kinds = Uint8Array.from({ length: 256 }, (_, protocol) => stateKind(protocol) * 16);
  const withPorts = Uint8Array.from({ length: 256 }, (_, protocol) => (hasPorts(protocol) ? 1 : 0));
  const addressHas = (held: number, isV6: boolean): boolean => (isV6 ? v6Has(held) : v4 !== null && v4.test(held));
  // Which of the two ends is which makes no difference to a word; neighbours often share an address.
  let lastHeld = 0;
  let lastHas = addressHas(0, false);
  const has = (held: number, isV6: boolean): boolean => {
    if (isV6) return v6Has(held);
    if (held !== lastHeld) {
      lastHeld = held;
      lastHas = addressHas(held, false);
    }
    return lastHas;
  };
  const rest = (ints: Int32Array, at: number, slot: number, protocol: number): boolean => {
    const ports = ints[at + R_PORTS];
    const [first, second] = [ports >>> 16, ports & 0xffff];
    if (port >= 0 && withPorts[protocol] !== 0 && (first === port || second === port)) return true;
    if (vlan >= 0 && read.vlans(slot).includes(vlan)) return true;
    if (!searchable) return false;
    const isV6 = (ints[at + R_META] & META_V6) !== 0;
    if (!isV6 && v4 === null) return false;
    if (endpointPort < 0) return has(ints[at + R_ADDRESS_R], isV6) || has(ints[at + R_ADDRESS_O], isV6);
    for (let end = 0; end < 2; end++) if (read.port(slot, end) === endpointPort && has(read.addressWord(slot, end), isV6)) return true;
    return false;
  };
  return (slots, from, n, marks) => {
    for (let i = 0; i < n; i++) {
      const slot = slots[from + i];
      const ints = records.ints[slot >> RECORD_CHUNK_SHIFT];
      const at = (slot & RECORD_CHUNK_MASK) << 4;
      const protocol = ints[at + R_META] & META_PROTOCOL;
      const status = ints[at + R_STATUS];
      const kind = kinds[protocol];
      if (protocols[protocol] !== 0 || (namesState && (states[kind + (status & 15)] | states[kind + ((status >>> 4) & 15)]) !== 0)) marks[i] = 1;
      else marks[i] = (port >= 0 || vlan >= 0 || searchable) && rest(ints, at, slot, protocol) ? 1 : 0;
    }
  };
}

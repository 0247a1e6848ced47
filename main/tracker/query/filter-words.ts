// Plain words of a filter, each tested against addresses, ports, protocol, states and VLANs. What can be tested once for all rows is.
import { PROTOCOL, protocolName } from '@shared/flow';
import { statesOf } from '@shared/states';
import type { Addresses } from '../flow/addresses';
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
export function wordTest(word: string, read: RowReader, addresses: Addresses): (slot: number) => boolean {
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
  return (slot) => {
    const protocol = read.protocol(slot);
    if (protocols[protocol] !== 0) return true;
    if (namesState) {
      const kind = stateKind(protocol) * 16;
      if (states[kind + read.state(slot, 0)] !== 0 || states[kind + read.state(slot, 1)] !== 0) return true;
    }
    if (port >= 0 && hasPorts(protocol) && (read.port(slot, 0) === port || read.port(slot, 1) === port)) return true;
    if (vlan >= 0 && read.vlans(slot).includes(vlan)) return true;
    if (!searchable) return false;
    const isV6 = read.isV6(slot);
    if (!isV6 && v4 === null) return false;
    for (let end = 0; end < 2; end++) {
      if (endpointPort >= 0 && read.port(slot, end) !== endpointPort) continue;
      const held = read.addressWord(slot, end);
      if (isV6 ? v6Has(held) : v4 !== null && v4.test(held)) return true;
    }
    return false;
  };
}

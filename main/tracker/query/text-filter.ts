// The text filter: words joined by "and", each tested against addresses, ports, protocol and states. What can be tested once for all rows
// (ports, states, protocols, IPv6 addresses) is; then the rows are scanned.
import { PROTOCOL, protocolName } from '@shared/flow';
import { statesOf } from '@shared/states';
import type { Addresses } from '../flow/addresses';
import type { FlowStore } from '../flow/flow-store';
import { Ipv4Pattern } from './ipv4-pattern';
import type { RowReader } from './row-reader';

/** One word, compiled: the row matches when any of these does. */
interface Word {
  protocol: Uint8Array;
  /** By protocol kind (tcp, icmp, other) × 16 + state code. */
  state: Uint8Array;
  /** Port number, or -1. */
  port: number;
  /** Part of an address, null for none; with `endpointPort` both must hold at the same end. */
  v4: Ipv4Pattern | null;
  anyV6: boolean;
  endpointPort: number;
  v6: Uint8Array;
  vlan: number;
}

/** Slots of the live rows that match, in slot order. @param text '' for all */
export function filterRows(text: string, store: FlowStore, read: RowReader, addresses: Addresses): Uint32Array {
  const words = text.trim().toLowerCase().split(/\s+/).filter((w) => w !== '').slice(0, 16).map((w) => compile(w, addresses));
  const out = new Uint32Array(store.live);
  const used = store.records.used;
  let n = 0;
  if (words.length === 0 && store.live === used) for (; n < used; n++) out[n] = n;
  else for (let slot = 0; slot < used; slot++) {
    if (!store.isLive(slot)) continue;
    let matches = true;
    for (let w = 0; w < words.length && matches; w++) matches = matchesWord(slot, words[w], read);
    if (matches) out[n++] = slot;
  }
  return out.subarray(0, n);
}

function matchesWord(slot: number, word: Word, read: RowReader): boolean {
  const protocol = read.protocol(slot);
  if (word.protocol[protocol] !== 0) return true;
  const kind = stateKind(protocol) * 16;
  if (word.state[kind + read.state(slot, 0)] !== 0 || word.state[kind + read.state(slot, 1)] !== 0) return true;
  if (word.port >= 0 && hasPorts(protocol) && (read.port(slot, 0) === word.port || read.port(slot, 1) === word.port)) return true;
  if (word.vlan >= 0 && read.vlans(slot).includes(word.vlan)) return true;
  const v6 = read.isV6(slot);
  if (v6 ? !word.anyV6 : word.v4 === null) return false;
  for (let end = 0; end < 2; end++) {
    if (word.endpointPort >= 0 && read.port(slot, end) !== word.endpointPort) continue;
    const address = read.addressWord(slot, end);
    if (v6 ? word.v6[address] !== 0 : word.v4 !== null && word.v4.test(address)) return true;
  }
  return false;
}

function compile(word: string, addresses: Addresses): Word {
  const endpoint = /^\[?([0-9a-f.:]+?)\]?:(\d{1,5})$/.exec(word);
  const isEndpoint = endpoint !== null && (word.startsWith('[') || !(endpoint[1] ?? '').includes(':'));
  const address = isEndpoint ? endpoint[1] : word;
  const searchable = /^[0-9a-f.:]+$/.test(address);
  const protocol = new Uint8Array(256);
  for (let p = 0; p < 256; p++) if (protocolName(p) === word && !/^\d+$/.test(word)) protocol[p] = 1;
  const state = new Uint8Array(48);
  if (word.length >= 3) {
    [PROTOCOL.tcp, PROTOCOL.icmp, PROTOCOL.udp].forEach((p, kind) => {
      statesOf(p).forEach((s, code) => { if (s.name.toLowerCase().startsWith(word)) state[kind * 16 + code] = 1; });
    });
  }
  const v6 = new Uint8Array(addresses.count);
  if (searchable) for (let i = 0; i < v6.length; i++) if (addresses.text(i, true).includes(address)) v6[i] = 1;
  const vlan = /^vlan:?(\d{1,4})$/.exec(word);
  return {
    protocol, state, v6,
    port: /^\d{1,5}$/.test(word) ? Number(word) : -1,
    v4: searchable ? Ipv4Pattern.compile(address) : null,
    anyV6: v6.includes(1),
    endpointPort: isEndpoint ? Number(endpoint[2]) : -1,
    vlan: vlan === null ? -1 : Number(vlan[1]),
  };
}

function stateKind(protocol: number): number {
  if (protocol === PROTOCOL.tcp) return 0;
  return protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6 ? 1 : 2;
}

function hasPorts(protocol: number): boolean { return protocol === PROTOCOL.tcp || protocol === PROTOCOL.udp || protocol === 132 || protocol === 33; }

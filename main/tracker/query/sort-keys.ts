// The number that each column sorts by.
import { RETRANSMISSION, SPURIOUS_RETRANSMISSION } from '@shared/analysis';
import type { SortKey } from '@shared/snapshot';
import type { Addresses } from '../flow/addresses';
import { goodputOf, missedOf, rttOf, type ViewsOf } from './extras';
import type { RowReader } from './row-reader';
import type { Views } from './view-reader';
import { LAST_KEY } from './sort';
import { verdictCount } from './verdict-counts';
import type { ViewParts } from './view-parts';

/** IPv6 addresses sort after all of IPv4: 32 address bits and 16 port bits below. */
const V6 = 2 ** 48;

export function sortKeys(rows: Uint32Array, key: SortKey, { read, addresses, views, viewsOf }: ViewParts): Float64Array {
  const keys = new Float64Array(rows.length);
  switch (key) { // each loop of its own, so that the compiler sees one reader in it
    case 'id': for (let i = 0; i < rows.length; i++) keys[i] = read.id(rows[i]); break;
    case 'protocol': for (let i = 0; i < rows.length; i++) keys[i] = read.protocol(rows[i]); break;
    case 'originator': endpointKeys(rows, keys, 0, read, addresses); break;
    case 'responder': endpointKeys(rows, keys, 1, read, addresses); break;
    case 'originatorState': for (let i = 0; i < rows.length; i++) keys[i] = read.state(rows[i], 0) + read.protocol(rows[i]) * 16; break;
    case 'responderState': for (let i = 0; i < rows.length; i++) keys[i] = read.state(rows[i], 1) + read.protocol(rows[i]) * 16; break;
    case 'packets': for (let i = 0; i < rows.length; i++) keys[i] = read.packets(rows[i], 0) + read.packets(rows[i], 1); break;
    case 'originatorBytes': for (let i = 0; i < rows.length; i++) keys[i] = read.wireBytes(rows[i], 0); break;
    case 'responderBytes': for (let i = 0; i < rows.length; i++) keys[i] = read.wireBytes(rows[i], 1); break;
    case 'duration': for (let i = 0; i < rows.length; i++) keys[i] = Math.max(0, read.lastNs(rows[i]) - read.firstNs(rows[i])); break;
    case 'handshake': for (let i = 0; i < rows.length; i++) {
      const ns = read.handshakeNs(rows[i]);
      keys[i] = Number.isNaN(ns) ? LAST_KEY : Math.max(0, Math.floor(ns));
    } break;
    case 'lastSeen': for (let i = 0; i < rows.length; i++) keys[i] = Math.max(0, read.lastMicros(rows[i])); break;
    case 'started': for (let i = 0; i < rows.length; i++) keys[i] = Math.max(0, read.firstMicros(rows[i])); break;
    case 'opened': for (let i = 0; i < rows.length; i++) keys[i] = read.opened(rows[i]); break;
    case 'closed': for (let i = 0; i < rows.length; i++) keys[i] = read.closed(rows[i]); break;
    case 'payload': for (let i = 0; i < rows.length; i++) keys[i] = read.payloadBytes(rows[i], 0) + read.payloadBytes(rows[i], 1); break;
    case 'icmpErrors': for (let i = 0; i < rows.length; i++) keys[i] = read.icmpErrors(rows[i]); break;
    case 'retransmissions': for (let i = 0; i < rows.length; i++) {
      keys[i] = verdictCount(rows[i], RETRANSMISSION, read, views) + verdictCount(rows[i], SPURIOUS_RETRANSMISSION, read, views);
    } break;
    case 'rtt': viewKeys(rows, keys, rttOf, read, viewsOf); break;
    case 'missed': viewKeys(rows, keys, missedOf, read, viewsOf); break;
    case 'goodput': viewKeys(rows, keys, (slot, v) => goodputOf(slot, v, read), read, viewsOf); break;
    case 'connState': stateKeys(rows, keys, read, viewsOf); break;
  }
  return keys;
}

/** Of a connection of one packet these are nothing, and looking at it costs a replay: it sorts last, or as none. */
function viewKeys(rows: Uint32Array, keys: Float64Array, of: (slot: number, views: Views) => number, read: RowReader, viewsOf: ViewsOf): void {
  for (let i = 0; i < rows.length; i++) {
    const value = read.isExtended(rows[i]) ? of(rows[i], viewsOf(rows[i])) : NaN;
    keys[i] = Number.isNaN(value) ? LAST_KEY : Math.max(0, Math.floor(value * 10));
  }
}

/** By Zeek's name of the state; connections of one packet of a kind share theirs. */
function stateKeys(rows: Uint32Array, keys: Float64Array, read: RowReader, viewsOf: ViewsOf): void {
  const singles = new Map<number, string>();
  const names: string[] = [];
  for (let i = 0; i < rows.length; i++) {
    const kind = read.isExtended(rows[i]) ? -1 : read.singleKind(rows[i]);
    const name = (kind < 0 ? undefined : singles.get(kind)) ?? viewsOf(rows[i]).connState ?? '';
    if (kind >= 0) singles.set(kind, name);
    names.push(name);
  }
  const rank = new Map([...new Set(names)].sort().map((name, i) => [name, i]));
  names.forEach((name, i) => { keys[i] = rank.get(name) ?? 0; });
}

/** By address, then port: IPv4 by number, IPv6 by bytes. */
function endpointKeys(rows: Uint32Array, keys: Float64Array, endpoint: number, read: RowReader, addresses: Addresses): void {
  const rank = addresses.ranks();
  for (let i = 0; i < rows.length; i++) {
    const slot = rows[i];
    const word = read.addressWord(slot, endpoint);
    keys[i] = (read.isV6(slot) ? V6 + rank[word] * 65_536 : (word >>> 0) * 65_536) + read.port(slot, endpoint);
  }
}

// The number that each column sorts by.
import { RETRANSMISSION, SPURIOUS_RETRANSMISSION } from '@shared/analysis';
import type { SortKey } from '@shared/snapshot';
import type { Addresses } from '../flow/addresses';
import type { ViewFields } from './filter-views';
import type { RowReader } from './row-reader';
import { LAST_KEY } from './sort';
import { verdictCount } from './verdict-counts';
import type { ViewParts } from './view-parts';

/** IPv6 addresses sort after all of IPv4: 32 address bits and 16 port bits below. */
const V6 = 2 ** 48;
const NOTHING = (): number => NaN;

export function sortKeys(rows: Uint32Array, key: SortKey, { read, addresses, views }: ViewParts, fields: ViewFields | null): Float64Array {
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
    case 'rtt': viewKeys(rows, keys, read, fields === null ? NOTHING : (slot) => fields.rtt(slot, 'mean')); break;
    case 'missed': viewKeys(rows, keys, read, fields === null ? NOTHING : (slot) => fields.missedBytes(slot, 0) + fields.missedBytes(slot, 1)); break;
    case 'goodput': viewKeys(rows, keys, read, fields === null ? NOTHING : (slot) => goodput(slot, read, fields)); break;
    case 'connState': if (fields !== null) stateKeys(rows, keys, fields); break;
  }
  return keys;
}

/** Of a connection of one packet these are nothing: it sorts last. */
function viewKeys(rows: Uint32Array, keys: Float64Array, read: RowReader, of: (slot: number) => number): void {
  for (let i = 0; i < rows.length; i++) {
    const value = read.isExtended(rows[i]) ? of(rows[i]) : NaN;
    keys[i] = Number.isNaN(value) ? LAST_KEY : Math.max(0, Math.floor(value * 10));
  }
}

/** Payload bytes a second that count once, as extras.ts has them; NaN where no time passed. */
function goodput(slot: number, read: RowReader, fields: ViewFields): number {
  const ns = read.lastNs(slot) - read.firstNs(slot);
  if (!(ns > 0)) return NaN;
  return (Math.max(0, fields.sequenceBytes(slot, 0) + fields.sequenceBytes(slot, 1) - fields.missedBytes(slot, 0) - fields.missedBytes(slot, 1)) / ns) * 1e9;
}

/** By Zeek's name of the state. */
function stateKeys(rows: Uint32Array, keys: Float64Array, fields: ViewFields): void {
  const { texts } = fields.states;
  const ranks = new Float64Array(texts.length);
  [...texts.keys()].sort((a, b) => (texts[a] < texts[b] ? -1 : 1)).forEach((code, rank) => { ranks[code] = rank; });
  for (let i = 0; i < rows.length; i++) keys[i] = ranks[fields.connState(rows[i])];
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

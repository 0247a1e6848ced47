// The number that each column sorts by.
import type { SortKey } from '@shared/snapshot';
import type { Addresses } from '../flow/addresses';
import type { RowReader } from './row-reader';
import { LAST_KEY } from './sort';

/** IPv6 addresses sort after all of IPv4: 32 address bits and 16 port bits below. */
const V6 = 2 ** 48;

export function sortKeys(rows: Uint32Array, key: SortKey, read: RowReader, addresses: Addresses): Float64Array {
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
  }
  return keys;
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

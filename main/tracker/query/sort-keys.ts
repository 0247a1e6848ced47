// The number that each column sorts by.
import type { SortKey } from '@shared/snapshot';
import type { Addresses } from '../flow/addresses';
import type { RowReader } from './row-reader';

/** Sorts after every number: rows that have no value. */
const LAST = Number.MAX_VALUE;
/** IPv6 addresses sort after all of IPv4: 32 address bits and 16 port bits below. */
const V6 = 2 ** 48;

export function sortKeys(rows: Uint32Array, key: SortKey, read: RowReader, addresses: Addresses): Float64Array {
  const value = column(key, read, addresses);
  const keys = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) keys[i] = value(rows[i]);
  return keys;
}

function column(key: SortKey, read: RowReader, addresses: Addresses): (slot: number) => number {
  switch (key) {
    case 'id': return (slot) => read.id(slot);
    case 'protocol': return (slot) => read.protocol(slot);
    case 'originator': return endpointKey(0, read, addresses);
    case 'responder': return endpointKey(1, read, addresses);
    case 'originatorState': return (slot) => read.state(slot, 0) + read.protocol(slot) * 16;
    case 'responderState': return (slot) => read.state(slot, 1) + read.protocol(slot) * 16;
    case 'packets': return (slot) => read.packets(slot, 0) + read.packets(slot, 1);
    case 'originatorBytes': return (slot) => read.wireBytes(slot, 0);
    case 'responderBytes': return (slot) => read.wireBytes(slot, 1);
    case 'duration': return (slot) => read.lastNs(slot) - read.firstNs(slot);
    case 'handshake': return (slot) => {
      const ns = read.handshakeNs(slot);
      return Number.isNaN(ns) ? LAST : Math.max(0, ns);
    };
    case 'lastSeen': return (slot) => Math.max(0, read.lastMicros(slot));
  }
}

/** By address, then port: IPv4 by number, IPv6 by bytes. */
function endpointKey(endpoint: number, read: RowReader, addresses: Addresses): (slot: number) => number {
  const rank = addresses.ranks();
  return (slot) => {
    const word = read.addressWord(slot, endpoint);
    return (read.isV6(slot) ? V6 + rank[word] * 65_536 : (word >>> 0) * 65_536) + read.port(slot, endpoint);
  };
}

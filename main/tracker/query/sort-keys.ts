// The number that each column sorts by.
import { RETRANSMISSION, SPURIOUS_RETRANSMISSION } from '@shared/analysis';
import type { SortKey } from '@shared/snapshot';
import type { Addresses } from '../flow/addresses';
import type { ViewFields } from './filter-views';
import { handshakeFill, packetFill, payloadFill, wireFill, type Fill } from './record-fills';
import type { RowReader } from './row-reader';
import { LAST_KEY } from './sort';
import { hasVerdicts, verdictCount } from './verdict-counts';
import type { ViewColumns } from './view-columns';
import type { ViewParts } from './view-parts';

/** IPv6 addresses sort after all of IPv4: 32 address bits and 16 port bits below. */
const V6 = 2 ** 48;

export function sortKeys(rows: Uint32Array, key: SortKey, { store, read, addresses, views }: ViewParts, fields: ViewFields | null, columns: ViewColumns | null): Float64Array {
  const keys = new Float64Array(rows.length);
  switch (key) { // each loop of its own, so that the compiler sees one reader in it
    case 'id': for (let i = 0; i < rows.length; i++) keys[i] = read.id(rows[i]); break;
    case 'protocol': for (let i = 0; i < rows.length; i++) keys[i] = read.protocol(rows[i]); break;
    case 'originator': endpointKeys(rows, keys, 0, read, addresses); break;
    case 'responder': endpointKeys(rows, keys, 1, read, addresses); break;
    case 'originatorState': for (let i = 0; i < rows.length; i++) keys[i] = read.state(rows[i], 0) + read.protocol(rows[i]) * 16; break;
    case 'responderState': for (let i = 0; i < rows.length; i++) keys[i] = read.state(rows[i], 1) + read.protocol(rows[i]) * 16; break;
    case 'packets': sumKeys(rows, keys, packetFill(store)); break;
    case 'originatorBytes': wireFill(store)(rows, 0, rows.length, 0, keys); break;
    case 'responderBytes': wireFill(store)(rows, 0, rows.length, 1, keys); break;
    case 'duration': for (let i = 0; i < rows.length; i++) keys[i] = Math.max(0, read.lastNs(rows[i]) - read.firstNs(rows[i])); break;
    case 'handshake':
      handshakeFill(store)(rows, 0, rows.length, 0, keys);
      for (let i = 0; i < rows.length; i++) keys[i] = Number.isNaN(keys[i]) ? LAST_KEY : Math.max(0, Math.floor(keys[i]));
      break;
    case 'lastSeen': for (let i = 0; i < rows.length; i++) keys[i] = Math.max(0, read.lastMicros(rows[i])); break;
    case 'started': for (let i = 0; i < rows.length; i++) keys[i] = Math.max(0, read.firstMicros(rows[i])); break;
    case 'opened': for (let i = 0; i < rows.length; i++) keys[i] = read.opened(rows[i]); break;
    case 'closed': for (let i = 0; i < rows.length; i++) keys[i] = read.closed(rows[i]); break;
    case 'payload': sumKeys(rows, keys, payloadFill(store)); break;
    case 'icmpErrors': for (let i = 0; i < rows.length; i++) keys[i] = read.icmpErrors(rows[i]); break;
    case 'retransmissions': for (let i = 0; i < rows.length; i++) {
      keys[i] = views === null || !hasVerdicts(rows[i], read, views) ? 0 : verdictCount(rows[i], RETRANSMISSION, read, views) + verdictCount(rows[i], SPURIOUS_RETRANSMISSION, read, views);
    } break;
    case 'rtt': viewKeys(rows, keys, read, columns === null ? keys.fill(NaN) : filled(rows, columns.rttMean, 0)); break;
    case 'missed': viewKeys(rows, keys, read, columns === null ? keys.fill(NaN) : sumKeys(rows, keys, columns.missedBytes)); break;
    case 'goodput': viewKeys(rows, keys, read, columns === null ? keys.fill(NaN) : goodput(rows, read, columns)); break;
    case 'connState': if (fields !== null && columns !== null) stateKeys(rows, keys, fields, columns); break;
  }
  return keys;
}

/** Of a connection of one packet these are nothing: it sorts last. */
function viewKeys(rows: Uint32Array, keys: Float64Array, read: RowReader, values: Float64Array): void {
  for (let i = 0; i < rows.length; i++) {
    const value = read.isExtended(rows[i]) ? values[i] : NaN;
    keys[i] = Number.isNaN(value) ? LAST_KEY : Math.max(0, Math.floor(value * 10));
  }
}

/** Payload bytes a second that count once, as extras.ts has them; NaN where no time passed. */
function goodput(rows: Uint32Array, read: RowReader, columns: ViewColumns): Float64Array {
  const values = sumKeys(rows, new Float64Array(rows.length), columns.sequenceBytes);
  const [first, second] = [filled(rows, columns.missedBytes, 0), filled(rows, columns.missedBytes, 1)];
  for (let i = 0; i < rows.length; i++) {
    const ns = read.lastNs(rows[i]) - read.firstNs(rows[i]);
    values[i] = ns > 0 ? (Math.max(0, values[i] - first[i] - second[i]) / ns) * 1e9 : NaN;
  }
  return values;
}

function filled(rows: Uint32Array, fill: Fill, end: number): Float64Array {
  const out = new Float64Array(rows.length);
  fill(rows, 0, rows.length, end, out);
  return out;
}

/** Of both ends together. */
function sumKeys(rows: Uint32Array, keys: Float64Array, fill: Fill): Float64Array {
  fill(rows, 0, rows.length, 0, keys);
  const other = filled(rows, fill, 1);
  for (let i = 0; i < rows.length; i++) keys[i] += other[i];
  return keys;
}

/** By Zeek's name of the state. */
function stateKeys(rows: Uint32Array, keys: Float64Array, fields: ViewFields, columns: ViewColumns): void {
  const { texts } = fields.states;
  const ranks = new Float64Array(texts.length);
  [...texts.keys()].sort((a, b) => (texts[a] < texts[b] ? -1 : 1)).forEach((code, rank) => { ranks[code] = rank; });
  const codes = new Int32Array(rows.length);
  columns.connState(rows, 0, rows.length, codes);
  for (let i = 0; i < rows.length; i++) keys[i] = ranks[codes[i]];
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

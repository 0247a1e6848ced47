// Addresses against networks and ranges: IPv4 by binary search in merged ranges, each IPv6 address once, when the first row has it.
import type { AddressRange, FieldTest } from '@shared/filter/tree';
import type { Addresses } from '../flow/addresses';
import { META_V6, R_ADDRESS_O, R_ADDRESS_R, R_META, R_STATUS, RECORD_CHUNK_MASK, RECORD_CHUNK_SHIFT, STATUS_SWAPPED_SHIFT } from '../flow/flow-record';
import type { FlowStore } from '../flow/flow-store';
import type { Mark } from './record-fills';

const UNKNOWN = 0;
const MISS = 1;
const HIT = 2;

/** Whether an address, as a record holds it, is wanted; of IPv4 a single range as its lower end and its length, -1 for none. */
export interface AddressTest {
  single: { least: number; span: number } | null;
  test: (word: number, v6: boolean) => boolean;
}

/** Whether an address, as a record holds it, lies in one of the ranges. */
export function addressTest(ranges: readonly AddressRange[], addresses: Addresses): AddressTest {
  const v4 = mergedIpv4(ranges);
  const v6 = ranges.filter((range) => range.v6);
  const known = new Uint8Array(v6.length === 0 ? 0 : addresses.count);
  const testIpv6 = (index: number): boolean => {
    if (known[index] === UNKNOWN) known[index] = v6.some((range) => inRange(addresses, index, range)) ? HIT : MISS;
    return known[index] === HIT;
  };
  return {
    single: v4.length > 2 ? null : { least: v4[0] ?? 0, span: v4.length === 0 ? -1 : v4[1] - v4[0] },
    test: (word, isV6) => (isV6 ? v6.length > 0 && testIpv6(word) : within(v4, word >>> 0)),
  };
}

/** Which rows have an address that `within` lets through; at both ends or at one of them where either counts. */
export function addressMark({ source, every, inside }: FieldTest, { single, test }: AddressTest, { records }: FlowStore): Mark {
  const either = source.ends === 'each';
  const end = source.ends === 'responder' ? 1 : 0;
  const least = single?.least ?? 0;
  const span = single?.span ?? -1;
  const within = (word: number, v6: boolean): boolean => (single === null || v6 ? test(word, v6) : ((word >>> 0) - least) >>> 0 <= span);
  return (slots, from, n, marks) => {
    for (let i = 0; i < n; i++) {
      const slot = slots[from + i];
      const ints = records.ints[slot >> RECORD_CHUNK_SHIFT];
      const at = (slot & RECORD_CHUNK_MASK) << 4;
      const v6 = (ints[at + R_META] & META_V6) !== 0;
      if (either) {
        const first = within(ints[at + R_ADDRESS_O], v6) === inside;
        marks[i] = first === every ? (within(ints[at + R_ADDRESS_R], v6) === inside ? 1 : 0) : first ? 1 : 0;
      } else marks[i] = within(ints[at + R_ADDRESS_O + (end ^ ((ints[at + R_STATUS] >>> STATUS_SWAPPED_SHIFT) & 1))], v6) === inside ? 1 : 0;
    }
  };
}

/** Lower and upper ends, ascending, without overlap. */
function mergedIpv4(ranges: readonly AddressRange[]): Float64Array {
  const pairs = ranges.filter((range) => !range.v6).map((range) => [range.least[0], range.most[0]] as const).sort((a, b) => a[0] - b[0]);
  const merged: number[] = [];
  for (const [least, most] of pairs) {
    const end = merged.length - 1;
    if (end > 0 && least <= merged[end] + 1) merged[end] = Math.max(merged[end], most);
    else merged.push(least, most);
  }
  return Float64Array.from(merged);
}

function within(ends: Float64Array, value: number): boolean {
  let low = 0;
  let high = ends.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle * 2 + 1] < value) low = middle + 1;
    else high = middle;
  }
  return low * 2 < ends.length && ends[low * 2] <= value;
}

function inRange(addresses: Addresses, index: number, range: AddressRange): boolean {
  return compare(addresses, index, range.least) >= 0 && compare(addresses, index, range.most) <= 0;
}

function compare(addresses: Addresses, index: number, words: readonly number[]): number {
  for (let i = 0; i < 4; i++) {
    const difference = addresses.word(index, i) - words[i];
    if (difference !== 0) return difference;
  }
  return 0;
}

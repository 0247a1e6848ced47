// What a filter says, once it is understood: tests of fields and plain words, joined by and, or, not. Both the compiler and the window read it.
import type { Pattern } from './pattern';

/** Closed bounds unless told otherwise; -Infinity and Infinity for none. */
export interface Interval { least: number; most: number; leastOpen: boolean; mostOpen: boolean }

/** Addresses from `least` to `most`, both included: one 32-bit word for IPv4, four for IPv6, most significant first, unsigned. */
export interface AddressRange { v6: boolean; least: readonly number[]; most: readonly number[] }

/** What one value of a field is held against. */
export type Match =
  | { kind: 'number'; intervals: readonly Interval[] }
  | { kind: 'address'; ranges: readonly AddressRange[] }
  /** One of these words of the field's own list, as the rows spell them. */
  | { kind: 'choice'; values: readonly string[] }
  | { kind: 'text'; equals: readonly string[]; contains: string | null; pattern: Pattern | null; fold: boolean }
  /** The field has a value: of a count, one above 0. */
  | { kind: 'present' };

/** Which of a connection a field reads. */
export const QUANTITIES = [
  'id', 'protocol', 'address', 'port', 'directionReason', 'start', 'end', 'duration', 'state', 'opened', 'closed', 'closedBy', 'connState', 'history', 'netfilter',
  'packets', 'wireBytes', 'payloadBytes', 'sequenceBytes', 'missedBytes', 'handshake', 'rttMin', 'rttMean', 'rttMax', 'rttSamples', 'verdict', 'vlan', 'tunnel',
  'icmpErrors', 'alerts', 'stream', 'protocolNumber', 'completeness', 'always',
] as const;
export type Quantity = (typeof QUANTITIES)[number];

/** Rows that have the field at all; the others have no value of it. */
export const KINDS = ['tcp', 'udp', 'icmp', 'icmp6', 'ipv4', 'ipv6', 'ports'] as const;
export type Kind = (typeof KINDS)[number];

export interface FieldSource {
  of: Quantity;
  /** `each`: both ends, one value each; `sum`: both ends as one number; `row`: the connection itself. */
  ends: 'row' | 'originator' | 'responder' | 'each' | 'sum';
  only: Kind | null;
  /** Codes of shared/analysis.ts that are counted together. */
  verdicts: readonly number[];
}

/** One field held against something. Without a value of the field it is false, whatever is asked, as in Wireshark. */
export interface FieldTest {
  kind: 'test';
  /** The field's own name. */
  field: string;
  source: FieldSource;
  match: Match;
  /** True: every value has to, false: one is enough. */
  every: boolean;
  /** False: the value must not match. */
  inside: boolean;
  from: number;
  to: number;
}

/** A word without a field: part of an address, a port, a protocol, the beginning of a state. */
export interface FilterWord { kind: 'word'; text: string; from: number; to: number }

export type FilterTree =
  | { kind: 'all' }
  | { kind: 'and' | 'or'; parts: readonly FilterTree[] }
  | { kind: 'not'; part: FilterTree }
  | FilterWord
  | FieldTest;

/** Something to know about a filter that is valid. */
export interface FilterNote { message: string; from: number; to: number }

export type ParsedFilter =
  | { ok: true; tree: FilterTree; notes: readonly FilterNote[] }
  | FilterError;

export interface FilterError {
  ok: false;
  /** One or two sentences: what is wrong, what would be right. */
  message: string;
  /** Characters of the text that are wrong, `to` not included; an empty place is where something is missing. */
  from: number;
  to: number;
  /** What could stand there, best first. */
  expected: readonly string[];
}

/** A fault inside the reading of a filter; it leaves `parseFilter` as a value. */
export class FilterFault extends Error {
  readonly from: number;
  readonly to: number;
  readonly expected: readonly string[];

  constructor(message: string, from: number, to: number, expected: readonly string[] = []) {
    super(message);
    this.from = from;
    this.to = to;
    this.expected = expected;
  }
}

// A sentence of a connection's verdict, and the words that all of them share: ends, counts, spans, the packets they rest on.
import { formatEndpoint, PROTOCOL, type Endpoint } from './flow';
import type { ConnectionDetail, Transition } from './snapshot';

/** In the order they are told. */
export const SENTENCE_TOPIC = ['opening', 'passed', 'trouble', 'closing', 'capture', 'direction'] as const;
export type SentenceTopic = (typeof SENTENCE_TOPIC)[number];

/** How it is meant: `plain` as it should be, `notice` worth a look, `fault` something went wrong. */
export type SentenceWeight = 'plain' | 'notice' | 'fault';

export interface Sentence {
  readonly topic: SentenceTopic;
  readonly weight: SentenceWeight;
  readonly text: string;
  /** Packets it rests on, ascending; empty where they are not kept. */
  readonly frames: readonly number[];
}

const framesOf = (frames: readonly (number | null | undefined)[]): number[] =>
  [...new Set(frames.filter((frame) => frame !== null && frame !== undefined && frame > 0) as number[])].sort((a, b) => a - b);

export const plain = (topic: SentenceTopic, text: string, ...frames: (number | null | undefined)[]): Sentence => ({ topic, weight: 'plain', text, frames: framesOf(frames) });
export const notice = (topic: SentenceTopic, text: string, ...frames: (number | null | undefined)[]): Sentence => ({ topic, weight: 'notice', text, frames: framesOf(frames) });
export const fault = (topic: SentenceTopic, text: string, ...frames: (number | null | undefined)[]): Sentence => ({ topic, weight: 'fault', text, frames: framesOf(frames) });

/** The sentence with its packets, as one line of text. */
export function sentenceLine({ text, frames }: Sentence): string {
  if (frames.length === 0) return text;
  return `${text} (${frames.length === 1 ? 'frame' : 'frames'} ${frames.join(', ')})`;
}

export const other = (end: Endpoint): Endpoint => (end === 'originator' ? 'responder' : 'originator');
export const the = (end: Endpoint): string => `the ${end}`;
export const The = (end: Endpoint): string => `The ${end}`;

/** `10.0.0.1:40000`; ICMP has no ports. */
export function addressOf(detail: ConnectionDetail, end: Endpoint): string {
  const { address, port } = detail[end];
  const hasPorts = detail.protocol === PROTOCOL.tcp || detail.protocol === PROTOCOL.udp || detail.protocol === 132 || detail.protocol === 33;
  return hasPorts ? formatEndpoint(address, port) : address;
}

const COUNT = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

export const count = (value: number): string => COUNT.format(value);
export const many = (value: number, one: string, more = `${one}s`): string => `${COUNT.format(value)} ${value === 1 ? one : more}`;
export const times = (value: number): string => (value === 1 ? 'once' : value === 2 ? 'twice' : `${COUNT.format(value)} times`);
export const bytes = (value: number): string => many(value, 'byte');

/** Three significant digits: 184 µs, 19.6 ms, 1.23 s, 2 min 5 s, 2 h 0 min. */
export function span(micros: number): string {
  if (micros < 999.5) return `${Math.round(micros)} µs`;
  if (micros < 999_500) return `${threeDigits(micros / 1000)} ms`;
  if (micros < 59_950_000) return `${threeDigits(micros / 1e6)} s`;
  const seconds = Math.round(micros / 1e6);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${COUNT.format(Math.floor(minutes / 60))} h ${minutes % 60} min`;
}

export function threeDigits(value: number): string {
  const digits = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return digits === 0 ? String(Math.round(value)) : value.toFixed(digits).replace(/\.?0+$/, '');
}

/** `a`, `a and b`, `a, b and c`. */
export function list(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

/** The first jump by an event, of one end or of any. */
export function jump(detail: ConnectionDetail, event: string, end?: Endpoint): Transition | undefined {
  return detail.transitions.find((t) => t.event === event && (end === undefined || t.endpoint === end));
}

/** The newest jump by an event. */
export function lastJump(detail: ConnectionDetail, event: string, end?: Endpoint): Transition | undefined {
  return detail.transitions.findLast((t) => t.event === event && (end === undefined || t.endpoint === end));
}

// The values of a comparison, read as the type of its field wants them.
import type { IToken } from 'chevrotain';
import { compareWords, parseNetwork } from './addresses';
import { PROTOCOL_NAMES } from './fields';
import type { FieldInfo, FieldType } from './field';
import type { WrittenValue } from './grammar';
import { Pattern, PatternFault } from './pattern';
import { similar } from './similar';
import { endOf, Quoted, textOf } from './tokens';
import { FilterFault, type AddressRange, type Interval, type Match } from './tree';
import { parseBytes, parseCount, parseSpan, parseTime } from './values';

type Order = '<' | '<=' | '>' | '>=' | null;

const WANTS: Readonly<Record<FieldType, string>> = {
  count: 'a number, such as 443 or 10k', bytes: 'a number of bytes, such as 1500, 10kB or 1MiB', span: 'a time with its unit, such as 200ms or 1.5s',
  time: 'a time, such as 2026-01-31T14:25:01 (UTC)', address: 'an address or a network, such as 10.0.0.1, 10.0.0.0/8 or 2001:db8::/32',
  choice: 'one of its words', text: 'a text, such as "VXLAN"', flag: '1 or 0',
};

export function matchFor(info: FieldInfo, operator: IToken, order: Order, values: readonly WrittenValue[]): Match {
  const name = operator.image.toLowerCase();
  const isText = name === 'contains' || name === 'matches' || name === '~';
  if (isText && info.type !== 'text' && info.type !== 'choice') {
    const instead = info.type === 'address' ? `Networks are written as ${info.name} == 10.0.0.0/8.` : `Compare it: ${info.example}`;
    throw new FilterFault(`“${operator.image}” looks into text, and ${info.name} is ${info.type === 'address' ? 'an address' : 'a number'}. ${instead}`, operator.startOffset, endOf(operator), ['==', 'in']);
  }
  if (order !== null && (info.type === 'choice' || info.type === 'text' || info.type === 'flag')) {
    throw new FilterFault(`${info.name} has no order: it can be compared with == and !=, and with in.`, operator.startOffset, endOf(operator), ['==', '!=', 'in']);
  }
  if (isText) return textual(info, operator, name === 'contains', values[0]);
  switch (info.type) {
    case 'address': return { kind: 'address', ranges: values.flatMap((value) => addresses(info, order, value)) };
    case 'choice': return { kind: 'choice', values: values.map((value) => choice(info, single(info, value))) };
    case 'flag': return { kind: 'choice', values: values.map((value) => flag(info, single(info, value))) };
    case 'text': return { kind: 'text', equals: values.map((value) => textOf(single(info, value))), contains: null, pattern: null, fold: false };
    default: return { kind: 'number', intervals: values.map((value) => interval(info, order, value)) };
  }
}

function wrong(info: FieldInfo, token: IToken, expected: readonly string[] = []): FilterFault {
  return new FilterFault(`“${token.image}” is no value of ${info.name}, which wants ${WANTS[info.type]}.`, token.startOffset, endOf(token), expected);
}

/** The one token of a value that cannot be a range. */
function single(info: FieldInfo, value: WrittenValue): IToken {
  if (value.high !== null) throw new FilterFault(`${info.name} has no ranges. Name its values in a set: in {…, …}.`, value.low.startOffset, endOf(value.high));
  return value.low;
}

function number(info: FieldInfo, token: IToken, unit: IToken | null): number {
  const text = textOf(token).trim() + (unit?.image ?? '');
  const value = info.type === 'bytes' ? parseBytes(text) : info.type === 'span' ? parseSpan(text, info.plain) : info.type === 'time' ? parseTime(text, info.plain ?? 1) : parseCount(text);
  if (value !== null) return value;
  if (info.type === 'span' && parseCount(text) !== null) throw new FilterFault(`${info.name} wants a unit: ${text}s, ${text}ms or ${text}us.`, token.startOffset, endOf(token), [`${text}s`, `${text}ms`, `${text}us`]);
  throw wrong(info, token);
}

function interval(info: FieldInfo, order: Order, value: WrittenValue): Interval {
  const low = number(info, value.low, value.unit);
  if (value.high !== null) {
    const high = number(info, value.high, value.highUnit);
    noOrder(order, value);
    if (low > high) throw backwards(value);
    return { least: low, most: high, leastOpen: false, mostOpen: false };
  }
  switch (order) {
    case '<': return { least: -Infinity, most: low, leastOpen: false, mostOpen: true };
    case '<=': return { least: -Infinity, most: low, leastOpen: false, mostOpen: false };
    case '>': return { least: low, most: Infinity, leastOpen: true, mostOpen: false };
    case '>=': return { least: low, most: Infinity, leastOpen: false, mostOpen: false };
    case null: return { least: low, most: low, leastOpen: false, mostOpen: false };
  }
}

function noOrder(order: Order, value: WrittenValue): void {
  if (order !== null && value.high !== null) throw new FilterFault(`A range is held against with == or in, not with ${order}.`, value.low.startOffset, endOf(value.high), ['==', 'in']);
}

const backwards = (value: WrittenValue): FilterFault =>
  new FilterFault('This range ends before it begins.', value.low.startOffset, value.high === null ? endOf(value.low) : endOf(value.high));

function addresses(info: FieldInfo, order: Order, value: WrittenValue): AddressRange[] {
  const read = (token: IToken): AddressRange => {
    const range = parseNetwork(textOf(token).trim());
    if (range === null) throw wrong(info, token);
    const wanted = info.source.only;
    if ((wanted === 'ipv4' && range.v6) || (wanted === 'ipv6' && !range.v6)) {
      const other = wanted === 'ipv4' ? info.name.replace(/^ip\b/, 'ipv6') : info.name.replace(/^ipv6/, 'ip');
      throw new FilterFault(`“${token.image}” is an ${range.v6 ? 'IPv6' : 'IPv4'} address, and ${info.name} an ${wanted === 'ipv4' ? 'IPv4' : 'IPv6'} one. Use ${other}, or address for both.`, token.startOffset, endOf(token), [other, 'address']);
    }
    return range;
  };
  const low = read(value.low);
  noOrder(order, value);
  if (value.high !== null) {
    const high = read(value.high);
    if (high.v6 !== low.v6 || compareWords(low.least, high.most) > 0) throw backwards(value);
    return [{ v6: low.v6, least: low.least, most: high.most }];
  }
  const zero = low.least.map(() => 0);
  const top = low.least.map(() => 0xffff_ffff);
  const { v6 } = low;
  switch (order) {
    case null: return [low];
    case '<=': return [{ v6, least: zero, most: low.most }];
    case '>=': return [{ v6, least: low.least, most: top }];
    case '<': { const most = step(low.least, -1); return most === null ? [] : [{ v6, least: zero, most }]; }
    case '>': { const least = step(low.most, 1); return least === null ? [] : [{ v6, least, most: top }]; }
  }
}

/** The address before or after; null beyond the ends. */
function step(words: readonly number[], by: 1 | -1): number[] | null {
  const next = [...words];
  for (let i = next.length - 1; i >= 0; i--) {
    const word = (next[i] ?? 0) + by;
    if (word >= 0 && word <= 0xffff_ffff) {
      next[i] = word;
      return next;
    }
    next[i] = by > 0 ? 0 : 0xffff_ffff;
  }
  return null;
}

const plainWord = (text: string): string => text.trim().toLowerCase().replaceAll('_', '-');

function choice(info: FieldInfo, token: IToken): string {
  const typed = plainWord(textOf(token));
  const words = info.source.of === 'protocol' ? PROTOCOL_NAMES : info.values.map(({ value }) => value);
  const found = words.find((word) => plainWord(word) === typed) ?? (typed === 'icmpv6' && info.source.of === 'protocol' ? 'icmp6' : undefined);
  if (found !== undefined) return found;
  const named = info.values.map(({ value }) => value);
  const like = similar(typed, named);
  const hint = like.length > 0 ? `Did you mean ${like.join(' or ')}?` : `It is one of ${named.join(', ')}.`;
  throw new FilterFault(`“${token.image}” is no value of ${info.name}. ${hint}`, token.startOffset, endOf(token), like.length > 0 ? like : named);
}

function flag(info: FieldInfo, token: IToken): string {
  const typed = textOf(token).trim().toLowerCase();
  if (['1', 'true', 'yes', 'set'].includes(typed)) return '1';
  if (['0', 'false', 'no', 'unset'].includes(typed)) return '0';
  throw wrong(info, token, ['1', '0']);
}

function textual(info: FieldInfo, operator: IToken, contains: boolean, value: WrittenValue | undefined): Match {
  if (value === undefined) throw new FilterFault('A text is missing.', endOf(operator), endOf(operator));
  const token = single(info, value);
  const text = textOf(token);
  const fold = !info.exactCase;
  let pattern: Pattern | null = null;
  if (!contains) {
    try {
      pattern = new Pattern(text, fold);
    } catch (thrown) {
      if (!(thrown instanceof PatternFault)) throw thrown;
      const at = token.startOffset + (token.tokenType === Quoted ? 1 : 0) + Math.min(thrown.at, text.length);
      throw new FilterFault(`In this pattern: ${thrown.message}`, Math.min(at, endOf(token) - 1), endOf(token));
    }
  }
  const wanted = fold ? text.toLowerCase() : text;
  if (info.type === 'text') return { kind: 'text', equals: [], contains: contains ? wanted : null, pattern, fold };
  // A list of words: those that fit are known now.
  const words = info.source.of === 'protocol' ? PROTOCOL_NAMES : info.values.map(({ value: word }) => word);
  return { kind: 'choice', values: words.filter((word) => (pattern === null ? word.toLowerCase().includes(wanted) : pattern.test(word))) };
}

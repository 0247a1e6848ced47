// Any text as a filter: it is understood or its fault is shown inside the text, soon; what it lets through and what its negation lets
// through are the whole table; and completion has an answer at every place.
import { Failure } from '../../../shared/failure';
import { completions } from '../../../shared/filter/complete';
import { FIELDS } from '../../../shared/filter/fields';
import { parseFilter } from '../../../shared/filter/parse';
import { analyzeBytes } from '../../drive';
import { attackCapture } from '../../make/attack';
import { Choices } from '../choices';
import { hold, soon, type FuzzTarget } from '../target';

const WORDS: readonly string[] = [
  ...FIELDS.flatMap(({ name, example }) => [name, example]), '==', '!=', '===', '!==', '<', '<=', '>', '>=', 'contains', 'matches', 'in', 'and', 'or', 'not', '!', '&&', '||', '(', ')', '{', '}', ',', '..', '"', '\\', '~',
  '10.0.0.0/8', '2001:db8::/32', '443', '0x1bb', '1.5s', '10 kB', '-1', '1e999', 'tcp', 'udp', 'syn-sent', 'retransmission', '"(a+)+b"', '"["', '"^S(h|H)*"', '"{2,99999}"', '\u202e', '\0',
];
const OK_MILLIS = 2000;
const { tracker, status } = analyzeBytes(attackCapture(12), { packetSink: null });

/** Half the inputs are words in a row, half are text as it stands. */
function textOf(bytes: Uint8Array): string {
  const c = new Choices(bytes);
  if (c.flag()) return new TextDecoder().decode(c.rest());
  let text = '';
  while (!c.over) text += c.below(12) === 11 ? String.fromCharCode(c.byte() | (c.below(4) << 8)) : `${WORDS[(c.byte() << 8 | c.byte()) % WORDS.length] ?? ''}${c.below(4) === 3 ? '' : ' '}`;
  return text;
}

/** How many connections it lets through; null when it cannot be read. */
function letsThrough(text: string): number | null {
  try {
    return tracker.matchingIds(text).length;
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.detail.code !== 'bad-filter') throw thrown;
    return null;
  }
}

function wholeText(text: string): void {
  const parsed = parseFilter(text);
  if (!parsed.ok) hold(parsed.from >= 0 && parsed.from <= parsed.to && parsed.to <= text.length && parsed.message !== '', () => `a fault from ${parsed.from} to ${parsed.to} of ${text.length}`);
  const let1 = letsThrough(text);
  hold(parsed.ok || let1 === null, () => 'what cannot be read lets something through');
  const parenthesised = text.trim() === '' ? null : letsThrough(`!(${text})`);
  // In parentheses it may exceed a limit.
  if (let1 !== null && parenthesised !== null) hold(let1 + parenthesised === status.connections, () => `“${text}” lets ${let1} of ${status.connections} through, and its negation ${parenthesised}`);
  for (const caret of [0, text.length >> 1, text.length]) {
    const { from, to, items } = completions(text, caret);
    hold(from >= 0 && from <= caret && caret <= to && to <= text.length && items.length <= 500, () => `completion from ${from} to ${to} of ${text.length} with ${items.length}`);
  }
}

export const { name, mostBytes, fuzz, seeds } = {
  name: 'filter',
  mostBytes: 2048,
  fuzz: (bytes) => {
    const text = textOf(bytes);
    soon(OK_MILLIS, () => `“${text.slice(0, 200)}”`, () => { wholeText(text); });
  },
  seeds: () => [...FIELDS.map(({ example }) => example), 'tcp.port in {80, 443 8000..8100} and not (udp or icmp)', 'ip.addr != 10.0.0.0/8 && history matches "^S(h|H)"', '!!(((tcp)))']
    .map((text) => Uint8Array.of(1, ...new TextEncoder().encode(text))).concat([Uint8Array.from({ length: 60 }, (_, i) => (i * 89 + 2) & 254), Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)]),
} satisfies FuzzTarget;

// What could come next in a filter: fields, operators after a field, values after an operator.
import { FIELDS, fieldNamed, STATE_CHOICES } from './fields';
import type { FieldInfo } from './field';

export interface Completion {
  /** What is put in place of the characters from `from` to `to`. */
  insert: string;
  label: string;
  meaning: string;
}
export interface Completions { from: number; to: number; items: readonly Completion[] }

const MOST = 60;
const WORD = /[^\s(){},"'!<>=&|~]*$/;
const OPERATOR = /(?:===|!==|==|!=|<=|>=|~=|[<>=~]|\b(?:eq|ne|lt|le|gt|ge|any_eq|all_eq|any_ne|all_ne|contains|matches)\b)\s*$/i;
const OPEN_SET = /\bin\s*(?:\{[^{}]*)?$/i;
const FIELD_BEFORE = /([^\s(){},"'!<>=&|~]+)\s*$/;

const OPERATORS: Readonly<Record<FieldInfo['type'], readonly string[]>> = {
  count: ['==', '!=', '>', '>=', '<', '<=', 'in'], bytes: ['>', '>=', '<', '<=', '==', '!='], span: ['>', '>=', '<', '<='], time: ['>=', '<'], address: ['==', '!=', 'in'],
  choice: ['==', '!=', 'in', 'contains', 'matches'], text: ['contains', 'matches', '=='], flag: ['== 1', '== 0'],
};
const OPERATOR_MEANING: Readonly<Record<string, string>> = {
  '==': 'Equal: one value is enough.', '!=': 'Different: all values have to be.', '>': 'Greater.', '>=': 'Greater or equal.', '<': 'Less.', '<=': 'Less or equal.', in: 'One of a set: in {80, 443, 8000..8100}.',
  contains: 'Has this text in it.', matches: 'Matches this pattern.', '== 1': 'Yes.', '== 0': 'No.',
};

/** @param caret where in the text something is typed */
export function completions(text: string, caret: number): Completions {
  const before = text.slice(0, caret);
  const word = WORD.exec(before)?.[0] ?? '';
  const from = caret - word.length;
  const lead = before.slice(0, from);
  const to = caret + (/^[^\s(){},"'!<>=&|~]*/.exec(text.slice(caret))?.[0].length ?? 0);
  const quotes = (lead.match(/"/g)?.length ?? 0) % 2;
  const none = { from, to, items: [] };
  if (quotes === 1) return none;

  const compared = fieldBefore(lead.replace(OPERATOR, ''), OPERATOR.test(lead)) ?? fieldBefore(lead.replace(OPEN_SET, ''), OPEN_SET.test(lead));
  if (compared !== null) return { from, to, items: values(compared, word) };
  if (OPERATOR.test(lead) || OPEN_SET.test(lead)) return none;
  if (word === '') {
    const info = /\s$/.test(lead) ? fieldBefore(lead, true) : null;
    return info === null ? none : { from, to, items: OPERATORS[info.type].map((operator) => ({ insert: `${operator} `, label: operator, meaning: OPERATOR_MEANING[operator] ?? '' })) };
  }
  return { from, to, items: [...fields(word), ...states(word)].slice(0, MOST) };
}

function fieldBefore(lead: string, applies: boolean): FieldInfo | null {
  if (!applies) return null;
  const name = FIELD_BEFORE.exec(lead)?.[1];
  return name === undefined ? null : fieldNamed(name);
}

function values(info: FieldInfo, word: string): Completion[] {
  const typed = word.toLowerCase().replaceAll('_', '-');
  return info.values
    .filter(({ value }) => value.toLowerCase().replaceAll('_', '-').includes(typed) && value.toLowerCase() !== typed)
    .sort((a, b) => Number(b.value.toLowerCase().startsWith(typed)) - Number(a.value.toLowerCase().startsWith(typed)))
    .map(({ value, meaning }) => ({ insert: `${value} `, label: value, meaning }));
}

/** Names that begin with what was typed, then those with a part that does, then those that have it anywhere. */
function fields(word: string): Completion[] {
  const typed = word.toLowerCase();
  const rated = FIELDS.flatMap((info) => {
    const rates = [info.name, ...info.aliases].map((name) => ({ name, rate: rate(name.toLowerCase(), typed) })).filter((each) => each.rate >= 0).sort((a, b) => a.rate - b.rate);
    const [best] = rates;
    return best === undefined ? [] : [{ info, ...best }];
  });
  if (rated.some(({ rate: r, info }) => r === 0 && info.bare) && rated.length === 1) return [];
  return rated.sort((a, b) => a.rate - b.rate || a.name.length - b.name.length || (a.name < b.name ? -1 : 1))
    .map(({ info, name }) => ({ insert: info.bare ? name : `${name} `, label: name, meaning: info.meaning }));
}

function rate(name: string, typed: string): number {
  if (name === typed) return 0;
  if (name.startsWith(typed)) return 1;
  if (name.includes(`.${typed}`) || name.includes(`-${typed}`) || name.includes(`_${typed}`)) return 2;
  return typed.length >= 3 && name.includes(typed) ? 3 : -1;
}

/** The beginning of a state is a word of its own. */
function states(word: string): Completion[] {
  if (word.length < 3) return [];
  const typed = word.toLowerCase();
  return STATE_CHOICES.filter(({ value }) => value.toLowerCase().startsWith(typed) && value.toLowerCase() !== typed)
    .map(({ value, meaning }) => ({ insert: `${value.toLowerCase()} `, label: value.toLowerCase(), meaning }));
}

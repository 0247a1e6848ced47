// From what was written to what it means: names become fields, values become numbers, addresses and words of the field's type.
import type { IToken } from 'chevrotain';
import { fieldNamed, FIELD_NAMES } from './fields';
import type { FieldInfo } from './field';
import type { Written } from './grammar';
import { matchFor } from './match';
import { similar } from './similar';
import { endOf, Quoted, textOf } from './tokens';
import { FilterFault, type FieldTest, type FilterNote, type FilterTree, type Match } from './tree';
import { isTextWord, wordNote } from './words';

/** A filter may hold this many tests; each costs time for every row. */
const MOST_TESTS = 100;

interface Manner { every: boolean; inside: boolean }
/** Wireshark 4: `!=` holds when all values differ, `!==` when one does. */
const MANNER: Readonly<Record<string, Manner>> = {
  '==': { every: false, inside: true }, '=': { every: false, inside: true }, eq: { every: false, inside: true }, any_eq: { every: false, inside: true },
  '===': { every: true, inside: true }, all_eq: { every: true, inside: true },
  '!=': { every: true, inside: false }, ne: { every: true, inside: false }, all_ne: { every: true, inside: false },
  '!==': { every: false, inside: false }, '~=': { every: false, inside: false }, any_ne: { every: false, inside: false },
};
const ORDER: Readonly<Record<string, '<' | '<=' | '>' | '>='>> = { '<': '<', lt: '<', '<=': '<=', le: '<=', '>': '>', gt: '>', '>=': '>=', ge: '>=' };

export function unknownField(token: IToken): FilterFault {
  const like = similar(token.image, FIELD_NAMES);
  const hint = like.length > 0 ? `Did you mean ${like.join(' or ')}?` : 'The list of fields shows what there is.';
  return new FilterFault(`There is no field “${token.image}”. ${hint}`, token.startOffset, endOf(token), like);
}

export class Resolver {
  readonly notes: FilterNote[] = [];
  private tests = 0;

  tree(written: Written): FilterTree {
    switch (written.kind) {
      case 'and': case 'or': return { kind: written.kind, parts: written.parts.map((part) => this.tree(part)) };
      case 'not': return { kind: 'not', part: this.tree(written.part) };
      case 'word': return this.word(written.token);
      case 'test': return this.test(written);
    }
  }

  private count(token: IToken): void {
    if (++this.tests > MOST_TESTS) throw new FilterFault(`A filter may hold ${MOST_TESTS} tests; this is one more. A set says many values in one: in {80, 443}.`, token.startOffset, endOf(token));
  }

  /** A word that the older text filter finds something by stays what it was; then the name of a field alone is a test. */
  private word(token: IToken): FilterTree {
    this.count(token);
    const from = token.startOffset;
    const to = endOf(token);
    const text = textOf(token);
    if (token.tokenType === Quoted || isTextWord(text)) {
      if (text.trim() === '') throw new FilterFault('There is nothing between the quotes.', from, to);
      return { kind: 'word', text: text.trim().toLowerCase(), from, to };
    }
    const info = fieldNamed(text);
    if (info === null) {
      if (/^[a-z_]+(?:\.[a-z_]+)+$/i.test(text)) throw unknownField(token);
      this.notes.push({ message: wordNote(text, similar(text, FIELD_NAMES)), from, to });
      return { kind: 'word', text: text.toLowerCase(), from, to };
    }
    if (!info.bare) throw new FilterFault(`“${text}” wants to be compared with something: ${info.example}`, to, to, ['==', '!=', 'in']);
    return { kind: 'test', field: info.name, source: info.source, match: presence(info), every: false, inside: true, from, to };
  }

  private test(written: Written & { kind: 'test' }): FieldTest {
    const { field: token, operator } = written;
    this.count(token);
    const info = fieldNamed(token.image);
    if (info === null) throw unknownField(token);
    const name = operator.image.toLowerCase();
    const order = ORDER[name] ?? null;
    const manner: Manner = name === 'in' ? { every: written.negated, inside: !written.negated } : MANNER[name] ?? { every: false, inside: true };
    const last = written.values.at(-1);
    const end = last?.highUnit ?? last?.high ?? last?.unit ?? last?.low ?? operator;
    return {
      kind: 'test', field: info.name, source: info.source, ...manner,
      match: matchFor(info, operator, order, written.values), from: token.startOffset, to: endOf(end),
    };
  }
}

function presence(info: FieldInfo): Match {
  return info.type === 'flag' ? { kind: 'choice', values: ['1'] } : { kind: 'present' };
}

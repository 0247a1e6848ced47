// The one entry to the filter language: text in, a tree out, or what is wrong with it and where.
import { EOF, type IToken } from 'chevrotain';
import { fieldNamed } from './fields';
import { readGrammar, type Misplaced } from './grammar';
import { Resolver, unknownField } from './resolve';
import {
  And, CloseBrace, CloseParenthesis, Comma, Comparison, Contains, endOf, In, Matches, Not, OpenBrace, OpenParenthesis, Or, Quoted, Range, tokenize, Word,
} from './tokens';
import { FilterFault, type FilterError, type ParsedFilter } from './tree';

export const LONGEST_FILTER = 16_384;
const DEEPEST = 64;

/** Never throws, whatever the text is, and takes time in proportion to its length. */
export function parseFilter(text: string): ParsedFilter {
  if (text.trim() === '') return { ok: true, tree: { kind: 'all' }, notes: [] };
  try {
    if (text.length > LONGEST_FILTER) throw new FilterFault(`A filter may have ${LONGEST_FILTER} characters.`, LONGEST_FILTER, text.length);
    const { tokens, errors } = tokenize(text);
    const first = errors[0];
    if (first !== undefined) throw badCharacter(text, first.offset, first.length);
    checkDepth(tokens);
    const read = readGrammar(tokens);
    if ('misplaced' in read) throw misplaced(text, tokens, read.misplaced);
    const resolver = new Resolver();
    const tree = resolver.tree(read.written);
    return { ok: true, tree, notes: resolver.notes };
  } catch (thrown) {
    if (!(thrown instanceof FilterFault)) throw thrown;
    const { message, from, to, expected } = thrown;
    return { ok: false, message, from, to, expected } satisfies FilterError;
  }
}

function badCharacter(text: string, from: number, length: number): FilterFault {
  const character = text.charAt(from);
  const to = from + Math.max(1, length);
  if (character === '"' || character === "'") return new FilterFault('This quote is not closed.', from, text.length, [character]);
  if (character === '&' || character === '|') return new FilterFault(`One ${character} alone has no meaning here: write ${character}${character}, or ${character === '&' ? 'and' : 'or'}.`, from, from + 1, [character + character]);
  if (character === '[' || character === ']') return new FilterFault('Brackets stand around an IPv6 address alone, as in [2001:db8::1]:443; a set stands in braces.', from, to);
  return new FilterFault(`“${text.slice(from, to)}” cannot be read. Put it in quotes if it is meant as text.`, from, to);
}

function checkDepth(tokens: readonly IToken[]): void {
  let depth = 0;
  let negations = 0;
  for (const token of tokens) {
    negations = is(token, Not) ? negations + 1 : 0;
    if (negations > DEEPEST) throw new FilterFault(`“not” may stand ${DEEPEST} times in a row.`, token.startOffset, endOf(token));
    if (token.tokenType === CloseParenthesis) depth--;
    if (token.tokenType === OpenParenthesis && ++depth > DEEPEST) throw new FilterFault(`Parentheses may stand ${DEEPEST} deep inside each other.`, token.startOffset, endOf(token));
  }
}

const is = (token: IToken | null, ...types: readonly { tokenTypeIdx?: number; categoryMatches?: number[] }[]): boolean =>
  token !== null && types.some((type) => token.tokenTypeIdx === type.tokenTypeIdx || (type.categoryMatches?.includes(token.tokenTypeIdx) ?? false));

/** A sentence for the token that cannot stand where it stands. */
function misplaced(text: string, tokens: readonly IToken[], { token, previous }: Misplaced): FilterFault {
  const ended = token.tokenType === EOF;
  const from = ended ? text.trimEnd().length : token.startOffset;
  const to = ended ? from : endOf(token);
  const what = ended ? 'the end' : `“${token.image}”`;
  const fault = (message: string, expected: readonly string[] = []): FilterFault => new FilterFault(message, from, to, expected);
  const open = unclosed(tokens);

  if (is(previous, Comparison, Contains, Matches, In)) {
    const operator = previous?.image ?? '';
    const field = tokens[tokens.findIndex((each) => each === previous) - 1];
    const info = field === undefined ? null : fieldNamed(field.image);
    if (info === null && field !== undefined && is(field, Word)) return unknownField(field);
    const example = info === null ? '' : ` Like this: ${info.example}`;
    return fault(`After “${operator}” comes a value, not ${what}.${example}`, info?.values.map(({ value }) => value) ?? []);
  }
  if (is(token, Comparison, Contains, Matches, In)) {
    const operator = token.image;
    return fault(previous === null ? `In front of “${operator}” the name of a field is missing, as in tcp.port ${operator} …` : `“${operator}” compares a field, and ${what} does not follow one.`, ['tcp.port', 'ip.addr']);
  }
  if (is(token, Range) || is(previous, Range)) return fault('A range is written as two values of a field: tcp.port in {8000..8100}.');
  if (is(previous, OpenBrace) || (is(previous, Comma) && open !== null && open.tokenType === OpenBrace)) return fault(`A set holds values, as in {80, 443, 8000..8100}; here is ${what}.`);
  if (open !== null && open.tokenType === OpenBrace) {
    return ended ? new FilterFault('This brace is not closed.', open.startOffset, endOf(open), ['}']) : fault(`${what} cannot stand in a set.`, ['}', ',']);
  }
  if (is(token, OpenBrace, CloseBrace)) return fault('A set in braces follows in: tcp.port in {80, 443}.');
  if (is(previous, And, Or, Not)) return fault(`After “${previous?.image ?? ''}” something is missing: a field, a word or a parenthesis.`, ['(']);
  if (is(token, And, Or)) return fault(`In front of “${token.image}” something is missing: a field, a word or a parenthesis.`);
  if (is(token, CloseParenthesis)) return fault(is(previous, OpenParenthesis) ? 'There is nothing in these parentheses.' : 'This parenthesis closes nothing.');
  if (ended && open !== null) return new FilterFault('This parenthesis is not closed.', open.startOffset, endOf(open), [')']);
  if (is(token, Comma)) return fault('Commas stand in a set: tcp.port in {80, 443}. Words side by side all have to match.');
  if (is(token, Quoted)) return fault(`The text ${what} needs a field and an operator in front.`);
  return fault(`${what} cannot stand here.`);
}

/** The innermost parenthesis or brace that is not closed. */
function unclosed(tokens: readonly IToken[]): IToken | null {
  const open: IToken[] = [];
  for (const token of tokens) {
    if (is(token, OpenParenthesis, OpenBrace)) open.push(token);
    else if (is(token, CloseParenthesis, CloseBrace)) open.pop();
  }
  return open.at(-1) ?? null;
}

// The pieces a filter is made of. Words hold addresses, numbers, names and units alike: what one is depends on where it stands.
import { createToken, Lexer, type ILexingResult, type IToken, type TokenType } from 'chevrotain';

const Blank = createToken({ name: 'Blank', pattern: /\s+/, group: Lexer.SKIPPED, line_breaks: true });
/** `[2001:db8::1]:443`, a part of a word in the older text filter. */
const Bracketed = /\[[^\s[\]"']*\](?::\d*)?/;

export const Word = createToken({ name: 'Word', pattern: /(?:[^\s(){}[\],"'!<>=&|~.]|\.(?!\.))+/ });
export const Endpoint = createToken({ name: 'Endpoint', pattern: Bracketed, categories: [Word] });
export const Quoted = createToken({ name: 'Quoted', pattern: /"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'/, line_breaks: true });

const keyword = (name: string, pattern: RegExp, categories: TokenType[] = []): TokenType => createToken({ name, pattern, longer_alt: Word, categories });
export const And = createToken({ name: 'And', pattern: /&&/ });
export const Or = createToken({ name: 'Or', pattern: /\|\|/ });
export const Not = createToken({ name: 'Not', pattern: /!/ });
export const Comparison = createToken({ name: 'Comparison', pattern: /===|!==|==|!=|<=|>=|~=|<|>|=/ });
export const Matches = createToken({ name: 'Matches', pattern: /~/ });
export const Contains = keyword('Contains', /contains/i);
export const In = keyword('In', /in/i);
export const Range = createToken({ name: 'Range', pattern: /\.\./ });
export const Comma = createToken({ name: 'Comma', pattern: /,/ });
export const OpenParenthesis = createToken({ name: 'OpenParenthesis', pattern: /\(/ });
export const CloseParenthesis = createToken({ name: 'CloseParenthesis', pattern: /\)/ });
export const OpenBrace = createToken({ name: 'OpenBrace', pattern: /\{/ });
export const CloseBrace = createToken({ name: 'CloseBrace', pattern: /\}/ });

const WordAnd = keyword('WordAnd', /and/i, [And]);
const WordOr = keyword('WordOr', /or/i, [Or]);
const WordNot = keyword('WordNot', /not/i, [Not]);
const WordComparison = keyword('WordComparison', /any_eq|all_eq|any_ne|all_ne|eq|ne|lt|le|gt|ge/i, [Comparison]);
const WordMatches = keyword('WordMatches', /matches/i, [Matches]);

/** Longer ones before those they begin with. */
export const TOKENS: TokenType[] = [
  Blank, Quoted, Endpoint, And, Or, Comparison, Not, Matches, Range, Comma, OpenParenthesis, CloseParenthesis, OpenBrace, CloseBrace,
  WordAnd, WordOr, WordNot, WordComparison, WordMatches, Contains, In, Word,
];

/** Made for the first filter: it takes longer than the rest of the command line's start. */
let lexer: Lexer | undefined;

export function tokenize(text: string): ILexingResult {
  lexer ??= new Lexer(TOKENS, { positionTracking: 'onlyOffset', ensureOptimizations: false });
  return lexer.tokenize(text);
}

export const endOf = (token: IToken): number => token.startOffset + token.image.length;

/** What stands between the quotes. Only quotes and backslashes are written with one in front. */
export function textOf(token: IToken): string {
  return token.tokenType === Quoted ? token.image.slice(1, -1).replace(/\\(["'\\])/g, '$1') : token.image;
}

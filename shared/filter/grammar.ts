// The grammar: or, and, not, parentheses, comparisons of a field, and plain words that stand side by side.
import { EmbeddedActionsParser, EOF, tokenMatcher, type IToken } from 'chevrotain';
import {
  And, CloseBrace, CloseParenthesis, Comma, Comparison, Contains, In, Matches, Not, OpenBrace, OpenParenthesis, Or, Quoted, Range, TOKENS, Word,
} from './tokens';
import { isUnit, splitNumber } from './values';

/** A value as written; a range has both ends. */
export interface WrittenValue { low: IToken; high: IToken | null; unit: IToken | null; highUnit: IToken | null }

/** What was written, before any name is looked up. */
export type Written =
  | { kind: 'and' | 'or'; parts: Written[] }
  | { kind: 'not'; part: Written }
  | { kind: 'word'; token: IToken }
  | { kind: 'test'; field: IToken; operator: IToken; negated: boolean; values: WrittenValue[] };

const joined = (kind: 'and' | 'or', parts: Written[]): Written => (parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind, parts });

class FilterGrammar extends EmbeddedActionsParser {
  constructor() {
    super(TOKENS, { recoveryEnabled: false, maxLookahead: 2 });
    this.performSelfAnalysis();
  }

  readonly filter = this.RULE('filter', (): Written => {
    const written = this.SUBRULE(this.either);
    this.CONSUME(EOF);
    return written;
  });

  private readonly either = this.RULE('either', (): Written => {
    const parts = [this.SUBRULE(this.both)];
    this.MANY(() => {
      this.CONSUME(Or);
      parts.push(this.SUBRULE2(this.both));
    });
    return joined('or', parts);
  });

  private readonly both = this.RULE('both', (): Written => {
    const parts = [this.SUBRULE(this.single)];
    this.MANY(() => {
      this.OPTION(() => { this.CONSUME(And); });
      parts.push(this.SUBRULE2(this.single));
    });
    return joined('and', parts);
  });

  private readonly single = this.RULE('single', (): Written => {
    let negations = 0;
    this.MANY(() => {
      this.CONSUME(Not);
      negations++;
    });
    const part = this.OR<Written>([
      { ALT: () => this.SUBRULE(this.group) },
      { ALT: (): Written => ({ kind: 'word', token: this.CONSUME(Quoted) }) },
      { ALT: () => this.SUBRULE(this.test) },
    ]);
    return negations % 2 === 0 ? part : { kind: 'not', part };
  });

  private readonly group = this.RULE('group', (): Written => {
    this.CONSUME(OpenParenthesis);
    const written = this.SUBRULE(this.either);
    this.CONSUME(CloseParenthesis);
    return written;
  });

  private readonly test = this.RULE('test', (): Written => {
    const field = this.CONSUME(Word);
    const compared = this.OPTION({ GATE: () => !tokenMatcher(this.LA(1), Not) || tokenMatcher(this.LA(2), In), DEF: () => this.OR<Written>([
      {
        ALT: (): Written => {
          const operator = this.OR2([{ ALT: () => this.CONSUME(Comparison) }, { ALT: () => this.CONSUME(Contains) }, { ALT: () => this.CONSUME(Matches) }]);
          return { kind: 'test', field, operator, negated: false, values: [this.SUBRULE(this.value)] };
        },
      },
      {
        ALT: (): Written => {
          const negated = this.OPTION2(() => this.CONSUME(Not)) !== undefined;
          const operator = this.CONSUME(In);
          const values = this.OR3([{ ALT: () => this.SUBRULE(this.set) }, { ALT: () => [this.SUBRULE2(this.value)] }]);
          return { kind: 'test', field, operator, negated, values };
        },
      },
    ]) });
    return compared ?? { kind: 'word', token: field };
  });

  private readonly set = this.RULE('set', (): WrittenValue[] => {
    const values: WrittenValue[] = [];
    this.CONSUME(OpenBrace);
    this.AT_LEAST_ONE(() => {
      values.push(this.SUBRULE(this.value));
      this.OPTION(() => { this.CONSUME(Comma); });
    });
    this.CONSUME(CloseBrace);
    return values;
  });

  private readonly value = this.RULE('value', (): WrittenValue => {
    const low = this.SUBRULE(this.scalar);
    const unit = this.SUBRULE(this.unit);
    let high: IToken | null = null;
    let highUnit: IToken | null = null;
    this.OPTION(() => {
      this.CONSUME(Range);
      high = this.SUBRULE2(this.scalar);
      highUnit = this.SUBRULE2(this.unit);
    });
    return { low, high, unit, highUnit };
  });

  private readonly scalar = this.RULE('scalar', (): IToken => this.OR([{ ALT: () => this.CONSUME(Quoted) }, { ALT: () => this.CONSUME(Word) }]));

  /** `10 kB`: a unit that stands apart from its number. */
  private readonly unit = this.RULE('unit', (): IToken | null => this.OPTION({
    GATE: () => {
      const number = splitNumber(this.LA(0).image);
      return number?.unit === '' && isUnit(this.LA(1).image);
    },
    DEF: () => this.CONSUME(Word),
  }) ?? null);
}

export interface Misplaced { token: IToken; previous: IToken | null; rule: string }

/** Made for the first filter, as the lexer is. */
let made: FilterGrammar | undefined;

/** What is written, or the first token that cannot stand where it stands. */
export function readGrammar(tokens: IToken[]): { written: Written } | { misplaced: Misplaced } {
  const grammar = (made ??= new FilterGrammar());
  grammar.input = tokens;
  const written = grammar.filter();
  const error = grammar.errors[0];
  if (error === undefined) return { written };
  const previous = tokens[tokens.indexOf(error.token) - 1] ?? (error.token.tokenType === EOF ? tokens.at(-1) : undefined);
  return { misplaced: { token: error.token, previous: previous ?? null, rule: error.context.ruleStack.at(-1) ?? '' } };
}

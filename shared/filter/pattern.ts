// Regular expressions that cannot run away: the pattern becomes a machine of at most 600 states, and every character of the text is looked at
// once by all of them (Thompson 1968). JavaScript's own would take for ever on some patterns, and a saved filter may come from anybody.

type Accepts = (code: number) => boolean;
/** A step of the machine: a character to accept, a place in the text, or two ways to go on. */
type Step =
  | { kind: 'character'; accepts: Accepts; next: number }
  | { kind: 'split'; next: number; other: number }
  | { kind: 'begin' | 'end'; next: number }
  | { kind: 'match' };

type Part =
  | { kind: 'character'; accepts: Accepts }
  | { kind: 'begin' | 'end' }
  | { kind: 'sequence' | 'choice'; parts: Part[] }
  | { kind: 'repeat'; part: Part; least: number; most: number };

const MOST_STEPS = 600;
const MOST_REPEATS = 200;
const MOST_DEPTH = 40;

/** `at`: where in the pattern it is wrong. */
export class PatternFault extends Error {
  readonly at: number;
  constructor(message: string, at: number) { super(message); this.at = at; }
}

export class Pattern {
  readonly source: string;
  private readonly steps: Step[] = [];
  private readonly start: number;
  private readonly fold: boolean;

  /** @param fold upper and lower case are the same */
  constructor(source: string, fold: boolean) {
    this.source = source;
    this.fold = fold;
    const part = new Reader(source, fold).read();
    this.start = this.add(part, this.push({ kind: 'match' }));
  }

  /** True when the pattern occurs anywhere in the text. */
  test(text: string): boolean {
    const { steps } = this;
    let now = new Set<number>();
    for (let at = 0; ; at++) {
      if (this.enter(this.start, at, text.length, now)) return true;
      if (at >= text.length) return false;
      const code = (this.fold ? text.charAt(at).toLowerCase() : text).charCodeAt(this.fold ? 0 : at);
      const next = new Set<number>();
      for (const index of now) {
        const step = steps[index];
        if (step?.kind === 'character' && step.accepts(code) && this.enter(step.next, at + 1, text.length, next)) return true;
      }
      now = next;
    }
  }

  /** Adds a step and all that follow without a character. True when the pattern is complete. */
  private enter(from: number, at: number, length: number, into: Set<number>): boolean {
    const waiting = [from];
    for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
      if (into.has(index)) continue;
      into.add(index);
      const step = this.steps[index];
      if (step === undefined || step.kind === 'match') return true;
      if (step.kind === 'split') waiting.push(step.next, step.other);
      else if (step.kind !== 'character' && at === (step.kind === 'begin' ? 0 : length)) waiting.push(step.next);
    }
    return false;
  }

  private push(step: Step): number {
    if (this.steps.length >= MOST_STEPS) throw new PatternFault('The pattern is too long, or repeats too much.', 0);
    return this.steps.push(step) - 1;
  }

  /** Adds a part in front of the step `next`. */
  private add(part: Part, next: number): number {
    switch (part.kind) {
      case 'character': return this.push({ kind: 'character', accepts: part.accepts, next });
      case 'begin': case 'end': return this.push({ kind: part.kind, next });
      case 'sequence': return part.parts.reduceRight((after, each) => this.add(each, after), next);
      case 'choice': return part.parts.map((each) => this.add(each, next)).reduce((a, b) => this.push({ kind: 'split', next: a, other: b }));
      case 'repeat': {
        let at = next;
        if (part.most === Infinity) {
          const loop: Step = { kind: 'split', next: 0, other: next };
          at = this.push(loop);
          loop.next = this.add(part.part, at);
        } else for (let i = part.least; i < part.most; i++) at = this.push({ kind: 'split', next: this.add(part.part, at), other: next });
        for (let i = 0; i < part.least; i++) at = this.add(part.part, at);
        return at;
      }
    }
  }
}

const DIGIT: Accepts = (c) => c >= 48 && c <= 57;
const LETTER: Accepts = (c) => DIGIT(c) || c === 95 || (c >= 65 && c <= 90) || (c >= 97 && c <= 122);
const SPACE: Accepts = (c) => c === 32 || (c >= 9 && c <= 13);
const not = (accepts: Accepts): Accepts => (c) => !accepts(c);
const CLASSES: Readonly<Record<string, Accepts>> = { d: DIGIT, D: not(DIGIT), w: LETTER, W: not(LETTER), s: SPACE, S: not(SPACE) };
const WRITTEN: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

class Reader {
  private at = 0;
  private depth = 0;
  private readonly text: string;
  private readonly fold: boolean;

  constructor(text: string, fold: boolean) {
    this.text = text;
    this.fold = fold;
  }

  read(): Part {
    const part = this.choice();
    if (this.at < this.text.length) throw new PatternFault('This parenthesis closes nothing; write \\) for the character.', this.at);
    return part;
  }

  private choice(): Part {
    const parts = [this.sequence()];
    while (this.take('|')) parts.push(this.sequence());
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'choice', parts };
  }

  private sequence(): Part {
    const parts: Part[] = [];
    while (this.at < this.text.length && this.next !== '|' && this.next !== ')') parts.push(this.repeated());
    return { kind: 'sequence', parts };
  }

  private repeated(): Part {
    const from = this.at;
    const part = this.single();
    let [least, most] = [1, 1];
    if (this.take('*')) [least, most] = [0, Infinity];
    else if (this.take('+')) [least, most] = [1, Infinity];
    else if (this.take('?')) [least, most] = [0, 1];
    else {
      const count = /^\{(\d{1,4})(,(\d{0,4}))?\}/.exec(this.text.slice(this.at));
      if (count === null) return part;
      this.at += count[0].length;
      least = Number(count[1]);
      most = count[2] === undefined ? least : count[3] === '' ? Infinity : Number(count[3]);
      if (least > most) throw new PatternFault('The least number of repeats is greater than the most.', from);
      if (least > MOST_REPEATS || (most !== Infinity && most > MOST_REPEATS)) throw new PatternFault(`At most ${MOST_REPEATS} repeats can be counted.`, from);
    }
    if (this.next === '?' || this.next === '+') this.at++; // lazy or possessive: whether it matches is the same
    if (this.next === '*' || this.next === '+' || this.next === '?') throw new PatternFault('There is nothing to repeat here.', this.at);
    return { kind: 'repeat', part, least, most };
  }

  private single(): Part {
    const from = this.at;
    const character = this.text.charAt(this.at++);
    switch (character) {
      case '^': return { kind: 'begin' };
      case '$': return { kind: 'end' };
      case '.': return { kind: 'character', accepts: () => true };
      case '(': return this.group(from);
      case '[': return { kind: 'character', accepts: this.set(from) };
      case '*': case '+': case '?': throw new PatternFault('There is nothing to repeat here.', from);
      case '\\': return { kind: 'character', accepts: this.escaped(from) };
      default: return { kind: 'character', accepts: this.exactly(character) };
    }
  }

  private group(from: number): Part {
    if (++this.depth > MOST_DEPTH) throw new PatternFault('Too many parentheses inside each other.', from);
    if (this.take('?') && !this.take(':')) throw new PatternFault('Only (…) and (?:…) are known: nothing may look ahead or behind.', from);
    const part = this.choice();
    if (!this.take(')')) throw new PatternFault('This parenthesis is not closed.', from);
    this.depth--;
    return part;
  }

  private escaped(from: number): Accepts {
    const character = this.text.charAt(this.at++);
    if (character === '') throw new PatternFault('A pattern cannot end with a single backslash.', from);
    const known = CLASSES[character];
    if (known !== undefined) return known;
    if (/[1-9]/.test(character)) throw new PatternFault('References to a group are not known.', from);
    if (/[a-zA-Z]/.test(character) && !Object.hasOwn(WRITTEN, character)) throw new PatternFault(`\\${character} is not known; there are \\d \\w \\s \\D \\W \\S.`, from);
    return this.exactly(WRITTEN[character] ?? character);
  }

  private set(from: number): Accepts {
    const negated = this.take('^');
    const members: Accepts[] = [];
    for (let first = true; first || this.next !== ']'; first = false) {
      if (this.at >= this.text.length) throw new PatternFault('This bracket is not closed.', from);
      const at = this.at;
      const low = this.text.charAt(this.at++);
      if (low === '\\') members.push(this.escaped(at));
      else if (this.next === '-' && this.at + 1 < this.text.length && this.text.charAt(this.at + 1) !== ']') {
        const high = this.text.charAt(this.at + 1);
        this.at += 2;
        if (high < low) throw new PatternFault('A range has its lower end first.', at);
        members.push(this.range(low.charCodeAt(0), high.charCodeAt(0)));
      } else members.push(this.exactly(low));
    }
    this.at++;
    return (c) => members.some((member) => member(c)) !== negated;
  }

  private range(low: number, high: number): Accepts {
    if (!this.fold) return (c) => c >= low && c <= high;
    // the text is folded to lower case before it is looked at
    return (c) => (c >= low && c <= high) || (c >= 97 && c <= 122 && c - 32 >= low && c - 32 <= high);
  }

  private exactly(character: string): Accepts {
    const code = (this.fold ? character.toLowerCase() : character).charCodeAt(0);
    return (c) => c === code;
  }

  private get next(): string { return this.text.charAt(this.at); }

  private take(character: string): boolean {
    if (this.next !== character) return false;
    this.at++;
    return true;
  }
}

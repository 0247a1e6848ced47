// Zeek's histories as small numbers, found by the words that hold their letters: a million connections have a few dozen of them.
import { MOST_CODES, TextCodes } from './text-codes';

const SIZE = MOST_CODES * 2;
/** Of an entry: the letters in three words, how many there are, 1 + the code. */
const WIDTH = 5;
const HAS_ACK = 1;
const HAS_DATA = 2;

export class HistoryCodes {
  private readonly codes = new TextCodes();
  private table = new Int32Array(0);
  private readonly letters: number[] = [0];

  /** Code of the history whose letters stand in these words; -1 when nobody knows it yet. */
  find(a: number, b: number, c: number, count: number): number {
    const { table } = this;
    if (table.length === 0) return -1;
    for (let i = place(a, b, c, count); table[i + 4] !== 0; i = i + WIDTH === table.length ? 0 : i + WIDTH) {
      if (table[i] === a && table[i + 1] === b && table[i + 2] === c && table[i + 3] === count) return table[i + 4] - 1;
    }
    return -1;
  }

  /** Notes which history the words hold. @returns its code, -1 when there are too many */
  learn(a: number, b: number, c: number, count: number, text: string): number {
    const code = this.code(text);
    if (code < 0) return -1;
    if (this.table.length === 0) this.table = new Int32Array(SIZE * WIDTH);
    const { table } = this;
    let i = place(a, b, c, count);
    while (table[i + 4] !== 0) i = i + WIDTH === table.length ? 0 : i + WIDTH;
    table.set([a, b, c, count, code + 1], i);
    return code;
  }

  /** Of a history by its text. */
  code(text: string): number {
    const code = this.codes.code(text);
    if (code === this.letters.length) {
      const lower = text.toLowerCase();
      this.letters.push((lower.includes('a') ? HAS_ACK : 0) | (lower.includes('d') ? HAS_DATA : 0));
    }
    return code;
  }

  text(code: number): string { return this.codes.texts[code]; }
  hasAck(code: number): boolean { return (this.letters[code] & HAS_ACK) !== 0; }
  hasData(code: number): boolean { return (this.letters[code] & HAS_DATA) !== 0; }
}

function place(a: number, b: number, c: number, count: number): number {
  let h = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35) ^ count;
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return ((h ^ (h >>> 13)) & (SIZE - 1)) * WIDTH;
}

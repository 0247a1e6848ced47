// One connection's words of the Zeek view at a time: states, roles, history letters and the rare record behind them.
import {
  FIN_AT_LAST, L_ACK, L_LAST, L_START, LETTERS_KEPT, LETTERS_MOST, LETTERS_PER_WORD, LINE_WORDS, MIXED_FIN, PREVIOUS_SHIFT, RARE_LINE, STATE_BITS,
  SWAPPED, X_FIN, X_HISTORY, X_LETTER_FIN, X_WRAPS, Z_FLAGS, Z_HISTORY, Z_LETTERS_MASK, Z_LETTERS_SHIFT, Z_LINE, Z_RARE, Z_SEEN,
} from './zeek-record';
import type { RareRecords } from './zeek-rare';

/** Codes of letters: 1-13 of the originator, 14-26 of the responder, then the flip. 0 is no letter. */
const LETTERS = 'SHADFRCGTWIQX';
export const CODE_S = 1;
export const CODE_H = 2;
export const CODE_A = 3;
export const CODE_D = 4;
export const CODE_F = 5;
export const CODE_R = 6;
export const CODE_C = 7;
export const CODE_G = 8;
export const CODE_T = 9;
export const CODE_W = 10;
export const CODE_I = 11;
export const CODE_Q = 12;
export const RESPONDER_CODES = 13;
export const CODE_FLIP = 27;

export function letterOf(code: number): string {
  if (code === CODE_FLIP) return '^';
  return code > RESPONDER_CODES ? LETTERS[code - RESPONDER_CODES - 1].toLowerCase() : LETTERS[code - 1];
}

export class ZeekCursor {
  ints: Int32Array = new Int32Array(0);
  at = 0;
  private chunk: Int32Array = this.ints;
  private rareAt = 0;
  /** Z_FLAGS, kept here until `store`. */
  private z = 0;
  private readonly records: RareRecords;

  constructor(records: RareRecords) { this.records = records; }

  place(ints: Int32Array, at: number): void {
    this.ints = ints;
    this.at = at;
    this.z = ints[at + Z_FLAGS];
    const index = ints[at + Z_RARE] - 1;
    if (index >= 0) this.find(index);
  }

  /** Writes back what was changed of the flags. */
  store(): void { this.ints[this.at + Z_FLAGS] = this.z; }

  get hasRare(): boolean { return this.ints[this.at + Z_RARE] !== 0; }

  is(bits: number): boolean { return (this.z & bits) !== 0; }
  set(bits: number): void { this.z |= bits; }
  clear(bits: number): void { this.z &= ~bits; }

  state(d: number): number { return (this.z >>> (STATE_BITS * d)) & 7; }
  previous(d: number): number { return (this.z >>> (PREVIOUS_SHIFT + STATE_BITS * d)) & 7; }
  setState(d: number, state: number): void {
    const before = this.state(d);
    if (state === before) return;
    const shift = STATE_BITS * d;
    this.z = (this.z & ~((7 << shift) | (7 << (PREVIOUS_SHIFT + shift)))) | (state << shift) | (before << (PREVIOUS_SHIFT + shift));
  }

  /** 0 where Zeek takes this end for the originator, 1 for the responder. */
  role(d: number): number { return this.is(SWAPPED) ? 1 - d : d; }

  start(d: number): number { return this.ints[this.at + Z_LINE + LINE_WORDS * d + L_START]; }
  last(d: number): number { return this.ints[this.at + Z_LINE + LINE_WORDS * d + L_LAST]; }
  acked(d: number): number { return this.ints[this.at + Z_LINE + LINE_WORDS * d + L_ACK]; }
  put(d: number, field: number, value: number): void { this.ints[this.at + Z_LINE + LINE_WORDS * d + field] = value; }

  // ---- the rare record; reading gives 0 where there is none ----

  rare(d: number, field: number): number { return this.hasRare ? this.chunk[this.rareAt + RARE_LINE * d + field] : 0; }
  setRare(d: number, field: number, value: number): void {
    this.need();
    this.chunk[this.rareAt + RARE_LINE * d + field] = value;
  }
  wraps(d: number, ofAck: boolean): number { return this.hasRare ? (this.chunk[this.rareAt + X_WRAPS + d] >>> (ofAck ? 16 : 0)) & 0xffff : 0; }
  wrap(d: number, ofAck: boolean): void {
    this.need();
    this.chunk[this.rareAt + X_WRAPS + d] += ofAck ? 0x10000 : 1;
  }
  setShared(field: number, value: number): void {
    this.need();
    this.chunk[this.rareAt + field] = value;
  }
  clearWraps(d: number): void { if (this.hasRare) this.chunk[this.rareAt + X_WRAPS + d] = 0; }

  // ---- history ----

  get letters(): number { return (this.ints[this.at + Z_SEEN] >>> Z_LETTERS_SHIFT) & Z_LETTERS_MASK; }

  /** The letter at an index, as its code. */
  letter(index: number): number {
    const shift = (index % LETTERS_PER_WORD) * 5;
    if (index < LETTERS_KEPT) return (this.ints[this.at + Z_HISTORY + Math.floor(index / LETTERS_PER_WORD)] >>> shift) & 31;
    return (this.chunk[this.rareAt + X_HISTORY + Math.floor((index - LETTERS_KEPT) / LETTERS_PER_WORD)] >>> shift) & 31;
  }

  /** Adds a letter; beyond what is kept only their number grows by one, which says that letters are missing. */
  add(code: number): void {
    const index = this.letters;
    if (index > LETTERS_MOST) return;
    this.ints[this.at + Z_SEEN] += 1 << Z_LETTERS_SHIFT;
    if (index === LETTERS_MOST) return;
    const shift = (index % LETTERS_PER_WORD) * 5;
    if (index < LETTERS_KEPT) this.ints[this.at + Z_HISTORY + Math.floor(index / LETTERS_PER_WORD)] |= code << shift;
    else {
      this.need();
      this.chunk[this.rareAt + X_HISTORY + Math.floor((index - LETTERS_KEPT) / LETTERS_PER_WORD)] |= code << shift;
    }
  }

  /** Adds the letter of an end in its role. */
  addOf(d: number, code: number): void { this.add(code + RESPONDER_CODES * this.role(d)); }

  /** Adds a letter of which a role has one; true when it had it already. */
  once(d: number, seen: number, code: number): boolean {
    const bit = seen << (8 * this.role(d));
    if ((this.ints[this.at + Z_SEEN] & bit) !== 0) return true;
    this.ints[this.at + Z_SEEN] |= bit;
    this.addOf(d, code);
    return false;
  }

  /** Counts, and adds a letter the 1st, 10th, 100th … time. */
  scaled(d: number, field: number, code: number): void {
    const count = this.rare(d, field) + 1;
    this.setRare(d, field, count);
    let power = 1;
    while (power < count) power *= 10;
    if (power === count) this.addOf(d, code);
  }

  /** Forgets all letters; only while they stand in the twelve words. */
  clearHistory(): void {
    this.ints[this.at + Z_SEEN] &= ~(Z_LETTERS_MASK << Z_LETTERS_SHIFT);
    this.ints.fill(0, this.at + Z_HISTORY, this.at + Z_HISTORY + LETTERS_KEPT / LETTERS_PER_WORD);
  }

  /** Sequence number of the FIN that was seen of this end. */
  fin(d: number): number { return this.is(FIN_AT_LAST << d) ? (this.last(d) - 1) | 0 : this.rare(d, X_FIN); }
  /** And of the one that its letter stands for. */
  letterFin(d: number): number { return this.is(MIXED_FIN << d) ? this.chunk[this.rareAt + X_LETTER_FIN + d] : this.fin(d); }

  private need(): void {
    if (this.hasRare) return;
    const index = this.records.take();
    this.ints[this.at + Z_RARE] = index + 1;
    this.find(index);
  }

  private find(index: number): void {
    this.chunk = this.records.chunk(index);
    this.rareAt = this.records.at(index);
  }
}

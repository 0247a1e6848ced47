// The alerts of a capture: one row for all packets of the same kind, source and target; bounded, and rows that an attacker multiplies by
// forging addresses are drawn together into one.
import { ALERTS, SEVERITY, ALERT_CONFIDENCE, SUPPRESSED, RULED_OUT, type AlertRow } from '@shared/alerts';
import { CappedTable } from './capped-table';

/** Most rows kept. */
const ROWS = 4096;
/** Rows of one kind from one source, or to one target, before further ones are drawn together. */
const ALIKE = 4;
/** Rows of one kind in which nothing else repeats. */
const OF_KIND = 500;
export const FRAMES = 20;
/** Numbers an alert can carry for its detail. */
const VALUES = 8;

const KIND = 0;
const SEVERITY_AT = 1;
const CONFIDENCE = 2;
const SUPPRESSION = 3;
const EXCLUDED = 4;
const CONNECTION = 5; // id, 0 for none
const FRAME_COUNT = 6;
const FIRST_FRAME = 7;
const SOURCE = FIRST_FRAME + FRAMES; // as a record holds it, or MANY
const TARGET = SOURCE + 1;
const V6 = TARGET + 1;
const WORDS = V6 + 1;

const FIRST_NS = 0;
const LAST_NS = 1;
const COUNT = 2;
const FIRST_VALUE = 3;
const FLOATS = FIRST_VALUE + VALUES;

/** In place of an address: rows of many. */
export const MANY = 0x7fff_fffe;

/** What the log must know of the packet at hand. */
export interface Place {
  frame: number;
  ns: number;
  /** Addresses as a record holds them. */
  source: number;
  destination: number;
  v6: boolean;
}

export class AlertLog {
  /** Packets whose row found no room. */
  dropped = 0;
  /** Counts what changed, so that a reader knows whether to read again. */
  changes = 0;
  private used = 0;
  private readonly ints = new Int32Array(ROWS * WORDS);
  private readonly floats = new Float64Array(ROWS * FLOATS);
  private readonly source: (string | null)[] = [];
  private readonly target: (string | null)[] = [];
  /** Row + 1 by kind and keys; rows alike by kind and one key. */
  private readonly rows: CappedTable;
  private readonly alike: CappedTable;
  private readonly ofKind = new Int32Array(ALERTS.length);
  private readonly text: (address: number, v6: boolean) => string;

  constructor(hashKey: number, text: (address: number, v6: boolean) => string) {
    this.rows = new CappedTable(1024, 1, Infinity, hashKey);
    this.alike = new CappedTable(512, 1, Infinity, hashKey);
    this.text = text;
  }

  get count(): number { return this.used; }
  get bytes(): number { return this.ints.byteLength + this.floats.byteLength + this.rows.bytes + this.alike.bytes; }

  /**
   * Counts the packet at hand for the alert of this kind between its source and target; makes the row when there is none.
   * @param extra a third word of the key where one pair can have several (0 for none)
   * @returns row, -1 when there is no room
   */
  raise(kind: number, s: Place, extra = 0): number { return this.between(kind, s, s.source, s.destination, extra); }

  /** The same for a pair that is not the packet's own source and destination. */
  between(kind: number, s: Place, source: number, target: number, extra = 0): number {
    const row = this.row(kind, s, source, target, extra);
    if (row >= 0) this.note(row, s.frame, s.ns);
    return row;
  }

  /** Row of this kind between two addresses, counting nothing; -1 when there is none. */
  known(kind: number, s: Place, source: number, target: number): number {
    const entry = this.rows.find(group(kind, s, 0), source, target, 0);
    return entry < 0 ? -1 : this.rows.words[this.rows.at(entry)] - 1;
  }

  /** From one source to many targets. */
  from(kind: number, s: Place, source: number, extra = 0): number { return this.between(kind, s, source, MANY, extra); }

  /** From many sources to one target. */
  towards(kind: number, s: Place, target: number, extra = 0): number { return this.between(kind, s, MANY, target, extra); }

  /** Of the capture as a whole. */
  whole(kind: number, s: Place): number { return this.between(kind, s, MANY, MANY); }

  /** One more packet of a row. */
  note(row: number, frame: number, ns: number): void {
    const f = row * FLOATS;
    this.floats[f + COUNT]++;
    if (ns > this.floats[f + LAST_NS]) this.floats[f + LAST_NS] = ns;
    if (ns < this.floats[f + FIRST_NS]) this.floats[f + FIRST_NS] = ns;
    this.evidence(row, frame);
    this.changes++;
  }

  /** A packet that belongs to the evidence and is not counted, such as one from before the threshold. */
  evidence(row: number, frame: number): void {
    const at = row * WORDS;
    const kept = this.ints[at + FRAME_COUNT];
    if (kept === FRAMES || frame <= 0) return;
    // In the order of the capture: late evidence is put in its place.
    let i = kept;
    while (i > 0 && (this.ints[at + FIRST_FRAME + i - 1] >>> 0) > frame) i--;
    if (i > 0 && (this.ints[at + FIRST_FRAME + i - 1] >>> 0) === frame) return;
    this.ints.copyWithin(at + FIRST_FRAME + i + 1, at + FIRST_FRAME + i, at + FIRST_FRAME + kept);
    this.ints[at + FIRST_FRAME + i] = frame;
    this.ints[at + FRAME_COUNT] = kept + 1;
  }

  /** Sets one of the numbers of its detail. */
  value(row: number, index: number, value: number): void { this.floats[row * FLOATS + FIRST_VALUE + index] = value; }
  add(row: number, index: number, value: number): void { this.floats[row * FLOATS + FIRST_VALUE + index] += value; }
  valueOf(row: number, index: number): number { return this.floats[row * FLOATS + FIRST_VALUE + index]; }
  /** Packets counted for a row. */
  countOf(row: number): number { return this.floats[row * FLOATS + COUNT]; }
  setCount(row: number, count: number): void { this.floats[row * FLOATS + COUNT] = count; }
  /** Index in SEVERITY and ALERT_CONFIDENCE. */
  grade(row: number, severity: number, confidence: number): void {
    this.ints[row * WORDS + SEVERITY_AT] = severity;
    this.ints[row * WORDS + CONFIDENCE] = confidence;
  }
  /** What was checked and excluded (bits of RULED_OUT). */
  excluded(row: number, bits: number): void { this.ints[row * WORDS + EXCLUDED] |= bits; }
  /** Holds a row back (index in SUPPRESSED), or lets it go (0). */
  hold(row: number, reason: number): void { this.ints[row * WORDS + SUPPRESSION] = reason; }
  held(row: number): number { return this.ints[row * WORDS + SUPPRESSION]; }
  /** Names the connection it is about. @param id 0 for none */
  about(row: number, id: number): void { this.ints[row * WORDS + CONNECTION] = id; }
  /** When its span began or ended, beside the packets counted. */
  since(row: number, ns: number): void { if (ns < this.floats[row * FLOATS + FIRST_NS]) this.floats[row * FLOATS + FIRST_NS] = ns; }
  until(row: number, ns: number): void {
    if (ns > this.floats[row * FLOATS + LAST_NS]) this.floats[row * FLOATS + LAST_NS] = ns;
    this.changes++;
  }
  /** True for a row that counted its first packet just now. */
  isNew(row: number): boolean { return this.floats[row * FLOATS + COUNT] <= 1; }

  /** Of a row: index of its kind, its addresses as a record holds them (or MANY), the connection it is about (0 for none), its span. */
  kindOf(row: number): number { return this.ints[row * WORDS + KIND]; }
  sourceOf(row: number): number { return this.ints[row * WORDS + SOURCE]; }
  targetOf(row: number): number { return this.ints[row * WORDS + TARGET]; }
  isV6(row: number): boolean { return this.ints[row * WORDS + V6] === 1; }
  connectionOf(row: number): number { return this.ints[row * WORDS + CONNECTION] >>> 0; }
  firstNs(row: number): number { return this.floats[row * FLOATS + FIRST_NS]; }
  lastNs(row: number): number { return this.floats[row * FLOATS + LAST_NS]; }

  /** @param micros turns ns of the tracker into microseconds since 1970 */
  read(row: number, micros: (ns: number) => number): AlertRow {
    const at = row * WORDS;
    const f = row * FLOATS;
    const info = ALERTS[this.ints[at + KIND]];
    const values = Array.from(this.floats.subarray(f + FIRST_VALUE, f + FLOATS));
    const bits = this.ints[at + EXCLUDED];
    return {
      id: row + 1, kind: info.kind,
      severity: SEVERITY[this.ints[at + SEVERITY_AT]], confidence: ALERT_CONFIDENCE[this.ints[at + CONFIDENCE]],
      firstMicros: micros(this.floats[f + FIRST_NS]), lastMicros: micros(this.floats[f + LAST_NS]),
      count: this.floats[f + COUNT], source: this.source[row], target: this.target[row],
      connection: this.ints[at + CONNECTION] === 0 ? null : this.ints[at + CONNECTION] >>> 0,
      frames: Array.from(this.ints.subarray(at + FIRST_FRAME, at + FIRST_FRAME + this.ints[at + FRAME_COUNT]), (frame) => frame >>> 0),
      title: info.title, detail: info.detail(values),
      ruledOut: RULED_OUT.filter((_, bit) => (bits & (1 << bit)) !== 0).map(({ text }) => text),
      suppressed: SUPPRESSED[this.ints[at + SUPPRESSION]].name,
    };
  }

  private row(kind: number, s: Place, source: number, target: number, extra: number): number {
    const known = this.rows.find(group(kind, s, extra), source, target, 0);
    if (known >= 0) return this.rows.words[this.rows.at(known)] - 1;
    if (source !== MANY && target !== MANY) {
      if (this.many(kind, source, 1)) return this.row(kind, s, source, MANY, 0);
      if (this.many(kind, target, 2)) return this.row(kind, s, MANY, target, 0);
    }
    if (this.ofKind[kind] >= OF_KIND && !(source === MANY && target === MANY)) return this.row(kind, s, MANY, MANY, 0);
    if (this.used === ROWS) {
      this.dropped++;
      return -1;
    }
    const row = this.used++;
    this.ofKind[kind]++;
    if (source !== MANY && target !== MANY) {
      this.alike.words[this.alike.at(this.alike.entry(kind, source, 1, 0))]++;
      this.alike.words[this.alike.at(this.alike.entry(kind, target, 2, 0))]++;
    }
    this.rows.words[this.rows.at(this.rows.entry(group(kind, s, extra), source, target, 0))] = row + 1;
    this.ints[row * WORDS + KIND] = kind;
    this.ints[row * WORDS + SOURCE] = source;
    this.ints[row * WORDS + TARGET] = target;
    this.ints[row * WORDS + V6] = s.v6 ? 1 : 0;
    this.grade(row, SEVERITY.indexOf(ALERTS[kind].severity), 2);
    this.source.push(source === MANY ? null : this.text(source, s.v6));
    this.target.push(target === MANY ? null : this.text(target, s.v6));
    this.floats[row * FLOATS + FIRST_NS] = s.ns;
    this.floats[row * FLOATS + LAST_NS] = s.ns;
    return row;
  }

  /** Whether one more row of this kind with this address would be one too many. */
  private many(kind: number, address: number, side: number): boolean {
    const { alike } = this;
    const entry = alike.find(kind, address, side, 0);
    return entry >= 0 && alike.words[alike.at(entry)] >= ALIKE;
  }
}

const group = (kind: number, s: Place, extra: number): number => Math.imul(extra, 64) ^ kind ^ (s.v6 ? 0x4000_0000 : 0);

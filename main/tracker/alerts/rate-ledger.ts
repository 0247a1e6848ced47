// How many unwanted packets each target gets a second, against what is usual for it. "Unwanted" is what no answer takes back: a name server
// under load answers, a flooded one does not. Judged one second late, so that the answer of a packet at a second's end still counts.
import { CappedTable } from './capped-table';
import { manyAdd, manyCount } from './distinct';
import type { Sighting } from './sighting';

const SECOND = 1e9;
const SETS = 64; // 512 targets
const LIFE_NS = 3600 * SECOND;
const FRAMES = 10;
const SOURCE_WORDS = 64;

const ROW = 0; // row + 1
const COUNT = 1; // packets of the second at hand
const TAKEN = 2; // of these and of the second before, taken back by an answer
const FLOWS = 3; // of these, first packets of a pair
const NET = 4; // what was left of the second before
const NET_COUNT = 5; // all packets of the second before
const NET_FLOWS = 6;
const USUAL = 7; // a second, × 16
const LEARNED = 8; // seconds that went into it
const FRAME_COUNT = 9;
const FIRST_FRAME = 10;
const SOURCE = FIRST_FRAME + FRAMES;
const SOURCES_AT = SOURCE + 1;
const WORDS = SOURCES_AT + SOURCE_WORDS;

/** Seconds after which the usual rate is taken for known. */
const KNOWN_AFTER = 10;
/** Sources up to which each pair has a row of its own. */
const FEW_SOURCES = 3;

/** A second of a target that is too much: what its detector decides with. */
export interface Excess {
  /** Packets, those without an answer, first packets of a pair, different sources; usual packets a second. */
  packets: number;
  unanswered: number;
  flows: number;
  sources: number;
  usual: number;
}

export interface RateRules {
  readonly kind: number;
  /** Packets a second below which nothing is a flood. */
  readonly floor: number;
  /** Times the usual rate. */
  readonly factor: number;
  /** Grades the row; returns false where it is no flood. @param row -1 while it is not raised */
  readonly judge: (e: Excess, row: number, s: Sighting) => boolean;
  /** Packets that were answered count as well. */
  readonly answered?: boolean;
  /** Packets are told of this much late. */
  readonly lateNs?: number;
}

export class RateLedger {
  private readonly table: CappedTable;
  /** When the second at hand of each entry began; NaN while none is open. */
  private readonly began: Float64Array;
  private readonly rules: RateRules;
  private readonly excess: Excess = { packets: 0, unanswered: 0, flows: 0, sources: 0, usual: 0 };
  private open = 0;

  constructor(key: number, rules: RateRules) {
    this.table = new CappedTable(SETS, WORDS, LIFE_NS, key);
    this.began = new Float64Array(this.table.count).fill(NaN);
    this.rules = rules;
  }

  get replaced(): number { return this.table.replaced; }

  /** One packet towards `target`. @param flow it is the first of its pair; ns: when it came */
  add(s: Sighting, source: number, target: number, flow: boolean, ns = s.ns): void {
    const { table, began } = this;
    const entry = table.entry(target, s.v6 ? 1 : 0, 0, s.ns);
    if (table.fresh && !Number.isNaN(began[entry])) this.shut(entry);
    if (ns - began[entry] >= SECOND) this.roll(entry, s, ns);
    const { words } = table;
    const at = table.at(entry);
    if (Number.isNaN(began[entry])) {
      began[entry] = ns;
      this.open++;
    }
    words[at + COUNT]++;
    if (flow) words[at + FLOWS]++;
    const kept = words[at + FRAME_COUNT];
    if (kept < FRAMES && s.frame > 0) {
      if (kept === 0) words[at + SOURCE] = source;
      words[at + FIRST_FRAME + kept] = s.frame;
      words[at + FRAME_COUNT] = kept + 1;
    }
    manyAdd(words, at + SOURCES_AT, SOURCE_WORDS, source);
  }

  /** A packet towards `target` was answered after all. */
  takeBack(s: Sighting, target: number): void {
    const entry = this.table.find(target, s.v6 ? 1 : 0, 0, s.ns);
    if (entry >= 0) this.table.words[this.table.at(entry) + TAKEN]++;
  }

  tick(s: Sighting): void {
    if (this.open === 0) return;
    const { began } = this;
    const ns = s.ns - (this.rules.lateNs ?? 0);
    for (let entry = 0; entry < began.length; entry++) if (ns - began[entry] >= SECOND) this.roll(entry, s, ns);
  }

  end(s: Sighting): void {
    if (this.open === 0) return;
    for (let entry = 0; entry < this.began.length; entry++) {
      if (Number.isNaN(this.began[entry])) continue;
      this.roll(entry, s, this.began[entry] + SECOND);
      if (!Number.isNaN(this.began[entry])) this.roll(entry, s, this.began[entry] + SECOND);
    }
  }

  /** A second is over: the one before it is judged. */
  private roll(entry: number, s: Sighting, ns: number): void {
    const { table, began } = this;
    const { words } = table;
    const at = table.at(entry);
    const net = words[at + COUNT] - words[at + TAKEN];
    // Late answers, more than this second had packets, belong to the second before.
    this.judge(entry, s, Math.min(words[at + NET], words[at + NET] + net), began[entry]);
    words[at + NET] = Math.max(net, 0);
    words[at + NET_COUNT] = words[at + COUNT];
    words[at + NET_FLOWS] = words[at + FLOWS];
    words[at + COUNT] = words[at + TAKEN] = words[at + FLOWS] = 0;
    const quiet = ns - began[entry] >= 2 * SECOND;
    if (quiet && words[at + NET_COUNT] > 0) { // nothing came in the second that followed: it is judged as well
      this.judge(entry, s, words[at + NET], began[entry] + SECOND);
      words[at + NET] = words[at + NET_COUNT] = words[at + NET_FLOWS] = 0;
    }
    if (words[at + NET_COUNT] === 0) this.shut(entry);
    else began[entry] = quiet ? ns : began[entry] + SECOND;
  }

  private shut(entry: number): void {
    this.began[entry] = NaN;
    this.open--;
  }

  /** @param untilNs when the second that is judged ended */
  private judge(entry: number, s: Sighting, unanswered: number, untilNs: number): void {
    const { table, rules, excess } = this;
    const { words } = table;
    const at = table.at(entry);
    const packets = words[at + NET_COUNT];
    if (packets === 0) return;
    const usual = words[at + USUAL] / 16;
    const rate = rules.answered === true ? packets : unanswered;
    const raised = words[at + ROW] - 1;
    const known = words[at + LEARNED] >= KNOWN_AFTER;
    if (rate >= rules.floor && (!known || rate >= usual * rules.factor)) {
      excess.packets = packets;
      excess.unanswered = Math.max(0, unanswered);
      excess.flows = words[at + NET_FLOWS];
      excess.sources = Math.min(packets, manyCount(words, at + SOURCES_AT, SOURCE_WORDS));
      excess.usual = usual;
      if (rules.judge(excess, raised, s) && this.raise(entry, s, untilNs)) return;
    }
    if (++words[at + LEARNED] === 2) table.keep(entry);
    words[at + USUAL] += Math.round((rate * 16 - words[at + USUAL]) / Math.min(words[at + LEARNED], 30));
    // What an attack has to show begins anew after a calm second.
    words.fill(0, at + SOURCES_AT, at + SOURCES_AT + SOURCE_WORDS);
    words[at + FRAME_COUNT] = 0;
  }

  private raise(entry: number, s: Sighting, untilNs: number): boolean {
    const { table, rules, excess } = this;
    const { words } = table;
    const at = table.at(entry);
    const { log } = s;
    let row = words[at + ROW] - 1;
    if (row < 0) {
      const target = table.keyOf(entry, 0);
      const { frame, v6, ns } = s;
      s.frame = 0;
      s.ns = untilNs - SECOND;
      s.v6 = table.keyOf(entry, 1) === 1;
      row = excess.sources > FEW_SOURCES ? log.towards(rules.kind, s, target) : log.between(rules.kind, s, words[at + SOURCE], target);
      s.frame = frame;
      s.v6 = v6;
      s.ns = ns;
      if (row < 0) return false;
      words[at + ROW] = row + 1;
      log.setCount(row, log.countOf(row) - 1);
      log.value(row, 2, Math.round(excess.usual));
    }
    for (let i = 0; i < words[at + FRAME_COUNT]; i++) log.evidence(row, words[at + FIRST_FRAME + i] >>> 0);
    words[at + FRAME_COUNT] = FRAMES;
    log.setCount(row, log.countOf(row) + excess.packets);
    log.until(row, untilNs);
    if (excess.packets > log.valueOf(row, 0)) log.value(row, 0, excess.packets);
    if (excess.sources > log.valueOf(row, 1)) log.value(row, 1, excess.sources);
    rules.judge(excess, row, s);
    return true;
  }
}

// What sources tried in vain: by whom and where, how many different things (ports or hosts), how each attempt ended. Bounded; entries with
// a single failure make room first, so that a flood of forged sources does not wash out a scan that takes hours.
import { ruledOutBit, suppressionCode } from '@shared/alerts';
import type { AlertLog } from './alert-log';
import { HALF_OPEN, MADE, REFUSED } from './attempts';
import { CappedTable } from './capped-table';
import { distinctAdd, distinctCount } from './distinct';
import type { Sighting } from './sighting';

const SETS = 256; // 2048 entries
/** The slowest scan of nmap (-T0) sends a probe every five minutes. */
const LIFE_NS = 3600e9;
const MIXED_NS = 600e9;
const FRAMES = 10;
const FAILED_WORDS = 64; // exact to two per cent up to some 4000 different ones
const MADE_WORDS = 4;
const AREA_WORDS = 4;

const ROW = 0; // row + 1
const FAILED = 1; // attempts that failed
const OUTCOMES = 2; // refused, unanswered, half open, made
const FRAME_COUNT = 6;
const FIRST_FRAME = 7;
const FAILED_AT = FIRST_FRAME + FRAMES;
const MADE_AT = FAILED_AT + FAILED_WORDS;
const AREA_AT = MADE_AT + MADE_WORDS;
const WORDS = AREA_AT + AREA_WORDS;

const FEW = suppressionCode('few');
const CHECKED = ruledOutBit('success') | ruledOutBit('breadth') | ruledOutBit('retransmission') | ruledOutBit('broadcast');
const HIGH = 2;
const MEDIUM = 1;

/** Numbers of a scan alert's detail: its indices. */
const TRIED = 0;
const REFUSED_AT = 1;
const UNANSWERED_AT = 2;
const ANSWERED_AT = 3;
const SECONDS = 4;
export const UNIT = 5;

export interface LedgerRules {
  /** Code of the alert. */
  readonly kind: number;
  readonly severity: number;
  /** Different things that fail before it is a scan. */
  readonly least: number;
  /** From here on a held row says "few"; Infinity for none. */
  readonly few: number;
  /** The things tried are the hosts of one source: the row has no target. */
  readonly hosts: boolean;
}

export class ScanLedger {
  private readonly table: CappedTable;
  private readonly rules: LedgerRules;

  constructor(key: number, rules: LedgerRules) {
    this.table = new CappedTable(SETS, WORDS, LIFE_NS, key);
    this.rules = rules;
  }

  get replaced(): number { return this.table.replaced; }

  /** Whether the alert of an entry is raised. */
  raised(s: Sighting, source: number, b: number, c: number): boolean {
    const entry = this.table.find(source, b, c, s.ns);
    return entry >= 0 && this.table.words[this.table.at(entry) + ROW] > 0;
  }

  /**
   * An attempt that failed.
   * @param b, c with the source, what tells entries apart
   * @param thing the port or host that was tried
   * @param unit what stands at UNIT of the alert's numbers
   * @param scattered true when hosts must lie close together to count
   */
  failed(s: Sighting, source: number, target: number, b: number, c: number, thing: number, outcome: number, unit = 0, scattered = false): void {
    const { table } = this;
    const entry = table.entry(source, b, c, s.ns);
    const { words } = table;
    const at = table.at(entry);
    this.forget(s.ns, entry);
    if (++words[at + FAILED] === 2) table.keep(entry);
    words[at + OUTCOMES + outcome]++;
    if (s.attemptNs < table.first[entry]) table.first[entry] = s.attemptNs;
    const kept = words[at + FRAME_COUNT];
    if (kept < FRAMES && s.frame > 0) {
      words[at + FIRST_FRAME + kept] = s.frame;
      words[at + FRAME_COUNT] = kept + 1;
    }
    const anew = distinctAdd(words, at + FAILED_AT, FAILED_WORDS, thing);
    if (this.rules.hosts) distinctAdd(words, at + AREA_AT, AREA_WORDS, s.v6 ? thing : thing >>> 8);
    const row = words[at + ROW] - 1;
    if (row < 0 && !(anew && this.rises(s, entry, source, target, unit, scattered))) return;
    if (row >= 0) this.further(s, row, entry, outcome, anew);
  }

  /**
   * An attempt that succeeded.
   * @param always keep it where no failure is known yet: silence takes seconds to be known, and those who succeed often fail often
   */
  made(s: Sighting, source: number, b: number, c: number, thing: number, always = false): void {
    const { table } = this;
    const entry = always ? table.entry(source, b, c, s.ns) : table.find(source, b, c, s.ns);
    if (entry < 0) return;
    const at = table.at(entry);
    this.forget(s.ns, entry);
    table.words[at + OUTCOMES + MADE]++;
    distinctAdd(table.words, at + MADE_AT, MADE_WORDS, thing);
    if (table.words[at + ROW] > 0) s.log.add(table.words[at + ROW] - 1, ANSWERED_AT, 1);
  }

  /**
   * Where some attempts succeed, only those of the last minutes count: a server that talks to many hosts finds some of them gone every hour.
   * Where none does, a scan may take hours.
   */
  private forget(ns: number, entry: number): void {
    const { table } = this;
    const at = table.at(entry);
    if (table.words[at + OUTCOMES + MADE] === 0 || table.words[at + ROW] > 0 || ns - table.first[entry] < MIXED_NS) return;
    table.words.fill(0, at, at + WORDS);
    table.first[entry] = ns;
  }

  /** Raises the row when the threshold is reached. */
  private rises(s: Sighting, entry: number, source: number, target: number, unit: number, scattered: boolean): boolean {
    const { table, rules } = this;
    const { words } = table;
    const at = table.at(entry);
    if (words[at + FAILED] < Math.min(rules.few, rules.least)) return false;
    const tried = Math.min(words[at + FAILED], distinctCount(words, at + FAILED_AT, FAILED_WORDS));
    const made = distinctCount(words, at + MADE_AT, MADE_WORDS);
    const failing = tried - made;
    if (failing < Math.min(rules.few, rules.least)) return false;
    if (scattered && distinctCount(words, at + AREA_AT, AREA_WORDS) * 4 > tried) return false;
    const { log } = s;
    const row = rules.hosts ? log.from(rules.kind, s, source) : log.between(rules.kind, s, source, target);
    if (row < 0) return false;
    words[at + ROW] = row + 1;
    if (log.isNew(row)) log.hold(row, FEW);
    log.since(row, table.first[entry]);
    log.setCount(row, log.countOf(row) - 1 + words[at + FAILED]);
    for (let i = 0; i < words[at + FRAME_COUNT]; i++) log.evidence(row, words[at + FIRST_FRAME + i]);
    log.add(row, REFUSED_AT, words[at + OUTCOMES + REFUSED]);
    log.add(row, UNANSWERED_AT, words[at + OUTCOMES + 1]);
    log.add(row, ANSWERED_AT, words[at + OUTCOMES + HALF_OPEN] + words[at + OUTCOMES + MADE]);
    log.value(row, UNIT, unit);
    log.excluded(row, CHECKED);
    this.measure(log, s, row, entry);
    return true;
  }

  private further(s: Sighting, row: number, entry: number, outcome: number, anew: boolean): void {
    const { log } = s;
    log.note(row, s.frame, s.ns);
    log.add(row, outcome === HALF_OPEN || outcome === MADE ? ANSWERED_AT : outcome === REFUSED ? REFUSED_AT : UNANSWERED_AT, 1);
    if (anew) this.measure(log, s, row, entry);
  }

  /** Sets the numbers that grow, and lets a held row go when they suffice. */
  private measure(log: AlertLog, s: Sighting, row: number, entry: number): void {
    const { table, rules } = this;
    const { words } = table;
    const at = table.at(entry);
    let tried = Math.min(words[at + FAILED], distinctCount(words, at + FAILED_AT, FAILED_WORDS));
    if (tried >= FAILED_WORDS * 32 * 4) tried = Math.max(tried, Math.min(words[at + FAILED], 65_535)); // saturated
    if (tried > log.valueOf(row, TRIED)) log.value(row, TRIED, tried);
    const seconds = Math.max(0, s.ns - table.first[entry]) / 1e9;
    if (seconds > log.valueOf(row, SECONDS)) log.value(row, SECONDS, seconds);
    const refused = log.valueOf(row, REFUSED_AT);
    // A refusal is a proof; silence can be loss, or a capture of one direction.
    log.grade(row, rules.severity, refused * 2 >= log.valueOf(row, UNANSWERED_AT) || tried >= rules.least * 3 ? HIGH : MEDIUM);
    if (log.held(row) === FEW && tried - distinctCount(words, at + MADE_AT, MADE_WORDS) >= rules.least) log.hold(row, 0);
  }
}

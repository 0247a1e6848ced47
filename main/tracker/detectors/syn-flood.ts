// SYN flood: connections towards one host stay half open, more than it may hold, and few are completed (RFC 4987). A load test completes
// them, a scan spreads over ports. A host that refuses every SYN keeps nothing half open: then it takes twenty times as many.
import { alertCode, ruledOutBit, SEVERITY_HIGH } from '@shared/alerts';
import { PROTOCOL } from '@shared/flow';
import { ACK, P_FLAGS, SYN } from '../decode/packet';
import { REFUSED } from '../alerts/attempts';
import { CappedTable } from '../alerts/capped-table';
import { distinctAdd, distinctCount, manyAdd, manyCount } from '../alerts/distinct';
import type { Sighting } from '../alerts/sighting';
import type { MakeDetector } from './detector';

const KIND = alertCode('syn-flood');
const CHECKED = ruledOutBit('success') | ruledOutBit('retransmission');
const SECOND = 1e9;
const SETS = 64; // 512 targets
const LIFE_NS = 600 * SECOND;
const FRAMES = 10;
const SOURCE_WORDS = 128;
const PORT_WORDS = 2;
/** A listener gives a half-open connection up after half a minute to a minute of repeats; what is older counts less and less. */
const FADE_SECONDS = 30;
const REFUSED_WEIGHT = 1 / 20;
/** More ports than this from few sources is a scan. */
const FEW_PORTS = 8;
const MANY_SOURCES = 32;
/** Sources up to which each pair has a row of its own. */
const FEW_SOURCES = 3;

const ROW = 0; // row + 1
const FRAME_COUNT = 1;
const FIRST_FRAME = 2;
const SOURCE = FIRST_FRAME + FRAMES;
const SINCE = SOURCE + 1; // SYNs since the last look
const TOTAL = SINCE + 1; // SYNs since it was calm
const SOURCES_AT = TOTAL + 1;
const PORTS_AT = SOURCES_AT + SOURCE_WORDS;
const WORDS = PORTS_AT + PORT_WORDS;

// Doubles beside each entry.
const HALF = 0; // half open
const STALE = 1; // of these, at the last look already
const STARTED = 2;
const MADE = 3;
const TURNED_AWAY = 4; // refused
const LOOKED_NS = 5;
const BEGAN_NS = 6; // the first SYN since the last look, and the last one
const LAST_NS = 7;
const DOUBLES = 8;

export const synFlood: MakeDetector = (key, thresholds) => {
  const targets = new CappedTable(SETS, WORDS, LIFE_NS, key);
  const { words } = targets;
  const doubles = new Float64Array(targets.count * DOUBLES);
  let open = 0;

  const find = (s: Sighting, target: number): number => targets.find(target, s.v6 ? 1 : 0, 0, s.ns);

  const start = (s: Sighting): void => {
    if (s.protocol !== PROTOCOL.tcp || (s.packet[P_FLAGS] & (SYN | ACK)) !== SYN) return;
    const entry = targets.entry(s.destination, s.v6 ? 1 : 0, 0, s.ns);
    const at = targets.at(entry);
    const d = entry * DOUBLES;
    if (targets.fresh) {
      doubles.fill(0, d, d + DOUBLES);
      doubles[d + LOOKED_NS] = s.ns;
      open++;
    }
    if (words[at + SINCE] === 0) {
      // After a silence what is left fades first, lest the SYNs that come now fade with it.
      if (s.ns - doubles[d + LOOKED_NS] >= SECOND) fade(d, s.ns);
      doubles[d + BEGAN_NS] = s.ns;
    }
    doubles[d + LAST_NS] = s.ns;
    doubles[d + HALF]++;
    doubles[d + STARTED]++;
    words[at + SINCE]++;
    words[at + TOTAL]++;
    const kept = words[at + FRAME_COUNT];
    if (kept < FRAMES) {
      if (kept === 0) words[at + SOURCE] = s.source;
      words[at + FIRST_FRAME + kept] = s.frame;
      words[at + FRAME_COUNT] = kept + 1;
    }
    manyAdd(words, at + SOURCES_AT, SOURCE_WORDS, s.source);
    distinctAdd(words, at + PORTS_AT, PORT_WORDS, s.endPort(1));
  };

  /** Old attempts weigh less and less. */
  const fade = (d: number, ns: number): void => {
    const rest = Math.exp(-Math.max((ns - doubles[d + LOOKED_NS]) / SECOND, 0) / FADE_SECONDS);
    for (let i = HALF; i <= TURNED_AWAY; i++) doubles[d + i] *= rest;
    doubles[d + STALE] = doubles[d + HALF];
    doubles[d + LOOKED_NS] = ns;
  };

  const over = (s: Sighting, made: boolean): void => {
    const entry = find(s, s.end(1));
    if (entry < 0) return;
    const d = entry * DOUBLES;
    doubles[d + HALF] = Math.max(0, doubles[d + HALF] - 1);
    doubles[d + STALE] = Math.min(doubles[d + STALE], doubles[d + HALF]);
    doubles[d + (made ? MADE : TURNED_AWAY)]++;
  };

  /** @param all at the end of a capture: those of the last second count as well */
  const look = (s: Sighting, entry: number, all: boolean): void => {
    const at = targets.at(entry);
    const d = entry * DOUBLES;
    // Those that wait for a second already; all of them when the last came that long ago.
    const half = all || s.ns - doubles[d + LAST_NS] >= SECOND ? doubles[d + HALF] : doubles[d + STALE];
    const load = half + doubles[d + TURNED_AWAY] * REFUSED_WEIGHT;
    const completed = doubles[d + STARTED] === 0 ? 1 : doubles[d + MADE] / doubles[d + STARTED];
    if (load >= thresholds.halfOpenAtOnce && completed < 0.5) raise(s, entry, Math.round(words[at + SINCE] / Math.max((doubles[d + LAST_NS] - doubles[d + BEGAN_NS]) / SECOND, 0.1)), completed);
    fade(d, s.ns);
    words[at + SINCE] = 0;
    if (doubles[d + STARTED] >= 1) return;
    // Calm: what an attack has to show begins anew.
    words.fill(0, at + FRAME_COUNT, at + WORDS);
    targets.first[entry] = s.ns;
  };

  const raise = (s: Sighting, entry: number, rate: number, completed: number): void => {
    const at = targets.at(entry);
    const d = entry * DOUBLES;
    const sources = Math.min(words[at + TOTAL], manyCount(words, at + SOURCES_AT, SOURCE_WORDS));
    if (sources < MANY_SOURCES && distinctCount(words, at + PORTS_AT, PORT_WORDS) > FEW_PORTS) return;
    const { log } = s;
    let row = words[at + ROW] - 1;
    if (row < 0) {
      const { frame, v6 } = s;
      s.frame = 0;
      s.v6 = targets.keyOf(entry, 1) === 1;
      const target = targets.keyOf(entry, 0);
      row = sources > FEW_SOURCES ? log.towards(KIND, s, target) : log.between(KIND, s, words[at + SOURCE], target);
      s.frame = frame;
      s.v6 = v6;
      if (row < 0) return;
      words[at + ROW] = row + 1;
      log.setCount(row, log.countOf(row) - 1 + words[at + TOTAL] - words[at + SINCE]);
      log.since(row, targets.first[entry]);
      log.grade(row, SEVERITY_HIGH, sources >= MANY_SOURCES || doubles[d + TURNED_AWAY] < doubles[d + HALF] ? 2 : 1);
      log.excluded(row, CHECKED);
    }
    for (let i = 0; i < words[at + FRAME_COUNT]; i++) log.evidence(row, words[at + FIRST_FRAME + i] >>> 0);
    log.setCount(row, log.countOf(row) + words[at + SINCE]);
    log.until(row, s.ns);
    const most = (index: number, value: number): void => { if (value > log.valueOf(row, index)) log.value(row, index, value); };
    most(0, Math.round(doubles[d + HALF]));
    most(1, sources);
    most(2, rate);
    log.value(row, 3, completed);
    most(4, Math.round(doubles[d + TURNED_AWAY]));
  };

  const every = (s: Sighting, all: boolean): void => {
    if (open === 0) return;
    for (let entry = 0; entry < targets.count; entry++) {
      if (targets.holds(entry) && (all || s.ns - doubles[entry * DOUBLES + LOOKED_NS] >= SECOND)) look(s, entry, all);
    }
  };

  return {
    kind: 'syn-flood',
    on: {
      attempt: start,
      'attempt-made': (s) => { if (s.protocol === PROTOCOL.tcp) over(s, true); },
      'attempt-failed': (s) => { if (s.protocol === PROTOCOL.tcp && s.outcome === REFUSED) over(s, false); },
    },
    tick: (s) => { every(s, false); },
    end: (s) => { every(s, true); },
    dropped: () => targets.replaced,
  };
};

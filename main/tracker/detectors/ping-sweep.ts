// Ping sweep: one source sends ICMP requests to many hosts and most are not there. Where all of them answer it may be a monitor at its
// work: that is told as information only.
import { alertCode, INFO, SEVERITY_LOW } from '@shared/alerts';
import { PROTOCOL } from '@shared/flow';
import { CappedTable } from '../alerts/capped-table';
import { distinctAdd, distinctCount } from '../alerts/distinct';
import { ScanLedger } from '../alerts/scan-ledger';
import type { Sighting } from '../alerts/sighting';
import type { MakeDetector } from './detector';

const KIND = alertCode('ping-sweep');
const SECOND = 1e9;
/** A sweep hurries; a monitor that asks the same hosts every minute is not of interest. */
const WINDOW_NS = 30 * SECOND;
const FIRST = 0; // frame of the first answer
const ANSWERS = 1;
const RAISED = 2; // row + 1
const HOSTS_AT = 3;
const HOSTS_WORDS = 8;
const WORDS = HOSTS_AT + HOSTS_WORDS;

export const pingSweep: MakeDetector = (key, thresholds) => {
  const least = thresholds.sweepHosts;
  const ledger = new ScanLedger(key, { kind: KIND, severity: SEVERITY_LOW, least, few: Infinity, hosts: true });
  const answered = new CappedTable(64, WORDS, WINDOW_NS, key);
  const { words } = answered;
  const isPing = (s: Sighting): boolean => s.protocol === PROTOCOL.icmp || s.protocol === PROTOCOL.icmp6;

  /** Another host answered: many in a short time, and none failing, are told as information. */
  const found = (s: Sighting, source: number, host: number, family: number): void => {
    const entry = answered.entry(source, family, 0, s.ns);
    const at = answered.at(entry);
    if (s.ns - answered.first[entry] > WINDOW_NS) {
      words.fill(0, at, at + WORDS);
      answered.first[entry] = s.ns;
    }
    if (words[at + ANSWERS]++ === 0) words[at + FIRST] = s.frame;
    let row = words[at + RAISED] - 1;
    if (row >= 0) s.log.note(row, s.frame, s.ns);
    if (!distinctAdd(words, at + HOSTS_AT, HOSTS_WORDS, host) || ledger.raised(s, source, 0, family)) return;
    const hosts = distinctCount(words, at + HOSTS_AT, HOSTS_WORDS);
    if (hosts < least * 2) return;
    if (row < 0) {
      row = s.log.from(KIND, s, source);
      if (row < 0) return;
      words[at + RAISED] = row + 1;
      s.log.setCount(row, s.log.countOf(row) - 1 + words[at + ANSWERS]);
      s.log.since(row, answered.first[entry]);
      s.log.evidence(row, words[at + FIRST] >>> 0);
      s.log.grade(row, INFO, 1);
    }
    s.log.value(row, 0, Math.max(hosts, s.log.valueOf(row, 0)));
    s.log.value(row, 3, Math.max(hosts, s.log.valueOf(row, 3)));
    s.log.value(row, 4, Math.max((s.ns - answered.first[entry]) / SECOND, s.log.valueOf(row, 4)));
  };

  return {
    kind: 'ping-sweep',
    on: {
      'attempt-failed': (s) => {
        if (!isPing(s)) return;
        const target = s.end(1 - s.prober);
        ledger.failed(s, s.end(s.prober), target, 0, s.v6 ? 1 : 0, target, s.outcome);
      },
      'attempt-made': (s) => {
        if (!isPing(s)) return;
        const family = s.v6 ? 1 : 0;
        ledger.made(s, s.end(s.prober), 0, family, s.end(1 - s.prober), true);
        found(s, s.end(s.prober), s.end(1 - s.prober), family);
      },
    },
    dropped: () => ledger.replaced + answered.replaced,
  };
};

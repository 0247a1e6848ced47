// Datagrams of which pieces never come: they hold memory at the receiver until it gives them up (Rose, FragmentSmack). Loss alone leaves
// most datagrams whole.
import { alertCode, ruledOutBit, SEVERITY_LOW, SEVERITY_MEDIUM } from '@shared/alerts';
import { CappedTable } from '../alerts/capped-table';
import type { Sighting } from '../alerts/sighting';
import { F_COMPLETE, F_FLAGS } from '../flow/fragments';
import type { MakeDetector } from './detector';

const KIND = alertCode('fragment-incomplete');
const SUCCESS = ruledOutBit('success');
const MANY = 10;
const WINDOW_NS = 120e9;

const LOST = 0;
const WHOLE = 1;
const SOURCE = 2;
const SOURCES = 3; // more than one
const WORDS = 4;

export const fragmentIncomplete: MakeDetector = (key, thresholds) => {
  const targets = new CappedTable(64, WORDS, WINDOW_NS, key);
  const { words } = targets;

  const lost = (s: Sighting): void => {
    const { lostSource, lostDestination, lostV6 } = s.fragments;
    s.v6 = lostV6;
    const entry = targets.entry(lostDestination, 0, 0, s.ns);
    const at = targets.at(entry);
    if (words[at + LOST]++ === 0) words[at + SOURCE] = lostSource;
    else if (words[at + SOURCE] !== lostSource) words[at + SOURCES] = 1;
    if (words[at + LOST] < thresholds.incompleteDatagrams || words[at + LOST] <= words[at + WHOLE]) return;
    const row = words[at + SOURCES] === 1 ? s.log.towards(KIND, s, lostDestination) : s.log.between(KIND, s, lostSource, lostDestination);
    if (row < 0) return;
    s.log.since(row, targets.first[entry]);
    s.log.value(row, 0, words[at + LOST]);
    s.log.value(row, 1, (s.ns - targets.first[entry]) / 1e9);
    s.log.grade(row, words[at + LOST] >= MANY * thresholds.incompleteDatagrams ? SEVERITY_MEDIUM : SEVERITY_LOW, 1);
    s.log.excluded(row, SUCCESS);
  };
  /** @param now Infinity: the capture is over, nothing more can come */
  const sweep = (s: Sighting, now: number): void => {
    for (let i = s.fragments.overdue(0, now); i >= 0; i = s.fragments.overdue(i + 1, now)) lost(s);
  };

  return {
    kind: 'fragment-incomplete',
    on: {
      fragment: (s) => {
        if (s.fragments.lost) lost(s);
        const { fragments } = s;
        if ((fragments.get(fragments.index, F_FLAGS) & F_COMPLETE) !== 0) {
          const entry = targets.entry(s.destination, 0, 0, s.ns);
          words[targets.at(entry) + WHOLE]++;
        }
      },
    },
    tick: (s) => { if (s.fragments.used) sweep(s, s.ns); },
    end: (s) => { if (s.fragments.used) sweep(s, Infinity); },
    dropped: () => targets.replaced,
  };
};

// More fragments towards a host than it can put together, most of them of datagrams that never become whole.
import { alertCode, ruledOutBit, SEVERITY_HIGH } from '@shared/alerts';
import { CappedTable } from '../alerts/capped-table';
import { F_COMPLETE, F_FLAGS } from '../flow/fragments';
import type { MakeDetector } from './detector';

const KIND = alertCode('fragment-flood');
const SUCCESS = ruledOutBit('success');
const SECOND = 1e9;
const LIFE_NS = 10 * SECOND;

const SECOND_AT = 0; // second of packet time that is being counted
const COUNT = 1; // fragments in it
const WHOLE = 2; // of datagrams that became whole in it
const FIRST = 3; // frame
const SOURCE = 4;
const SOURCES = 5;
const WORDS = 6;

export const fragmentFlood: MakeDetector = (key, thresholds) => {
  const targets = new CappedTable(64, WORDS, LIFE_NS, key);
  const { words } = targets;
  return {
    kind: 'fragment-flood',
    on: {
      fragment: (s) => {
        const at = targets.at(targets.entry(s.destination, s.v6 ? 1 : 0, 0, s.ns));
        const now = Math.floor(s.ns / SECOND) | 0;
        if (words[at + SECOND_AT] !== now || words[at + COUNT] === 0) {
          words[at + SECOND_AT] = now;
          words[at + COUNT] = 0;
          words[at + WHOLE] = 0;
          words[at + FIRST] = s.frame;
          words[at + SOURCE] = s.source;
          words[at + SOURCES] = 0;
        }
        const count = ++words[at + COUNT];
        if (words[at + SOURCE] !== s.source) words[at + SOURCES] = 1;
        const { fragments } = s;
        if ((fragments.get(fragments.index, F_FLAGS) & F_COMPLETE) !== 0) words[at + WHOLE]++;
        // A datagram of the greatest size has 45 pieces: where one in 45 completes one, all do.
        if (count < thresholds.fragmentsPerSecond || words[at + WHOLE] * 90 > count) return;
        const row = words[at + SOURCES] === 1 ? s.log.towards(KIND, s, s.destination) : s.log.raise(KIND, s);
        if (row < 0) return;
        if (s.log.isNew(row)) {
          s.log.setCount(row, count);
          s.log.evidence(row, words[at + FIRST] >>> 0);
          s.log.grade(row, SEVERITY_HIGH, 2);
          s.log.excluded(row, SUCCESS);
        }
        if (count > s.log.valueOf(row, 0)) s.log.value(row, 0, count);
        s.log.value(row, 1, fragments.incomplete);
      },
    },
    dropped: () => targets.replaced,
  };
};

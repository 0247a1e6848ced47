// Segments that belong to no connection: only a SYN opens one (A2). What was open before the capture began looks alike, hence the grace
// after the begin and after losses; a host that answers with RST says itself that it knows no such connection.
import { alertCode, INFO, ruledOutBit, SEVERITY_LOW, SEVERITY_MEDIUM, suppressionCode } from '@shared/alerts';
import { RESET_VALIDITY } from '@shared/measures';
import { CappedTable } from '../alerts/capped-table';
import { distinctAdd, distinctCount } from '../alerts/distinct';
import { ACK, FIN, P_FLAGS, P_PAYLOAD, RST, SYN } from '../decode/packet';
import type { Sighting } from '../alerts/sighting';
import type { MakeDetector } from './detector';

const KIND = alertCode('no-connection');
const START_UP = suppressionCode('start-up');
const FEW = suppressionCode('few');
const GRACE = ruledOutBit('grace');
const NO_CONNECTION = RESET_VALIDITY.indexOf('no-connection');
const LIFE_NS = 600e9;

const ORPHANS = 0;
const ANSWERED = 1;
const PROBE = 2; // connection whose only segment so far is a bare ACK: an answer to it counts
const PORTS = 3;
const PORT_WORDS = 8;
const WORDS = PORTS + PORT_WORDS;

export const noConnection: MakeDetector = (key, thresholds) => {
  const pairs = new CappedTable(256, WORDS, LIFE_NS, key);
  const { words } = pairs;

  const tell = (s: Sighting, entry: number, source: number, target: number, counted: boolean): void => {
    const at = pairs.at(entry);
    const row = counted ? s.log.between(KIND, s, source, target) : s.log.known(KIND, s, source, target);
    if (row < 0) return;
    const ports = distinctCount(words, at + PORTS, PORT_WORDS);
    const answered = words[at + ANSWERED];
    s.log.value(row, 0, words[at + ORPHANS]);
    s.log.value(row, 1, ports);
    s.log.value(row, 2, answered);
    const early = s.ns < s.graceUntilNs && answered === 0;
    const enough = answered > 0 || ports >= thresholds.orphanPorts || words[at + ORPHANS] >= thresholds.orphanSegments;
    s.log.hold(row, early ? START_UP : enough ? 0 : FEW);
    s.log.grade(row, !enough ? INFO : answered > 1 ? SEVERITY_MEDIUM : SEVERITY_LOW, answered > 0 ? 2 : early ? 0 : 1);
    if (!early) s.log.excluded(row, GRACE);
  };

  return {
    kind: 'no-connection',
    on: {
      'tcp-start': (s) => {
        const flags = s.packet[P_FLAGS];
        if ((flags & (SYN | RST)) !== 0 || (flags & ACK) === 0) return;
        const entry = pairs.entry(s.source, s.destination, s.v6 ? 1 : 0, s.ns);
        const at = pairs.at(entry);
        words[at + ORPHANS]++;
        distinctAdd(words, at + PORTS, PORT_WORDS, s.destinationPort);
        // The end of an old connection, and its last data, are answered with RST in healthy networks too.
        words[at + PROBE] = (flags & FIN) === 0 && s.packet[P_PAYLOAD] === 0 ? s.connection : 0;
        tell(s, entry, s.source, s.destination, true);
      },
      'tcp-reset': (s) => {
        const entry = pairs.find(s.destination, s.source, s.v6 ? 1 : 0, s.ns);
        if (entry < 0 || s.validity !== NO_CONNECTION) return;
        const at = pairs.at(entry);
        if (words[at + PROBE] !== s.connection) return;
        words[at + PROBE] = 0;
        words[at + ANSWERED]++;
        tell(s, entry, s.destination, s.source, false);
      },
    },
    dropped: () => pairs.replaced,
  };
};

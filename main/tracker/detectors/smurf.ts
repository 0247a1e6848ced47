// Echo requests to a broadcast address with a forged source: every host of the net answers the victim (CERT CA-1998-01). One ping to all
// hosts by an administrator looks alike: numbers tell.
import { alertCode, INFO, SEVERITY_HIGH, suppressionCode } from '@shared/alerts';
import { PROTOCOL } from '@shared/flow';
import { CappedTable } from '../alerts/capped-table';
import { distinctAdd, distinctCount } from '../alerts/distinct';
import { isGroup, mayBeDirected } from '../alerts/group-address';
import { P_PROTOCOL, P_SOURCE_PORT } from '../decode/packet';
import type { MakeDetector } from './detector';

const KIND = alertCode('smurf');
const FEW = suppressionCode('few');
const REQUEST = 8;
const REPLY = 0;
const LIFE_NS = 60e9;

const REQUESTS = 0;
const TARGET = 1; // the broadcast address
const REPLIES = 2;
const SURE = 3; // 1: a broadcast address beyond doubt
const HOSTS = 4;
const HOST_WORDS = 8;
const WORDS = HOSTS + HOST_WORDS;

export const smurf: MakeDetector = (key, thresholds) => {
  const victims = new CappedTable(128, WORDS, LIFE_NS, key);
  const { words } = victims;
  return {
    kind: 'smurf',
    on: {
      icmp: (s) => {
        if (s.packet[P_PROTOCOL] !== PROTOCOL.icmp) return;
        const type = s.packet[P_SOURCE_PORT];
        const sure = isGroup(s.destination);
        let at = -1;
        let target = s.destination;
        let victim = s.source;
        if (type === REQUEST && (sure || mayBeDirected(s.destination))) {
          at = victims.at(victims.entry(s.source, 0, 0, s.ns));
          words[at + REQUESTS]++;
          words[at + TARGET] = s.destination;
          if (sure) words[at + SURE] = 1;
        } else if (type === REPLY) {
          const entry = victims.find(s.destination, 0, 0, s.ns);
          if (entry < 0 || words[victims.at(entry) + REQUESTS] === 0) return;
          at = victims.at(entry);
          words[at + REPLIES]++;
          distinctAdd(words, at + HOSTS, HOST_WORDS, s.source);
          target = words[at + TARGET];
          victim = s.destination;
        }
        if (at < 0) return;
        const hosts = words[at + REPLIES] === 0 ? 0 : distinctCount(words, at + HOSTS, HOST_WORDS);
        // An address that ends in 255 is a host's in many nets: answers from several hosts tell.
        if (words[at + SURE] === 0 && hosts < 2) return;
        // The forged source is the victim: the target of the attack.
        const row = s.log.between(KIND, s, target, victim);
        if (row < 0) return;
        s.log.value(row, 0, words[at + REQUESTS]);
        s.log.value(row, 1, words[at + REPLIES]);
        s.log.value(row, 2, hosts);
        const many = words[at + REQUESTS] >= thresholds.broadcastEchoes;
        s.log.hold(row, many ? 0 : FEW);
        s.log.grade(row, many ? SEVERITY_HIGH : INFO, many && hosts > 1 ? 2 : 1);
      },
    },
    dropped: () => victims.replaced,
  };
};

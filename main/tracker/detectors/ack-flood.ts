// ACK flood: more segments a second than usual towards one host that belong to no connection: it refuses them with RST, or says nothing.
// Segments of a connection that was open before the capture began are answered, so they do not count. Of a capture that shows one direction
// alone the numbers tell: those of a connection go forward, those of a flood on one unchanged tuple jump about or stand still.
import { alertCode, ruledOutBit, SEVERITY_HIGH } from '@shared/alerts';
import { PROTOCOL } from '@shared/flow';
import { PATIENCE_NS, UNANSWERED } from '../alerts/attempts';
import { CappedTable } from '../alerts/capped-table';
import { RateLedger } from '../alerts/rate-ledger';
import type { Sighting } from '../alerts/sighting';
import { ACK, P_ACK, P_FLAGS, P_PAYLOAD, P_SEQ, RST, SYN } from '../decode/packet';
import { advance, distance } from '../sequence/serial';
import type { MakeDetector } from './detector';

const CHECKED = ruledOutBit('success') | ruledOutBit('retransmission');
const LIFE_NS = 60e9;
/** How far a connection's numbers go from segment to segment at most, holes of the capture included; back: a retransmission. */
const FORWARD = 1 << 24;
const BACK = -(1 << 20);
/** Repeats of the very same ACK that a receiver sends when its network loses a whole window: more are a flood. */
const REPEATS = 4096;

const SEQ = 0;
const ACK_AT = 1;
const SAME = 2;
const WORDS = 3;

const follows = (from: number, to: number): boolean => {
  const step = distance(to, from);
  return step >= BACK && step <= FORWARD;
};

export const ackFlood: MakeDetector = (key, thresholds) => {
  const rates = new RateLedger(key, {
    kind: alertCode('ack-flood'), floor: thresholds.segmentsPerSecond, factor: thresholds.floodFactor, lateNs: PATIENCE_NS,
    judge: (_, row, s) => {
      if (row >= 0) {
        s.log.grade(row, SEVERITY_HIGH, 2);
        s.log.excluded(row, CHECKED);
      }
      return true;
    },
  });
  const tuples = new CappedTable(64, WORDS, LIFE_NS, key);
  const { words } = tuples;

  /** Whether the segment goes on where the last one of its connection was. */
  const goesOn = ({ packet, connection, direction, ns }: Sighting): boolean => {
    const at = tuples.at(tuples.entry(connection, direction, 0, ns));
    const seq = packet[P_SEQ];
    const ack = packet[P_ACK];
    const { fresh } = tuples;
    const same = !fresh && words[at + SEQ] === seq && words[at + ACK_AT] === ack;
    const forward = fresh || (follows(words[at + SEQ], seq) && follows(words[at + ACK_AT], ack));
    words[at + SAME] = same ? words[at + SAME] + 1 : 0;
    words[at + SEQ] = same ? seq : advance(seq, packet[P_PAYLOAD]);
    words[at + ACK_AT] = ack;
    return forward && words[at + SAME] <= REPEATS;
  };

  return {
    kind: 'ack-flood',
    on: {
      'attempt-failed': (s) => {
        if (s.protocol === PROTOCOL.tcp && s.midStream) rates.add(s, s.end(s.prober), s.end(1 - s.prober), true, s.outcome === UNANSWERED ? s.attemptNs : s.ns);
      },
      'tcp-orphan': (s) => {
        if ((s.packet[P_FLAGS] & (SYN | RST | ACK)) === ACK && !goesOn(s)) rates.add(s, s.source, s.destination, false);
      },
    },
    tick: (s) => { rates.tick(s); },
    end: (s) => { rates.end(s); },
    dropped: () => rates.replaced,
  };
};

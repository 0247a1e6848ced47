// How far the capture can be trusted, as far as the packets and connections themselves tell.
import { CAPTURE_DUPLICATE } from '@shared/analysis';
import { OPENED, PROTOCOL } from '@shared/flow';
import type { HealthFact } from '@shared/overview';
import { HEALTH } from '@shared/texts-health';
import {
  META_LIVE, META_PROTOCOL, R_EXTENSION, R_META, R_PACKETS_O, R_PACKETS_R, R_STATUS, RECORD_CHUNK_MASK, RECORD_CHUNK_SHIFT, STATUS_EXTENDED, STATUS_OPENED_SHIFT,
} from '../flow/flow-record';
import type { FlowStore } from '../flow/flow-store';
import type { ConnectionViews } from '../lens/connection-views';
import { S_TROUBLE } from '../sequence/record';
import type { RowReader } from './row-reader';
import { verdictCount } from './verdict-counts';

/** What was counted while packets came. */
export interface CaptureCounts {
  packets: number;
  /** By the name of the decoder's outcome. */
  outcomes: Record<string, number>;
  damages: number;
  evicted: number;
  /** Packets shorter in the capture than on the wire. */
  cut: number;
  /** Frames that no Ethernet carries, and the largest. */
  large: number;
  largest: number;
  strays: number;
  jumpsDropped: boolean;
  /** Packets whose VLANs and tunnels found no room of their own; packets whose alert found none. */
  mixed: number;
  alertsDropped: number;
}

const MID_STREAM = OPENED.indexOf('mid-stream');
const UNANSWERED = OPENED.indexOf('unanswered');

/** Statements about the capture, warnings first; never none. */
export function healthFacts(counts: CaptureCounts, store: FlowStore, read: RowReader, views: ConnectionViews | null): HealthFact[] {
  const tcp = tcpShares(store, read, views);
  const facts: HealthFact[] = [];
  const say = (count: number, of: (count: number) => HealthFact): void => { if (count > 0) facts.push(of(count)); };
  const outcome = (name: string): number => counts.outcomes[name] ?? 0;
  say(counts.damages, HEALTH.damaged);
  say(counts.evicted, HEALTH.evicted);
  say(counts.mixed, HEALTH.networksMixed);
  say(counts.alertsDropped, HEALTH.alertsDropped);
  say(tcp.oneSided, (n) => HEALTH.oneSided(n, tcp.judged));
  say(tcp.duplicates, HEALTH.duplicates);
  say(outcome('malformed'), HEALTH.malformed);
  say(outcome('cut'), HEALTH.cutHeader);
  say(outcome('unsupported-link'), HEALTH.unsupportedLink);
  say(counts.strays, HEALTH.strays);
  say(tcp.midStream, (n) => HEALTH.midStream(n, tcp.all));
  say(counts.cut, (n) => HEALTH.cut(n, counts.packets));
  say(counts.large, (n) => HEALTH.large(n, counts.largest));
  say(outcome('encrypted'), HEALTH.encrypted);
  say(outcome('too-deep'), HEALTH.tooDeep);
  say(outcome('not-ip'), HEALTH.notIp);
  if (counts.jumpsDropped) facts.push(HEALTH.log());
  facts.sort((a, b) => Number(b.level === 'warn') - Number(a.level === 'warn'));
  if (counts.packets > 0 && facts.every((fact) => fact.kind === 'not-ip' || fact.kind === 'super-frames')) facts.unshift(HEALTH.fine());
  if (tcp.all > 0) facts.push(HEALTH.checksums());
  return facts;
}

interface TcpShares {
  all: number;
  /** With more than one packet: of one packet nobody expects an answer in sight. */
  judged: number;
  oneSided: number;
  midStream: number;
  /** Segments recorded twice; none where nobody judged. */
  duplicates: number;
}

function tcpShares(store: FlowStore, read: RowReader, views: ConnectionViews | null): TcpShares {
  const shares: TcpShares = { all: 0, judged: 0, oneSided: 0, midStream: 0, duplicates: 0 };
  const { records } = store;
  // Reads the records themselves: it is asked of all of them, once a second.
  for (let slot = 0; slot < records.used; slot++) {
    const ints = records.ints[slot >> RECORD_CHUNK_SHIFT];
    const at = (slot & RECORD_CHUNK_MASK) << 4;
    if ((ints[at + R_META] & (META_LIVE | META_PROTOCOL)) !== (META_LIVE | PROTOCOL.tcp)) continue;
    const status = ints[at + R_STATUS];
    const opened = (status >>> STATUS_OPENED_SHIFT) & 7;
    shares.all++;
    if (opened === MID_STREAM) shares.midStream++;
    if ((status & STATUS_EXTENDED) === 0) continue;
    const first = ints[at + R_PACKETS_O] >>> 0;
    const second = ints[at + R_PACKETS_R] >>> 0;
    // Not whether it has an extension: a listing gives one to every connection.
    if (first + second < 2) continue;
    shares.judged++;
    if (views !== null && views.sequenceWord(ints[at + R_EXTENSION], S_TROUBLE) !== 0) shares.duplicates += verdictCount(slot, CAPTURE_DUPLICATE, read, views);
    // A SYN that is sent again and again has no other direction: that is an unanswered one.
    if ((first === 0 || second === 0) && opened !== UNANSWERED) shares.oneSided++;
  }
  return shares;
}

// What Zeek and netfilter would say of a connection, and what the SEQ/ACK analysis found, in the words of the command line's rows.
import { PROTOCOL } from '@shared/flow';
import { NETFILTER_STATE } from '@shared/netfilter';
import type { PerEndpoint } from '@shared/snapshot';
import type { TcpMeasures } from '@shared/measures';
import type { FlowStore } from '../flow/flow-store';
import { DATAGRAM_CHUNK_MASK, DATAGRAM_CHUNK_SHIFT } from '../flow/flow-record';
import { G_NETFILTER, G_ZEEK, V_NETFILTER, V_ZEEK, type ConnectionViews } from '../lens/connection-views';
import { netfilterDatagramState } from '../lens/netfilter-datagram';
import { netfilterState } from '../lens/netfilter';
import { datagramConnState, datagramHistory } from '../lens/zeek-datagram';
import { verdictPairs } from './measure-reader';
import type { RowReader } from './row-reader';
import type { ConnectionRow } from './rows';

export type Views = Pick<ConnectionRow, 'connState' | 'history' | 'netfilter' | 'sequenceBytes' | 'missedBytes' | 'rttMicros' | 'verdicts'>;

/** Where the views were not asked for. */
export const NO_VIEWS: Views = { connState: null, history: null, netfilter: null, sequenceBytes: null, missedBytes: null, rttMicros: null, verdicts: null };

const pair = <T>(value: (endpoint: number) => T): PerEndpoint<T> => ({ originator: value(0), responder: value(1) });

/** Of a connection that has its extension. @param measures of TCP */
export function readViews(slot: number, store: FlowStore, views: ConnectionViews, read: RowReader, measures: TcpMeasures | null): Views {
  const extension = read.extension(slot);
  const protocol = read.protocol(slot);
  if (protocol !== PROTOCOL.tcp) {
    const ints = store.datagram.ints[extension >> DATAGRAM_CHUNK_SHIFT];
    const at = (extension & DATAGRAM_CHUNK_MASK) << 4;
    const isIcmp = protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6;
    return {
      connState: datagramConnState(ints, at + G_ZEEK, protocol), history: datagramHistory(ints, at + G_ZEEK, protocol),
      netfilter: isIcmp ? null : netfilterDatagramState(ints, at + G_NETFILTER),
      sequenceBytes: pair((e) => read.payloadBytes(slot, e)), missedBytes: pair(() => 0), rttMicros: null, verdicts: {},
    };
  }
  const ints = views.intsOf(extension);
  const at = views.at(extension);
  const trips = [measures?.directions.originator.roundTrip, measures?.directions.responder.roundTrip].filter((trip) => trip !== null && trip !== undefined);
  const samples = trips.reduce((sum, trip) => sum + trip.samples, 0);
  return {
    connState: views.zeek.connState(ints, at + V_ZEEK), history: views.zeek.history(ints, at + V_ZEEK),
    netfilter: NETFILTER_STATE[netfilterState(ints, at + V_NETFILTER)] ?? null,
    sequenceBytes: pair((e) => views.zeek.sequenceBytes(ints, at + V_ZEEK, read.side(slot, e))), missedBytes: pair((e) => views.zeek.missedBytes(ints, at + V_ZEEK, read.side(slot, e))),
    rttMicros: samples === 0 ? null : {
      min: Math.min(...trips.map((trip) => trip.min)), max: Math.max(...trips.map((trip) => trip.max)),
      mean: trips.reduce((sum, trip) => sum + trip.mean * trip.samples, 0) / samples, samples,
    },
    verdicts: measures === null ? {} : verdictPairs(measures),
  };
}

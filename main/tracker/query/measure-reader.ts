// The measures of one TCP connection, read out of its extension and of its words of the SEQ/ACK analysis.
import { VERDICTS } from '@shared/analysis';
import { ENDPOINT, type PerEndpoint } from '@shared/flow';
import { RESET_VALIDITY, type DirectionMeasures, type IsnCheck, type OptionsInUse, type ReceiveWindow, type ResetSeen, type TcpMeasures, type TcpOptions } from '@shared/measures';
import {
  D_CLOSEST_WINDOW, D_FLAGS, D_ISN, D_ISN_KNOWN, D_LARGEST, D_OPTIONS, D_SYN_ACKED, D_WRONG_ACK, SINGLE_SACK, SINGLE_TFO, SINGLE_TIMESTAMPS, T_COMPLETE_SHIFT, T_FLAGS,
  T_HANDSHAKE_NS, T_HAS_INITIAL_RTT, T_INITIAL_RTT, T_LINE, T_RESET_FRAMES, T_SYN_ACK_NS, T_SYN_NS,
} from '../flow/flow-record';
import { V_SEQUENCE, V_ZEEK, type ConnectionViews } from '../lens/connection-views';
import { COMPLETE_ACK, COMPLETE_DATA } from '../machine/completeness';
import { OPENED_DATA_FIRST, OPENED_SIMULTANEOUS } from '../machine/endings';
import { sequenceMeasures, type SequenceMeasures } from '../sequence/measures';
import type { RowReader } from './row-reader';

const MICRO = 1000;
const GREATEST_SHIFT = 14;
const span = (ns: number): number | null => (Number.isNaN(ns) ? null : Math.floor(ns / MICRO));

/** @param opener the endpoint that sent the first SYN; -1 for none */
export function readMeasures(slot: number, read: RowReader, views: ConnectionViews, opener: number): TcpMeasures {
  const offered = [0, 1].map((endpoint) => offeredOptions(slot, read, opener, endpoint));
  const synNs = read.tcpDouble(slot, T_SYN_NS);
  const synAckNs = read.tcpDouble(slot, T_SYN_ACK_NS);
  const told = read.tcpWord(slot, T_FLAGS);
  return {
    synToSynAckMicros: span(synAckNs - synNs),
    synAckToAckMicros: span(read.tcpDouble(slot, T_HANDSHAKE_NS) - (synAckNs - synNs)),
    initialRttMicros: (told & T_HAS_INITIAL_RTT) === 0 ? null : span(read.tcpDouble(slot, T_INITIAL_RTT)),
    completeness: completeness(slot, read, views),
    inUse: inUse(offered[0], offered[1], read.opened(slot) === OPENED_DATA_FIRST),
    resets: resets(slot, read),
    directions: { originator: direction(slot, read, views, opener, 0, offered[0]), responder: direction(slot, read, views, opener, 1, offered[1]) },
  };
}

/** Segments of an open connection are told by the letters of the Zeek view: whether there was data, whether there was an ACK without. */
function completeness(slot: number, read: RowReader, views: ConnectionViews): number {
  const bits = (read.tcpWord(slot, T_FLAGS) >>> T_COMPLETE_SHIFT) & 63;
  const extension = read.extension(slot);
  const history = views.zeek.history(views.intsOf(extension), views.at(extension) + V_ZEEK);
  const letters = read.packets(slot, 0) + read.packets(slot, 1) > 1 ? history : '';
  return bits | (/a/i.test(letters) ? COMPLETE_ACK : 0) | (/d/i.test(letters) ? COMPLETE_DATA : 0);
}

/** Whether an endpoint's own SYN, or SYN+ACK, was captured. */
function isSynSeen(slot: number, read: RowReader, opener: number, endpoint: number): boolean {
  if (opener < 0) return false;
  if (read.opened(slot) === OPENED_SIMULTANEOUS) return true;
  return !Number.isNaN(read.tcpDouble(slot, endpoint === opener ? T_SYN_NS : T_SYN_ACK_NS));
}

function offeredOptions(slot: number, read: RowReader, opener: number, endpoint: number): TcpOptions | null {
  if (!isSynSeen(slot, read, opener, endpoint)) return null;
  const options = read.tcpWord(slot, read.side(slot, endpoint) * T_LINE + D_OPTIONS);
  return {
    mss: options >>> 16 === 0 ? null : options >>> 16,
    windowScale: (options & 31) === 0 ? null : Math.min((options & 31) - 1, GREATEST_SHIFT),
    sackPermitted: (options & SINGLE_SACK) !== 0, timestamps: (options & SINGLE_TIMESTAMPS) !== 0, fastOpen: (options & SINGLE_TFO) !== 0,
  };
}

function inUse(a: TcpOptions | null, b: TcpOptions | null, fastOpen: boolean): OptionsInUse {
  if (a === null || b === null) return { windowScale: null, sack: null, timestamps: null, fastOpen };
  return { windowScale: a.windowScale !== null && b.windowScale !== null, sack: a.sackPermitted && b.sackPermitted, timestamps: a.timestamps && b.timestamps, fastOpen };
}

function resets(slot: number, read: RowReader): ResetSeen[] {
  const found: ResetSeen[] = [];
  RESET_VALIDITY.forEach((validity, kind) => {
    for (let endpoint = 0; endpoint < 2; endpoint++) {
      const frame = read.tcpWord(slot, T_RESET_FRAMES + kind * 2 + read.side(slot, endpoint)) >>> 0;
      if (frame !== 0) found.push({ from: ENDPOINT[endpoint], validity, frame });
    }
  });
  return found.sort((a, b) => a.frame - b.frame);
}

function direction(slot: number, read: RowReader, views: ConnectionViews, opener: number, endpoint: number, offered: TcpOptions | null): DirectionMeasures {
  const measures = sequenceOf(slot, read, views, endpoint);
  const line = read.side(slot, endpoint) * T_LINE;
  const flags = read.tcpWord(slot, line + D_FLAGS);
  const acknowledged = Math.max(0, measures.sequenceBytes - measures.payloadInFlight);
  const seconds = (read.lastNs(slot) - read.firstNs(slot)) / 1e9;
  return {
    isn: (flags & D_ISN_KNOWN) === 0 ? null : read.tcpWord(slot, line + D_ISN) >>> 0,
    isnCheck: isnCheck(flags, offered !== null, read.opened(slot) === OPENED_DATA_FIRST && endpoint === opener),
    offered, roundTrip: measures.rttMicros,
    bytesInFlight: measures.bytesInFlight, mostBytesInFlight: measures.mostBytesInFlight,
    receiveWindow: receiveWindow(measures, read.tcpWord(slot, line + D_CLOSEST_WINDOW)),
    largestSegment: read.tcpWord(slot, line + D_LARGEST),
    sequenceBytes: measures.sequenceBytes, acknowledgedBytes: acknowledged,
    goodput: seconds > 0 && acknowledged > 0 ? acknowledged / seconds : null,
    missedBytes: measures.missedBytes, retransmittedBytes: measures.retransmittedBytes,
    duplicateAcks: measures.duplicateAcks, duplicateSacks: measures.duplicateSacks, longestSilenceMicros: measures.longestSilenceMicros, payloadCut: measures.payloadCut,
    verdicts: namedVerdicts(measures),
  };
}

export function sequenceOf(slot: number, read: RowReader, views: ConnectionViews, endpoint: number): SequenceMeasures {
  const extension = read.extension(slot);
  return sequenceMeasures(views.intsOf(extension), views.floatsOf(extension), views.at(extension) + V_SEQUENCE, views.judge.store, read.side(slot, endpoint), read.payloadBytes(slot, endpoint));
}

function isnCheck(flags: number, seen: boolean, withData: boolean): IsnCheck {
  if (!seen) return (flags & D_ISN_KNOWN) === 0 ? 'unknown' : 'inferred';
  if ((flags & D_SYN_ACKED) !== 0) return withData ? 'with-data' : 'validated';
  return (flags & D_WRONG_ACK) !== 0 ? 'wrong' : 'unanswered';
}

/** @param closest 65535 less the least window, unscaled */
function receiveWindow(measures: SequenceMeasures, closest: number): ReceiveWindow | null {
  const { receiveWindow: last, largestReceiveWindow: greatest, windowShift: shift } = measures;
  if (last === null || greatest === null) return null;
  return { least: Math.min(last, (0xffff - closest) * 2 ** (shift ?? 0)), greatest, last, shift };
}

function namedVerdicts(measures: SequenceMeasures): Record<string, number> {
  const named: Record<string, number> = {};
  VERDICTS.forEach((verdict, code) => {
    const count = measures.verdicts[code] ?? 0;
    if (verdict.name !== null && count > 0) named[verdict.name] = count;
  });
  return named;
}

/** Verdicts of both ends by name. */
export function verdictPairs(measures: TcpMeasures): Record<string, PerEndpoint<number>> {
  const { originator, responder } = measures.directions;
  const pairs: Record<string, PerEndpoint<number>> = {};
  for (const verdict of VERDICTS) {
    const { name } = verdict;
    if (name === null) continue;
    const pair = { originator: originator.verdicts[name] ?? 0, responder: responder.verdicts[name] ?? 0 };
    if (pair.originator + pair.responder > 0) pairs[name] = pair;
  }
  return pairs;
}

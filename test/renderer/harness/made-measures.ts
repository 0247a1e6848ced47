// Measures of a made-up web request for the harness: a clean download over a window-scaled connection with one loss.
import type { DirectionMeasures, OtherViews, TcpMeasures } from '@shared/measures';

const none: DirectionMeasures = {
  isn: 3_412_887_001, isnCheck: 'validated', offered: { mss: 1460, windowScale: 7, sackPermitted: true, timestamps: true, fastOpen: false },
  roundTrip: { min: 17_210, mean: 18_940, max: 26_402, samples: 9, fromTimeStamps: 0 },
  bytesInFlight: 0, mostBytesInFlight: 742, receiveWindow: { least: 64_128, greatest: 501_760, last: 501_760, shift: 7 }, largestSegment: 742,
  sequenceBytes: 1_484, acknowledgedBytes: 1_484, goodput: 351, missedBytes: 0, retransmittedBytes: 0, duplicateAcks: 3, duplicateSacks: 0, longestSilenceMicros: 3_912_004, payloadCut: false,
  verdicts: { 'duplicate-ack': 3, 'window-update': 2 },
};

export const MADE_MEASURES: TcpMeasures = {
  synToSynAckMicros: 18_412, synAckToAckMicros: 118, initialRttMicros: 18_530, completeness: 31,
  inUse: { windowScale: true, sack: true, timestamps: true, fastOpen: false }, resets: [],
  directions: {
    originator: none,
    responder: {
      ...none, isn: 902_114_377, roundTrip: { min: 96, mean: 214, max: 40_118, samples: 220, fromTimeStamps: 2 }, mostBytesInFlight: 233_600,
      receiveWindow: { least: 29_056, greatest: 29_056, last: 29_056, shift: 7 }, largestSegment: 1_448,
      sequenceBytes: 2_412_660, acknowledgedBytes: 2_412_660, goodput: 571_300, retransmittedBytes: 1_448, duplicateAcks: 0, longestSilenceMicros: 3_912_121,
      verdicts: { 'gap-before': 1, retransmission: 1 },
    },
  },
};

export const MADE_VIEWS: OtherViews = { connState: 'SF', history: 'ShADadtFf', netfilter: 'TIME_WAIT' };
export const NO_VIEWS: OtherViews = { connState: null, history: null, netfilter: null };

// The arithmetic of a packet in words: what its numbers are made of, what they acknowledge, repeat or miss. Absolute or relative numbers alike.
import { CAPTURE_DUPLICATE, CONFIDENCE_SHIFT, DUPLICATE_ACK, GAP_BEFORE, KEEP_ALIVE, KEEP_ALIVE_ACK, NETWORK_DUPLICATE, OUT_OF_WINDOW, OVERLAP_CONFLICT, REORDERED, RETRANSMISSION, SPURIOUS_RETRANSMISSION, STALE, ACK_OF_UNSEEN, VERDICT_MASK, WINDOW_FULL, WINDOW_UPDATE, ZERO_WINDOW, ZERO_WINDOW_PROBE, ZERO_WINDOW_PROBE_ACK } from './analysis';
import { icmpName, isIcmpError } from './icmp-names';
import { sequenceText, sumText } from './sequence-numbers';
import type { Numbering } from './sequence-numbers';
import { CLOSING, FIN_WAIT_1, LAST_ACK } from './states';
import { FLAG_ACK, FLAG_FIN, FLAG_RST, FLAG_SYN } from './tcp-flags';
import { FROM_ORIGINATOR, FROM_OTHER, FROM_RESPONDER } from './trace';
import { circleDistance } from './trace-entry';
import type { TraceEntry } from './trace-entry';

export interface ArithmeticContext extends Numbering {
  /** Which ICMP names apply. */
  version6: boolean;
}

const HIGH_CONFIDENCE = 3;
const MEDIUM_CONFIDENCE = 2;
const peerOf = (from: number): number => (from === FROM_ORIGINATOR ? FROM_RESPONDER : FROM_ORIGINATOR);
const has = (entry: TraceEntry, flag: number): boolean => (entry.flags & flag) !== 0;
const code = (entry: TraceEntry): number => entry.verdict & VERDICT_MASK;
/** Bytes of sequence space: SYN and FIN count one each (RFC 9293 §3.4). */
const space = (entry: TraceEntry): number => entry.length + (has(entry, FLAG_SYN) ? 1 : 0) + (has(entry, FLAG_FIN) ? 1 : 0);
const bytesText = (count: number): string => `${count} ${count === 1 ? 'byte' : 'bytes'}`;
/** The peer has sent a FIN, and waits for its acknowledgement. */
const finWaits = (entry: TraceEntry): boolean => {
  const state = entry.from === FROM_ORIGINATOR ? entry.responderState : entry.originatorState;
  return state === FIN_WAIT_1 || state === CLOSING || state === LAST_ACK;
};
/** The FIN counts one, and is no byte. */
const areStill = (count: number, fin: boolean): string => {
  const bytes = fin ? count - 1 : count;
  const what = [...(bytes > 0 ? [bytesText(bytes)] : []), ...(fin ? ['the FIN'] : [])].join(' and ');
  return `${what} ${count === 1 ? 'is' : 'are'} still on ${count === 1 ? 'its' : 'their'} way`;
};

/** `40000–41459`, or one number. */
function rangeText(from: number, to: number, sender: number, context: ArithmeticContext): string {
  const first = sequenceText(from, sender, context);
  return circleDistance(to, from) <= 1 ? first : `${first}–${sequenceText((to - 1) >>> 0, sender, context)}`;
}

const rangesText = (blocks: [number, number][], entry: TraceEntry, context: ArithmeticContext): string =>
  `bytes ${blocks.map(([left, right]) => rangeText(left, right, peerOf(entry.from), context)).join(' and ')}`;
const byteRange = (entry: TraceEntry, context: ArithmeticContext): string => `${entry.length === 1 ? 'byte' : 'bytes'} ${rangeText(entry.seq, entry.seq + entry.length, entry.from, context)}`;
const seqOf = (entry: TraceEntry, context: ArithmeticContext): string => sequenceText(entry.seq, entry.from, context);
const ackOf = (entry: TraceEntry, context: ArithmeticContext): string => sequenceText(entry.ack, peerOf(entry.from), context);

/** What stands behind the first copy of repeated bytes: only what the verdict supports. */
function firstCopy(entry: TraceEntry): string {
  if (entry.related < 0) return 'the first copy is not in the capture';
  const confidence = entry.verdict >>> CONFIDENCE_SHIFT;
  if (confidence >= HIGH_CONFIDENCE) return 'the first copy was lost';
  return confidence === MEDIUM_CONFIDENCE ? 'the first copy was probably lost' : 'no acknowledgement of the first copy was seen';
}

const named = (frame: number | null, otherwise: string): string => (frame === null || frame === 0 ? otherwise : `frame ${frame}`);

/** What the verdict says of the segment's own numbers; null where it says nothing of them. */
function judgedNumbers(entry: TraceEntry, context: ArithmeticContext): string | null {
  const seq = seqOf(entry, context);
  const expected = sequenceText(entry.expected, entry.from, context);
  const what = entry.length > 0 ? `${byteRange(entry, context)} repeated` : has(entry, FLAG_SYN) ? 'the SYN repeated' : has(entry, FLAG_FIN) ? 'the FIN repeated' : 'repeated';
  switch (code(entry)) {
    case RETRANSMISSION: return `seq ${seq} again: ${what}, ${firstCopy(entry)}`;
    case SPURIOUS_RETRANSMISSION: return `seq ${seq} again: ${what} needlessly, ${named(entry.acknowledgedIn, 'the peer')} had acknowledged ${entry.length > 0 ? 'them' : 'it'}`;
    case REORDERED: return `seq ${seq} late: ${entry.length > 0 ? byteRange(entry, context) : 'it'} left before what passed already, the network changed the order`;
    case NETWORK_DUPLICATE: return `seq ${seq} once more: the network delivered a second copy of ${named(entry.relatedFrame, 'what was sent once')}`;
    case CAPTURE_DUPLICATE: return `${named(entry.relatedFrame, 'the same packet')} once more: recorded twice, sent once`;
    case GAP_BEFORE: return `seq ${seq}: bytes ${rangeText(entry.expected, entry.seq, entry.from, context)} are missing before it`;
    case KEEP_ALIVE: return `seq ${seq} is one below ${sequenceText(entry.seq + 1, entry.from, context)}, the next: asks whether the peer is still there`;
    case ZERO_WINDOW_PROBE: return `probe: ${entry.length > 0 ? `byte ${seq}` : `seq ${seq}, one below the next,`} asks a full receiver for room`;
    case OUT_OF_WINDOW: return has(entry, FLAG_RST) ? null : `seq ${seq} is outside the window, ${expected} was expected`;
    case OVERLAP_CONFLICT: return `seq ${seq} again: ${byteRange(entry, context)} with other content than before`;
    default: return null;
  }
}

/** Where the numbers begin, what they grow to. */
function ownNumbers(entry: TraceEntry, context: ArithmeticContext): string | null {
  const judged = judgedNumbers(entry, context);
  if (judged !== null) return judged;
  const seq = seqOf(entry, context);
  if (has(entry, FLAG_SYN)) {
    const shown = context.relative ? `${entry.seq} (shown as ${seq})` : seq;
    return `SYN: numbers begin at ${shown}${has(entry, FLAG_ACK) ? '' : `, ack ${entry.ack}: nothing to acknowledge yet`}`;
  }
  if (space(entry) === 0) return null;
  const next = sequenceText(entry.seq + space(entry), entry.from, context);
  const fin = has(entry, FLAG_FIN);
  if (entry.length === 0) return `FIN counts one: ${sumText(entry.seq, entry.from, '1', 1, context)} = ${next} comes next, and no more data`;
  const added = fin ? `${entry.length} + 1 (FIN)` : String(entry.length);
  const sum = `${sumText(entry.seq, entry.from, added, space(entry), context)} = ${next} comes next`;
  return `${entry.wire} − ${entry.wire - entry.length} = ${bytesText(entry.length)}: ${sum}${code(entry) === WINDOW_FULL ? '; that fills the window, the sender must wait' : ''}`;
}

/** `ack 41460 = 40000 + 1460`, with the SYN or FIN that counted one. */
function equation(entry: TraceEntry, context: ArithmeticContext): string {
  const ack = `ack ${ackOf(entry, context)}`;
  if (entry.answers < 0) return ack;
  const { answersLength: length, answersFlags: flags } = entry;
  const syn = (flags & FLAG_SYN) !== 0;
  const fin = (flags & FLAG_FIN) !== 0;
  const data = length - (syn ? 1 : 0) - (fin ? 1 : 0);
  const terms = [...(syn ? ['1 (SYN)'] : []), ...(data > 0 ? [String(data)] : []), ...(fin ? ['1 (FIN)'] : [])];
  return `${ack} = ${sumText(entry.answersSeq, peerOf(entry.from), terms.join(' + '), length, context)}`;
}

/** Blocks of bytes that the receiver reports beyond its acknowledgement (RFC 2018); others tell of bytes it got twice (RFC 2883). */
const blocksBeyond = (entry: TraceEntry): [number, number][] => entry.sacks.filter(([left, right]) => circleDistance(right, left) > 0 && circleDistance(left, entry.ack) > 0);

/** What the receiver reports of the bytes that it does not acknowledge. */
function outstanding(entry: TraceEntry, missing: number, context: ArithmeticContext): string {
  const blocks = blocksBeyond(entry);
  const there = blocks.reduce((sum, [left, right]) => sum + circleDistance(right, left), 0);
  if (there === 0 || there > missing) return areStill(missing, finWaits(entry));
  return `${rangesText(blocks, entry, context)} are there, ${bytesText(missing - there)} ${missing - there === 1 ? 'is' : 'are'} not`;
}

/** What the acknowledgement says of all that the peer has sent. */
function reach(entry: TraceEntry, context: ArithmeticContext): string {
  const missing = circleDistance(entry.peerNext, entry.ack);
  if (missing > 0) return `: the peer has sent up to ${sequenceText(entry.peerNext, peerOf(entry.from), context)}, ${outstanding(entry, missing, context)}`;
  const plain = (entry.answersFlags & (FLAG_SYN | FLAG_FIN)) === 0;
  return missing === 0 && plain && entry.answers >= 0 ? ': everything sent so far has arrived' : '';
}

function sackText(entry: TraceEntry, context: ArithmeticContext): string {
  const blocks = blocksBeyond(entry);
  return blocks.length === 0 ? '' : `, ${rangesText(blocks, entry, context)} are there`;
}

/** What the verdict says of the acknowledgement or the window; null where it says nothing of them. */
function judgedAcknowledgement(entry: TraceEntry, context: ArithmeticContext): string | null {
  const ack = ackOf(entry, context);
  switch (code(entry)) {
    case DUPLICATE_ACK: return `ack ${ack} again: still waiting for byte ${ack}${sackText(entry, context)}`;
    case KEEP_ALIVE_ACK: return `ack ${ack} again: answers the keep-alive, the peer is there`;
    case ZERO_WINDOW_PROBE_ACK: return `ack ${ack}, window 0: still no room`;
    case ZERO_WINDOW: return `${equation(entry, context)}; window 0: no room left, the peer must stop`;
    case WINDOW_UPDATE: return `window ${entry.previousWindow === null ? 'now' : `${entry.previousWindow} →`} ${entry.window}, ack stays ${ack}`;
    case ACK_OF_UNSEEN: return `ack ${ack}: ${bytesText(circleDistance(entry.ack, entry.peerNext))} beyond ${sequenceText(entry.peerNext, peerOf(entry.from), context)} were sent, but are not in the capture`;
    case STALE: {
      const before = circleDistance(entry.previousAck, entry.ack) > 0 ? `, ${sequenceText(entry.previousAck, peerOf(entry.from), context)} was acknowledged before` : '';
      return `old: ack ${ack}${before}`;
    }
    default: return null;
  }
}

function acknowledgement(entry: TraceEntry, context: ArithmeticContext): string | null {
  if (!has(entry, FLAG_ACK)) return null;
  const judged = judgedAcknowledgement(entry, context);
  if (judged !== null) return judged;
  // Copies and probes say nothing new of the other direction.
  if ([NETWORK_DUPLICATE, CAPTURE_DUPLICATE, KEEP_ALIVE, ZERO_WINDOW_PROBE].includes(code(entry))) return null;
  const moved = circleDistance(entry.ack, entry.previousAck) > 0;
  if (moved || has(entry, FLAG_SYN) || (space(entry) === 0 && entry.answers >= 0)) return equation(entry, context) + reach(entry, context);
  const waiting = circleDistance(entry.peerNext, entry.ack);
  if (code(entry) !== 0 && space(entry) > 0) return null;
  if (waiting > 0) return `ack stays ${ackOf(entry, context)}: ${outstanding(entry, waiting, context)}`;
  return `ack stays ${ackOf(entry, context)}${entry.length > 0 ? ': nothing came from the other side' : ''}`;
}

/** What a reset's number is, and what it would have to be (RFC 9293 §3.10.7.4; RFC 5961 §3). */
function reset(entry: TraceEntry, context: ArithmeticContext): string {
  const answersSyn = (entry.answersFlags & FLAG_SYN) !== 0;
  if (has(entry, FLAG_ACK) && entry.answers >= 0 && answersSyn && entry.seq === 0) return `RST: ${equation(entry, context)}: refused, nobody takes the connection there`;
  const seq = seqOf(entry, context);
  const expected = sequenceText(entry.expected, entry.from, context);
  if (entry.seq === entry.expected) return `RST with seq ${seq}: exactly the number that comes next, so it ends the connection`;
  const fate = code(entry) === OUT_OF_WINDOW ? 'outside the window, so it is ignored' : 'near it, so the peer may ask back with a challenge ACK';
  return `RST with seq ${seq}: it would have to be ${expected}; ${fate}`;
}

function segmentSentence(entry: TraceEntry, context: ArithmeticContext): string {
  if (has(entry, FLAG_RST)) return reset(entry, context);
  return [ownNumbers(entry, context), acknowledgement(entry, context)].filter((part) => part !== null).join('; ');
}

function icmpSentence(entry: TraceEntry, context: ArithmeticContext): string {
  const type = entry.seq >>> 8;
  const name = icmpName(type, entry.seq & 0xff, context.version6);
  if (!isIcmpError(type, context.version6)) return `ICMP ${name}, ${bytesText(entry.length)}`;
  return `${entry.from === FROM_OTHER ? 'a router on the way' : 'the host itself'} says ${name}`;
}

/** One sentence for one packet; '' where its numbers say nothing. */
export function arithmetic(entry: TraceEntry, context: ArithmeticContext): string {
  switch (entry.kind) {
    case 'segment': return segmentSentence(entry, context);
    case 'datagram': return `${entry.wire} − ${entry.wire - entry.length} = ${bytesText(entry.length)}, not numbered and not acknowledged (UDP)`;
    case 'icmp': return icmpSentence(entry, context);
    case 'fragment': return `a fragment, ${bytesText(entry.wire)} on the wire: only the first one has the ports`;
  }
}

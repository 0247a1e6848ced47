// How a TCP connection ended, in sentences: who closed first, half-closed periods, resets and whether they count.
import type { Endpoint } from './flow';
import type { ResetSeen } from './measures';
import type { ConnectionDetail } from './snapshot';
import { fault, jump, lastJump, notice, other, plain, span, The, the, type Sentence } from './verdict-sentence';

const ENDS = ['originator', 'responder'] as const;
/** A half-closed period shorter than this is only the way the answer takes. */
const HALF_CLOSED_MICROS = 250_000;

export function closingWords(detail: ConnectionDetail): Sentence[] {
  return detail.closed === 'open' ? [...resetWords(detail), ...howClosed(detail)] : [...howClosed(detail), ...resetWords(detail)];
}

function howClosed(detail: ConnectionDetail): Sentence[] {
  switch (detail.closed) {
    case 'fin': return finWords(detail);
    case 'half-closed': return halfClosedWords(detail);
    case 'reset': return [];
    case 'refused': case 'unreachable': return [];
    case 'expired': return [expiredWords(detail)];
    case 'open': return stillOpen(detail);
  }
}

function finOf(detail: ConnectionDetail, end: Endpoint): { frame: number; micros: number } | undefined { return jump(detail, 'send-fin', end); }

function finWords(detail: ConnectionDetail): Sentence[] {
  const first: Endpoint = detail.closedBy ?? 'originator';
  const second = other(first);
  const [a, b] = [finOf(detail, first), finOf(detail, second)];
  const words: Sentence[] = [];
  if (detail.transitions.some((t) => t.to === 'CLOSING')) {
    words.push(notice('closing', 'Both ends closed at the same time: their FINs crossed on the way (simultaneous close, RFC 9293 §3.6).', a?.frame, b?.frame));
  } else {
    const apart = a !== undefined && b !== undefined ? b.micros - a.micros : 0;
    const after = a === undefined || b === undefined ? '' : apart > 0 ? ` ${span(apart)} later` : ' at once';
    words.push(plain('closing', `${The(first)} closed first, ${the(second)}${after}: each direction with a FIN of its own.`, a?.frame, b?.frame));
    if (apart >= HALF_CLOSED_MICROS) words.push(plain('closing', `In between the connection was half-closed for ${span(apart)}: ${the(second)} could still send.`, a?.frame, b?.frame));
  }
  const unacknowledged = ENDS.filter((end) => finOf(detail, end) !== undefined && jump(detail, 'recv-ack-of-fin', end) === undefined);
  const reset = detail.tcp?.resets.some((seen) => seen.validity === 'exact') ?? false;
  if (!reset) for (const end of unacknowledged) words.push(notice('closing', `No acknowledgement of ${the(end)}’s FIN was captured.`, finOf(detail, end)?.frame));
  const waits = lastWaiter(detail);
  if (waits !== null) words.push(plain('closing', `${The(waits)} waits in TIME-WAIT, so that old segments die out before the ports are used again.`, detail.transitions.findLast((t) => t.to === 'TIME-WAIT' && t.endpoint === waits)?.frame));
  return words;
}

function lastWaiter(detail: ConnectionDetail): Endpoint | null {
  return ENDS.find((end) => detail.states[end] === 'TIME-WAIT') ?? null;
}

function halfClosedWords(detail: ConnectionDetail): Sentence[] {
  const by: Endpoint = detail.closedBy ?? 'originator';
  const fin = finOf(detail, by);
  if (detail.packets[other(by)] === 0) return [notice('closing', `${The(by)} closed its direction; what ${the(other(by))} did was not captured.`, fin?.frame)];
  const since = fin === undefined ? '' : ` for the remaining ${span(Math.max(0, detail.endMicros - fin.micros))}`;
  return [notice('closing', `Only ${the(by)} closed its direction; ${the(other(by))} kept its own open${since}: half-closed, which is legal.`, fin?.frame)];
}

function expiredWords(detail: ConnectionDetail): Sentence {
  const opening = detail.opened === 'unanswered' || detail.opened === 'half-open' || detail.opened === 'none';
  if (opening) return notice('closing', 'Nothing more came, and the attempt was given up by its time-out.');
  if (lastJump(detail, 'superseded') !== undefined) return notice('closing', 'It was never seen to end: a new connection on the same addresses and ports took its place.', lastJump(detail, 'superseded')?.frame);
  return notice('closing', 'It was never seen to end: it fell silent for longer than its time-out.');
}

function stillOpen(detail: ConnectionDetail): Sentence[] {
  if (detail.opened === 'none' || detail.opened === 'unanswered' || detail.opened === 'half-open') return [];
  return [plain('closing', 'When the capture ends the connection is open.')];
}

/** What a RST did, and why. */
function resetWords(detail: ConnectionDetail): Sentence[] {
  const resets = detail.tcp?.resets ?? [];
  if (resets.length === 0 && detail.closed === 'reset') return [fault('closing', detail.closedBy === null ? 'A RST ended the connection at once.' : `${The(detail.closedBy)} reset the connection: it ended at once.`, jump(detail, 'send-rst')?.frame)];
  return resets.filter((reset) => reset.validity !== 'refusal').map((reset) => resetSentence(detail, reset));
}

function resetSentence(detail: ConnectionDetail, { from, validity, frame }: ResetSeen): Sentence {
  const receiver = the(other(from));
  switch (validity) {
    case 'exact': {
      if (detail.closed === 'fin') return notice('closing', `${The(from)} sent a RST after both ends had closed, with the exact number expected: what was left of the connection ended at once.`, frame);
      const half = jump(detail, 'send-fin') === undefined ? '' : ' in the middle of closing';
      return fault('closing', `${The(from)} reset the connection${half}: its RST carries exactly the number that ${receiver} expects, so it counts and both ends are closed at once; a RST is never acknowledged.`, frame);
    }
    case 'in-window': return fault('closing', `A RST in the name of ${the(from)} lies inside the window of ${receiver} without the exact number: it does not count, ${receiver} answers it with a challenge ACK (RFC 5961 §3.2).`, frame);
    case 'outside': return fault('closing', `A RST in the name of ${the(from)} lies outside the window of ${receiver}: it is dropped. Such resets come from a stale stack, or from somebody who guesses (RFC 5961 §3).`, frame);
    case 'wrong-refusal': return fault('closing', `A RST in the name of ${the(from)} answers a SYN of ${receiver} and does not acknowledge it: it is dropped (RFC 9293 §3.10.7.3).`, frame);
    case 'no-connection': return notice('closing', `The host of ${the(from)} knows no such connection: its RST takes its number from the segment it answers (RFC 9293 §3.10.7.1).${detail.closed === 'reset' && detail.closedBy === from ? ` It ends the connection at ${receiver}, too.` : ''}`, frame);
    case 'after-close': return plain('closing', `${The(from)} sent a RST when the connection was over: it changes nothing.`, frame);
    case 'unchecked':
      if (detail.tcp?.directions[from].isnCheck === 'wrong') return plain('closing', `${The(from)} answered that SYN+ACK with a RST, as it must.`, frame);
      return notice('closing', `${The(from)} sent a RST whose number cannot be checked: too little of ${receiver} was captured.`, frame);
    case 'refusal': return plain('closing', `${The(from)} refused the connection.`, frame);
  }
}

// The endpoint states of the Zeek view, and the history letters of flags (TCPSessionAdapter.cc: UpdateStateMachine, update_history).
import { ACK, FIN, RST, SYN } from '../decode/packet';
import { advance } from '../sequence/serial';
import { CODE_A, CODE_D, CODE_F, CODE_FLIP, CODE_H, CODE_I, CODE_Q, CODE_R, CODE_S, RESPONDER_CODES, type ZeekCursor } from './zeek-cursor';
import {
  CLOSED, ESTABLISHED, FIRST_SEEN, INACTIVE, PARTIAL, PARTIAL_CONNECTION, RESET, RST_AT_LAST, SEEN_ACK, SEEN_DATA, SEEN_FIN, SEEN_FIN_RST, SEEN_MULTI,
  SEEN_RST, SEEN_SYN, SWAPPED, SYN_ACK_SENT, SYN_MOVED, SYN_SENT, X_RST, X_SYN,
} from './zeek-record';

/** Whether the connection is one whose beginning is missing; asked at the first segment of each end. */
export function notePartial(c: ZeekCursor, d: number, flags: number): void {
  if (c.is(FIRST_SEEN << d)) return;
  const isSyn = (flags & SYN) !== 0;
  let partial = c.is(PARTIAL_CONNECTION);
  if (c.role(d) === 0) partial = !isSyn || (flags & ACK) !== 0;
  else if (!partial) partial = !isSyn;
  if (partial) c.set(PARTIAL_CONNECTION);
  else c.clear(PARTIAL_CONNECTION);
}

/**
 * A connection that began with a SYN+ACK of its originator was not a scan when ACKs or data follow: such scans bring RSTs or nothing
 * (zeek/zeek pull request 2191).
 */
export function flipAfterSynAck(c: ZeekCursor, flags: number, length: number): void {
  if (c.letters !== 1 || c.letter(0) !== CODE_H || (flags & (SYN | FIN | RST)) !== 0 || (length === 0 && (flags & ACK) === 0)) return;
  flip(c);
  c.clearHistory();
  c.add(CODE_FLIP);
  c.add(CODE_H + RESPONDER_CODES);
  c.set(FIRST_SEEN | (FIRST_SEEN << 1));
}

/** Exchanges the roles. The letters seen stay with the role, as they do in Zeek. */
function flip(c: ZeekCursor): void {
  if (c.is(SWAPPED)) c.clear(SWAPPED);
  else c.set(SWAPPED);
  c.clear(PARTIAL_CONNECTION);
}

export function noteHistory(c: ZeekCursor, d: number, flags: number, seq: number, length: number): void {
  const kind = flags & (SYN | FIN | RST);
  if (kind === 0) {
    if (length !== 0) c.once(d, SEEN_DATA, CODE_D);
    else if ((flags & ACK) !== 0) c.once(d, SEEN_ACK, CODE_A);
  } else if ((kind & (kind - 1)) !== 0) {
    if ((kind & (FIN | RST)) === (FIN | RST)) c.once(d, SEEN_FIN_RST, CODE_I);
    else c.once(d, SEEN_MULTI, CODE_Q);
  } else if (kind === SYN) {
    const code = (flags & ACK) !== 0 ? CODE_H : CODE_S;
    const before = c.is(SYN_MOVED << d) ? c.rare(d, X_SYN) : c.start(d);
    if (c.once(d, SEEN_SYN, code) && seq !== before) c.addOf(d, code);
    if (seq === c.start(d)) c.clear(SYN_MOVED << d);
    else {
      c.set(SYN_MOVED << d);
      c.setRare(d, X_SYN, seq);
    }
  } else if (kind === FIN) {
    // Its number is that of the FIN itself, behind the payload.
    if (c.once(d, SEEN_FIN, CODE_F) && advance(seq, length) !== c.letterFin(d)) c.addOf(d, CODE_F);
  } else if (c.once(d, SEEN_RST, CODE_R) && seq !== (c.is(RST_AT_LAST << d) ? c.last(d) : c.rare(d, X_RST))) c.addOf(d, CODE_R);
}

/** Moves the sender's state, and where the roles say so its peer's. */
export function moveStates(c: ZeekCursor, d: number, flags: number, length: number): void {
  const peer = 1 - d;
  switch (c.state(d)) {
    case INACTIVE: fromInactive(c, d, flags, length); break;
    case SYN_SENT: case SYN_ACK_SENT:
      if ((flags & FIN) !== 0) c.setState(d, CLOSED);
      if ((flags & RST) !== 0) c.setState(d, RESET);
      break;
    case ESTABLISHED: case PARTIAL:
      if ((flags & (SYN | ACK)) === SYN && c.state(d) === PARTIAL && c.state(peer) === INACTIVE) c.setState(d, SYN_SENT);
      if ((flags & (FIN | RST)) === FIN) {
        c.setState(d, CLOSED);
        // A FIN and then a RST of the peer: an ordinary end after all.
        if (c.state(peer) === RESET && c.previous(peer) === CLOSED) c.setState(peer, CLOSED);
      }
      if ((flags & RST) !== 0) c.setState(d, RESET);
      break;
    case CLOSED:
      if ((flags & RST) !== 0 && c.state(peer) !== CLOSED) c.setState(d, RESET);
      break;
    default: break;
  }
}

function fromInactive(c: ZeekCursor, d: number, flags: number, length: number): void {
  const peer = 1 - d;
  const isOriginator = c.role(d) === 0;
  if ((flags & SYN) !== 0) {
    if (isOriginator) c.setState(d, (flags & ACK) !== 0 ? SYN_ACK_SENT : SYN_SENT);
    else {
      if ((flags & ACK) === 0 && c.state(peer) === SYN_ACK_SENT) {
        // SYN and SYN+ACK stand in the capture the wrong way round.
        flip(c);
        c.add(CODE_FLIP);
        c.setState(peer, ESTABLISHED);
        c.set(FIRST_SEEN << d);
      } else if (c.state(peer) === SYN_SENT) c.setState(peer, ESTABLISHED);
      c.setState(d, ESTABLISHED);
    }
  }
  if ((flags & FIN) !== 0) c.setState(d, CLOSED);
  if ((flags & RST) !== 0) c.setState(d, RESET);
  if (c.state(d) !== INACTIVE) return;
  // Some hosts acknowledge a SYN before they answer it: that alone does not make a partial connection.
  if (!isOriginator && length === 0 && c.state(peer) === SYN_SENT) return;
  if ((flags & ACK) !== 0 && c.state(peer) === ESTABLISHED) {
    c.setState(d, ESTABLISHED);
    c.clear(PARTIAL_CONNECTION);
    c.set(FIRST_SEEN << d);
  } else c.setState(d, PARTIAL);
}

// The status of a connection of which one packet was seen: what replaying that packet through the machines gives, without an extension.
import { PROTOCOL } from '@shared/flow';
import { DATAGRAM_IDLE } from '@shared/datagram-machine';
import { CLOSED, CLOSE_WAIT, ESTABLISHED, FIN_WAIT_1, SYN_RECEIVED, SYN_SENT } from '@shared/states';
import { IDLE_TIME_OUT, IGNORE } from '@shared/tcp-machine';
import { ACK, FIN, RST, SYN } from '../decode/packet';
import { STATUS_CLOSED_BY_SHIFT, STATUS_CLOSED_SHIFT, STATUS_EXPIRED, STATUS_OPENED_SHIFT } from '../flow/flow-record';
import { ICMP_TABLE, TCP_TABLE, UDP_TABLE } from './compile';
import { firstState } from './datagram-endpoints';

export function firstDatagramStatus(protocol: number, type: number, sender: number): number {
  const state = firstState(protocol, type, sender);
  return state | (state << 4);
}

/** @param sender 0 the originator, 1 the responder */
export function firstTcpStatus(flags: number, sender: number): number {
  const both = (own: number, peer: number): number => (sender === 0 ? own | (peer << 4) : peer | (own << 4));
  const kind = flags & (SYN | FIN | RST);
  if ((kind & (kind - 1)) !== 0) return 0;
  if (kind === RST) return (3 << STATUS_CLOSED_SHIFT) | ((1 + sender) << STATUS_CLOSED_BY_SHIFT);
  if (kind === SYN) return (flags & ACK) === 0 ? both(SYN_SENT, CLOSED) | (3 << STATUS_OPENED_SHIFT) : both(SYN_RECEIVED, ESTABLISHED) | (5 << STATUS_OPENED_SHIFT);
  if ((flags & ACK) === 0) return 0;
  if (kind === FIN) return both(FIN_WAIT_1, CLOSE_WAIT) | (6 << STATUS_OPENED_SHIFT) | (2 << STATUS_CLOSED_SHIFT) | ((1 + sender) << STATUS_CLOSED_BY_SHIFT);
  return both(ESTABLISHED, ESTABLISHED) | (6 << STATUS_OPENED_SHIFT);
}

/** The status after its time-out. */
export function expiredSingle(protocol: number, status: number): number {
  const isTcp = protocol === PROTOCOL.tcp;
  const table = isTcp ? TCP_TABLE : protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6 ? ICMP_TABLE : UDP_TABLE;
  const after = (state: number): number => {
    const to = table[(state << 4) | (isTcp ? IDLE_TIME_OUT : DATAGRAM_IDLE)];
    return to >= IGNORE ? state : to;
  };
  const states = after(status & 15) | (after((status >>> 4) & 15) << 4);
  const closed = (status >>> STATUS_CLOSED_SHIFT) & 7;
  const expires = isTcp ? closed === 0 || closed === 2 : states !== (status & 0xff);
  const kept = (status & ~0xff) | states | STATUS_EXPIRED;
  return expires ? (kept & ~(7 << STATUS_CLOSED_SHIFT)) | (6 << STATUS_CLOSED_SHIFT) : kept;
}

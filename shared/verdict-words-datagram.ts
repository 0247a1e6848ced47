// The verdict of a pair without TCP's states, in sentences: UDP and its like, and ICMP's queries and notices.
import { PROTOCOL, protocolName } from './flow';
import { icmpName } from './icmp-names';
import type { ConnectionDetail } from './snapshot';
import { ICMP_EXPIRED, ICMP_NOTICE, ICMP_REPLIED, ICMP_REQUESTED, ICMP_UNREACHABLE, ICMP_UNSOLICITED, UDP_ANSWERED, UDP_EXPIRED, UDP_ONE_WAY, UDP_REFUSED, UDP_UNREACHABLE } from './states';
import { addressOf, bytes, fault, jump, lastJump, many, notice, plain, span, times, type Sentence } from './verdict-sentence';

export function datagramWords(detail: ConnectionDetail): Sentence[] {
  return detail.protocol === PROTOCOL.icmp || detail.protocol === PROTOCOL.icmp6 ? icmpWords(detail) : udpWords(detail);
}

function udpWords(detail: ConnectionDetail): Sentence[] {
  const isUdp = detail.protocol === PROTOCOL.udp;
  const [unit, name] = isUdp ? ['datagram', 'UDP'] : ['packet', `IP protocol ${protocolName(detail.protocol)}`];
  const [from, to] = [addressOf(detail, 'originator'), addressOf(detail, 'responder')];
  const { packets, payloadBytes } = detail;
  const sent = `${many(packets.originator, unit)} (${bytes(payloadBytes.originator)})`;
  const back = `${many(packets.responder, unit)} (${bytes(payloadBytes.responder)})`;
  const first = jump(detail, 'first')?.frame;
  const answer = jump(detail, 'answer');
  const words: Sentence[] = [packets.originator === 0
    ? notice('opening', `${to} (responder) sent ${from} (originator) ${back} by ${name}; nothing of ${from} was captured.`, first)
    : plain('opening', `${from} (originator) sent ${to} (responder) ${sent} by ${name}, which has no handshake: a ${unit} opens nothing and proves no address.`, first)];
  if (packets.originator > 0 && packets.responder > 0) {
    const begun = jump(detail, 'first');
    const after = answer === undefined || begun === undefined ? '' : `, the first after ${span(Math.max(0, answer.micros - begun.micros))}`;
    words.push(plain('passed', `${to} answered with ${back}${after}.`, answer?.frame));
  }
  const expired = detail.stateCodes.originator === UDP_EXPIRED;
  switch (detail.stateCodes.originator) {
    case UDP_ONE_WAY: case UDP_EXPIRED:
      if (packets.responder === 0) words.push(notice('closing', `No answer was captured${expired ? ' before the time-out' : ''}. Silence proves nothing: the ${unit} may have been received, dropped by a firewall, or lost.`));
      else if (expired) words.push(plain('closing', 'Then it fell silent until its time-out: UDP has no close.'));
      break;
    case UDP_ANSWERED: words.push(plain('closing', `When the capture ends the pair is still within its time-out: ${isUdp ? 'UDP' : 'this protocol'} has no close.`)); break;
    case UDP_REFUSED: words.push(fault('closing', `The host answered with ICMP port unreachable: nothing listens on port ${detail.responder.port}.`, lastJump(detail, 'port-unreachable')?.frame)); break;
    case UDP_UNREACHABLE: words.push(fault('closing', `An ICMP error says that a ${unit} did not arrive.`, lastJump(detail, 'icmp-error')?.frame)); break;
    default: break;
  }
  if (detail.icmpErrors > 1) words.push(notice('trouble', `${many(detail.icmpErrors, 'ICMP error')} told of its ${unit}s.`));
  return words;
}

function icmpWords(detail: ConnectionDetail): Sentence[] {
  const [from, to] = [addressOf(detail, 'originator'), addressOf(detail, 'responder')];
  const what = icmpName(detail.originator.port, detail.responder.port, detail.protocol === PROTOCOL.icmp6);
  const { packets } = detail;
  const [request, reply] = [jump(detail, 'request'), jump(detail, 'reply')];
  const asked = plain('opening', `${from} sent ${to} ${many(packets.originator, 'message')}: ${what}.`, request?.frame);
  const took = request === undefined || reply === undefined ? '' : `, the first after ${span(Math.max(0, reply.micros - request.micros))}`;
  const replied = plain('passed', `${to} replied to ${packets.responder} of them${took}.`, reply?.frame);
  const unreplied = packets.originator - packets.responder;
  const missing = notice('trouble', `${many(unreplied, 'query was', 'queries were')} not replied to in the capture.`);
  switch (detail.stateCodes.originator) {
    case ICMP_REQUESTED: return [asked, notice('closing', 'No reply was captured: silence does not tell whether the host is absent or a filter drops the query.')];
    case ICMP_REPLIED: return unreplied > 0 ? [asked, replied, missing] : [asked, replied];
    case ICMP_EXPIRED:
      if (packets.responder === 0) return [asked, notice('closing', 'No reply came before the time-out: the host is absent, or a filter drops the query or its reply.')];
      return unreplied > 0 ? [asked, replied, missing] : [asked, replied];
    case ICMP_UNREACHABLE: return [asked, fault('closing', 'An ICMP error says that the query did not arrive.', lastJump(detail, 'icmp-error')?.frame ?? lastJump(detail, 'port-unreachable')?.frame)];
    case ICMP_UNSOLICITED: return [notice('opening', `${to} sent ${from} ${many(packets.responder, 'reply', 'replies')} to a query (${what}) that was not captured.`, jump(detail, 'unsolicited')?.frame)];
    case ICMP_NOTICE: return [plain('opening', `${from} told ${to} ${times(packets.originator)}: ${what}. No reply is expected.`, jump(detail, 'notice')?.frame)];
    default: return [asked];
  }
}

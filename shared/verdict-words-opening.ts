// How a TCP connection was opened, in sentences: by whom, validated or not, how long each leg took, what was agreed.
import type { Endpoint } from './flow';
import type { TcpMeasures } from './measures';
import type { ConnectionDetail } from './snapshot';
import { addressOf, count, fault, jump, list, many, notice, other, plain, span, The, the, threeDigits, type Sentence } from './verdict-sentence';

/** Legs so different that they tell where the capture was taken. */
const NEAR_FACTOR = 10;

export function openingWords(detail: ConnectionDetail): Sentence[] {
  return [...howOpened(detail), ...validation(detail), ...legs(detail), ...agreed(detail)];
}

function howOpened(detail: ConnectionDetail): Sentence[] {
  const by: Endpoint = detail.openedBy ?? 'originator';
  const to = other(by);
  const from = `${addressOf(detail, by)} (${by})`;
  const towards = `${addressOf(detail, to)} (${to})`;
  const syn = jump(detail, 'send-syn', by)?.frame;
  const synAck = jump(detail, 'send-syn-ack', to)?.frame;
  const ack = jump(detail, 'recv-ack-of-syn', to)?.frame;
  switch (detail.opened) {
    case 'handshake': return [plain('opening', `${from} opened the connection to ${towards} with the three-way handshake: SYN, SYN+ACK, ACK.`, synOf(detail, by, syn), synAck, ack)];
    case 'data-first': return [plain('opening', `${from} opened the connection to ${towards} with TCP Fast Open: its SYN carried data, and the SYN+ACK acknowledged it together with the SYN (RFC 7413).`, syn, synAck)];
    case 'simultaneous': return [notice('opening', `${from} and ${towards} sent each other a SYN at the same time: a simultaneous open, which is rare and legal (RFC 9293 §3.5).`, syn, jump(detail, 'send-syn', to)?.frame)];
    case 'half-open': return [notice('opening', halfOpen(detail, from, towards, by), synOf(detail, by, syn), synAck)];
    case 'unanswered': return [unanswered(detail, from, towards, by, syn)];
    case 'refused': return [fault('opening', `${from} sent a SYN, and ${towards} refused it: its RST acknowledges the SYN, so the host is there and nothing listens on the port, or a firewall answers in its place.`, syn, resetFrame(detail, to))];
    case 'mid-stream': return [pickedUp(detail, from, towards, by)];
    case 'none': return [notice('opening', `No segment opened a connection between ${from} and ${towards}: what was captured belongs to no connection that can be seen.`)];
  }
}

function pickedUp(detail: ConnectionDetail, from: string, towards: string, by: Endpoint): Sentence {
  const frame = jump(detail, 'pick-up')?.frame;
  if (detail.tcp?.directions[by].offered) return notice('opening', `${from} sent a SYN to ${towards}; the answer is not in the capture, but segments that only an open connection sends follow.`, jump(detail, 'send-syn', by)?.frame, frame);
  if (detail.tcp?.resets.some((reset) => reset.validity === 'no-connection')) return notice('opening', `A segment between ${from} and ${towards} belongs to a connection whose handshake is not in the capture.`, frame);
  return notice('opening', `The connection between ${from} and ${towards} was open when the capture met it: its handshake is not there.`, frame);
}

/** A SYN that was inferred from its answer has no packet of its own. */
function synOf(detail: ConnectionDetail, by: Endpoint, frame: number | undefined): number | undefined {
  return detail.tcp !== null && detail.tcp.directions[by].offered === null ? undefined : frame;
}

function halfOpen(detail: ConnectionDetail, from: string, towards: string, by: Endpoint): string {
  const begun = detail.tcp !== null && detail.tcp.directions[by].offered === null
    ? `${towards} answered a SYN of ${from} that was not captured with SYN+ACK`
    : `${from} sent a SYN and ${towards} answered with SYN+ACK`;
  const times = detail.packets[other(by)];
  const repeats = times > 1 && detail.packets[by] <= 1 ? `, ${count(times)} times` : '';
  if (detail.closed === 'reset') return `${begun}${repeats}; a RST came before the ACK that completes the handshake.`;
  return `${begun}${repeats}, but the ACK that completes the handshake did not come: the connection stayed half open.`;
}

function unanswered(detail: ConnectionDetail, from: string, towards: string, by: Endpoint, syn: number | undefined): Sentence {
  const tries = detail.packets[by];
  const sent = `${from} sent a SYN to ${towards}${tries > 1 ? `, ${many(tries, 'packet')} in all` : ''}`;
  if (detail.icmpErrors > 0) return fault('opening', `${sent}; the answer was ${many(detail.icmpErrors, 'ICMP error')}.`, syn);
  if (detail.packets[other(by)] > 0) return fault('opening', `${sent}; nothing that came back answers the SYN.`, syn);
  return fault('opening', `${sent}, and no answer was captured. Silence does not tell whether a firewall dropped it, the host is absent, or the answer took another way.`, syn);
}

function resetFrame(detail: ConnectionDetail, from: Endpoint): number | undefined {
  return detail.tcp?.resets.find((reset) => reset.from === from && reset.validity === 'refusal')?.frame;
}

/** Whether each end proved that it received the other's SYN. */
function validation({ tcp, opened, openedBy }: ConnectionDetail): Sentence[] {
  if (tcp === null || openedBy === null || opened === 'unanswered' || opened === 'refused' || opened === 'mid-stream' || opened === 'none') return [...wrongAnswers(tcp)];
  const checks = [tcp.directions[openedBy].isnCheck, tcp.directions[other(openedBy)].isnCheck];
  const proven = checks.every((check) => check === 'validated' || check === 'with-data');
  if (proven) {
    return [plain('opening', 'Both initial sequence numbers are validated: each end acknowledged the other’s number plus one, which a sender with a forged address could not have known.')];
  }
  const missing = (['originator', 'responder'] as const).flatMap((end) => {
    switch (tcp.directions[end].isnCheck) {
      case 'inferred': return [`${the(end)}’s SYN was not captured`];
      case 'unanswered': return [`${the(end)}’s number was never acknowledged`];
      case 'wrong': return [`${the(end)}’s number was answered with another one`];
      case 'unknown': return [`nothing of ${the(end)}’s number was captured`];
      default: return [];
    }
  });
  return [notice('opening', `The handshake is not validated: ${list(missing)}.`)];
}

function wrongAnswers(tcp: TcpMeasures | null): Sentence[] {
  if (tcp === null) return [];
  return (['originator', 'responder'] as const).filter((end) => tcp.directions[end].isnCheck === 'wrong')
    .map((end) => fault('opening', `${The(other(end))} answered ${the(end)}’s SYN with a SYN+ACK that acknowledges another number: no answer to this SYN (RFC 9293 §3.10.7.3).`));
}

function legs({ tcp, openedBy, opened }: ConnectionDetail): Sentence[] {
  if (tcp === null || openedBy === null || opened === 'simultaneous' || tcp.synToSynAckMicros === null || tcp.synToSynAckMicros < 0) return [];
  const [to, back] = [tcp.synToSynAckMicros, tcp.synAckToAckMicros];
  if (back === null || back < 0) return [plain('opening', `The SYN+ACK followed the SYN after ${span(to)}.`)];
  // Repeats without payload are SYNs or FINs: then a leg may hold a wait for a time-out.
  const repeated = tcp.initialRttMicros !== to + back || [tcp.directions.originator, tcp.directions.responder].some(({ verdicts, retransmittedBytes }) => 'retransmission' in verdicts && retransmittedBytes === 0);
  if (repeated) return [plain('opening', `The SYN+ACK followed the SYN after ${span(to)}, the ACK ${span(back)} later.`)];
  const near = to > back * NEAR_FACTOR ? ` The capture was probably taken near ${the(openedBy)}.` : back > to * NEAR_FACTOR ? ` The capture was probably taken near ${the(other(openedBy))}.` : '';
  return [plain('opening', `The SYN+ACK followed the SYN after ${span(to)}, the ACK ${span(back)} later: ${span(to + back)} for one round trip.${near}`)];
}

/** Options in use, and who did not offer the others. */
function agreed({ tcp, openedBy, opened }: ConnectionDetail): Sentence[] {
  if (tcp === null || openedBy === null || opened === 'unanswered' || opened === 'refused' || tcp.inUse.windowScale === null) return [];
  const { originator, responder } = tcp.directions;
  if (originator.offered === null || responder.offered === null) return [];
  const [a, b] = [originator.offered, responder.offered];
  const rows: [string, boolean, boolean][] = [
    ['window scaling', a.windowScale !== null, b.windowScale !== null], ['SACK', a.sackPermitted, b.sackPermitted], ['time stamps', a.timestamps, b.timestamps],
  ];
  const used = rows.filter(([, x, y]) => x && y).map(([name]) => (name === 'window scaling' ? `window scaling (originator × ${scale(a.windowScale)}, responder × ${scale(b.windowScale)})` : name));
  const declined = rows.filter(([, x, y]) => x !== y).map(([name, x]) => `${name} (only ${the(x ? 'originator' : 'responder')} offered it)`);
  const absent = rows.filter(([, x, y]) => !x && !y).map(([name]) => name);
  const parts = [
    used.length > 0 ? `In use: ${list(used)}.` : '',
    declined.length > 0 ? `Not in use: ${list(declined)}.` : '',
    absent.length > 0 && used.length + declined.length > 0 ? `Not offered: ${list(absent)}.` : '',
  ].filter((part) => part !== '');
  if (used.length + declined.length === 0) return [plain('opening', 'Neither end offered window scaling, SACK or time stamps.')];
  return [plain('opening', `${parts.join(' ')}${segments(a.mss, b.mss)}`)];
}

const scale = (shift: number | null): string => threeDigits(2 ** (shift ?? 0));

function segments(a: number | null, b: number | null): string {
  if (a === null || b === null) return '';
  return a === b ? ` Both take segments of up to ${count(a)} bytes.` : ` The originator takes segments of up to ${count(a)} bytes, the responder ${count(b)}.`;
}

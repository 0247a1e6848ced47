// One packet in full: its headers as a tree, its bytes, and what each view says of it.
import { VERDICTS, VERDICT_MASK, verdictConfidence, verdictName } from '@shared/analysis';
import { PROTOCOL } from '@shared/flow';
import { NETFILTER_STATE, netfilterReasonName, netfilterVerdictName } from '@shared/netfilter';
import { stateInfo } from '@shared/states';
import type { PacketDetail } from '@shared/trace';
import { WIRESHARK_VERDICTS } from '@shared/wireshark';
import { CONN_STATES } from '@shared/zeek';
import type { TraceColumns } from './columns';
import { packetFields } from './fields';
import { NETFILTER_PAIR } from './replay';
import { why } from './why';

const CONN_STATE_NAMES: readonly string[] = Object.keys(CONN_STATES);

/** @param frame the captured bytes; history: Zeek's letters of the whole connection */
export function packetDetail(c: TraceColumns, index: number, frame: Uint8Array, baseSeconds: number, protocol: number, history: string): PacketDetail {
  const before = index > 0 ? c.letters[index - 1] : 0;
  const isIcmp = protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6;
  const verdict = c.verdict[index];
  return {
    frame: c.frame[index], index, micros: baseSeconds * 1e6 + Math.floor(c.ns[index] / 1000), wire: c.wire[index], captured: c.captured[index], offset: c.offset[index],
    bytes: frame, fields: packetFields(frame, c.wire[index], c.linkType[index]),
    views: {
      own: { verdict: verdictName(verdict), confidence: verdictConfidence(verdict), why: why(c, index) || VERDICTS[verdict & VERDICT_MASK].meaning },
      wireshark: WIRESHARK_VERDICTS.filter((_, bit) => (c.wireshark[index] & (1 << bit)) !== 0).map(({ name, meaning }) => ({ name, meaning })),
      zeek: { letters: history.slice(before, c.letters[index]), history: history.slice(0, c.letters[index]), connState: CONN_STATE_NAMES[c.connState[index]] ?? '' },
      netfilter: {
        verdict: netfilterVerdictName(c.netfilter[index]), reason: netfilterReasonName(c.netfilter[index]),
        state: protocol === PROTOCOL.tcp ? NETFILTER_STATE[c.netfilterState[index]] ?? '' : isIcmp ? '' : NETFILTER_PAIR[c.netfilterState[index]] ?? '',
      },
      states: { originator: stateInfo(protocol, c.originatorState[index]).name, responder: stateInfo(protocol, c.responderState[index]).name },
    },
  };
}

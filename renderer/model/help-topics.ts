// Every entry of the help, made from the tables that the program itself runs on; and which entry something on the page asks for.
import { ALERT_TEXTS } from '@shared/alert-texts';
import { ALERTS } from '@shared/alerts';
import { VERDICTS } from '@shared/analysis';
import { DOCTOR_CHECKS } from '@shared/doctor';
import { PROTOCOL } from '@shared/flow';
import { NETFILTER_REASON, NETFILTER_STATE, NETFILTER_VERDICT } from '@shared/netfilter';
import { NETFILTER_STATE_MEANING, NETFILTER_VERDICT_MEANING } from '@shared/netfilter-words';
import { ICMP_STATES, TCP_STATES, UDP_STATES } from '@shared/states';
import type { StateInfo } from '@shared/states';
import { CLOSED_TEXT, DIRECTION_TEXT, OPENED_TEXT } from '@shared/texts';
import { COLUMN_HELP } from '@shared/texts-columns';
import { CHECK_HELP, CHECK_TITLES, TOOL_HELP } from '@shared/texts-doctor';
import { HELP_TEXTS } from '@shared/texts-help';
import type { HelpGroup } from '@shared/texts-help';
import { STORY_TEXTS } from '@shared/texts-story';
import { WIRESHARK_VERDICTS } from '@shared/wireshark';
import { CONN_STATES, HISTORY_LETTERS } from '@shared/zeek';
import { COLUMNS } from './columns';
import { namedStateMark } from './state-mark';
import type { StateMark } from './state-mark';
import { verdictMark } from './verdict-mark';
import type { VerdictMark } from './verdict-mark';

export interface HelpTopic {
  /** What `data-help` names: group, then name. */
  key: string;
  group: HelpGroup;
  name: string;
  /** Tells apart what has the same name; '' for none. */
  kind: string;
  text: string;
  state: StateMark | null;
  verdict: VerdictMark | null;
}

const { kinds } = HELP_TEXTS;
const topic = (group: HelpGroup, name: string, text: string, more: Partial<HelpTopic> = {}): HelpTopic => ({ key: `${group}:${name}`, group, name, kind: '', text, state: null, verdict: null, ...more });
const states = (protocol: number, kind: string, all: readonly StateInfo[]): HelpTopic[] =>
  all.map(({ name, meaning }) => topic('state', name, meaning, { key: `state:${kind}:${name}`, kind, state: namedStateMark(protocol, name) }));
const pairs = (group: HelpGroup, kind: string, table: Readonly<Record<string, string>>): HelpTopic[] =>
  Object.entries(table).map(([name, text]) => topic(group, name, text, { kind, key: `${group}:${kind}:${name}` }));
/** A reason in front of a dash is the kernel's own; what follows explains it. */
const reason = (text: string): HelpTopic => {
  const [name = '', ...rest] = text.split(' – ');
  return topic('netfilter', name, rest.join(' – '), { kind: kinds.ctReason, key: `netfilter:${kinds.ctReason}:${name}` });
};

export const HELP_TOPICS: readonly HelpTopic[] = [
  ...states(PROTOCOL.tcp, kinds.tcp, TCP_STATES), ...states(PROTOCOL.udp, kinds.udp, UDP_STATES), ...states(PROTOCOL.icmp, kinds.icmp, ICMP_STATES),
  ...VERDICTS.flatMap(({ name, meaning }, code) => (name === null ? [] : [topic('verdict', name, meaning, { verdict: verdictMark(code) })])),
  ...pairs('verdict', kinds.confidence, HELP_TEXTS.confidence),
  ...WIRESHARK_VERDICTS.map(({ name, meaning }) => topic('wireshark', name, meaning)),
  ...pairs('zeek', kinds.connState, CONN_STATES), ...pairs('zeek', kinds.letter, HISTORY_LETTERS),
  ...NETFILTER_VERDICT.map((name) => topic('netfilter', name, NETFILTER_VERDICT_MEANING[name], { kind: kinds.ctVerdict })),
  ...NETFILTER_STATE.map((name) => topic('netfilter', name, NETFILTER_STATE_MEANING[name], { kind: kinds.ctState, key: `netfilter:${kinds.ctState}:${name}` })),
  ...NETFILTER_REASON.filter((text) => text !== '').map(reason),
  ...COLUMNS.map(({ key, title, name }) => topic('column', title === name ? name : `${title}: ${name}`, COLUMN_HELP[key], { key: `column:${key}` })),
  ...Object.values(STORY_TEXTS.measureNames).map(([name, text]) => topic('measure', name, text)),
  ...pairs('outcome', kinds.opened, OPENED_TEXT), ...pairs('outcome', kinds.closed, CLOSED_TEXT), ...pairs('outcome', kinds.direction, DIRECTION_TEXT),
  ...ALERTS.map(({ kind, title }) => topic('alert', title, ALERT_TEXTS[kind].what, { key: `alert:${kind}` })),
  ...DOCTOR_CHECKS.map((id) => topic('doctor', CHECK_TITLES[id], CHECK_HELP[id], { key: `doctor:${id}` })),
  ...Object.entries(TOOL_HELP).map(([name, text]) => topic('tool', name, text)),
];

/** The entry for what an element names; a state is asked for by name alone where its protocol is not known. */
export function topicFor(asked: string): HelpTopic | null {
  const exact = HELP_TOPICS.find(({ key }) => key === asked);
  if (exact !== undefined) return exact;
  const at = asked.indexOf(':');
  const group = asked.slice(0, at);
  const name = asked.slice(at + 1);
  return HELP_TOPICS.find((entry) => entry.group === group && entry.name === name) ?? null;
}

// The facts of one connection in words: how it opened and closed, who is who and why.
import type { ConnectionDetail } from '@shared/snapshot';
import { CLOSED_TEXT, DIRECTION_TEXT, OPENED_TEXT, TEXTS, closedByText } from '@shared/texts';
import { formatMoment } from './clock';
import { formatCount, formatSpan } from './format';

export interface Fact { name: string; text: string }

function openedText(detail: ConnectionDetail): string {
  const how = OPENED_TEXT[detail.opened];
  return detail.handshakeMicros === null ? how : `${how} ${TEXTS.detail.handshakeIn(formatSpan(detail.handshakeMicros))}`;
}

function closedText(detail: ConnectionDetail): string {
  return detail.closedBy === null ? CLOSED_TEXT[detail.closed] : closedByText(detail.closed, detail.closedBy);
}

function contextText(detail: ConnectionDetail): string {
  const vlan = detail.vlan.length > 0 ? TEXTS.detail.vlan(detail.vlan.join(' / ')) : '';
  return [vlan, detail.tunnel].filter((part) => part !== '').join(', ');
}

/** What the detail pane lists, most telling first; facts that do not apply are left out. */
export function detailFacts(detail: ConnectionDetail): Fact[] {
  const context = contextText(detail);
  return [
    ...(detail.opened === 'none' ? [] : [{ name: TEXTS.detail.opened, text: openedText(detail) }]),
    { name: TEXTS.detail.closed, text: closedText(detail) },
    { name: TEXTS.detail.duration, text: formatSpan(detail.endMicros - detail.startMicros) },
    { name: TEXTS.detail.direction, text: DIRECTION_TEXT[detail.directionReason] },
    { name: TEXTS.detail.started, text: formatMoment(detail.startMicros) },
    ...(context === '' ? [] : [{ name: TEXTS.detail.context, text: context }]),
    ...(detail.icmpErrors === 0 ? [] : [{ name: TEXTS.detail.icmpErrors, text: formatCount(detail.icmpErrors) }]),
  ];
}

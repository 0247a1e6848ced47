// One row of the table as text and marks, made from a page; and which of its cells differ from what was shown before.
import { CLOSED, OPENED, protocolName } from '@shared/flow';
import type { ExtraKey, Page } from '@shared/snapshot';
import { formatTimeOfDay } from './clock';
import { COLUMNS } from './columns';
import type { ColumnKey } from './columns';
import { endpointText, joinEndpoint } from './endpoint-text';
import type { EndpointText } from './endpoint-text';
import { formatByteRate, formatBytes, formatCount, formatSpan, NOTHING } from './format';
import { hasStatePerEnd, stateMark } from './state-mark';
import type { StateMark } from './state-mark';

/** Stands before the number of a connection's alerts. */
const ALERT_MARK = '▲';

export interface RowCells {
  id: number;
  number: string;
  protocol: string;
  originator: EndpointText;
  responder: EndpointText;
  /** VLAN and tunnel around the packets; '' for none. */
  context: string;
  originatorState: StateMark;
  /** null where one pseudo-state belongs to both ends. */
  responderState: StateMark | null;
  packets: string;
  originatorBytes: string;
  responderBytes: string;
  duration: string;
  handshake: string;
  lastSeen: string;
  started: string;
  opened: string;
  closed: string;
  /** Of the columns that were asked for. */
  extras: Partial<Record<ExtraKey, string>>;
}

/** Row `i` of a page. `referenceMicros` is the day that times of day are told on. */
export function rowCells(page: Page, i: number, referenceMicros: number | null): RowCells {
  const protocol = page.protocol[i] ?? 0;
  const closed = page.closed[i] ?? 0;
  const originatorCode = page.originatorState[i] ?? 0;
  const responderCode = page.responderState[i] ?? 0;
  const perEnd = hasStatePerEnd(protocol) || originatorCode !== responderCode;
  const id = page.ids[i] ?? 0;
  return {
    id,
    number: formatCount(id),
    protocol: protocolName(protocol),
    originator: endpointText(protocol, page.originator[i] ?? '', page.originatorPort[i] ?? 0, 'originator'),
    responder: endpointText(protocol, page.responder[i] ?? '', page.responderPort[i] ?? 0, 'responder'),
    context: page.context[i] ?? '',
    originatorState: stateMark(protocol, originatorCode, closed),
    responderState: perEnd ? stateMark(protocol, responderCode, closed) : null,
    packets: formatCount(page.packets[i] ?? 0),
    originatorBytes: formatBytes(page.originatorBytes[i] ?? 0),
    responderBytes: formatBytes(page.responderBytes[i] ?? 0),
    duration: formatSpan(page.durationMicros[i] ?? Number.NaN),
    handshake: formatSpan(page.handshakeMicros[i] ?? Number.NaN),
    lastSeen: formatTimeOfDay(page.lastMicros[i] ?? 0, referenceMicros),
    started: formatTimeOfDay(page.firstMicros[i] ?? 0, referenceMicros),
    opened: OPENED[page.opened[i] ?? 0] ?? '',
    closed: CLOSED[closed] ?? '',
    extras: Object.fromEntries(Object.entries(page.extras).map(([key, values]) => [key, extraText(key as ExtraKey, values[i])])),
  };
}

const markText = (mark: StateMark): string => (mark.note === '' ? mark.word : `${mark.word} (${mark.note})`);

function extraText(key: ExtraKey, value: string | number | undefined): string {
  if (typeof value !== 'number') return value ?? '';
  if (Number.isNaN(value)) return NOTHING;
  switch (key) {
    case 'rtt': return formatSpan(value);
    case 'alerts': return value === 0 ? '' : `${ALERT_MARK} ${formatCount(value)}`;
    case 'goodput': return formatByteRate(value);
    case 'payload': case 'missed': return formatBytes(value);
    default: return formatCount(value);
  }
}

/** A cell as plain text: what is compared and copied, and what a reader would see. */
export function cellText(cells: RowCells, key: ColumnKey): string {
  switch (key) {
    case 'id': return cells.number;
    case 'originator': return joinEndpoint(cells.originator);
    case 'responder': return joinEndpoint(cells.responder);
    case 'originatorState': return markText(cells.originatorState);
    // One pseudo-state belongs to both ends.
    case 'responderState': return markText(cells.responderState ?? cells.originatorState);
    case 'protocol': case 'packets': case 'originatorBytes': case 'responderBytes': case 'duration': case 'handshake': case 'lastSeen': case 'started': case 'opened': case 'closed': case 'context':
      return cells[key];
    default: return cells.extras[key] ?? '';
  }
}

/** Bit per column of COLUMNS whose text differs. */
export function changedColumns(before: RowCells, after: RowCells): number {
  let bits = 0;
  COLUMNS.forEach(({ key }, place) => { if (cellText(before, key) !== cellText(after, key)) bits |= 1 << place; });
  return bits;
}

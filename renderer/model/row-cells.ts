// One row of the table as text and marks, made from a page; and which of its cells differ from what was shown before.
import { protocolName } from '@shared/flow';
import type { Page } from '@shared/snapshot';
import { formatTimeOfDay } from './clock';
import { endpointText, joinEndpoint } from './endpoint-text';
import type { EndpointText } from './endpoint-text';
import { formatBytes, formatCount, formatSpan } from './format';
import { hasStatePerEnd, stateMark } from './state-mark';
import type { StateMark } from './state-mark';

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
  };
}

const markText = (mark: StateMark | null): string => (mark === null ? '' : `${mark.shape} ${mark.word} ${mark.note}`);

/** The cells as plain text in column order: what is compared, and what a reader would see. */
export function cellTexts(cells: RowCells): string[] {
  return [
    cells.number, cells.protocol, joinEndpoint(cells.originator), joinEndpoint(cells.responder) + cells.context,
    markText(cells.originatorState), markText(cells.responderState),
    cells.packets, cells.originatorBytes, cells.responderBytes, cells.duration, cells.handshake, cells.lastSeen,
  ];
}

/** Bit per column whose text differs. */
export function changedColumns(before: RowCells, after: RowCells): number {
  const a = cellTexts(before);
  const b = cellTexts(after);
  let bits = 0;
  for (let c = 0; c < b.length; c++) if (a[c] !== b[c]) bits |= 1 << c;
  return bits;
}

// What a cell of the connection table can be filtered by: tests in the filter language, made from the page's own values.
import { CLOSED, PROTOCOL, protocolName } from '@shared/flow';
import type { Page } from '@shared/snapshot';
import { stateInfo } from '@shared/states';
import { CELL_TEXTS } from '@shared/texts-filter';
import { formatBytes, formatCount, formatSpan } from './format';
import { hasStatePerEnd } from './state-mark';

export interface CellTest {
  /** What the value is, for a person. */
  title: string;
  /** The value as the cell shows it. */
  value: string;
  test: string;
}

const test = (title: string, value: string, text: string): CellTest => ({ title, value, test: text });
const isIcmp = (protocol: number): boolean => protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6;
const atLeast = (title: string, value: string, field: string, number: number): CellTest[] =>
  Number.isFinite(number) ? [test(title, `≥ ${value}`, `${field} >= ${String(number)}`), test(title, `≤ ${value}`, `${field} <= ${String(number)}`)] : [];

/** Tests of row `i` of a page under a column; null for the whole row. */
export function cellTests(page: Page, i: number, column: string | null): CellTest[] {
  const id = page.ids[i];
  if (id === undefined) return [];
  const protocol = page.protocol[i] ?? 0;
  const layer = protocol === PROTOCOL.icmp6 ? 'icmpv6' : 'icmp';
  const end = (which: 'originator' | 'responder'): CellTest[] => {
    const address = page[which][i] ?? '';
    const port = (which === 'originator' ? page.originatorPort : page.responderPort)[i] ?? 0;
    const tests = [test(CELL_TEXTS[which], address, `${which}.address == ${address}`), test(CELL_TEXTS.either, address, `address == ${address}`)];
    if (isIcmp(protocol)) tests.push(which === 'originator' ? test(CELL_TEXTS.icmpType, String(port), `${layer}.type == ${String(port)}`) : test(CELL_TEXTS.icmpCode, String(port), `${layer}.code == ${String(port)}`));
    else if (protocol === PROTOCOL.tcp || protocol === PROTOCOL.udp) tests.push(test(which === 'originator' ? CELL_TEXTS.originatorPort : CELL_TEXTS.responderPort, String(port), `${which}.port == ${String(port)}`));
    if (which === 'responder') for (const vlan of (page.context[i] ?? '').matchAll(/\bVLAN (\d+)/g)) tests.push(test(CELL_TEXTS.vlan, vlan[1] ?? '', `vlan == ${vlan[1] ?? ''}`));
    return tests;
  };
  const state = (which: 'originator' | 'responder'): CellTest[] => {
    const { name } = stateInfo(protocol, (which === 'originator' ? page.originatorState : page.responderState)[i] ?? 0);
    const closed = CLOSED[page.closed[i] ?? 0] ?? 'open';
    const title = hasStatePerEnd(protocol) ? CELL_TEXTS[`${which}State`] : CELL_TEXTS.state;
    const ended = closed === 'open' ? [] : [test(CELL_TEXTS.closed, closed, `closed == ${closed}`)];
    return [test(title, name, hasStatePerEnd(protocol) ? `states.${which} == ${name}` : `states == ${name}`), ...ended];
  };
  const bytes = (which: 'originator' | 'responder'): CellTest[] => {
    const sent = page[`${which}Bytes`][i] ?? 0;
    return atLeast(CELL_TEXTS[`${which}Bytes`], formatBytes(sent), `wireBytes.${which}`, sent);
  };
  const columns: Readonly<Record<string, () => CellTest[]>> = {
    id: () => [test(CELL_TEXTS.id, formatCount(id), `id == ${String(id)}`)],
    protocol: () => [test(CELL_TEXTS.protocol, protocolName(protocol), `proto == ${protocolName(protocol)}`)],
    originator: () => end('originator'), responder: () => end('responder'),
    originatorState: () => state('originator'), responderState: () => (hasStatePerEnd(protocol) ? state('responder') : []),
    packets: () => atLeast(CELL_TEXTS.packets, formatCount(page.packets[i] ?? 0), 'packets', page.packets[i] ?? Number.NaN),
    originatorBytes: () => bytes('originator'), responderBytes: () => bytes('responder'),
    duration: () => atLeast(CELL_TEXTS.duration, formatSpan(page.durationMicros[i] ?? Number.NaN), 'durationMicros', page.durationMicros[i] ?? Number.NaN),
    handshake: () => atLeast(CELL_TEXTS.handshake, formatSpan(page.handshakeMicros[i] ?? Number.NaN), 'handshakeMicros', Math.floor(page.handshakeMicros[i] ?? Number.NaN)),
    lastSeen: () => [test(CELL_TEXTS.lastSeen, 'from here on', `endMicros >= ${String(page.lastMicros[i] ?? 0)}`), test(CELL_TEXTS.lastSeen, 'up to here', `endMicros <= ${String(page.lastMicros[i] ?? 0)}`)],
  };
  if (column !== null) return columns[column]?.() ?? [];
  const first = ['protocol', 'originator', 'responder', 'originatorState', 'responderState'];
  const all = first.flatMap((key) => columns[key]?.() ?? []);
  return all.filter((each, at) => all.findIndex((other) => other.test === each.test) === at);
}

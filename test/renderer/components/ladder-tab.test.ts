// @vitest-environment happy-dom
// The ladder as a person at the keyboard meets it: thousands of packets, the next verdict, a jump to what is repeated, a copy, a packet in full.
import { enableAutoUnmount, mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { computed, shallowRef } from 'vue';
import type { CommandName, SessionStatus } from '@shared/ipc';
import { DEFAULT_SETTINGS } from '@shared/settings';
import type { ConnectionDetail } from '@shared/snapshot';
import LadderTab from '../../../renderer/components/LadderTab.vue';
import { DETAIL_TABS_KEY } from '../../../renderer/composables/detail-tabs';
import { EXPORTER } from '../../../renderer/composables/export-file';
import { useLadderModes } from '../../../renderer/composables/ladder-modes';
import { PROBLEMS, createProblems } from '../../../renderer/composables/problems';
import { SELECTED_PACKET, createSelectedPacket } from '../../../renderer/composables/selected-packet';
import { EMPTY_STATUS, SESSION } from '../../../renderer/composables/session';
import type { Session } from '../../../renderer/composables/session';
import { madeTrace } from '../harness/made-trace';
import { settle } from '../settle';

const HEIGHT = 26 + 34 * 8;
const START = Date.UTC(2026, 0, 5) * 1000;
enableAutoUnmount(afterEach);
beforeEach(() => { vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(HEIGHT); });
afterEach(() => {
  vi.restoreAllMocks();
  const modes = useLadderModes();
  if (!modes.relative.value) modes.toggleNumbers();
  if (modes.onlyVerdicts.value) modes.toggleVerdicts();
  while (modes.time.value !== 'relative') modes.nextTime();
});

const detail = { id: 7, protocol: 6, originator: { address: '10.0.0.1', port: 40_000 }, responder: { address: '10.0.0.2', port: 80 }, startMicros: START } as ConnectionDetail;

async function ladder() {
  const made = madeTrace(START);
  const asked: string[] = [];
  const answers: Partial<Record<CommandName, (argument: never) => unknown>> = {
    trace: ({ id }: { id: number }) => made.info(id),
    traceRows: ({ offset, count }: { offset: number; count: number }) => made.rows(offset, count),
    traceVerdicts: ({ from }: { from: number }) => made.verdicts(from),
    traceLocate: ({ frame }: { frame: number }) => ({ index: made.locate(frame) }),
  };
  window.synoptic = {
    invoke: (name, argument) => { asked.push(name); return Promise.resolve({ ok: true, value: answers[name]?.(argument as never) as never }); },
    on: () => () => undefined, pathOfFile: () => '',
  };
  const copied = vi.fn<(text: string) => Promise<void>>(() => Promise.resolve());
  vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(copied);
  const exported = vi.fn(() => Promise.resolve('/saved.txt'));
  const problems = createProblems();
  const packet = createSelectedPacket(shallowRef(7), problems);
  const chosenTab = vi.fn();
  const wrapper = mount(LadderTab, {
    attachTo: document.body, props: { detail },
    global: { provide: {
      [PROBLEMS as symbol]: problems, [SELECTED_PACKET as symbol]: packet, [EXPORTER as symbol]: exported,
      [SESSION as symbol]: { status: shallowRef<SessionStatus>({ ...EMPTY_STATUS, phase: 'done' }) } as Partial<Session>,
      [DETAIL_TABS_KEY as symbol]: { tab: computed(() => DEFAULT_SETTINGS.detailTab), maximised: shallowRef(false), choose: chosenTab, maximise: () => undefined },
    } },
  });
  await settle();
  const grid = wrapper.get('[role="grid"]');
  const press = async (...keys: (string | { key: string; ctrlKey?: boolean; shiftKey?: boolean })[]): Promise<void> => {
    for (const key of keys) { await grid.trigger('keydown', typeof key === 'string' ? { key } : key); await settle(); }
  };
  const row = (index: number): string => wrapper.find(`#packet-${index}`).text().replaceAll(/\s+/g, ' ');
  return { wrapper, grid, press, row, packet, made, copied, chosenTab, asked };
}

describe('a ladder of thousands of packets', () => {
  it('goes through them by keys with a handful of nodes, and tells a screen reader where it is', async () => {
    const { grid, press, packet, made, wrapper } = await ladder();
    await press('End');
    expect(packet.index.value).toBe(made.count - 1);
    expect(grid.attributes()).toMatchObject({ 'aria-rowcount': String(made.count + 1), 'aria-activedescendant': `packet-${made.count - 1}` });
    await press('Home', 'ArrowDown', 'PageDown');
    expect(packet.index.value).toBe(1 + 7);
    expect(wrapper.findAll('[role="row"]').length).toBeLessThan(14);
  });
  it('shows the arrow, its numbers, the states that changed and the arithmetic', async () => {
    const { row, wrapper } = await ladder();
    expect(row(1)).toContain('SYN ACK');
    expect(row(1)).toContain('ESTABLISHED');
    expect(row(1)).toContain('SYN-RECEIVED');
    expect(row(1)).toContain('ack 1 = 0 + 1 (SYN)');
    expect(row(2)).not.toContain('SYN-RECEIVED');
    expect(wrapper.find('#packet-1 .way').attributes()).toMatchObject({ 'data-from': 'responder', 'data-toward': 'originator' });
  });
  it('turns to absolute numbers and other times at a key', async () => {
    const { row, press } = await ladder();
    await press('r');
    expect(row(0)).toContain('numbers begin at 3735928559, ack 0');
    expect(row(1)).toContain('ack 3735928560 = 3735928559 + 1 (SYN)');
    await press('t');
    expect(row(1)).toContain('+80 µs');
  });
});

describe('verdicts', () => {
  it('are found one after the other, also far beyond what is held', async () => {
    const { press, packet, made, row } = await ladder();
    await press('n');
    const first = packet.index.value ?? -1;
    expect(made.rows(first, 1).verdict[0]).not.toBe(0);
    expect(made.rows(0, first).verdict.every((verdict) => verdict === 0)).toBe(true);
    expect(row(first)).toContain('duplicate ack');
    await press('n', { key: 'N', shiftKey: true });
    expect(packet.index.value).toBe(first);
    await press('Home', { key: 'N', shiftKey: true });
    expect(packet.index.value).toBe(0);
  });
  it('stand alone at a key, told as they are among all others, and the chosen one stays', async () => {
    const { grid, press, packet, made, row, wrapper } = await ladder();
    const { indices } = made.verdicts(0);
    await press('n', 'n');
    const second = indices[1] ?? -1;
    const among = row(second);
    await press('v');
    expect(grid.attributes()).toMatchObject({ 'aria-rowcount': String(indices.length + 1), 'aria-activedescendant': `packet-${second}` });
    expect(wrapper.findAll('.row').map((element) => element.attributes('id'))).toEqual(expect.arrayContaining([`packet-${indices[0] ?? -1}`, `packet-${second}`, `packet-${indices[2] ?? -1}`]));
    expect(row(second)).toBe(among);
    expect(wrapper.get('.count').text()).toBe(`${indices.length} of ${made.count.toLocaleString('en-US')} packets`);
    await press('ArrowDown');
    expect(packet.index.value).toBe(indices[2]);
    await press('End', 'v');
    expect(packet.index.value).toBe(indices.at(-1));
    expect(grid.attributes('aria-rowcount')).toBe(String(made.count + 1));
  });
  it('lead from a packet that stands alone back to the one it repeats', async () => {
    const { press, packet, wrapper, made, grid } = await ladder();
    const rows = made.rows(0, made.count);
    const again = rows.verdict.findIndex((verdict) => (verdict & 0xff) === 1);
    await press('v');
    packet.select(again);
    await settle();
    await wrapper.get(`#packet-${again} .jump`).trigger('click');
    await settle();
    expect(packet.index.value).toBe(rows.related[again]);
    expect(grid.attributes('aria-rowcount')).toBe(String(made.count + 1));
    expect(wrapper.find(`#packet-${packet.index.value ?? -1}`).exists()).toBe(true);
  });
  it('join a packet to what it repeats: a link leads there', async () => {
    const { packet, wrapper, made } = await ladder();
    const rows = made.rows(0, made.count);
    const again = rows.verdict.findIndex((verdict) => (verdict & 0xff) === 1);
    packet.select(again);
    await settle();
    const link = wrapper.get(`#packet-${again} .jump`);
    expect(link.text()).toBe(`repeats frame ${(rows.frame[rows.related[again] ?? 0] ?? 0).toLocaleString('en-US')} ↑`);
    await link.trigger('click');
    await settle();
    expect(packet.index.value).toBe(rows.related[again]);
    expect(wrapper.find(`#packet-${packet.index.value ?? -1}`).exists()).toBe(true);
  });
});

describe('going on from a packet', () => {
  it('opens it in full with Enter', async () => {
    const { press, chosenTab } = await ladder();
    await press('Enter');
    expect(chosenTab).not.toHaveBeenCalled();
    await press('ArrowDown', 'Enter');
    expect(chosenTab).toHaveBeenCalledExactlyOnceWith('packet');
  });
  it('goes to a frame by its number', async () => {
    const { press, packet, wrapper, made } = await ladder();
    await press('g');
    const field = wrapper.get('input');
    expect(document.activeElement).toBe(field.element);
    await field.setValue(String(made.frameOf(1000)));
    await field.trigger('keydown', { key: 'Enter' });
    await settle();
    expect(packet.index.value).toBe(1000);
    expect(wrapper.find('#packet-1000').attributes('aria-selected')).toBe('true');
    expect(document.activeElement).toBe(wrapper.get('[role="grid"]').element);
  });
  it('copies what Shift has chosen', async () => {
    const { press, copied, wrapper } = await ladder();
    await press('Home', { key: 'ArrowDown', shiftKey: true }, { key: 'ArrowDown', shiftKey: true });
    expect(wrapper.findAll('[aria-selected="true"]')).toHaveLength(3);
    await press({ key: 'c', ctrlKey: true });
    const lines = (copied.mock.calls[0]?.[0] ?? '').trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[1]).toContain('10.0.0.2:80 → 10.0.0.1:40000  SYN ACK seq=0 ack=1');
    expect(wrapper.get('[role="status"]').text()).toBe('3 packets copied');
  });
});

it('says so when the packets cannot be read back', async () => {
  window.synoptic = { invoke: () => Promise.resolve({ ok: true, value: null as never }), on: () => () => undefined, pathOfFile: () => '' };
  const problems = createProblems();
  const wrapper = mount(LadderTab, { props: { detail }, global: { provide: {
    [PROBLEMS as symbol]: problems, [SELECTED_PACKET as symbol]: createSelectedPacket(shallowRef(7), problems), [EXPORTER as symbol]: () => Promise.resolve(null),
    [SESSION as symbol]: { status: shallowRef(EMPTY_STATUS) }, [DETAIL_TABS_KEY as symbol]: { choose: () => undefined },
  } } });
  await settle();
  expect(wrapper.text()).toContain('cannot be read back');
});

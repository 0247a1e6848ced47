// @vitest-environment happy-dom
// The connection table as a person at the keyboard meets it: a million rows, a selection that is a connection, a grid a screen reader can follow.
import { enableAutoUnmount, mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, h, shallowRef } from 'vue';
import type { View } from '@shared/ipc';
import type { SortKey } from '@shared/snapshot';
import ConnectionGrid from '../../../renderer/components/ConnectionGrid.vue';
import { createPageWindow } from '../../../renderer/composables/page-window';
import { sortAfterClick } from '../../../renderer/model/columns';
import { makeConnections } from '../harness/made-connections';
import type { MadeConnections } from '../harness/made-connections';
import { WITHOUT_HELP } from '../no-help';
import { settle } from '../settle';

const HEIGHT = 246;
enableAutoUnmount(afterEach);
beforeEach(() => { vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(HEIGHT); });
afterEach(() => { vi.restoreAllMocks(); });

/** The table over made-up connections, wired as the page wires it. */
async function table(made: MadeConnections) {
  const view = shallowRef<View>({ sort: 'id', descending: false, filter: '' });
  const selectedId = shallowRef<number | null>(null);
  const opened = vi.fn();
  const pages = createPageWindow(view.value, (request) => Promise.resolve({ ok: true, value: made.page(request) }), () => undefined);
  const setView = (next: View): void => { view.value = next; pages.setView(next); };
  const Page = defineComponent(() => () => h(ConnectionGrid, {
    page: pages.page.value, shownView: pages.shownView.value, sort: view.value.sort, descending: view.value.descending, rowHeight: 22, referenceMicros: 0,
    locate: (id: number) => Promise.resolve(made.locate({ ...view.value, id })),
    selectedId: selectedId.value, 'onUpdate:selectedId': (id: number | null) => { selectedId.value = id; },
    onWant: pages.want, onSort: (key: SortKey) => { setView({ ...view.value, ...sortAfterClick(view.value, key) }); }, onOpen: opened,
  }));
  const wrapper = mount(Page, { attachTo: document.body, global: { provide: WITHOUT_HELP } });
  await settle();
  const grid = wrapper.get('[role="grid"]');
  const press = async (...keys: string[]): Promise<void> => { for (const key of keys) { await grid.trigger('keydown', { key }); await settle(); } };
  const selectedRow = (): string | undefined => wrapper.find('[role="row"][aria-selected="true"]').attributes('aria-rowindex');
  return { wrapper, grid, press, selectedId, selectedRow, setView, pages, opened };
}

describe('with a million connections', () => {
  const million = makeConnections(1_000_000, 0, 1e9);

  it('goes to the last row and back, with a handful of nodes', async () => {
    const { press, selectedId, selectedRow, wrapper } = await table(million);
    await press('End');
    expect([selectedId.value, selectedRow()]).toEqual([1_000_000, '1000001']);
    await press('ArrowUp', 'PageUp');
    expect(selectedId.value).toBe(1_000_000 - 1 - 9);
    await press('Home', 'ArrowDown');
    expect([selectedId.value, selectedRow()]).toEqual([2, '3']);
    expect(wrapper.findAll('[role="row"]').length).toBeLessThan(16);
  });
  it('tells the size and the place of every row to a screen reader', async () => {
    const { grid, press, wrapper } = await table(million);
    await press('ArrowDown');
    expect(grid.attributes()).toMatchObject({ 'aria-rowcount': '1000001', 'aria-colcount': '12', tabindex: '0' });
    const active = grid.attributes('aria-activedescendant') ?? '';
    const row = wrapper.get(`#${active}`);
    expect(row.attributes()).toMatchObject({ 'aria-selected': 'true', 'aria-rowindex': '2' });
    const columns = row.findAll('[role="gridcell"]').reduce((sum, cell) => sum + Number(cell.attributes('aria-colspan') ?? 1), 0);
    expect(columns).toBe(12);
  });
});

describe('the selection', () => {
  it('stays on its connection when the order changes, and is brought into sight', async () => {
    const made = makeConnections(1000, 0, 1e9);
    const { press, selectedId, selectedRow, wrapper } = await table(made);
    await press('ArrowDown', 'ArrowDown', 'ArrowDown');
    expect(selectedId.value).toBe(3);
    await wrapper.get('button[title="Packets"]').trigger('click');
    await settle();
    expect(selectedId.value).toBe(3);
    expect(Number(selectedRow()) - 2).toBe(made.locate({ sort: 'packets', descending: true, filter: '', id: 3 }));
    expect(wrapper.get('[aria-sort="descending"]').text()).toBe('Packets');
  });
  it('moves on from where its connection now is', async () => {
    const made = makeConnections(1000, 0, 1e9);
    const { press, selectedId, wrapper } = await table(made);
    await press('ArrowDown', 'ArrowDown');
    await wrapper.get('button[title="Packets"]').trigger('click');
    await settle();
    await press('ArrowDown');
    const view = { sort: 'packets', descending: true, filter: '' } as const;
    expect(made.locate({ ...view, id: selectedId.value ?? 0 })).toBe(made.locate({ ...view, id: 2 }) + 1);
  });
  it('begins with the first row in sight when the filter hides its connection', async () => {
    const made = makeConnections(1000, 0, 1e9);
    const { press, selectedId, setView } = await table(made);
    await press('ArrowDown');
    setView({ sort: 'id', descending: false, filter: 'icmp' });
    await settle();
    expect(selectedId.value).toBe(1);
    await press('ArrowDown');
    expect(selectedId.value).toBe(made.page({ sort: 'id', descending: false, filter: 'icmp', offset: 0, count: 1 }).ids[0]);
  });
  it('follows the mouse, and a double click opens', async () => {
    const { wrapper, selectedId, opened } = await table(makeConnections(1000, 0, 1e9));
    await wrapper.get('[aria-rowindex="5"] [role="gridcell"]').trigger('mousedown');
    expect(selectedId.value).toBe(4);
    await wrapper.get('[aria-rowindex="5"] [role="gridcell"]').trigger('dblclick');
    expect(opened).toHaveBeenCalledOnce();
  });
});

describe('while packets arrive', () => {
  it('keeps the scroll position and the nodes, and tints what changed', async () => {
    const made = makeConnections(1000, 0, 1e9);
    const { wrapper, pages, press } = await table(made);
    await press('PageDown', 'PageDown', 'PageDown');
    const before = wrapper.findAll('[role="row"]').map((row) => row.element);
    const rows = before.map((row) => row.getAttribute('aria-rowindex'));
    made.step(20_000, 2e9);
    pages.refresh();
    await settle();
    const after = wrapper.findAll('[role="row"]').map((row) => row.element);
    expect(after).toEqual(before);
    expect(after.map((row) => row.getAttribute('aria-rowindex'))).toEqual(rows);
    expect(wrapper.findAll('.tint').length).toBeGreaterThan(0);
    await settle(300);
    expect(wrapper.findAll('.tint').length).toBe(0);
  });
});

it('shows text from a capture as text', async () => {
  const made = makeConnections(3, 0, 1e6);
  const page = made.page.bind(made);
  made.page = (request) => ({ ...page(request), originator: ['<img src=x onerror=alert(1)>', 'b', 'c'] });
  const { wrapper } = await table(made);
  expect(wrapper.find('img').exists()).toBe(false);
  expect(wrapper.text()).toContain('<img src=x onerror=alert(1)>');
});

// @vitest-environment happy-dom
// Rows that somebody points at or works in stay in place: the table asks for it, says how many are new, and a click arranges anew.
import { enableAutoUnmount, mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, h, shallowRef } from 'vue';
import ConnectionGrid from '../../../renderer/components/ConnectionGrid.vue';
import { makeConnections } from '../harness/made-connections';
import { WITHOUT_HELP } from '../no-help';
import { settle } from '../settle';

enableAutoUnmount(afterEach);
beforeEach(() => { vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(246); });
afterEach(() => { vi.restoreAllMocks(); });

async function table(fresh: number) {
  const made = makeConnections(50, 0, 1e9);
  const view = { sort: 'packets', descending: true, filter: '' } as const;
  const page = { ...made.page({ ...view, offset: 0, count: 50 }), fresh };
  const selectedId = shallowRef<number | null>(null);
  const hold: boolean[] = [];
  const caught = vi.fn();
  const copied: string[] = [];
  vi.spyOn(navigator.clipboard, 'writeText').mockImplementation((text) => { copied.push(text); return Promise.resolve(); });
  const Page = defineComponent(() => () => h(ConnectionGrid, {
    page, shownView: view, sort: view.sort, descending: true, rowHeight: 22, referenceMicros: 0, locate: () => Promise.resolve(0),
    selectedId: selectedId.value, 'onUpdate:selectedId': (id: number | null) => { selectedId.value = id; },
    onHold: (now: boolean) => { hold.push(now); }, onCatchUp: caught,
  }));
  const wrapper = mount(Page, { attachTo: document.body, global: { provide: WITHOUT_HELP } });
  await settle();
  return { wrapper, grid: wrapper.get('[role="grid"]'), hold, caught, selectedId, copied, page };
}

describe('a held order', () => {
  it('holds while the pointer is over the rows', async () => {
    const { wrapper, hold } = await table(0);
    await wrapper.get('.window').trigger('mouseenter');
    await wrapper.get('.window').trigger('mouseleave');
    expect(hold).toEqual([true, false]);
  });
  it('holds while a row is selected and the focus is in the table', async () => {
    const { grid, hold } = await table(0);
    (grid.element as HTMLElement).focus();
    await settle();
    expect(hold).toEqual([]);
    await grid.trigger('keydown', { key: 'ArrowDown' });
    await settle();
    expect(hold).toEqual([true]);
    (grid.element as HTMLElement).blur();
    await settle();
    expect(hold).toEqual([true, false]);
  });
  it('says how many are new, and a click catches up', async () => {
    expect((await table(0)).wrapper.find('.fresh').exists()).toBe(false);
    const { wrapper, caught } = await table(1312);
    expect(wrapper.get('.fresh').text()).toBe('1,312 new');
    await wrapper.get('.fresh').trigger('click');
    expect(caught).toHaveBeenCalledOnce();
  });
});

it('Ctrl+C copies the selected row', async () => {
  const { grid, copied, page } = await table(0);
  await grid.trigger('keydown', { key: 'ArrowDown' });
  await settle();
  await grid.trigger('keydown', { key: 'c', ctrlKey: true });
  await settle();
  expect(copied).toHaveLength(1);
  expect(copied[0]?.split('\t').slice(0, 1)).toEqual([String(page.ids[0])]);
  expect(copied[0]?.split('\t')).toHaveLength(12);
});

// @vitest-environment happy-dom
// The head of a table by keyboard: one tab stop, arrows go along, Enter sorts and is not the table's, what Alt and Shift do is.
import { mount } from '@vue/test-utils';
import { describe, expect, it, vi } from 'vitest';
import { h } from 'vue';
import SortHead from '../../../renderer/components/SortHead.vue';

const column = (key: string, sort: string | null = key) => ({ key, title: key, name: `the ${key}`, numeric: false, sort });

function head() {
  const table = vi.fn();
  const along = vi.fn();
  const sorted = vi.fn();
  const columns = [column('host'), column('sent'), column('note', null), column('last')];
  const wrapper = mount(() => h('div', { onKeydown: table }, [h(SortHead, { columns, sort: 'sent', descending: true, onSort: sorted, onAlong: (_event: KeyboardEvent, at: number, to: number) => { along(at, to); } })]), { attachTo: document.body });
  const buttons = wrapper.findAll('button');
  const focused = (): string => document.activeElement?.textContent ?? '';
  const press = (at: number, key: string, part = {}) => buttons[at]?.trigger('keydown', { key, ...part });
  return { wrapper, buttons, table, along, sorted, focused, press };
}

describe('the head of a table', () => {
  it('is one stop of the Tab key, at the column that orders the rows', () => {
    expect(head().buttons.map((button) => button.attributes('tabindex'))).toEqual(['-1', '0', '-1', '-1']);
  });
  it('goes along with arrows, Home and End, and stops at its ends', async () => {
    const { press, focused } = head();
    await press(1, 'ArrowRight');
    expect(focused()).toBe('note');
    await press(2, 'End');
    expect(focused()).toBe('last');
    await press(3, 'ArrowRight');
    expect(focused()).toBe('last');
    await press(3, 'Home');
    expect(focused()).toBe('host');
  });
  it('keeps Enter from the rows below, and leaves them every other key', async () => {
    const { press, table } = head();
    await press(0, 'Enter');
    await press(0, 'ArrowLeft');
    expect(table).not.toHaveBeenCalled();
    await press(0, 'F6');
    expect(table).toHaveBeenCalledOnce();
  });
  it('hands on what Alt and Shift mean for a column', async () => {
    const { press, along, focused } = head();
    const before = focused();
    await press(1, 'ArrowRight', { altKey: true });
    await press(1, 'ArrowLeft', { shiftKey: true });
    expect(along.mock.calls).toEqual([[1, 2], [1, 0]]);
    expect(focused()).toBe(before);
  });
  it('orders by a column that has an order, and says how', async () => {
    const { buttons, sorted, wrapper } = head();
    await buttons[3]?.trigger('click');
    await buttons[2]?.trigger('click');
    expect(sorted.mock.calls).toEqual([['last']]);
    expect(wrapper.findAll('[role="columnheader"]').map((cell) => cell.attributes('aria-sort'))).toEqual(['none', 'descending', undefined, 'none']);
  });
});

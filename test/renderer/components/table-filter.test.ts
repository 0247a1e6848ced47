// @vitest-environment happy-dom
// The filter field as a person at the keyboard and a screen reader meet it.
import { enableAutoUnmount, mount } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { computed, defineComponent, h, shallowRef } from 'vue';
import TableFilter from '../../../renderer/components/TableFilter.vue';
import { FILTER_MEMORY } from '../../../renderer/composables/filter-memory';
import { settle } from '../settle';

enableAutoUnmount(afterEach);

async function field(history: string[] = []) {
  const filter = shallowRef('');
  const left = vi.fn();
  const noted = vi.fn();
  const Page = defineComponent(() => () => h(TableFilter, { modelValue: filter.value, 'onUpdate:modelValue': (text: string) => { filter.value = text; }, matching: 3, total: 10, onLeave: left }));
  const memory = { history: computed(() => history), saved: computed(() => []), note: noted, save: vi.fn(), remove: vi.fn() };
  const wrapper = mount(Page, { attachTo: document.body, global: { provide: { [FILTER_MEMORY as symbol]: memory } } });
  const input = wrapper.get<HTMLInputElement>('input[role="combobox"]');
  const type = async (text: string): Promise<void> => { await input.setValue(text); await settle(140); };
  const press = async (key: string): Promise<void> => { await input.trigger('keydown', { key }); await settle(20); };
  await settle();
  return { wrapper, input, type, press, filter, left, noted };
}

describe('typing', () => {
  it('gives the table what is valid, and keeps the last valid one while it is not', async () => {
    const { type, filter, input, wrapper } = await field();
    await type('tcp.port == 443');
    expect(filter.value).toBe('tcp.port == 443');
    expect(wrapper.text()).toContain('3 of 10');
    await type('tcp.prot == 443');
    expect(filter.value).toBe('tcp.port == 443');
    expect(input.attributes('aria-invalid')).toBe('true');
  });
  it('marks the place of the fault and tells it to a screen reader', async () => {
    const { type, input, wrapper } = await field();
    await type('tcp and packets > x');
    expect(wrapper.get('.mirror .bad').text()).toBe('x');
    expect(wrapper.get('.mirror').text()).toBe('tcp and packets > x');
    const message = wrapper.get(`[id="${input.attributes('aria-describedby') ?? ''}"]`);
    expect(message.attributes()).toMatchObject({ role: 'status', 'aria-live': 'polite' });
    expect(message.text()).toContain('wants a number');
  });
});

describe('suggestions', () => {
  it('are chosen by key and put where the caret is', async () => {
    const { type, press, input, wrapper } = await field();
    await type('tcp.po');
    expect(input.attributes('aria-expanded')).toBe('true');
    await press('ArrowDown');
    const active = wrapper.get(`[id="${input.attributes('aria-activedescendant') ?? ''}"]`);
    expect(active.attributes()).toMatchObject({ role: 'option', 'aria-selected': 'true' });
    await press('Enter');
    expect(input.element.value).toBe('tcp.port ');
    expect(wrapper.findAll('[role="option"]').map((option) => option.text().slice(0, 2))).toContain('==');
  });
  it('go away with Escape, then the text, then the field', async () => {
    const { type, press, input, left } = await field();
    await type('tcp.po');
    await press('Escape');
    expect([input.attributes('aria-expanded'), input.element.value]).toEqual(['false', 'tcp.po']);
    await press('Escape');
    expect(input.element.value).toBe('');
    await press('Escape');
    expect(left).toHaveBeenCalledOnce();
  });
  it('are earlier filters in an empty field', async () => {
    const { press, input, filter, left, noted } = await field(['udp', 'closed == reset']);
    await press('ArrowDown');
    await press('ArrowDown');
    await press('Enter');
    expect(input.element.value).toBe('closed == reset');
    await press('Enter');
    expect(filter.value).toBe('closed == reset');
    expect(noted).toHaveBeenCalledWith('closed == reset');
    expect(left).toHaveBeenCalledOnce();
  });
});

// @vitest-environment happy-dom
// The alerts page by keyboard, over the whole window with a stand-in for the main process.
import { enableAutoUnmount, mount } from '@vue/test-utils';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import App from '../../../renderer/App.vue';
import { createFakeApi, SPAN, START } from '../harness/fake-api';
import { makeConnections } from '../harness/made-connections';
import { settle } from '../settle';

enableAutoUnmount(afterEach);
beforeEach(() => { vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(400); });
afterEach(() => { vi.restoreAllMocks(); });

async function openPage(rows = 100) {
  const made = makeConnections(Math.max(1, rows), START, SPAN);
  const api = createFakeApi({ name: 'done', rows, theme: 'dark', density: 'compact' }, (call, argument) => Promise.resolve(call === 'page' ? made.page(argument as Parameters<typeof made.page>[0]) : null));
  const run = vi.spyOn(api, 'invoke');
  window.synoptic = api;
  const wrapper = mount(App, { attachTo: document.body });
  await vi.waitUntil(() => wrapper.find('[role="tab"]').exists(), 5_000);
  await settle(50);
  const press = async (key: string, held: KeyboardEventInit = {}): Promise<void> => {
    (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...held }));
    await settle(30);
  };
  await press('4', { ctrlKey: true });
  await vi.waitUntil(() => wrapper.find('[role="treegrid"], .none').exists(), 5_000);
  return { wrapper, press, run };
}

it('shows the worst alert at once, and arrows, Enter and Mute lead on', async () => {
  const { wrapper, press, run } = await openPage();
  expect(wrapper.get('article').attributes('aria-label')).toContain('SYN flood');
  expect(wrapper.get('[data-page="alerts"] [role="img"]').attributes('aria-label')).toContain('3 high');
  wrapper.get<HTMLElement>('[role="treegrid"]').element.focus();
  await press('Home');
  await press('ArrowLeft');
  expect(wrapper.get('[aria-level="1"]').attributes('aria-expanded')).toBe('false');
  await press('ArrowRight');
  await press('End');
  expect(wrapper.get('[aria-selected="true"][aria-level]').text()).toContain('Suppressed3');
  await press('ArrowRight');
  await press('ArrowRight');
  await press('ArrowDown');
  expect(wrapper.get('article').text()).toContain('Held back');
  await press('Enter');
  expect(document.activeElement?.tagName).toBe('ARTICLE');

  await wrapper.findAll('[aria-level="2"]')[0]?.trigger('mousedown');
  const mute = wrapper.findAll('button').find((button) => button.text() === 'Mute…');
  await mute?.trigger('click');
  const reason = wrapper.get('.mute input');
  expect(wrapper.get('.mute .primary').attributes('disabled')).toBeDefined();
  await reason.setValue('load test');
  await wrapper.get('.mute').trigger('submit');
  await settle(50);
  expect(run.mock.calls.findLast(([name]) => name === 'saveSettings')?.[1]).toEqual({ alertMutes: [{ kind: 'syn-flood', host: '10.0.5.57', peer: null, reason: 'load test' }] });
  expect(wrapper.get('article').text()).toContain('Muted: load test');
  expect(wrapper.get('[data-page="alerts"] [role="img"]').attributes('aria-label')).toContain('2 high');
});

it('says what was looked for when nothing was found', async () => {
  const { wrapper } = await openPage(0);
  expect(wrapper.get('.none').text()).toContain('No alerts');
  expect(wrapper.findAll('.none li').length).toBeGreaterThan(30);
});

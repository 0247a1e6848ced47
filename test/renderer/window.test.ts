// @vitest-environment happy-dom
// The whole window over a stand-in for the main process: start page, capture, table, keys, problems.
import { enableAutoUnmount, mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nextTick } from 'vue';
import App from '../../renderer/App.vue';
import type { Scene } from './harness/fake-api';
import { createFakeApi, START, SPAN } from './harness/fake-api';
import { makeConnections } from './harness/made-connections';
import { settle } from './settle';

enableAutoUnmount(afterEach); // two windows would both hear the keys
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(400);
});
afterEach(() => { vi.restoreAllMocks(); });

async function openWindow(name: Scene['name'], rows = 500) {
  const made = makeConnections(rows, START, SPAN);
  const api = createFakeApi({ name, rows, theme: 'dark', density: 'compact' }, (call, argument) => Promise.resolve(
    call === 'page' ? made.page(argument as Parameters<typeof made.page>[0]) : call === 'locate' ? made.locate(argument as Parameters<typeof made.locate>[0]) : null,
  ));
  const run = vi.spyOn(api, 'invoke');
  window.synoptic = api;
  const wrapper = mount(App, { attachTo: document.body });
  await vi.waitUntil(() => wrapper.find('.row, .over, [role="option"]').exists() || wrapper.text().includes('No interface'), 5_000);
  await settle(50);
  const press = async (key: string, held: KeyboardEventInit = {}): Promise<void> => {
    (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...held }));
    await settle(150);
  };
  const asked = (command: string): unknown[] => run.mock.calls.filter(([called]) => called === command).map(([, argument]) => argument);
  return { wrapper, press, asked };
}

describe('the start page', () => {
  it('lists interfaces, recent files and the capturer in use', async () => {
    const { wrapper } = await openWindow('start');
    expect(wrapper.findAll('[role="option"]').map((row) => row.find('strong').text())).toEqual(['wlp0s20f3', 'eth0', 'docker0', 'lo', 'eth1']);
    expect(wrapper.text()).toContain('Captures with dumpcap.');
    expect(wrapper.text()).toContain('slow-login.pcap');
  });
  it('starts on the chosen interface by keyboard alone', async () => {
    const { press, asked, wrapper } = await openWindow('start');
    await press('ArrowDown');
    await press('Enter');
    expect(asked('startCapture')).toEqual([{ interface: 'eth0', filter: '', capturer: null }]);
    expect(wrapper.find('[role="grid"]').exists()).toBe(true);
    expect(document.activeElement?.getAttribute('role')).toBe('grid');
  });
  it('says under the field what is wrong with a filter, and does not start', async () => {
    const { wrapper, asked } = await openWindow('start');
    await wrapper.get('#capture-filter').setValue('tcp prot 80');
    await vi.waitFor(() => { expect(wrapper.get('#capture-filter-said').text()).toContain('syntax error'); }, 5_000);
    expect(wrapper.get('#capture-filter').attributes('aria-invalid')).toBe('true');
    await wrapper.get('#capture-filter').trigger('keydown', { key: 'Enter' });
    expect(asked('startCapture')).toEqual([]);
    expect(wrapper.get('button.primary').attributes('disabled')).toBeDefined();
  });
  it('gives the exact command when nothing may capture', async () => {
    const { wrapper } = await openWindow('no-permission');
    expect(wrapper.get('code').text()).toBe('sudo setcap cap_net_raw,cap_net_admin+ep /usr/bin/dumpcap');
    expect(wrapper.get('button.primary').attributes('disabled')).toBeDefined();
  });
  it('says why there is no interface and what still works', async () => { expect((await openWindow('no-interface')).wrapper.text()).toContain('Saved captures can still be opened.'); });
});

describe('a problem', () => {
  it('is told with its offset and remedy, stays out of the way, and is dismissed', async () => {
    const { wrapper } = await openWindow('failed');
    expect(wrapper.get('[role="alert"]').text()).toContain('notes.txt is not a capture');
    expect(wrapper.get('[role="alert"]').text()).toContain('Open a pcap or pcapng file');
    await wrapper.get('[aria-label="Dismiss"]').trigger('click');
    expect(wrapper.find('[role="alert"]').exists()).toBe(false);
  });
});

describe('the table', () => {
  it('filters by keyboard, counts, says that a filter hides everything, and clears it', async () => {
    const { wrapper, press } = await openWindow('done');
    await press('/');
    expect(document.activeElement?.tagName).toBe('INPUT');
    await wrapper.get('.filter input').setValue('udp answered');
    await vi.waitFor(() => { expect(wrapper.get('.count').text()).toMatch(/^\d+ of 500$/); }, 5_000);
    await wrapper.get('.filter input').setValue('no such thing');
    await vi.waitFor(() => { expect(wrapper.text()).toContain('The filter hides all 500 connections'); }, 5_000);
    await wrapper.findAll('.empty button').find((button) => button.text() === 'Clear filter')?.trigger('click');
    await vi.waitFor(() => { expect(wrapper.get('.count').text()).toBe('500 connections'); }, 5_000);
  });
  it('goes into the details and back, and round the panes', async () => {
    const { press, wrapper } = await openWindow('done');
    const pane = (): string | null | undefined => document.activeElement?.closest('[data-pane]')?.getAttribute('data-pane');
    await press('ArrowDown');
    await vi.waitUntil(() => wrapper.find('.facts').exists(), 5_000);
    await press('Enter');
    expect(pane()).toBe('detail');
    expect(wrapper.get('.detail').text()).toContain('Originator');
    await press('Escape');
    expect(pane()).toBe('table');
    await press('F6');
    expect(pane()).toBe('detail');
    await press('F6', { shiftKey: true });
    await press('F6', { shiftKey: true });
    expect(pane()).toBe('filter');
  });
  it('stands still while the display is paused', async () => {
    const { press, asked, wrapper } = await openWindow('live');
    await press('p', { ctrlKey: true });
    expect(asked('pauseDisplay')).toEqual([{ paused: true }]);
    expect(wrapper.get('footer').text()).toContain('Display paused');
    const pages = asked('page').length;
    await settle(700);
    expect(asked('page').length).toBe(pages);
  });
  it('asks before a capture that was not saved is given up', async () => {
    const { press, asked } = await openWindow('live');
    await press('W', { ctrlKey: true, shiftKey: true });
    expect(document.querySelector('[role="alertdialog"]')?.textContent).toContain('This capture is not saved');
    expect(asked('closeSession')).toEqual([]);
    [...document.querySelectorAll<HTMLElement>('[role="alertdialog"] button')].find((button) => button.textContent === 'Discard')?.click();
    await settle(150);
    expect(asked('closeSession')).toHaveLength(1);
  });
  it('lists where a capture is damaged', async () => {
    const { wrapper } = await openWindow('damaged');
    await wrapper.get('footer .trigger').trigger('click');
    await settle(100);
    expect(document.querySelector('.damages')?.textContent).toContain('90,112,004 (0x55f0004)');
  });
});

describe('long reading', () => {
  it('shows progress, and can be cancelled', async () => {
    const { wrapper, asked } = await openWindow('loading');
    await vi.waitFor(() => { expect(wrapper.get('[role="progressbar"]').attributes('aria-valuenow')).toBe('31'); }, 5_000);
    await wrapper.get('.progress button').trigger('click');
    await nextTick();
    expect(asked('cancelLoad')).toHaveLength(1);
  });
});

it('opens a dropped file', async () => {
  const { asked } = await openWindow('start');
  const drop = new Event('drop', { cancelable: true });
  Object.assign(drop, { dataTransfer: { types: ['Files'], files: [new File([], 'a.pcap')] } });
  window.dispatchEvent(drop);
  await settle();
  expect(asked('openFile')).toEqual([{ path: '/dropped/a.pcap' }]);
  expect(drop.defaultPrevented).toBe(true);
});

it('switches the theme through the settings', async () => {
  const { press, asked } = await openWindow('start');
  expect(document.documentElement.dataset['theme']).toBe('dark');
  await press('L', { ctrlKey: true, shiftKey: true });
  expect([document.documentElement.dataset['theme'], asked('saveSettings').at(-1)]).toEqual(['light', { theme: 'light' }]);
});

// @vitest-environment happy-dom
// Progress of reading: nothing for a file that is read at once, never a bar that only flashes.
import { mount } from '@vue/test-utils';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { nextTick } from 'vue';
import LoadProgressBar from '../../../renderer/components/LoadProgressBar.vue';
import { EMPTY_STATUS } from '../../../renderer/composables/session';

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

it('keeps quiet for the first 300 ms', async () => {
  const wrapper = mount(LoadProgressBar, { props: { status: { ...EMPTY_STATUS, phase: 'loading', bytesRead: 310, bytesTotal: 1000 } } });
  vi.advanceTimersByTime(290);
  await nextTick();
  expect(wrapper.find('[role="progressbar"]').exists()).toBe(false);
  vi.advanceTimersByTime(20);
  await nextTick();
  expect(wrapper.get('[role="progressbar"]').attributes('aria-valuenow')).toBe('31');
});

it('claims no share of a size that is not known', async () => {
  const wrapper = mount(LoadProgressBar, { props: { status: { ...EMPTY_STATUS, phase: 'loading', bytesRead: 310, bytesTotal: null } } });
  vi.advanceTimersByTime(400);
  await nextTick();
  expect(wrapper.get('[role="progressbar"]').attributes('aria-valuenow')).toBeUndefined();
});

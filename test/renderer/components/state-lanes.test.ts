// @vitest-environment happy-dom
// The story by keyboard: from jump to jump, its packet selected, its rule said.
import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import { computed, shallowRef } from 'vue';
import type { ConnectionDetail } from '@shared/snapshot';
import StoryTab from '../../../renderer/components/StoryTab.vue';
import { DETAIL_TABS_KEY } from '../../../renderer/composables/detail-tabs';
import { SELECTED_PACKET } from '../../../renderer/composables/selected-packet';
import { MADE_MEASURES, MADE_VIEWS } from '../harness/made-measures';
import { madeTrace, madeTransitions } from '../harness/made-trace';

const START = Date.UTC(2026, 0, 5) * 1000;
const trace = madeTrace(START);
const DETAIL: ConnectionDetail = {
  id: 42, protocol: 6, originator: { address: '10.0.0.1', port: 50_000 }, responder: { address: '10.0.0.2', port: 443 }, directionReason: 'syn', startMicros: START, endMicros: trace.info(1).lastMicros,
  states: { originator: 'CLOSED', responder: 'CLOSED' }, stateCodes: { originator: 0, responder: 0 }, opened: 'handshake', closed: 'fin', closedBy: 'responder', openedBy: 'originator',
  packets: { originator: 1, responder: 2 }, wireBytes: { originator: 60, responder: 60 }, payloadBytes: { originator: 0, responder: 0 }, handshakeMicros: null,
  tcp: MADE_MEASURES, others: MADE_VIEWS, icmpErrors: 0, vlan: [], tunnel: '', transitions: madeTransitions(trace), transitionsDropped: 0,
};

function show() {
  const selected: number[] = [];
  const chosen: string[] = [];
  const wrapper = mount(StoryTab, {
    attachTo: document.body, props: { detail: DETAIL },
    global: { provide: {
      [DETAIL_TABS_KEY as symbol]: { tab: computed(() => 'story' as const), maximised: shallowRef(false), choose: (tab: string) => { chosen.push(tab); }, maximise: () => undefined },
      [SELECTED_PACKET as symbol]: { index: shallowRef(null), select: () => undefined, suggest: () => undefined, selectFrame: (frame: number) => { selected.push(frame); return Promise.resolve(); } },
    } },
  });
  return { wrapper, selected, chosen };
}

it('goes from jump to jump with the arrow keys, one tab stop for all', async () => {
  const { wrapper, selected } = show();
  const svg = wrapper.get('.lanes svg');
  expect(wrapper.findAll('.jump[tabindex="0"]')).toHaveLength(1);
  await svg.trigger('keydown', { key: 'ArrowRight' });
  await svg.trigger('keydown', { key: 'ArrowRight' });
  expect(wrapper.get('.jump.chosen').attributes('aria-label')).toBe('2: responder, CLOSED to LISTEN, confirmed');
  await svg.trigger('keydown', { key: 'End' });
  expect(wrapper.get('.line').text()).toContain('two lifetimes pass');
  expect(wrapper.findAll('.jump[tabindex="0"]')).toHaveLength(1);
  expect(selected).toEqual([trace.frameOf(0), trace.frameOf(1), 0]);
  wrapper.unmount();
});

it('says event, rule and reason of the chosen jump, and leads to its packet', async () => {
  const { wrapper, chosen } = show();
  await wrapper.findAll('.jump')[1]?.trigger('keydown', { key: 'Enter' });
  for (const part of ['gets SYN+ACK', 'RFC 9293 §3.10.7.3', 'open from its side']) expect(wrapper.get('.line').text()).toContain(part);
  await wrapper.get('.line button').trigger('click');
  expect(chosen).toEqual(['packet']);
  wrapper.unmount();
});

it('tells inferred from confirmed without colour: dashed, and in its name', () => {
  const { wrapper } = show();
  const inferred = wrapper.findAll('.jump.inferred').map((jump) => jump.attributes('aria-label'));
  expect(inferred).toEqual(['11: originator, LAST-ACK to CLOSED, inferred', '12: responder, TIME-WAIT to CLOSED, inferred']);
  wrapper.unmount();
});

it('draws the lanes true to time when asked', async () => {
  const { wrapper } = show();
  await wrapper.findAll('.lanes .choices button')[1]?.trigger('click');
  expect(wrapper.findAll('.lanes .choices button').map((button) => button.attributes('aria-pressed'))).toEqual(['false', 'true']);
  expect(wrapper.find('.gap').exists()).toBe(false);
  wrapper.unmount();
});

// @vitest-environment happy-dom
// The detail pane: both ends, the facts in words, the transitions in time; and a row that is no longer there.
import { mount } from '@vue/test-utils';
import { computed, shallowRef } from 'vue';
import { describe, expect, it } from 'vitest';
import type { ConnectionDetail, Transition } from '@shared/snapshot';
import DetailPane from '../../../renderer/components/DetailPane.vue';
import { DETAIL_TABS_KEY } from '../../../renderer/composables/detail-tabs';
import { createProblems, PROBLEMS } from '../../../renderer/composables/problems';
import { SELECTED_PACKET } from '../../../renderer/composables/selected-packet';

const START = Date.UTC(2026, 0, 5) * 1000;
const transition = (part: Partial<Transition>): Transition => ({ frame: 7, micros: START + 18_412, endpoint: 'responder', from: 'LISTEN', to: 'SYN-RECEIVED', event: 'send-syn-ack', basis: 'confirmed', rule: 'RFC 9293 §3.10.7.2', why: 'It answered.', ...part });
const detail = (part: Partial<ConnectionDetail>): ConnectionDetail => ({
  id: 42, protocol: 6, originator: { address: '10.0.0.1', port: 50_000 }, responder: { address: '2001:db8::2', port: 443 }, directionReason: 'syn', startMicros: START, endMicros: START + 5e6,
  states: { originator: 'CLOSED', responder: 'ESTABLISHED' }, stateCodes: { originator: 0, responder: 4 }, opened: 'handshake', closed: 'reset', closedBy: 'originator',
  packets: { originator: 1, responder: 2_000 }, wireBytes: { originator: 60, responder: 2.5e6 }, payloadBytes: { originator: 0, responder: 2.4e6 }, handshakeMicros: null,
  openedBy: null, tcp: null, others: { connState: null, history: null, netfilter: null }, icmpErrors: 0, vlan: [], tunnel: '', transitions: [transition({})], transitionsDropped: 0, ...part,
});
const show = (props: { selectedId: number | null; detail: ConnectionDetail | null; gone: boolean }) => mount(DetailPane, { props, global: { provide: {
  [DETAIL_TABS_KEY as symbol]: { tab: computed(() => 'story' as const), maximised: shallowRef(false), choose: () => undefined, maximise: () => undefined },
  [PROBLEMS as symbol]: createProblems(),
  [SELECTED_PACKET as symbol]: { index: shallowRef(null), select: () => undefined, suggest: () => undefined, selectFrame: () => Promise.resolve() },
} } });

describe('a selected connection', () => {
  it('shows both ends with state, packets and bytes', () => {
    const text = show({ selectedId: 42, detail: detail({}), gone: false }).text();
    for (const part of ['10.0.0.1:50000', '[2001:db8::2]:443', '1 packet', '2,000 packets', '2.50 MB', 'CLOSED', 'ESTABLISHED', 'reset by the originator']) expect(text).toContain(part);
  });
  it('tells inferred from confirmed by word and sign, not by colour alone', () => {
    const wrapper = show({ selectedId: 42, detail: detail({ transitions: [transition({}), transition({ basis: 'inferred', endpoint: 'originator' })] }), gone: false });
    expect(wrapper.findAll('.basis').map((cell) => cell.text())).toEqual(['✓confirmed', '~inferred']);
  });
  it('dates a transition from the first packet, and in full on hover', () => {
    const cell = show({ selectedId: 42, detail: detail({}), gone: false }).findAll('tbody td')[1];
    expect(cell?.text().replaceAll('\u202f', ' ')).toBe('0.018 412');
    expect(cell?.attributes('title')).toMatch(/^2026-01-0\d .*018.412 /);
  });
  it('says that time alone caused a transition without a packet', () => {
    expect(show({ selectedId: 42, detail: detail({ transitions: [transition({ frame: 0 })] }), gone: false }).find('tbody td').text()).toBe('by time');
  });
  it('bounds a log that a hostile capture filled, and says so', () => {
    const wrapper = show({ selectedId: 42, detail: detail({ transitions: Array.from({ length: 3_000 }, () => transition({})), transitionsDropped: 12 }), gone: false });
    expect(wrapper.findAll('tbody tr')).toHaveLength(500);
    expect(wrapper.text()).toContain('The first 500 of 3,000 transitions');
    expect(wrapper.text()).toContain('12 earlier transitions are not kept');
  });
});

it('says that a dropped row is gone, and why', () => { expect(show({ selectedId: 1204, detail: null, gone: true }).text()).toContain('Connection 1,204 is no longer in the table.'); });
it('explains the marks while nothing is selected', () => { expect(show({ selectedId: null, detail: null, gone: false }).findAll('[data-shape]')).toHaveLength(6); });

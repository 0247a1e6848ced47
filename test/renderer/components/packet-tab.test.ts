// @vitest-environment happy-dom
// One packet in full: a tree that a keyboard goes through, bytes that belong to fields, and neighbours a key away.
import { enableAutoUnmount, mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { shallowRef } from 'vue';
import type { ConnectionDetail } from '@shared/snapshot';
import type { PacketDetail } from '@shared/trace';
import PacketTab from '../../../renderer/components/PacketTab.vue';
import { PROBLEMS, createProblems } from '../../../renderer/composables/problems';
import { SELECTED_PACKET, createSelectedPacket } from '../../../renderer/composables/selected-packet';
import { EMPTY_STATUS, SESSION } from '../../../renderer/composables/session';
import { byteLine, fieldRows, hexDump, pathOfByte } from '../../../renderer/model/packet-fields';
import { madeTrace } from '../harness/made-trace';
import { settle } from '../settle';

const made = madeTrace(Date.UTC(2026, 0, 5) * 1000);
const detail = { id: 7, protocol: 6, originator: { address: '10.0.0.1', port: 40_000 }, responder: { address: '10.0.0.2', port: 80 }, startMicros: made.microsOf(0) } as ConnectionDetail;
enableAutoUnmount(afterEach);
beforeEach(() => { vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(170); });
afterEach(() => { vi.restoreAllMocks(); });

async function tab(index: number | null, packetOf: (index: number) => PacketDetail | null = made.packet) {
  window.synoptic = {
    invoke: (name, argument) => Promise.resolve({ ok: true, value: (name === 'packet' ? packetOf((argument as { index: number }).index) : made.info(7)) as never }),
    on: () => () => undefined, pathOfFile: () => '',
  };
  const problems = createProblems();
  const packet = createSelectedPacket(shallowRef(7), problems);
  packet.select(index);
  const wrapper = mount(PacketTab, {
    attachTo: document.body, props: { detail },
    global: { provide: { [PROBLEMS as symbol]: problems, [SELECTED_PACKET as symbol]: packet, [SESSION as symbol]: { status: shallowRef(EMPTY_STATUS) } } },
  });
  await settle();
  const press = async (on: string, ...keys: string[]): Promise<void> => { for (const key of keys) { await wrapper.get(on).trigger('keydown', { key }); await settle(); } };
  const chosen = (): string | undefined => wrapper.find('[aria-selected="true"] .name').element?.textContent ?? undefined;
  const marked = (): number[] => wrapper.findAll('.hex .marked').map((cell) => Number(cell.attributes('data-at')));
  return { wrapper, press, chosen, marked, packet };
}

describe('the tree of headers', () => {
  it('is gone through, opened and closed by arrows, and marks the bytes of its field', async () => {
    const { press, chosen, marked, wrapper } = await tab(3);
    await press('[role="tree"]', 'Home', 'ArrowRight', 'ArrowDown');
    expect(chosen()).toBe('Source');
    expect(marked()).toEqual([6, 7, 8, 9, 10, 11]);
    expect(wrapper.get('[role="tree"]').attributes('aria-activedescendant')).toBe('field-0.1');
    await press('[role="tree"]', 'ArrowLeft', 'ArrowLeft');
    expect(chosen()).toBe('Ethernet');
    expect(wrapper.get('#field-0').attributes('aria-expanded')).toBe('false');
    expect(wrapper.find('#field-0\\.1').exists()).toBe(false);
  });
  it('keeps its field chosen from packet to packet', async () => {
    const { press, chosen, packet, wrapper } = await tab(3);
    await press('[role="tree"]', 'End', 'n');
    expect(packet.index.value).toBe(4);
    expect(chosen()).toBe('Window');
    expect(wrapper.get('strong').text()).toContain(made.frameOf(4).toLocaleString('en-US'));
    await press('[role="tree"]', 'p');
    expect(packet.index.value).toBe(3);
  });
});

describe('the bytes', () => {
  it('choose the field they belong to when pointed at', async () => {
    const { wrapper, chosen } = await tab(3);
    await wrapper.get('.hex [data-at="39"]').trigger('pointerover');
    expect(chosen()).toBe('Sequence number');
    await wrapper.get('.text [data-at="20"]').trigger('pointerover');
    expect(chosen()).toBe('IPv4');
  });
  it('are drawn only where they are in sight', async () => {
    const large = made.packet(3);
    const { wrapper } = await tab(3, () => (large === null ? null : { ...large, bytes: new Uint8Array(65_536) }));
    expect(wrapper.findAll('.hex').length).toBeLessThan(14);
  });
});

it('shows text from a packet as text', async () => {
  const plain = made.packet(3);
  const { wrapper } = await tab(3, () => (plain === null ? null : { ...plain, fields: [{ name: 'Host', value: '<img src=x>', from: 0, to: 1, note: '<b>', children: [] }] }));
  expect(wrapper.find('.tree img').exists()).toBe(false);
  expect(wrapper.get('.tree').text()).toContain('<img src=x>');
});
it('shows the first packet where none was chosen', async () => {
  const { wrapper, packet } = await tab(null);
  expect(packet.index.value).toBe(0);
  expect(wrapper.text()).toContain('packet 1 of');
});
it('says why there is nothing to show', async () => {
  expect((await tab(3, () => null)).wrapper.text()).toContain('cannot be read back');
});

describe('fields and bytes, without a page', () => {
  const field = (name: string, from: number, to: number, children: PacketDetail['fields'] = []) => ({ name, value: '', from, to, note: '', children });
  const fields = [field('IP', 0, 20, [field('Flags', 6, 8), field('Offset', 6, 8), field('Checked', 0, 0)]), field('TCP', 20, 40)];
  it('finds the narrowest field of a byte', () => {
    expect([pathOfByte(fields, 3), pathOfByte(fields, 7), pathOfByte(fields, 20), pathOfByte(fields, 40)]).toEqual(['0', '0.1', '1', null]);
  });
  it('tells each row its level and its place among its siblings', () => {
    expect(fieldRows(fields, new Set()).map(({ path, level, position, siblings }) => [path, level, position, siblings])).toEqual([['0', 1, 1, 2], ['0.0', 2, 1, 3], ['0.1', 2, 2, 3], ['0.2', 2, 3, 3], ['1', 1, 2, 2]]);
  });
  it('bounds what a hostile packet makes of it', () => { expect(fieldRows([field('Options', 0, 1, Array.from({ length: 50_000 }, () => field('NOP', 0, 1)))], new Set())).toHaveLength(2000); });
  it('dumps bytes as other programs read them', () => {
    expect(hexDump(Uint8Array.from({ length: 18 }, (_, i) => 0x3d + i * 4))).toBe('0000  3d 41 45 49 4d 51 55 59 5d 61 65 69 6d 71 75 79  =AEIMQUY]aeimquy\n0010  7d 81                                            }.');
    expect(byteLine(Uint8Array.from([0x7f]), 0, null)).toEqual([{ offset: 0, hex: '7f', text: '·', marked: false }]);
  });
});

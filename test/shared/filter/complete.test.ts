// What the filter field offers next, and what filters become when tests are added to them.
import { describe, expect, it } from 'vitest';
import { completions } from '@shared/filter/complete';
import { withTest } from '@shared/filter/compose';
import { parseFilter } from '@shared/filter/parse';

const offered = (text: string): string[] => completions(text, text.length).items.map((item) => item.label);

describe('completion', () => {
  it('offers fields that begin like what is typed, the shortest first, with what they mean', () => {
    expect(offered('tcp.po')).toEqual(['tcp.port']);
    expect(offered('tcp and ip.a')[0]).toBe('ip.addr');
    expect(completions('retrans', 7).items.find((item) => item.label === 'retransmission')?.meaning).toMatch(/sent these bytes again/);
  });
  it('finds a field by a later part of its name', () => { expect(offered('zero_w')).toContain('tcp.analysis.zero_window'); });
  it('offers the operators of a field after it', () => {
    expect(offered('closed ')).toEqual(['==', '!=', 'in', 'contains', 'matches']);
    expect(offered('duration ')).toEqual(['>', '>=', '<', '<=']);
  });
  it('offers the values of a field after an operator and in a set', () => {
    expect(offered('closed == re')).toEqual(['reset', 'refused', 'unreachable', 'expired']);
    expect(offered('states.originator in {ESTABLISHED, time')).toEqual(['TIME-WAIT']);
    expect(offered('tcp.port == ')).toEqual([]);
  });
  it('offers states as plain words', () => { expect(offered('443 syn')).toContain('syn-sent'); });
  it('offers nothing inside quotes', () => { expect(offered('tunnel contains "tcp.po')).toEqual([]); });
  it('replaces the word around the caret, also its part behind it', () => {
    const { from, to } = completions('tcp.pxyz == 80', 5);
    expect([from, to]).toEqual([0, 8]);
  });
});

describe('a test added to a filter', () => {
  it.each([
    ['', 'proto == udp', 'only', 'proto == udp'], ['tcp', 'proto == udp', 'only', 'proto == udp'], ['', 'proto == tcp', 'exclude', 'proto != tcp'], ['tcp', 'packets >= 5', 'exclude', 'tcp and not (packets >= 5)'],
    ['tcp or udp', 'id == 1', 'and', '(tcp or udp) and id == 1'], ['tcp udp', 'id == 1', 'or', '(tcp udp) or id == 1'], ['tcp', 'id == 1', 'or', 'tcp or id == 1'], ['tcp ==', 'id == 1', 'and', 'id == 1'],
    ['not (tcp or udp)', 'id == 1', 'and', 'not (tcp or udp) and id == 1'],
  ] as const)('%s + %s (%s)', (now, test, addition, expected) => {
    expect(withTest(now, test, addition)).toBe(expected);
    expect(parseFilter(expected).ok).toBe(true);
  });
});

// Patterns of a filter: the same answers as JavaScript's own regular expressions, in time that no pattern can blow up.
import { describe, expect, it } from 'vitest';
import { Pattern } from '@shared/filter/pattern';

const PATTERNS = ['^ShA', 'R$', 'a|b', '^(?:ab|a)b$', 'x*', 'a+b?c', '[a-cX]', '[^a-z]', '[]-]', '\\d{2,3}', '\\w\\s\\W', 'a{2}', 'a{2,}', '(ab){1,2}c', '.b.', '\\.', '^$', '', 'a.*b', '(a|ab)(c|bcd)(d*)', '[\\d-]x', '\\^R', 'a{', '[b-]'];
const TEXTS = ['', 'ShADadFfR', 'ab', 'abb', 'xxab', 'aaabc', 'X', 'a]b', '12', '1234', 'a b!', 'aa', 'ababc', 'a.b', 'abcd', '^R', 'VXLAN 7 10.0.0.1', '-x', 'a{', 'Abc'];

/** Texts as the grammar of JavaScript writes them: a bracket first in a set stands for itself here. */
const own = (pattern: string): RegExp => new RegExp(pattern === '[]-]' ? '[\\]-]' : pattern === 'a{' ? 'a\\{' : pattern, 's');

describe('a pattern', () => {
  it.each(PATTERNS)('%s finds what JavaScript finds', (source) => {
    for (const text of TEXTS) expect(`${text}: ${String(new Pattern(source, false).test(text))}`).toBe(`${text}: ${String(own(source).test(text))}`);
  });

  it('may make no difference of case', () => {
    expect(new Pattern('VxLan [A-C]', true).test('vxlan b')).toBe(true);
    expect(new Pattern('VxLan', false).test('vxlan')).toBe(false);
  });

  it.each(['(a+)+$', '(a|aa)+$', '(a*)*b', '(.*a){20}', '(a?){100}a{100}'])('%s cannot run away', (source) => {
    const pattern = new Pattern(source, false);
    const began = performance.now();
    pattern.test(`${'a'.repeat(2_000)}!`);
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it.each(['(', ')', '[a', '*a', 'a**', 'a{3,1}', 'a{999}', '(?<x>a)', '(?=a)', '\\1', '\\q', '\\', '((((a{200}){200}){200}){200})', '('.repeat(100)])('%s is refused', (source) => {
    expect(() => new Pattern(source, false)).toThrow();
  });
});

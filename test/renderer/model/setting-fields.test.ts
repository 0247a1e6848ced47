// Numbers of the settings as a person types them.
import { describe, expect, it } from 'vitest';
import { NUMBER_FIELDS } from '../../../renderer/model/setting-fields';
import { doctorKnows } from '../../../renderer/model/doctor-list';

describe('a limit', () => {
  const { connectionLimit, spoolLimitBytes } = NUMBER_FIELDS;
  it.each([['1,000,000', 1_000_000], [' 2000000 ', 2_000_000], ['1 000', 1_000], ['999', null], ['1e6', null], ['', null], ['-5', null], ['0x1000', null], ['many', null], ['20000001', null]])('of connections typed as “%s” is %s', (text, value) => {
    expect(connectionLimit.read(text)).toBe(value);
  });
  it('of bytes is typed in GiB, also in parts of one', () => {
    expect(spoolLimitBytes.read('0.5')).toBe(512 * 1024 ** 2);
    expect(spoolLimitBytes.read('0.001')).toBeNull();
  });
  it('shows what it reads', () => {
    for (const value of [1_000, 1_234_567]) expect(connectionLimit.read(connectionLimit.shown(value))).toBe(value);
    expect(spoolLimitBytes.shown(8 * 1024 ** 3)).toBe('8');
  });
});

it('the doctor is offered for what went wrong with capturing, and for nothing else', () => {
  expect(['no-permission', 'disk-full', 'interface-gone'].filter(doctorKnows)).toHaveLength(3);
  expect(['not-a-capture', 'bad-filter', 'internal'].filter(doctorKnows)).toEqual([]);
});

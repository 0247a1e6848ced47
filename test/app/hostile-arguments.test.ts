// A page that was taken over sends anything to any command: what is not exactly the contract's shape reaches no handler.
import { describe, expect, it } from 'vitest';
import { COMMAND_NAMES, isCommandName } from '@shared/channels';
import { dispatch, type Handlers } from '../../main/app/dispatch';
import { isArgument } from '../../main/app/guards';
import { PAGE_URL } from '../../main/app/page-path';

const TRAPPED = Object.defineProperty({}, 'path', { enumerable: true, get: () => { throw new Error('a trap'); } }) as unknown;
const NESTED = JSON.parse('['.repeat(500) + ']'.repeat(500)) as unknown;
const HOSTILE: readonly unknown[] = [
  0, -1, 1.5, NaN, Infinity, '', 'x', '../../etc/passwd', '\0', '\u202e', 'a'.repeat(1 << 20), true, [], [[]], {}, { length: -1 },
  JSON.parse('{"__proto__":{"id":1}}'), { constructor: { prototype: {} } }, { id: '1' }, { id: {} }, { id: [1] }, { id: 1, toString: 1 }, { id: 2 ** 40 },
  { path: ['/a'] }, { path: '/a\0.pcap' }, { path: 'x'.repeat(5_000) }, { interface: 'lo', filter: '', capturer: 'sh' }, { interface: '-w/x', filter: [], capturer: null },
  { sort: '__proto__', descending: false, filter: '', offset: 0, count: 1 }, { sort: 'id', descending: 1, filter: '', offset: 0, count: 1 },
  { suggestedName: '../../x', kind: 'sh', data: '' }, { suggestedName: 'x', kind: 'csv', data: { byteLength: 1 } },
  { theme: { toString: () => 'dark' } }, { spoolLimitBytes: -1 }, { connectionLimit: 1e12 }, { savedFilters: [{ name: 1, filter: '' }] }, { columns: 'all' },
  { moved: { nothing: 1 } }, { moved: [] }, new Map([['id', 1]]), new Date(0), new Uint8Array(8), NESTED,
];
/** Values of the list that a command rightly takes. */
const TAKES: Readonly<Record<string, (value: unknown) => boolean>> = {
  // A change of nothing is a change.
  saveSettings: (value) => typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0,
};

describe.each(COMMAND_NAMES.filter(isCommandName))('the command %s', (name) => {
  it('refuses every hostile value without throwing', () => {
    const taken = HOSTILE.filter((value) => isArgument(name, value)).filter((value) => TAKES[name]?.(value) !== true);
    expect(taken).toEqual([]);
  });

  it('reaches no handler with one', async () => {
    let reached = 0;
    const handlers = new Proxy({}, { get: () => () => { reached++; } }) as Handlers;
    for (const value of [...HOSTILE.filter((one) => TAKES[name]?.(one) !== true), TRAPPED]) {
      expect(await dispatch(handlers, PAGE_URL, name, value)).toMatchObject({ ok: false });
    }
    expect(reached).toBe(0);
  });
});

it.each(['synoptic-spool-../../etc', 'synoptic-spool-', 'synoptic-spool-a/b', '/spools/synoptic-spool-a', 'synoptic-spool-a\0', '..', ''])('a capture left behind cannot be named “%s”', (id) => {
  for (const name of ['openLeftover', 'saveLeftover', 'discardLeftover'] as const) expect(isArgument(name, { id })).toBe(false);
});

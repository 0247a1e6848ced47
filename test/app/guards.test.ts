// What the window may send: the right shapes pass, everything else is refused before a handler sees it.
import { describe, expect, it } from 'vitest';
import type { SessionStatus } from '@shared/ipc';
import { dispatch, type Handlers } from '../../main/app/dispatch';
import { isArgument } from '../../main/app/guards';
import { PAGE_URL } from '../../main/app/page-path';
import { Failure } from '@shared/failure';

const VIEW = { sort: 'id', descending: false, filter: '' };

describe('the argument of a command', () => {
  it.each([
    ['openFile', { path: '/captures/a.pcap' }],
    ['page', { ...VIEW, offset: 0, count: 100 }],
    ['locate', { ...VIEW, id: 1 }],
    ['startCapture', { interface: 'lo', filter: '', capturer: null }],
    ['saveSettings', { theme: 'dark', captureFilters: { lo: 'tcp' } }],
    ['stopCapture', undefined],
    ['exportFile', { suggestedName: 'graph', kind: 'png', data: new Uint8Array(4) }],
    ['exportFile', { suggestedName: 'graph', kind: 'csv', data: 'a,b' }],
  ] as const)('%s takes %j', (name, argument) => {
    expect(isArgument(name, argument)).toBe(true);
  });

  it.each([
    ['openFile', { path: '' }], ['openFile', { path: 'a\0b' }], ['openFile', '/a'], ['openFile', null], ['openFile', { path: '/a', more: 1 }],
    ['page', { ...VIEW, sort: 'constructor', offset: 0, count: 1 }], ['page', { ...VIEW, offset: 0.5, count: 1 }], ['page', { ...VIEW, offset: 0, count: 1e9 }],
    ['page', { ...VIEW, offset: NaN, count: 1 }], ['page', { ...VIEW, filter: 'x'.repeat(20_000), offset: 0, count: 1 }],
    ['connection', { id: 0 }], ['connection', { id: '1' }], ['connection', []],
    ['startCapture', { interface: '', filter: '', capturer: null }], ['startCapture', { interface: 'lo', filter: '', capturer: 'rm' }],
    ['saveSettings', { connectionLimit: 1 }], ['saveSettings', { theme: 'pink' }], ['saveSettings', { unknown: 1 }], ['saveSettings', { captureFilters: { lo: 1 } }],
    ['exportFile', { suggestedName: '', kind: 'png', data: '' }], ['exportFile', { suggestedName: 'a', kind: 'exe', data: '' }], ['exportFile', { suggestedName: 'a', kind: 'csv', data: [1] }],
    ['stopCapture', { force: true }],
  ] as const)('%s refuses %j', (name, argument) => {
    expect(isArgument(name, argument)).toBe(false);
  });
});

describe('a message of the window', () => {
  const asked: unknown[] = [];
  const status = { phase: 'empty' } as SessionStatus;
  const handlers = {
    openFile: (argument: unknown) => { asked.push(argument); return { opened: true }; },
    startup: () => ({ status }),
    closeSession: () => { throw new Failure('disk-full', 'The disk is full.', 'df -h'); },
  } as unknown as Handlers;

  it('is answered', async () => {
    expect(await dispatch(handlers, PAGE_URL, 'openFile', { path: '/a' })).toEqual({ ok: true, value: { opened: true } });
  });

  it('carries a failure as data', async () => {
    expect(await dispatch(handlers, PAGE_URL, 'closeSession', undefined))
      .toEqual({ ok: false, error: { code: 'disk-full', message: 'The disk is full.', remedy: 'df -h', offset: null } });
  });

  it.each([
    ['https://example.invalid/index.html', 'openFile', { path: '/b' }],
    ['app://synoptic.evil/index.html', 'openFile', { path: '/b' }],
    ['app://synoptic/index.html.evil', 'openFile', { path: '/b' }],
    [null, 'openFile', { path: '/b' }],
    [PAGE_URL, 'toString', undefined],
    [PAGE_URL, '__proto__', undefined],
    [PAGE_URL, 'openFile', { path: 1 }],
  ])('from %s asking %s with %j is refused', async (url, name, argument) => {
    asked.length = 0;
    expect(await dispatch(handlers, url, name, argument)).toMatchObject({ ok: false, error: { code: 'bad-argument' } });
    expect(asked).toEqual([]);
  });
});

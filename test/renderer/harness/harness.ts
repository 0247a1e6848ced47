// The window without its main process: puts the stand-in in place, then starts the real page.
import { SPAN, START, createFakeApi } from './fake-api';
import type { Scene } from './fake-api';

/** The page runs under the program's Trusted Types; only this thread's own script may be named. */
interface TypesFactory { createPolicy: (name: string, rules: { createScriptURL: (url: string) => string; createHTML: (text: string) => string | null }) => unknown }
const { trustedTypes } = globalThis as { trustedTypes?: TypesFactory };
trustedTypes?.createPolicy('default', { createScriptURL: (url) => (new URL(url, location.href).origin === location.origin ? url : ''), createHTML: (text) => (text === '' ? '' : null) });

const asked = new URLSearchParams(location.search);
const rows = Number(asked.get('rows') ?? 1_000_000);

const thread = new Worker(new URL('./connections-thread.ts', import.meta.url), { type: 'module' });
const waiting = new Map<number, (value: unknown) => void>();
let serial = 0;
thread.addEventListener('message', (event: MessageEvent<{ serial: number; value: unknown }>) => {
  waiting.get(event.data.serial)?.(event.data.value);
  waiting.delete(event.data.serial);
});
const ask = (name: string, argument: unknown): Promise<unknown> => new Promise((resolve) => {
  waiting.set(++serial, resolve);
  thread.postMessage({ serial, name, argument });
});
void ask('make', { rows, startMicros: START, spanMicros: SPAN });

window.synoptic = createFakeApi({
  name: (asked.get('scene') ?? 'live') as Scene['name'],
  rows,
  theme: (asked.get('theme') ?? 'system') as Scene['theme'],
  density: (asked.get('density') ?? 'compact') as Scene['density'],
}, ask);
await import('../../../renderer/main');

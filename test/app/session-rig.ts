// Sessions of the tests: the tracker's thread built once, its workers remembered so that a test may stop or end them.
import { Session as InspectorSession } from 'node:inspector';
import path from 'node:path';
import type { Worker } from 'node:worker_threads';
import { build } from 'vite';
import { vi } from 'vitest';
import { DEFAULT_SETTINGS, type Settings } from '@shared/settings';
import type { SessionStatus } from '@shared/ipc';
import { Session } from '../../main/session';

/** Builds the thread into a folder; returns its entry. */
export async function buildThread(folder: string): Promise<string> {
  await build({
    configFile: false, logLevel: 'error', root: path.join(import.meta.dirname, '../..'),
    resolve: { alias: { '@shared': path.join(import.meta.dirname, '../../shared') } },
    ssr: { noExternal: true },
    build: { ssr: true, outDir: path.join(folder, 'built'), minify: false, rolldownOptions: { input: { worker: path.join(import.meta.dirname, '../../main/worker/thread.ts') }, output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name].cjs' } } },
  });
  return path.join(folder, 'built/worker.cjs');
}

export const threads: Worker[] = [];
process.on('worker', (worker) => { threads.push(worker); });

export interface Watched { session: Session; heard: SessionStatus[] }

export function watchedSession(threadEntry: string, folder: string, changes: Partial<Settings> = {}): Watched {
  const heard: SessionStatus[] = [];
  const session = new Session({
    threadEntry, spoolFolder: path.join(folder, 'plain'), captureFolder: folder,
    settings: () => ({ ...DEFAULT_SETTINGS, ...changes }), onStatus: (status) => { heard.push(status); },
  });
  return { session, heard };
}

export const until = (session: Session, test: (status: SessionStatus) => boolean, millis = 40_000): Promise<void> => vi.waitUntil(() => test(session.status), { timeout: millis, interval: 10 }).then(() => undefined);

/** Stops the newest worker thread dead for a time, as a computer that is too busy or asleep does; resolves when it stands. */
export async function standStill(millis: number): Promise<void> {
  const inspector = new InspectorSession();
  inspector.connect();
  const attached = new Promise<string>((resolve) => {
    inspector.on('NodeWorker.attachedToWorker', ({ params }) => {
      // Told of the threads that are there already, the newest last.
      setTimeout(() => { resolve(params.sessionId); }, 200);
    });
  });
  inspector.post('NodeWorker.enable', { waitForDebuggerOnStart: false });
  const sessionId = await attached;
  const expression = `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${String(millis)})`;
  inspector.post('NodeWorker.sendMessageToWorker', { sessionId, message: JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } }) });
  setTimeout(() => { inspector.disconnect(); }, millis + 500);
  await new Promise((resolve) => { setTimeout(resolve, 300); });
}

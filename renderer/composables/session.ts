// The one capture of the window: its status as it arrives, and the commands that act on it.
import { computed, inject, onScopeDispose, shallowRef } from 'vue';
import type { ComputedRef, InjectionKey, ShallowRef } from 'vue';
import { NO_ALERTS } from '@shared/alert-page';
import type { CaptureOptions, RecentFile, SessionStatus, Startup } from '@shared/ipc';
import { invoke, listen, pathOfFile } from '../bridge';
import type { Problems } from './problems';

export const EMPTY_STATUS: SessionStatus = {
  phase: 'empty', source: '', format: '', linkTypes: [], bytesRead: 0, bytesTotal: null, packets: 0, packetsPerSecond: 0, bytesPerSecond: 0,
  connections: 0, evicted: 0, undecoded: 0, dropped: null, lagBytes: 0, firstMicros: null, lastMicros: null, damages: [], damageCount: 0,
  capturer: null, filter: '', paused: false, spoolTrimmed: false, keptFromMicros: null, untrackedBytes: 0, recovered: false, restarts: 0, alerts: NO_ALERTS, error: null,
};

export interface Session {
  status: Readonly<ShallowRef<SessionStatus>>;
  recent: Readonly<ShallowRef<readonly RecentFile[]>>;
  /** True once the main process has said what there is: before that, no page is the right one. */
  ready: Readonly<ShallowRef<boolean>>;
  /** True once there is something to show in the table. */
  showsTable: ComputedRef<boolean>;
  /** A live capture whose packets are on disk only in the spool. */
  unsaved: ComputedRef<boolean>;
  /** Asks what there is; `apply` gets it before anything is shown. */
  begin: (apply: (startup: Startup) => void) => Promise<void>;
  openDialog: () => Promise<void>;
  openPath: (path: string) => Promise<void>;
  openDropped: (file: File) => Promise<void>;
  cancelLoad: () => Promise<void>;
  startCapture: (options: CaptureOptions) => Promise<void>;
  stopCapture: () => Promise<void>;
  togglePause: () => Promise<void>;
  save: () => Promise<boolean>;
  close: () => Promise<void>;
  clearRecent: () => Promise<void>;
}

export const SESSION: InjectionKey<Session> = Symbol('session');

export function useSession(): Session {
  const session = inject(SESSION);
  if (session === undefined) throw new Error('no session is provided');
  return session;
}

export function createSession(problems: Problems): Session {
  const status = shallowRef(EMPTY_STATUS);
  const recent = shallowRef<readonly RecentFile[]>([]);
  const ready = shallowRef(false);
  /** Packets that the last save wrote; a live capture with more than these is unsaved. */
  const savedPackets = shallowRef(-1);

  const take = (next: SessionStatus): void => {
    const before = status.value;
    if (next.source !== before.source || (next.packets < before.packets && next.restarts === before.restarts)) savedPackets.value = -1;
    const error = next.error;
    const known = before.error;
    if (error !== null && (known?.code !== error.code || known.message !== error.message)) problems.report(error);
    status.value = next;
  };
  onScopeDispose(listen('status', take));

  const refreshRecent = async (): Promise<void> => {
    const startup = await invoke('startup', undefined);
    if (startup.ok) recent.value = startup.value.recent;
  };

  const openPath = async (path: string): Promise<void> => { problems.valueOf(await invoke('openFile', { path })); };

  return {
    status,
    recent,
    ready,
    showsTable: computed(() => {
      const { phase, packets } = status.value;
      return phase === 'loading' || phase === 'live' || phase === 'done' || (phase === 'failed' && packets > 0);
    }),
    unsaved: computed(() => status.value.capturer !== null && status.value.packets > 0 && savedPackets.value !== status.value.packets),
    async begin(apply) {
      const startup = problems.valueOf(await invoke('startup', undefined));
      if (startup !== null) {
        apply(startup);
        recent.value = startup.recent;
        take(startup.status);
        for (const notice of startup.notices) problems.report(notice);
      }
      ready.value = true;
    },
    async openDialog() { problems.valueOf(await invoke('openDialog', undefined)); },
    openPath,
    async openDropped(file) {
      const path = pathOfFile(file);
      if (path !== '') await openPath(path);
    },
    async cancelLoad() { problems.valueOf(await invoke('cancelLoad', undefined)); },
    async startCapture(options) { problems.valueOf(await invoke('startCapture', options)); },
    async stopCapture() { problems.valueOf(await invoke('stopCapture', undefined)); },
    async togglePause() { problems.valueOf(await invoke('pauseDisplay', { paused: !status.value.paused })); },
    async save() {
      const packets = status.value.packets;
      const saved = problems.valueOf(await invoke('saveCapture', undefined));
      if (saved?.path == null) return false;
      savedPackets.value = packets;
      return true;
    },
    async close() {
      problems.valueOf(await invoke('closeSession', undefined));
      await refreshRecent();
    },
    async clearRecent() {
      problems.valueOf(await invoke('clearRecent', undefined));
      await refreshRecent();
    },
  };
}

// Finds out what is wrong, for the window: the doctor's examination of an interface, and the diagnostics to hand on.
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { BUILD } from '@shared/build';
import { diagnosticsText, LOG_LINES } from '@shared/diagnostics';
import type { Diagnosis, DoctorRequest } from '@shared/doctor';
import type { ObservedTrial } from '@shared/doctor-facts';
import { diagnose } from '@shared/doctor-checks';
import { Failure } from '@shared/failure';
import type { SessionStatus } from '@shared/ipc';
import type { KnownNames } from '@shared/redact';
import type { Settings } from '@shared/settings';
import { probeCapturers } from './capture/capturers';
import { listInterfaces } from './capture/interfaces';
import { lastLines } from './doctor/log-tail';
import { isPromiscuous } from './doctor/device';
import { observe } from './doctor/observe';
import { threadReader } from './doctor/thread-reader';
import type { Session } from './session';

export interface TroubleshootingParts {
  session: Session;
  settings: () => Settings;
  version: string;
  threadEntry: string;
  captureFolder: string;
  logFile: string;
  /** Of Electron: what the graphics do, and what each process takes. */
  gpu: () => Readonly<Record<string, string>>;
  memory: () => readonly { process: string; bytes: number }[];
}

export class Troubleshooting {
  readonly #parts: TroubleshootingParts;
  #busy = false;

  constructor(parts: TroubleshootingParts) {
    this.#parts = parts;
  }

  async examine(request: DoctorRequest): Promise<Diagnosis> {
    if (this.#busy) throw new Failure('busy', 'The doctor is examining an interface already.', 'Wait for it to end.');
    this.#busy = true;
    const { settings, captureFolder, threadEntry } = this.#parts;
    const { capturer, connectionLimit, spoolLimitBytes } = settings();
    try {
      return diagnose(await observe(request, {
        window: true, spoolBase: captureFolder, spoolLimitBytes, capturer,
        read: threadReader(threadEntry, { connectionLimit, spoolLimitBytes, spoolFolder: captureFolder }),
        running: (device) => this.#running(device),
      }));
    } finally {
      this.#busy = false;
    }
  }

  /** The capture that runs knows more than a trial of some seconds. */
  async #running(device: string): Promise<ObservedTrial | null> {
    const { session } = this.#parts;
    const { phase, source, packets, dropped, capturer, firstMicros, lastMicros } = session.status;
    if (phase !== 'live' || source !== device) return null;
    const { connections, health } = await session.ask('overview', { filter: 'tcp', bins: 1 });
    return {
      capturer: capturer?.name ?? '', seconds: firstMicros === null || lastMicros === null ? 0 : Math.round((lastMicros - firstMicros) / 1e6),
      packets, tcpConnections: connections, dropped, promiscuous: isPromiscuous(device), health, clockStepMillis: 0, running: true,
    };
  }

  async diagnostics(): Promise<string> {
    const { session, settings, version, gpu, memory, logFile } = this.#parts;
    const [capturers, interfaces] = await Promise.all([probeCapturers(), listInterfaces()]);
    const { electron = '', chrome = '', node = '' } = process.versions;
    return diagnosticsText({
      version, build: BUILD, versions: { electron, chrome, node }, capturers, interfaces, gpu: gpu(), memory: memory(), settings: { ...settings() },
      system: { platform: process.platform, release: os.release(), name: os.type(), arch: process.arch, cpus: os.cpus().length, memoryBytes: os.totalmem() },
      administrator: process.getuid?.() === 0,
      capture: captureText(session.status),
      log: lastLines(logFile, LOG_LINES),
      known: knownNames(session.status),
    });
  }
}

function captureText({ phase, format, packets, connections, dropped, damageCount, evicted, capturer, error }: SessionStatus): string | null {
  if (phase === 'empty') return null;
  const parts = [phase, format, capturer === null ? 'a file' : `by ${capturer.name}`, `${String(packets)} packets`, `${String(connections)} connections`, `dropped ${String(dropped)}`, `evicted ${String(evicted)}`, `damaged parts ${String(damageCount)}`];
  return `${parts.filter((part) => part !== '').join(', ')}${error === null ? '' : `; ${error.code}: ${error.message}`}`;
}

/** What only this machine calls so: its name, its user, the capture that is open. */
export function knownNames({ source, capturer }: SessionStatus): KnownNames {
  const file = source === '' || capturer !== null ? [] : [source, path.basename(source), path.parse(source).name];
  return { hosts: [os.hostname(), userName()], files: file };
}

function userName(): string {
  try {
    // root and admin are words like any other.
    const { username } = os.userInfo();
    return ['root', 'admin', 'user', 'synoptic'].includes(username.toLowerCase()) ? '' : username;
  } catch {
    return '';
  }
}

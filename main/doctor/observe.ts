// Observes what a capture needs: capturers, permission, the interface, a trial. `shared/doctor-checks.ts` judges.
import process from 'node:process';
import type { DoctorRequest } from '@shared/doctor';
import type { DoctorFacts, ObservedCapturer, ObservedDevice, ObservedTrial } from '@shared/doctor-facts';
import { toAppError } from '@shared/failure';
import type { AppError, InterfaceInfo } from '@shared/ipc';
import type { CapturerName } from '@shared/settings';
import { ANY_DEVICE } from '../capture/activity';
import { capturerIsThere, probeCapturers } from '../capture/capturers';
import { listInterfaces } from '../capture/interfaces';
import { findProgram } from '../capture/programs';
import { downRemedy, groupRemedy, installRemedy, shellWord } from '../capture/remedies';
import { freeBytes } from '../capture/spool';
import { mtuOf, offloadsOf, readCounters } from './device';
import { captureDriver } from './driver';
import { tryCapture, type ReadTrial } from './trial';

export interface Observer {
  window: boolean;
  spoolBase: string;
  spoolLimitBytes: number;
  capturer: CapturerName | null;
  read: ReadTrial;
  /** What is known of the capture that runs on an interface; null when none does. */
  running: (device: string) => Promise<ObservedTrial | null>;
}

const GLANCE_SECONDS = 0.5;

export async function observe(request: DoctorRequest, observer: Observer): Promise<DoctorFacts> {
  const interfaces = await listInterfaces();
  const device = deviceOf(request.interface, interfaces);
  const name = device?.name ?? '';
  const statuses = await (device?.exists === true ? probeCapturers(name) : probeCapturers());
  const capturers = statuses.map((status): ObservedCapturer => ({ status, ...capturerIsThere(status) }));
  const before = readCounters(name);
  const began = performance.now();
  const { trial, error } = await trialOf(request, device, observer);
  if (trial === null || trial.running) await new Promise((resolve) => { setTimeout(resolve, GLANCE_SECONDS * 1000); });
  const after = readCounters(name);
  const watchedSeconds = (performance.now() - began) / 1000;
  const grown = (of: string): number => Math.max(0, (after.bytes.get(of) ?? 0) - (before.bytes.get(of) ?? after.bytes.get(of) ?? 0));
  const { spoolBase, spoolLimitBytes } = observer;
  return {
    platform: process.platform,
    root: process.getuid?.() === 0,
    window: observer.window,
    driver: captureDriver(process.platform),
    capturers,
    installCommand: installRemedy('dumpcap'),
    groupCommand: groupRemedy(findProgram('dumpcap')?.path ?? 'dumpcap'),
    device,
    upCommand: downRemedy(name),
    traffic: after.bytes.has(name) ? { bytes: grown(name), missed: after.missed === null ? null : Math.max(0, after.missed - (before.missed ?? 0)) } : null,
    others: [...after.bytes.keys()].filter((other) => other !== name && name !== ANY_DEVICE).map((other) => ({ name: other, bytes: grown(other) })),
    watchedSeconds,
    offloads: device?.exists === true ? await offloadsOf(name) : null,
    trial,
    trialError: error,
    disk: { folder: spoolBase, freeBytes: await freeBytes(spoolBase).catch(() => Number.POSITIVE_INFINITY), limitBytes: spoolLimitBytes, spaceCommand: process.platform === 'win32' ? 'Get-PSDrive' : `df -h ${shellWord(spoolBase)}` },
  };
}

async function trialOf({ seconds }: DoctorRequest, device: ObservedDevice | null, { running, capturer, spoolBase, read }: Observer): Promise<{ trial: ObservedTrial | null; error: AppError | null }> {
  if (device?.exists !== true) return { trial: null, error: null };
  const known = await running(device.name);
  if (known !== null || seconds === 0) return { trial: known, error: null };
  try {
    return { trial: await tryCapture({ interface: device.name, seconds, capturer, spoolBase, read }), error: null };
  } catch (thrown) {
    return { trial: null, error: toAppError(thrown) };
  }
}

/** Without a name: the first of the list, which is sorted by what one would capture on. */
function deviceOf(name: string, interfaces: readonly InterfaceInfo[]): ObservedDevice | null {
  const info = name === '' ? interfaces[0] : interfaces.find((one) => one.name === name);
  const wanted = info?.name ?? name;
  if (wanted === '') return null;
  return {
    name: wanted, word: shellWord(wanted), exists: info !== undefined, up: info?.up ?? false, loopback: info?.loopback ?? false, all: wanted === ANY_DEVICE,
    mtu: info === undefined ? null : mtuOf(wanted),
  };
}

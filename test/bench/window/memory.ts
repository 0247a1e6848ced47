// Memory of each process of the application: the share of the system's memory that would be free without it, where the system tells (Linux).
import fs from 'node:fs';
import type { ElectronApplication } from '@playwright/test';

/** `Browser` is the main process, with the tracker's thread in it; `Tab` the page. */
export interface ProcessMemory { type: string; pid: number; residentMegabytes: number; shareMegabytes: number | null }

export async function memoryOf(app: ElectronApplication): Promise<ProcessMemory[]> {
  const metrics = await app.evaluate(({ app: electron }) => electron.getAppMetrics().map(({ type, pid, memory }) => ({ type: String(type), pid, kilobytes: memory.workingSetSize })));
  return metrics.map(({ type, pid, kilobytes }) => ({ type, pid, residentMegabytes: Math.round(kilobytes / 1024), shareMegabytes: shareOf(pid) }));
}

export function memoryTable(processes: readonly ProcessMemory[]): string {
  const lines = processes.map(({ type, residentMegabytes, shareMegabytes }) => `${type.padEnd(10)} ${String(shareMegabytes ?? '?').padStart(6)} MB, resident ${residentMegabytes} MB`);
  return ['memory (proportional share)', ...lines].join('\n');
}

/** The share without what is mapped from files: that changes with every other program that maps the same ones. */
export function ownOf(pid: number): number | null {
  const [share, files] = [shareOf(pid), shareOf(pid, 'Pss_File')];
  return share === null || files === null ? null : share - files;
}

export function shareOf(pid: number, what = 'Pss'): number | null {
  try {
    const found = new RegExp(`^${what}:\\s+(\\d+) kB`, 'm').exec(fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
    return found === null ? null : Math.round(Number(found[1]) / 1024);
  } catch {
    return null; // not Linux, or not ours
  }
}

// `synoptic diagnostics`: what helps to find a fault on a machine that nobody else sees, without addresses and names.
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { BUILD } from '@shared/build';
import { diagnosticsText, LOG_LINES } from '@shared/diagnostics';
import { LOG_FILE, LOG_FOLDER } from '@shared/log';
import { probeCapturers } from '../capture/capturers';
import { listInterfaces } from '../capture/interfaces';
import { lastLines } from '../doctor/log-tail';
import { settingsOnDisk, thisProfile } from '../doctor/profile';
import { DONE } from './exit-status';
import { printable, type Console } from './output';

export async function diagnostics(version: string, console: Console): Promise<number> {
  const profile = thisProfile();
  const [capturers, interfaces] = await Promise.all([probeCapturers(), listInterfaces()]);
  const text = diagnosticsText({
    version, build: BUILD, versions: { node: process.versions.node }, capturers, interfaces, gpu: null, settings: settingsOnDisk(profile), capture: null,
    system: { platform: process.platform, release: os.release(), name: os.type(), arch: process.arch, cpus: os.cpus().length, memoryBytes: os.totalmem() },
    administrator: process.getuid?.() === 0,
    memory: [{ process: 'this command', bytes: process.memoryUsage().rss }],
    log: lastLines(path.join(profile, LOG_FOLDER, LOG_FILE), LOG_LINES),
    known: { hosts: [os.hostname()] },
  });
  console.output.write(`${text.split('\n').map(printable).join('\n')}\n`);
  return DONE;
}

// dumpcap, Wireshark's capturer: kernel time stamps, pcapng with the interface's name, a small program that can have the privilege alone.
import path from 'node:path';
import type { Capturer } from './capturer';
import { checkWithProgram, probeProgram, requireProgram } from './pcap-program';
import { capturerEnvironment, findProgram } from './programs';

/** Kernel buffer, MiB: none of 204,000 packets a second was lost with it. */
const KERNEL_BUFFER_MIB = 16;

export const dumpcap: Capturer = {
  name: 'dumpcap',
  limits: ['drop counts only at the end', 'up to 0.8 s late'],
  program: () => findProgram('dumpcap')?.path ?? 'dumpcap',
  probe: (device) => probeProgram(dumpcap, 'dumpcap', device),
  checkFilter: (device, filter) => checkWithProgram('dumpcap', device, filter),
  launch: (plan) => ({
    file: requireProgram('dumpcap'),
    // No `-b files:`: the spool removes old segments itself, so that the bound is one piece of code for all capturers.
    args: [
      '-i', plan.device, '-B', String(KERNEL_BUFFER_MIB), '-b', `filesize:${Math.round(plan.segmentBytes / 1000)}`,
      '-w', path.join(plan.directory, 'dumpcap.pcapng'), ...(plan.filter === '' ? [] : ['-f', plan.filter]),
    ],
    env: capturerEnvironment(),
    settleMillis: 300,
    endsWithParent: false,
    repeatedHeader: 0,
    segmentNumber: (name) => {
      const match = /^dumpcap_(\d{5,})_\d{14}\.pcapng$/.exec(name);
      return match === null ? null : Number(match[1]);
    },
    askToStop: (pid) => process.kill(pid, 'SIGINT'),
    askForStatistics: null,
    dropped: droppedByDumpcap,
  }),
};

/** From its last words: `Packets received/dropped on interface 'lo': 60000/3 (pcap:2/dumpcap:1/…)`. */
export function droppedByDumpcap(said: string): number | null {
  const match = /Packets received\/dropped on interface .*: \d+\/(\d+) \(/.exec(said);
  return match === null ? null : Number(match[1]);
}

// tcpdump: kernel time stamps and live drop counts, pcap without the interface's name.
import path from 'node:path';
import type { Capturer } from './capturer';
import { checkWithProgram, probeProgram, requireProgram } from './pcap-program';
import { capturerEnvironment, findProgram } from './programs';

/** Kernel buffer, KiB. */
const KERNEL_BUFFER_KIB = 16384;
const PCAP_HEADER_BYTES = 24;

export const tcpdump: Capturer = {
  name: 'tcpdump',
  // Its --immediate-mode would answer in 4 ms, but its fixed slots lost packets at 50,000 a second even with 256 MiB: completeness comes first.
  limits: ['up to 1 s late', 'no interface name in the file'],
  program: () => findProgram('tcpdump')?.path ?? 'tcpdump',
  probe: (device) => probeProgram(tcpdump, 'tcpdump', device),
  checkFilter: (device, filter) => checkWithProgram('tcpdump', device, filter),
  launch: (plan) => ({
    file: requireProgram('tcpdump'),
    args: [
      '-n', '-U', '-i', plan.device, '-B', String(KERNEL_BUFFER_KIB), '-C', String(Math.max(1, Math.round(plan.segmentBytes / 1_000_000))),
      // The name must end in .pcap: AppArmor's profile of Debian and Ubuntu allows writing nothing else.
      '-w', path.join(plan.directory, 'tcpdump.pcap'),
      // Started by root it would become the user tcpdump, who may not create later segments in the private folder.
      ...(process.getuid?.() === 0 ? ['-Z', 'root'] : []),
      '--', ...(plan.filter === '' ? [] : [plan.filter]),
    ],
    env: capturerEnvironment(),
    settleMillis: 1050,
    endsWithParent: false,
    repeatedHeader: PCAP_HEADER_BYTES,
    segmentNumber: (name) => {
      const match = /^tcpdump\.pcap(\d*)$/.exec(name);
      return match === null ? null : Number(match[1]); // the first has no number, and Number('') is 0
    },
    askToStop: (pid) => process.kill(pid, 'SIGINT'),
    askForStatistics: (pid) => process.kill(pid, 'SIGUSR1'),
    dropped: droppedByTcpdump,
  }),
};

/** The last count it gave: `3 packets dropped by kernel`, and what the interface dropped when it says so. */
export function droppedByTcpdump(said: string): number | null {
  const kernel = [...said.matchAll(/(\d+) packets? dropped by kernel/g)].at(-1)?.[1];
  if (kernel === undefined) return null;
  const device = [...said.matchAll(/(\d+) packets? dropped by interface/g)].at(-1)?.[1];
  return Number(kernel) + Number(device ?? 0);
}

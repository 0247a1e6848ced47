// What stands between a capturer and the network where that is no part of the kernel: BPF devices on macOS, Npcap on Windows.
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import type { DoctorFacts } from '@shared/doctor-facts';

export function captureDriver(platform: string, windowsFolder = process.env['SystemRoot'] ?? 'C:\\Windows'): DoctorFacts['driver'] {
  if (platform === 'darwin') return bpfDevice('/dev/bpf0');
  if (platform === 'win32') {
    const library = path.join(windowsFolder, 'System32', 'Npcap', 'wpcap.dll');
    return { state: existsSync(library) ? 'there' : 'missing', looked: 'Npcap in the system’s folder' };
  }
  // Packet sockets are part of the kernel.
  return { state: 'there', looked: '' };
}

export function bpfDevice(file: string): DoctorFacts['driver'] {
  const looked = file;
  try {
    accessSync(file, constants.R_OK | constants.W_OK);
    return { state: 'there', looked };
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code;
    return { state: code === 'EACCES' || code === 'EPERM' ? 'forbidden' : code === 'ENOENT' ? 'missing' : 'unknown', looked };
  }
}

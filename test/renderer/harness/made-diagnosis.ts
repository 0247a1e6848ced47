// What the doctor would say of a made-up interface with offload, drops and a capturer without permission.
import { diagnose } from '@shared/doctor-checks';
import type { Diagnosis } from '@shared/doctor';
import { HEALTH } from '@shared/texts-health';

export function madeDiagnosis(device: string, seconds: number): Diagnosis {
  return diagnose({
    platform: 'linux', root: false, window: true, driver: { state: 'there', looked: '' },
    capturers: [{ status: { name: 'dumpcap', usable: true, reason: null, remedy: null, limits: [] }, found: true, executable: true }],
    installCommand: 'sudo apt-get install wireshark-common', groupCommand: 'sudo usermod -aG wireshark $USER, then log out and in again',
    device: { name: device, word: device, exists: true, up: device !== 'eth1', loopback: device === 'lo', all: false, mtu: 1500 }, upCommand: `sudo ip link set dev ${device} up`,
    traffic: { bytes: 5_000_000, missed: 0 }, others: [], watchedSeconds: seconds, offloads: null,
    trial: seconds === 0 ? null : { capturer: 'dumpcap', seconds, packets: 18_204, tcpConnections: 41, dropped: 12, promiscuous: true, health: [HEALTH.large(912, 26_474)], clockStepMillis: 1, running: false },
    trialError: null, disk: { folder: '/var/tmp', freeBytes: 70e9, limitBytes: 8.6e9, spaceCommand: 'df -h /var/tmp' },
  });
}

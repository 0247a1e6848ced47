// What the doctor says of what was observed: every state of every check, with the remedy that fits this system.
import { describe, expect, it } from 'vitest';
import { diagnose } from '@shared/doctor-checks';
import { DOCTOR_CHECKS, type CheckState, type DoctorCheckId } from '@shared/doctor';
import type { DoctorFacts, ObservedCapturer, ObservedTrial } from '@shared/doctor-facts';
import { countOf, diagnosisText } from '@shared/doctor-text';
import { HEALTH } from '@shared/texts-health';

const capturer = (name: 'dumpcap' | 'cap' | 'tcpdump', part: Partial<ObservedCapturer['status']> = {}, rest: Partial<ObservedCapturer> = {}): ObservedCapturer =>
  ({ status: { name, usable: true, reason: null, remedy: null, limits: [], ...part }, found: true, executable: true, ...rest });
const REFUSED = { usable: false, reason: 'dumpcap has no permission to capture on eth0.', remedy: 'sudo setcap cap_net_raw,cap_net_admin+eip /usr/bin/dumpcap' };
const TRIAL: ObservedTrial = { capturer: 'dumpcap', seconds: 3, packets: 4_200, tcpConnections: 12, dropped: 0, promiscuous: true, health: [], clockStepMillis: 2, running: false };
const DEVICE = { name: 'eth0', word: 'eth0', exists: true, up: true, loopback: false, all: false, mtu: 1500 };
const FINE: DoctorFacts = {
  platform: 'linux', root: false, window: true, driver: { state: 'there', looked: '' },
  capturers: [capturer('dumpcap'), capturer('cap'), capturer('tcpdump')], installCommand: 'sudo apt-get install wireshark-common', groupCommand: 'sudo usermod -aG wireshark $USER',
  device: DEVICE, upCommand: 'sudo ip link set dev eth0 up', traffic: { bytes: 9_000_000, missed: 0 }, others: [{ name: 'wlan0', bytes: 80_000 }, { name: 'lo', bytes: 10 }], watchedSeconds: 3,
  offloads: [], trial: TRIAL, trialError: null, disk: { folder: '/var/tmp', freeBytes: 70e9, limitBytes: 8e9, spaceCommand: 'df -h /var/tmp' },
};
const trial = (part: Partial<ObservedTrial>): Partial<DoctorFacts> => ({ trial: { ...TRIAL, ...part } });
const untried = (code: string, message: string): Partial<DoctorFacts> => ({ trial: null, trialError: { code, message, remedy: null, offset: null } });
const check = (part: Partial<DoctorFacts>, id: DoctorCheckId) => {
  const found = diagnose({ ...FINE, ...part }).checks.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no check ${id}`);
  return found;
};

it('a machine on which all is well gets twelve checks without a problem, each with what was looked at', () => {
  const { checks } = diagnose(FINE);
  expect(checks.map(({ id }) => id)).toEqual(DOCTOR_CHECKS);
  expect(checks.filter(({ state }) => state !== 'ok')).toEqual([]);
  expect(checks.filter(({ looked, finding }) => looked === '' || finding === '')).toEqual([]);
});

describe('what is found', () => {
  it.each<[string, DoctorCheckId, Partial<DoctorFacts>, CheckState, RegExp, string | null]>([
    ['no capturer at all', 'capturer', { capturers: [capturer('dumpcap', REFUSED, { found: false }), capturer('tcpdump', REFUSED, { found: false })] }, 'problem', /^None/, 'sudo apt-get install wireshark-common'],
    ['one of them is enough', 'capturer', { capturers: [capturer('dumpcap'), capturer('cap', REFUSED, { found: false })] }, 'ok', /cap is not, and is not needed/, null],
    ['Windows without Npcap', 'capturer', { platform: 'win32', driver: { state: 'missing', looked: 'Npcap' } }, 'problem', /No capture driver/, null],
    ['no right to open the device', 'permission', { capturers: [capturer('dumpcap', REFUSED)] }, 'problem', /no permission/, REFUSED.remedy],
    ['a capturer for a group only', 'permission', { capturers: [capturer('dumpcap', REFUSED, { executable: false })] }, 'problem', /may not start it/, 'sudo usermod -aG wireshark $USER'],
    ['BPF devices for a group only', 'permission', { platform: 'darwin', driver: { state: 'forbidden', looked: '/dev/bpf0' }, capturers: [capturer('dumpcap', REFUSED)] }, 'problem', /may not open the devices/, null],
    ['nothing that could be permitted', 'permission', { capturers: [capturer('dumpcap', REFUSED, { found: false })] }, 'unknown', /nothing yet/, null],
    ['no such interface', 'interface', { device: { ...DEVICE, name: 'eth7', exists: false } }, 'problem', /no interface named eth7/, 'ip -brief link'],
    ['an interface that is down', 'interface', { device: { ...DEVICE, up: false } }, 'problem', /eth0 is down/, 'sudo ip link set dev eth0 up'],
    ['silence while another is busy', 'traffic', { ...trial({ packets: 0 }), traffic: { bytes: 0, missed: 0 } }, 'problem', /Not one packet in 3 seconds\. Meanwhile traffic was on wlan0 \(80 kB\)\./, null],
    ['silence though the interface counts', 'traffic', { ...trial({ packets: 0 }), traffic: { bytes: 50_000, missed: 0 } }, 'problem', /counted 50 kB/, null],
    ['a trial that failed', 'traffic', untried('no-permission', 'No right.'), 'unknown', /^No right\.$/, null],
    ['no promiscuous mode', 'promiscuous', trial({ promiscuous: false }), 'problem', /did not go into/, null],
    ['a system that does not say', 'promiscuous', trial({ promiscuous: null }), 'unknown', /does not say/, null],
    ['drops of the capturer', 'drops', trial({ dropped: 41 }), 'problem', /^41 packets were lost by the kernel or the capturer/, null],
    ['drops of the card', 'drops', { traffic: { bytes: 1, missed: 1 } }, 'problem', /^1 packet was lost by the interface/, null],
    ['a capturer that does not count', 'drops', trial({ dropped: null, capturer: 'cap' }), 'unknown', /^cap does not say/, null],
    ['super-frames', 'offload', trial({ health: [HEALTH.large(12, 26_000)] }), 'problem', /up to 26,000 bytes.*1,500 bytes/, 'sudo ethtool -K eth0 gro off lro off gso off tso off'],
    ['large frames on an interface of jumbo frames', 'offload', { ...trial({ health: [HEALTH.large(12, 9_014)] }), device: { ...DEVICE, mtu: 9000 } }, 'unknown', /may be jumbo/, null],
    ['large frames on loopback', 'offload', { ...trial({ health: [HEALTH.large(12, 60_000)] }), device: { ...DEVICE, name: 'lo', loopback: true } }, 'ok', /nothing is cut/, null],
    ['offload that is on and did nothing yet', 'offload', { offloads: ['generic-receive-offload'] }, 'ok', /generic-receive-offload is on/, null],
    ['checksums of the card', 'checksums', { offloads: ['tx-checksumming', 'rx-checksumming'] }, 'ok', /tx-checksumming and rx-checksumming/, null],
    ['settings that cannot be read', 'checksums', { offloads: null }, 'unknown', /could not be read/, 'sudo apt-get install ethtool'],
    ['one direction only', 'one-sided', trial({ health: [HEALTH.oneSided(12, 12)] }), 'problem', /^All of the TCP connections show one direction only/, null],
    ['a few with one direction', 'one-sided', trial({ health: [HEALTH.oneSided(1, 100)] }), 'ok', /A few are usual/, null],
    ['no TCP to judge by', 'one-sided', trial({ tcpConnections: 0 }), 'unknown', /No TCP connection/, null],
    ['a clock that was set', 'clock', trial({ clockStepMillis: -3_600_000 }), 'problem', /set by -3,600 seconds/, 'chronyc tracking'],
    ['packets far from their time', 'clock', trial({ health: [HEALTH.strays(3)] }), 'problem', /3 packets carry times/, 'chronyc tracking'],
    ['too little room', 'disk', { disk: { ...FINE.disk, freeBytes: 900e6 } }, 'problem', /room for 900 MB, and a capture may take 8 GB/, 'df -h /var/tmp'],
    ['no room', 'disk', { disk: { ...FINE.disk, freeBytes: 1 } }, 'problem', /room for 1 byte only: no capture can begin/, 'df -h /var/tmp'],
    ['a window of root', 'privilege', { root: true }, 'problem', /window runs as root/, null],
    ['a command line of root', 'privilege', { root: true, window: false }, 'problem', /command line runs as root/, null],
  ])('%s', (_what, id, part, state, finding, command) => {
    const found = check(part, id);
    expect(found.state).toBe(state);
    expect(found.finding).toMatch(finding);
    expect(found.remedies.find((one) => one.command !== null)?.command ?? null).toBe(command);
    if (state === 'problem') expect(found.remedies).not.toEqual([]);
  });

  it('a name that a shell would read as more than a name stays one word', () => {
    const { remedies } = check({ device: { ...DEVICE, name: 'eth0;reboot', word: '\'eth0;reboot\'' }, ...trial({ health: [HEALTH.large(1, 9_000)] }) }, 'offload');
    expect(remedies[0]?.command).toContain('-K \'eth0;reboot\' gro');
  });

  it('of a capture that runs nothing is said of a trial', () => {
    const text = diagnosisText(diagnose({ ...FINE, ...trial({ running: true }) }));
    expect(text).toContain('4,200 packets in the capture that is running.');
    expect(text).toContain('Looked at: the capture that is running.');
  });
});

it('as text: every check with its state in words, and the commands on lines of their own', () => {
  const diagnosis = diagnose({ ...FINE, device: { ...DEVICE, up: false }, ...trial({ packets: 0 }), others: [] });
  expect(countOf(diagnosis, 'problem')).toBe(2);
  expect(diagnosisText(diagnosis)).toContain('[!!] Interface (problem)\n     eth0 is down: nothing is sent or received on it.\n');
  expect(diagnosisText(diagnosis)).toContain('\n         sudo ip link set dev eth0 up\n');
});

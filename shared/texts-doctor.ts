// Words of the capture doctor: what each check is about, what it found, what helps.
import type { CheckState, DoctorCheckId } from './doctor';

const COUNT = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });
const count = (value: number, one: string, more: string): string => `${COUNT.format(value)} ${value === 1 ? one : more}`;

export function amount(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return unit === 0 ? count(bytes, 'byte', 'bytes') : `${COUNT.format(value)} ${units[unit] ?? ''}`;
}

export const CHECK_TITLES: Readonly<Record<DoctorCheckId, string>> = {
  capturer: 'Capturer',
  permission: 'Permission',
  interface: 'Interface',
  traffic: 'Traffic',
  promiscuous: 'Promiscuous mode',
  drops: 'Drops',
  offload: 'Offload',
  checksums: 'Checksum offload',
  'one-sided': 'Both directions',
  clock: 'Clock',
  disk: 'Disk space',
  privilege: 'Privilege of Synoptic',
};

/** Why a capture needs it: for the help. */
export const CHECK_HELP: Readonly<Record<DoctorCheckId, string>> = {
  capturer: 'A program or module that reads packets: dumpcap, cap or tcpdump. One is enough; on Windows and macOS it stands on a driver (Npcap, BPF).',
  permission: 'Reading packets is a privilege. Synoptic asks for none: a right is granted to the capturer alone, by a command that you run.',
  interface: 'An interface that is down carries nothing, and a name may be misspelt or gone.',
  traffic: 'Silence is right on a quiet interface and wrong on the one you meant: the byte counters of the others tell which it was.',
  promiscuous: 'In this mode a card hands over frames for others too. Without it only this machine’s own packets are seen; a switch sends no others anyway, unless it mirrors a port.',
  drops: 'What the capturer or the card lost looks like loss of the network: holes and repeats may be the capture’s own.',
  offload: 'Cards and kernels join segments before they are captured (GRO, LRO) or cut them behind it (TSO). One frame then stands for many, and sizes and times are not those of the wire.',
  checksums: 'Where the card fills in checksums, packets of this machine are captured before it did: they look wrong and are not.',
  'one-sided': 'With one direction only, states of the silent end are inferred and its loss cannot be seen: a route that differs by direction, or a port that mirrors half.',
  clock: 'A clock that is set while capturing puts packets out of order and makes spans of time mean nothing.',
  disk: 'A live capture grows on disk up to the limit of the settings; a full disk ends it.',
  privilege: 'The window shows what strangers sent. It must not be able to do more than you can.',
};

/** The other things around the work: for the help. */
export const TOOL_HELP: Readonly<Record<string, string>> = {
  'Settings as a file': '“Export settings” writes all of them with mutes and saved filters; “Import settings” takes a file whole or not at all, leaves out what this version does not know, and says so.',
  'Log file': 'What Synoptic did and what went wrong, for your eyes only (three files of a megabyte). Addresses, host names and file names are replaced by placeholders unless the settings say otherwise.',
  Diagnostics: 'Versions, system, capturers, graphics, memory, settings without their contents, and the log’s end: as text without addresses and names, to be read before it is handed on.',
  'New versions': 'Synoptic never asks the network for anything. “About Synoptic” says which version and commit this is; compare it with the list of releases.',
};

export const CHECK_STATES: Readonly<Record<CheckState, string>> = { ok: 'ok', problem: 'problem', unknown: 'cannot tell' };

export const FINDINGS = {
  capturers: (names: string) => `${names}: each is there.`,
  capturersSome: (there: string, missing: string) => `${there} is there; ${missing} is not, and is not needed.`,
  capturersNone: 'None of dumpcap, cap and tcpdump is on this machine.',
  driverMissing: 'No capture driver is installed: nothing can see packets.',
  mayCapture: (name: string, device: string) => `${name} opened ${device}.`,
  mayNotCapture: (reason: string) => reason,
  mayNotRun: 'There is a capturer, but this user may not start it.',
  driverForbidden: 'This user may not open the devices that packets are read from.',
  permissionWaits: 'There is nothing yet that could be permitted.',
  noDevice: 'No interface was chosen, and none was found.',
  deviceGone: (name: string) => `There is no interface named ${name}.`,
  deviceDown: (name: string) => `${name} is down: nothing is sent or received on it.`,
  deviceUp: (name: string, mtu: number | null) => `${name} is up${mtu === null ? '' : `, with packets of at most ${COUNT.format(mtu)} bytes (MTU)`}.`,
  all: 'All interfaces at once: packets that pass two of them are recorded twice.',
  trialFailed: (message: string) => message,
  noTrial: 'Nothing was captured to find out.',
  arrived: (packets: number, seconds: number, running: boolean) => `${count(packets, 'packet', 'packets')} ${running ? 'in the capture that is running' : `in ${count(seconds, 'second', 'seconds')}`}.`,
  silent: (seconds: number) => `Not one packet in ${count(seconds, 'second', 'seconds')}.`,
  silentCounted: (bytes: string) => `Not one packet was captured, though the interface counted ${bytes}: a capture filter or a firewall below the capturer hides them.`,
  busier: (names: string) => `Meanwhile traffic was on ${names}.`,
  promiscuous: 'While it was captured the interface took every frame that reached it.',
  promiscuousRefused: 'The interface did not go into promiscuous mode: only packets from and to this machine are seen.',
  promiscuousLoopback: 'Loopback and “any” have no such mode: every packet of this machine is seen.',
  promiscuousUnknown: 'The system does not say whether the interface took every frame.',
  dropsNone: 'Neither the capturer nor the interface lost a packet.',
  drops: (packets: number, by: string) => `${count(packets, 'packet was', 'packets were')} lost by ${by}.`,
  dropsUnknown: (capturer: string) => `${capturer} does not say what it loses.`,
  superFrames: (text: string, mtu: number | null) => `${text} The interface’s own limit is ${mtu === null ? 'not known' : `${COUNT.format(mtu)} bytes`}: the card or the kernel joins segments before they are captured.`,
  jumbo: (text: string, mtu: number) => `${text} The interface allows ${COUNT.format(mtu)} bytes, so these may be jumbo frames and no offload.`,
  superLoopback: 'On loopback nothing is cut for a wire: large packets are what was sent.',
  framesFit: 'No frame was larger than the wire allows.',
  framesFitOn: (names: string) => `No frame was larger than the wire allows, but ${names} is on: busier traffic may be joined.`,
  checksumsOn: (names: string) => `The card fills in checksums (${names}): packets of this machine are captured without them. Synoptic does not judge checksums, so no verdict depends on it.`,
  checksumsOff: 'The kernel fills in checksums itself: they are right in the capture.',
  checksumsUnknown: 'Whether the card fills in checksums could not be read. Synoptic does not judge checksums, so no verdict depends on it.',
  checksumsNone: 'No card is involved here.',
  twoSided: (connections: number) => `${count(connections, 'TCP connection', 'TCP connections')}, both directions seen.`,
  fewOneSided: (text: string) => `${text} A few are usual: what began or ended while capturing.`,
  oneSided: (text: string) => text,
  noTcp: 'No TCP connection was seen to judge by.',
  clockSteady: 'The clock was not set, and no packet’s time was far from its neighbours.',
  clockStepped: (millis: number) => `The system’s clock was set by ${COUNT.format(millis / 1000)} seconds while it was watched.`,
  clockStrays: (text: string) => text,
  diskRoom: (free: string, limit: string) => `${free} are free; a capture takes at most ${limit}.`,
  diskShort: (free: string, limit: string) => `There is room for ${free}, and a capture may take ${limit}: it would end when the disk is full.`,
  diskFull: (free: string) => `There is room for ${free} only: no capture can begin.`,
  diskUnknown: 'How much room there is could not be read.',
  unprivileged: 'Synoptic runs as an ordinary user; only a capturer has privilege.',
  rootWindow: 'The window runs as root, with Chromium’s sandbox off. What it shows comes from the network: a fault in it would own this machine.',
  rootCommand: 'The command line runs as root. Only a capturer needs that.',
} as const;

export const LOOKED = {
  capturer: (driver: string) => `PATH and the usual folders for dumpcap and tcpdump, the built module of cap${driver === '' ? '' : `; ${driver}`}`,
  permission: (device: string) => `each capturer opened ${device} for a moment`,
  interface: 'the system’s list of interfaces and its flags',
  traffic: (seconds: number) => `a capture of ${count(seconds, 'second', 'seconds')}, and the byte counters of all interfaces`,
  trafficOnly: 'the byte counters of all interfaces',
  running: 'the capture that is running',
  promiscuous: 'the interface’s flags while it was captured',
  drops: 'the capturer’s own count, and the interface’s counters of missed packets',
  offload: 'the largest frame captured, the MTU, and the card’s settings (ethtool -k)',
  checksums: 'the card’s settings (ethtool -k)',
  oneSided: 'the TCP connections of the capture',
  clock: 'the wall clock against a steady one, and the times of the packets',
  disk: (folder: string) => `the file system of ${folder}`,
  privilege: 'the user that Synoptic runs as',
} as const;

export const REMEDIES = {
  install: 'Install a capturer:',
  npcap: 'Install Npcap, which comes with Wireshark, from https://npcap.com.',
  chmodBpf: 'Install ChmodBPF from Wireshark’s disk image, which lets a group open the devices; then log in again.',
  group: 'Join the group that may capture, then log out and in again:',
  grant: 'Give the right to capture to this one program:',
  up: 'Bring the interface up:',
  list: 'See which interfaces there are:',
  other: (name: string) => `Capture on ${name} instead.`,
  filter: 'Clear the capture filter, and look at the firewall of this machine.',
  wait: 'Try again while something uses the network.',
  mirror: 'Capture on another card, or on the port of a switch that mirrors the traffic; Wi-Fi needs monitor mode to see others.',
  buffer: 'Filter what is captured, close what else is busy, or use dumpcap, which loses least.',
  offload: 'Turn the joining off while you capture; it costs processor time:',
  offloadAgain: 'and on again afterwards:',
  otherCapturer: 'Install and choose dumpcap or tcpdump: they count what they lose.',
  bothWays: 'Mirror both directions of the port, or capture at an end of the connection; check for routes that differ by direction.',
  steadyClock: 'Let the clock be slewed instead of set, and capture again:',
  freeSpace: 'Free space there, or lower the spool limit in the settings:',
  asUser: 'Start Synoptic as an ordinary user, and give the right to capture to the capturer alone.',
  readOffloads: 'Install ethtool, so that the card’s settings can be read:',
} as const;

export const DOCTOR_TEXTS = {
  title: 'Capture doctor',
  intro: 'Looks at what a capture needs, one thing after the other, and says what helps.',
  asked: 'It opens the interface for a moment and captures for as long as is chosen here; the packets go to a private folder and are removed at once. Nothing is changed, and no password is asked for: a command that begins with sudo asks for yours in the terminal where you run it.',
  interface: 'Interface',
  seconds: 'Capture for',
  secondsOf: (seconds: number) => (seconds === 0 ? 'not at all' : count(seconds, 'second', 'seconds')),
  diagnose: 'Examine',
  again: 'Examine again',
  busy: (seconds: number) => (seconds === 0 ? 'Looking…' : `Capturing for ${count(seconds, 'second', 'seconds')}…`),
  close: 'Leave the doctor',
  copyAll: 'Copy as text',
  looked: 'Looked at',
  summary: (problems: number, unknown: number) => `${problems === 0 ? 'No problem was found' : count(problems, 'problem', 'problems')}${unknown === 0 ? '' : `; ${COUNT.format(unknown)} could not be told`}.`,
  waiting: 'Choose an interface and examine it.',
  results: 'What was found',
  open: 'Doctor',
  openHint: 'Examine what a capture needs',
} as const;

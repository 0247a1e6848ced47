// How far a capture can be trusted, in words: what was found, and what follows from it. One place for what the core finds and the session knows.
import type { HealthFact, HealthLevel } from './overview';

const COUNT = new Intl.NumberFormat('en-US');
const many = (count: number, one: string, more: string): string => `${COUNT.format(count)} ${count === 1 ? one : more}`;
/** Never 0 % of something, never 100 % of not all. */
const share = (part: number, whole: number): string => (part >= whole ? 'All' : `${Math.min(99, Math.max(1, Math.round((part / whole) * 100)))} %`);
const fact = (kind: string, level: HealthLevel, text: string, advice = ''): HealthFact => ({ kind, level, text, advice });

export const HEALTH = {
  drops: (packets: number) => fact('drops', 'warn', `${many(packets, 'packet was', 'packets were')} lost while capturing.`,
    'Holes and repeats may be the capture’s own. A capture filter or a larger buffer loses less.'),
  dropsNone: () => fact('drops', 'good', 'No packet was lost while capturing.'),
  dropsUnknown: (capturer: string) => fact('drops-unknown', 'note', `${capturer} cannot tell how many packets it lost.`, 'dumpcap and tcpdump can.'),
  lag: (bytes: string) => fact('lag', 'note', `${bytes} are captured but not tracked yet.`, 'They wait on disk: nothing is lost, what is shown is that much behind.'),
  trimmed: (from: string) => fact('spool-trimmed', 'warn', from === '' ? 'The oldest packets were dropped from disk.' : `The oldest packets were dropped from disk: they are kept from ${from} on.`, 'Their bytes cannot be shown or saved any more; what was tracked of them stays. A larger spool limit keeps more.'),
  untracked: (bytes: string) => fact('untracked', 'warn', `${bytes} were dropped from disk before they were tracked.`, 'Connections of that time are missing or show a hole. A larger spool limit or a capture filter lets the tracker keep up.'),
  damaged: (parts: number) => fact('damaged', 'warn', `${many(parts, 'part', 'parts')} of the file could not be read.`, 'Reading went on behind; what was in between looks like loss.'),
  evicted: (rows: number) => fact('evicted', 'warn', `${many(rows, 'connection was', 'connections were')} dropped at the limit of the table.`, 'Counts by host and state leave them out. A higher limit in the settings keeps more.'),
  networksMixed: (packets: number) => fact('networks-mixed', 'warn', `${many(packets, 'packet came', 'packets came')} in more VLANs and tunnels than are told apart.`,
    'Their connections are taken as if in one network: equal addresses of different networks may be mixed up.'),
  alertsDropped: (packets: number) => fact('alerts-dropped', 'warn', `${many(packets, 'packet', 'packets')} would have raised alerts that found no room.`, 'The alerts that are there stay. A capture filter, or a shorter capture, shows the rest.'),
  log: () => fact('jumps-dropped', 'note', 'The oldest state jumps are not kept any more.', 'The flow of jumps and the states over time leave them out.'),
  notIp: (packets: number) => fact('not-ip', 'note', `${many(packets, 'packet is', 'packets are')} no IP (ARP, spanning tree, discovery …).`, 'They belong to no connection and count as “other”.'),
  cutHeader: (packets: number) => fact('cut-headers', 'warn', `${many(packets, 'packet was', 'packets were')} cut before the transport header.`, 'The snap length is too short: 128 bytes are enough for states.'),
  malformed: (packets: number) => fact('malformed', 'warn', `${many(packets, 'packet contradicts itself', 'packets contradict themselves')} in a length or version.`, 'They were not tracked. Broken by a fault or made so on purpose.'),
  encrypted: (packets: number) => fact('encrypted', 'note', `${many(packets, 'Wi-Fi frame is', 'Wi-Fi frames are')} encrypted.`, 'Capture on the network interface itself, not in monitor mode, to see inside.'),
  unsupportedLink: (packets: number) => fact('unsupported-link', 'warn', `${many(packets, 'packet has', 'packets have')} a link type that Synoptic does not decode.`),
  tooDeep: (packets: number) => fact('too-deep', 'note', `${many(packets, 'packet is', 'packets are')} wrapped in more tunnels than are followed.`),
  cut: (packets: number, all: number) => fact('snap-length', 'note', `${share(packets, all)} of the packets were cut by the snap length.`, 'States and sequence numbers are right; content cannot be compared or shown in full.'),
  large: (packets: number, largest: number) => fact('super-frames', 'note', `${many(packets, 'frame is', 'frames are')} larger than Ethernet carries, up to ${COUNT.format(largest)} bytes.`,
    'Captured before the card cut them (offload), on loopback, or with jumbo frames: one of them may stand for many segments.'),
  checksums: () => fact('checksums', 'note', 'Checksums are not judged.', 'A sending host’s packets carry none yet where they are captured: wrong ones prove nothing.'),
  duplicates: (segments: number) => fact('duplicates', 'warn', `${many(segments, 'TCP segment was', 'TCP segments were')} recorded twice.`,
    'A mirror port or two interfaces show the same packet: packets and bytes count double there, repeats are told apart.'),
  oneSided: (connections: number, all: number) => fact('one-sided', connections * 20 > all ? 'warn' : 'note', `${share(connections, all)} of the TCP connections show one direction only.`,
    'The other one takes another way, or the mirror port sends half: states of the silent end are inferred, and its loss cannot be seen.'),
  midStream: (connections: number, all: number) => fact('mid-stream', 'note', `${share(connections, all)} of the TCP connections were open before the capture began.`,
    'Without their handshake, windows are unscaled and who opened them is judged by ports.'),
  strays: (packets: number) => fact('stray-times', 'warn', `${many(packets, 'packet carries a time', 'packets carry times')} far from its neighbours or before the first.`,
    'They are counted at the edge of the charts. Times between them and others mean nothing.'),
  fine: () => fact('fine', 'good', 'No sign of trouble in this capture.', 'Both directions, whole packets, no damage.'),
} as const;

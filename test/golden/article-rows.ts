// The article's rows A2 to A15 as captures: each phenomenon beside the healthy traffic that looks like it.
import type { AlertKind } from '@shared/alerts';
import { pattern } from '../make/bytes';
import { echo, ethernet, icmp, ip, ipv4, ipv4Fragments, renderUpper, tcp, udp, type Network } from '../make/packet';
import { FIRST_MICROS, pcap } from '../make/pcap';
import { story, type Story } from '../make/story';
import { capture, stranger } from '../tracker/detectors/many';

export interface ArticleRow {
  readonly name: string;
  /** What the article teaches. */
  readonly says: string;
  readonly captures: Readonly<Record<string, () => Uint8Array>>;
  /** Alerts that the captures raise or hold back. */
  readonly kinds: readonly AlertKind[];
}

const open = (): Story => story().handshake().data('originator', 300).ack('responder').data('responder', 1000).ack('originator');
const told = (make: () => Story) => (): Uint8Array => make().pcap();
const HOST = '10.0.0.2';
const wire = (packets: readonly Network[], stepMicros = 1000): Uint8Array => pcap(packets.map((packet, i) => ({ bytes: ethernet({}, packet), micros: FIRST_MICROS + i * stepMicros })));
const piece = (offset: number, bytes: Uint8Array, moreFragments: boolean, over: { id?: number; src?: string; protocol?: number } = {}): Network =>
  ipv4({ src: '10.0.0.9', dst: HOST, id: 7, protocol: 17, fragmentOffset: offset, moreFragments, ...over }, bytes);
const datagram = pattern(2000);
const message = (type: number, code = 0, rest?: Uint8Array) => told(() => story().datagram('originator').icmp('responder', type, code, rest, new Uint8Array(40)));
const letters = (flags: number): string => [...'FSRPAU'].filter((_, bit) => (flags & (1 << bit)) !== 0).join('');
/** The 32 sets without PSH. */
const SETS = Array.from({ length: 32 }, (_, i) => (i & 7) | ((i & 24) << 1));
const forged = (i: number): { from: string; fromPort: number } => ({ from: stranger(i * 7), fromPort: 1024 + ((i * 31) % 60_000) });

export const articleRows: readonly ArticleRow[] = [
  {
    name: 'A2', says: 'Only a SYN opens a connection; an ACK that belongs to none must not pass.', kinds: ['no-connection'],
    captures: {
      'an ACK of no connection, and the host says so': told(() => story().segment('originator', { flags: 'A', seq: 7000, ack: 9000, length: 0 }).segment('responder', { flags: 'R', seq: 9000, length: 0 })),
      'a connection that was open before the capture began': told(() => story().data('originator', 10).ack('responder')),
    },
  },
  {
    name: 'A3', says: 'Four segments close a connection; each direction closes on its own.', kinds: [],
    captures: {
      'closed by the originator': told(() => open().close('originator')),
      'half closed for a while': told(() => open().fin('originator').ack('responder').wait(2_000_000).data('responder', 500).ack('originator').fin('responder').ack('originator')),
      'both at once': told(() => open().held('late').fin('responder').fin('originator').release('late').ack('responder').ack('originator')),
    },
  },
  {
    name: 'A4', says: 'A RST ends a connection at once; it may come without ACK and is never acknowledged.', kinds: ['reset-invalid', 'reset-injection'],
    captures: {
      'refused': told(() => story().syn().refuse()),
      'aborted, without ACK': told(() => open().reset('originator', { flags: 'R' })),
      'guessed: numbers outside the window': told(() => Array.from({ length: 5 }, (_, i) => i).reduce((talk, i) => talk.segment('responder', { flags: 'R', seq: 1_000_000 + i * 500_000, length: 0 }), open()).data('originator', 10).ack('responder')),
      'injected: its sender goes on': told(() => open().segment('responder', { flags: 'R', ttl: 249, length: 0 }).data('responder', 1000).data('responder', 1000)),
    },
  },
  {
    name: 'A5', says: 'After the handshake every packet carries ACK.', kinds: ['segment-without-ack'],
    captures: { 'data without ACK': told(() => open().segment('originator', { flags: 'P', length: 10 })) },
  },
  {
    name: 'A6', says: 'SYN, ACK, RST, FIN, PSH and URG, and what each does.', kinds: [],
    captures: { 'every flag in its place': told(() => story().syn().synAck().ack('originator').data('originator', 20, { flags: 'PA' }).ack('responder').data('responder', 30, { flags: 'PAU', urgent: 5 }).ack('originator').fin('originator').ack('responder').reset('responder')) },
  },
  {
    name: 'A7', says: 'Sets of flags that no host sends: SYN+FIN, SYN+RST, FIN without ACK, NULL and the rest of the 23.', kinds: ['illegal-flags'],
    captures: { 'all 32 sets, each to a port of its own': () => capture({ times: 32, every: 500_000, ends: (i) => ({ from: `10.0.1.${1 + i}`, to: `10.0.2.${1 + i}`, port: 80 }), talk: (s, i) => s.segment('originator', { flags: letters(SETS[i] ?? 0), length: 0 }) }) },
  },
  {
    name: 'A8', says: 'UDP has no states and no acknowledgement; a closed port answers “unreachable”.', kinds: [],
    captures: {
      'answered': told(() => story().datagram('originator').datagram('responder')),
      'closed': told(() => story().datagram('originator').icmpError('originator')),
      'silent': told(() => story().datagram('originator')),
    },
  },
  {
    name: 'A9', says: 'UDP scans are unreliable: silence may be a drop.', kinds: ['udp-port-scan'],
    captures: { 'forty ports: refused, silent and answered': () => capture({ times: 40, every: 100_000, ends: (i) => ({ fromPort: 50_000, port: 1 + i }), talk: (s, i) => (i % 4 === 0 ? s.datagram('originator').icmpError('originator') : i % 13 === 5 ? s.datagram('originator').datagram('responder') : s.datagram('originator')) }) },
  },
  {
    name: 'A10', says: 'Fragments of large UDP packets are a common flood.', kinds: ['fragment-flood', 'fragment-oversize'],
    captures: {
      'two thousand a second, never whole': () => wire(Array.from({ length: 2500 }, (_, i) => piece(1480, datagram.slice(0, 16), true, { id: i, src: `192.0.2.${i % 200}` })), 500),
      'beyond 65,535 bytes': () => wire([piece(65_528, datagram.slice(0, 400), false)]),
      'a large datagram, and it is whole': () => wire(ipv4Fragments({ src: '10.0.0.9', dst: HOST, id: 8 }, udp({ srcPort: 4000, dstPort: 2049 }, pattern(8000)), 1480)),
    },
  },
  {
    name: 'A11', says: 'Redirect, alternate host address and router advertisement should be dropped.', kinds: ['icmp-redirect', 'icmp-alternate-host', 'icmp-router-advertisement'],
    captures: { 'redirect (5)': told(() => story().datagram('originator').icmpError('originator', { type: 5, code: 1, router: '192.0.2.66' })), 'alternate host address (6)': message(6), 'router advertisement (9)': message(9) },
  },
  {
    name: 'A12', says: 'Echo, timestamp and address mask leak what is there.', kinds: ['icmp-timestamp', 'icmp-address-mask'],
    captures: {
      'echo (8) and its reply are ordinary': told(() => story().ping().pong()),
      'timestamp (13, 14)': told(() => story().icmp('originator', 13, 0, undefined, new Uint8Array(12)).icmp('responder', 14, 0, undefined, new Uint8Array(12))),
      'address mask (17)': told(() => story().icmp('originator', 17, 0, undefined, new Uint8Array(4))),
    },
  },
  {
    name: 'A13', says: 'Flood ping, ping of death, source quench.', kinds: ['icmp-flood', 'fragment-oversize', 'icmp-source-quench'],
    captures: {
      'flood ping': () => wire(Array.from({ length: 600 }, (_, i) => ip({ src: '10.0.0.1', dst: HOST }, icmp({ type: 8, code: 0, rest: echo(7, i) }, pattern(56)))), 2000),
      'ping of death': () => wire([piece(65_528, datagram.slice(0, 400), false, { protocol: 1 })]),
      'source quench': message(4),
    },
  },
  {
    name: 'A14', says: 'Only the first fragment has the header; fragments that overlap rewrite it.', kinds: ['fragment-overlap', 'fragment-header-overwrite', 'tiny-fragment', 'fragment-inconsistent', 'fragment-oversize'],
    captures: {
      'other content where they overlap': () => wire([piece(0, datagram.slice(0, 1200), true), piece(800, datagram.slice(800, 1600).map((byte) => byte ^ 0xff), true)]),
      'the header is written twice': () => wire([
        ...ipv4Fragments({ src: '10.0.0.9', dst: HOST, id: 7 }, tcp({ srcPort: 4000, dstPort: 80, flags: 'A' }, pattern(400)), 200).slice(0, 1),
        piece(0, renderUpper('10.0.0.9', HOST, tcp({ srcPort: 4000, dstPort: 23, flags: 'S' }, pattern(400))).slice(0, 104), true, { protocol: 6 }),
      ]),
      'a first fragment too small for the header': () => wire(ipv4Fragments({ src: '10.0.0.9', dst: HOST, id: 9 }, tcp({ srcPort: 4000, dstPort: 80, flags: 'S' }), 8)),
      'teardrop: the last one lies inside the first': () => wire([piece(0, datagram.slice(0, 288), true), piece(24, datagram.slice(24, 28), false)]),
      'beyond the end of any datagram': () => wire([piece(65_528, datagram.slice(0, 400), false)]),
    },
  },
  {
    name: 'A15', says: 'Connection tracking can be exhausted.', kinds: ['syn-flood'],
    captures: { 'a thousand SYNs a second from everywhere, and a connection that is served': () => capture({ times: 500, ends: forged, talk: (s) => s.syn() }, { times: 1, begin: 800_000, ends: () => ({ from: '10.0.0.77' }), talk: (s) => s.handshake().data('originator', 100).ack('responder').close() }) },
  },
];

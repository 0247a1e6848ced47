// A stand-in for window.synoptic over made-up connections: every command and event of the contract, without a main process.
import { REPORT_FILES } from '@shared/report';
import { DEFAULT_SETTINGS } from '@shared/settings';
import type { Settings } from '@shared/settings';
import type { CapturerStatus, CommandName, Commands, EventName, Events, InterfaceInfo, PageRequest, Result, SessionStatus, Startup, SynopticApi } from '@shared/ipc';
import type { ConnectionDetail, Page, Transition } from '@shared/snapshot';
import { EMPTY_STATUS } from '../../../renderer/composables/session';
import { madeAlerts } from './made-alerts';
import { MADE_MEASURES, MADE_VIEWS, NO_VIEWS } from './made-measures';
import { madeTrace, madeTransitions } from './made-trace';
import type { MadeTrace } from './made-trace';
import { madeDiagnosis } from './made-diagnosis';
import { madeHosts, madeOverview } from './made-overview';
import { prng } from './prng';

/** The made-up connections, wherever they are kept: in a thread of their own in the harness, as in the program. */
export type Ask = (name: 'step' | 'page' | 'locate', argument: unknown) => Promise<unknown>;

/** What the page of the harness is asked to show, from its address. */
export interface Scene {
  name: 'start' | 'no-permission' | 'no-interface' | 'leftovers' | 'live' | 'done' | 'loading' | 'damaged' | 'waiting' | 'failed';
  rows: number;
  theme: Settings['theme'];
  density: Settings['density'];
}

/** The first packet of the made-up capture, and how long it lasts. */
export const START = Date.UTC(2026, 10, 22, 12, 5, 33, 120) * 1000;
export const SPAN = 95e6;
const DUMPCAP: CapturerStatus = { name: 'dumpcap', usable: true, reason: null, remedy: null, limits: [] };
const CAP: CapturerStatus = { name: 'cap', usable: true, reason: null, remedy: null, limits: ['no kernel time stamps', 'no drop counts', 'wire lengths cut at 65,535 bytes', 'a burst beyond 256 MB of buffer is lost in silence'] };
const TCPDUMP: CapturerStatus = { name: 'tcpdump', usable: false, reason: 'tcpdump is not installed.', remedy: 'sudo apt-get install tcpdump', limits: [] };

/** One trace for every connection, made when it is first asked for. */
let made: MadeTrace | null = null;
const trace = (): MadeTrace => (made ??= madeTrace(START));
const transitions = (): Transition[] => madeTransitions(trace());

function detailOf(page: Page): ConnectionDetail {
  const pick = (array: ArrayLike<number>): number => array[0] ?? 0;
  const protocol = pick(page.protocol);
  const tcp = protocol === 6;
  const half = Math.floor(pick(page.packets) / 2);
  return {
    id: pick(page.ids), protocol,
    originator: { address: page.originator[0] ?? '', port: pick(page.originatorPort) }, responder: { address: page.responder[0] ?? '', port: pick(page.responderPort) },
    directionReason: tcp ? 'syn' : 'first-packet', startMicros: START, endMicros: tcp ? trace().info(1).lastMicros : START + pick(page.durationMicros),
    states: { originator: '', responder: '' }, stateCodes: { originator: pick(page.originatorState), responder: pick(page.responderState) },
    opened: tcp ? 'handshake' : 'none', closed: tcp ? 'fin' : 'open', closedBy: tcp ? 'originator' : null,
    packets: { originator: half, responder: pick(page.packets) - half }, wireBytes: { originator: pick(page.originatorBytes), responder: pick(page.responderBytes) },
    payloadBytes: { originator: pick(page.originatorBytes) * 0.6, responder: pick(page.responderBytes) * 0.94 },
    handshakeMicros: tcp ? 18_530 : null, openedBy: tcp ? 'originator' : null, tcp: tcp ? MADE_MEASURES : null, others: tcp ? MADE_VIEWS : NO_VIEWS, icmpErrors: 0, vlan: page.context[0] === 'VLAN 100' ? [100] : [], tunnel: '',
    transitions: tcp ? transitions() : [{ ...transitions()[0], frame: 31, micros: START, endpoint: 'both', from: 'ONE-WAY', to: 'ANSWERED', event: 'recv-datagram', basis: 'confirmed', rule: 'UDP row 2', why: 'A datagram came back.' }],
    transitionsDropped: 0,
  };
}

function exchanged(detail: ConnectionDetail): ConnectionDetail {
  const { originator, responder, states, stateCodes, packets, wireBytes, payloadBytes } = detail;
  const turn = <T>(pair: { originator: T; responder: T }): { originator: T; responder: T } => ({ originator: pair.responder, responder: pair.originator });
  return {
    ...detail, originator: responder, responder: originator, directionReason: 'override',
    states: turn(states), stateCodes: turn(stateCodes), packets: turn(packets), wireBytes: turn(wireBytes), payloadBytes: turn(payloadBytes),
  };
}

function madeInterfaces(second: number): InterfaceInfo[] {
  const wave = (seed: number, top: number): number[] => {
    const random = prng(seed);
    const all = Array.from({ length: 400 }, (_, i) => top * (0.25 + 0.6 * Math.abs(Math.sin(i / 9 + seed)) * random() + (random() < 0.05 ? random() : 0)));
    return Array.from({ length: 60 }, (_, i) => all[(second + i) % all.length] ?? 0);
  };
  return [
    { name: 'lo', description: null, addresses: ['127.0.0.1', '::1'], up: true, loopback: true, activity: wave(3, 4_000) },
    { name: 'wlp0s20f3', description: 'Wireless-AC 9560', addresses: ['192.168.1.23', 'fe80::8c3a:11ff:fe5d:9a01', '2001:db8:41::1f3a'], up: true, loopback: false, activity: wave(11, 2_400_000) },
    { name: 'eth0', description: 'Ethernet Controller I219-LM', addresses: ['10.0.5.57', 'fe80::5054:ff:fe12:3456'], up: true, loopback: false, activity: wave(7, 88_000_000) },
    { name: 'docker0', description: 'Bridge', addresses: ['172.17.0.1'], up: true, loopback: false, activity: Array.from({ length: 60 }, () => 0) },
    { name: 'eth1', description: 'Ethernet Controller I350', addresses: [], up: false, loopback: false, activity: [] },
  ];
}

export function createFakeApi(scene: Scene, ask: Ask): SynopticApi {
  let settings: Settings = { ...DEFAULT_SETTINGS, theme: scene.theme, density: scene.density };
  const listeners = new Map<string, Set<(value: never) => void>>();
  const send = <N extends EventName>(name: N, value: Events[N]): void => { listeners.get(name)?.forEach((listener) => { (listener as (value: Events[N]) => void)(value); }); };
  const pageOf = (request: PageRequest): Promise<Page> => ask('page', request) as Promise<Page>;
  const size = 2_148_532_224;

  const ofScene: Record<Scene['name'], () => Partial<SessionStatus>> = {
    start: () => ({}), 'no-permission': () => ({}), 'no-interface': () => ({}), leftovers: () => ({}),
    live: () => ({ phase: 'live', source: 'eth0', format: 'pcapng', linkTypes: ['Ethernet'], packets: 41_882_104, packetsPerSecond: 80_214, bytesPerSecond: 71_400_000, connections: scene.rows, dropped: 0, capturer: DUMPCAP, undecoded: 1_204, evicted: 3_112 }),
    done: () => ({ phase: 'done', source: '/captures/office-2026-11-22.pcapng.gz', format: 'gzip of pcapng', linkTypes: ['Ethernet'], packets: 41_882_104, connections: scene.rows, bytesRead: size, bytesTotal: size, undecoded: 1_204 }),
    loading: () => ({ phase: 'loading', source: '/captures/office-2026-11-22.pcapng', format: 'pcapng', linkTypes: ['Ethernet'], packets: 11_882_104, connections: scene.rows, bytesRead: size * 0.31, bytesTotal: size, bytesPerSecond: 412_000_000 }),
    damaged: () => ({ phase: 'done', source: '/captures/cut-short.pcap', format: 'pcap, microseconds', linkTypes: ['Ethernet'], packets: 118_204, connections: scene.rows, damageCount: 2, damages: [{ offset: 48_120_332, reason: 'The record’s captured length 3,221,225,472 is larger than the snap length 262,144.', skipped: 1_532 }, { offset: 90_112_004, reason: 'The file ends inside a record: 40 of 1,514 bytes are there.', skipped: -1 }] }),
    waiting: () => ({ phase: 'live', source: 'eth1', format: 'pcapng', linkTypes: ['Ethernet'], dropped: null, capturer: CAP, filter: 'tcp port 8443' }),
    failed: () => ({ phase: 'failed', source: '/captures/notes.txt', error: { code: 'not-a-capture', message: 'notes.txt is not a capture: it begins with the bytes 23 20 4e 6f.', remedy: 'Open a pcap or pcapng file, or one of them compressed by gzip.', offset: 0 } }),
  };
  const alerts = madeAlerts(START, !['live', 'done', 'loading'].includes(scene.name) || scene.rows === 0);
  let status: SessionStatus = { ...EMPTY_STATUS, alerts: alerts.counts([]), firstMicros: START, lastMicros: START + SPAN, ...ofScene[scene.name]() };
  const setStatus = (part: Partial<SessionStatus>): void => { status = { ...status, ...part }; send('status', status); };

  let ticks = 0;
  setInterval(() => {
    if (status.phase !== 'live' || status.paused || scene.name === 'waiting') return;
    ticks++;
    void ask('step', { changes: Math.min(20_000, scene.rows / 20), micros: START + SPAN + ticks * 250_000 });
    setStatus({ packets: status.packets + 20_053, packetsPerSecond: 80_214 + ((ticks * 7919) % 900), bytesPerSecond: 71_400_000 + ((ticks * 104_729) % 2_000_000), lagBytes: (ticks * 3001) % 40_000 });
  }, 250);
  let second = 0;
  setInterval(() => { second++; if (status.phase === 'empty' && scene.name !== 'no-interface') send('interfaces', madeInterfaces(second)); }, 1000);

  const refused = { usable: false, reason: 'dumpcap may not open eth0: it lacks cap_net_raw.', remedy: 'sudo setcap cap_net_raw,cap_net_admin+ep /usr/bin/dumpcap' };
  const capturers = (): CapturerStatus[] => (scene.name === 'no-permission' ? [{ ...DUMPCAP, ...refused }, { ...CAP, usable: false, reason: 'cap is not built here.', remedy: null }, TCPDUMP] : [DUMPCAP, CAP, TCPDUMP]);
  /** Connections whose ends were exchanged: the detail shows it, the made-up page stays as it is. */
  const swapped = new Set<number>();
  const answers: { [N in CommandName]: (argument: Commands[N][0]) => Commands[N][1] | Promise<Commands[N][1]> } = {
    startup: (): Startup => ({
      version: '0.1.0', platform: 'linux', settings, status, notices: [], readOnly: false,
      recent: scene.name === 'no-interface' ? [] : [
        { path: '/home/ada/captures/office-2026-11-22.pcapng.gz', name: 'office-2026-11-22.pcapng.gz', bytes: 2_148_532_224, openedMillis: Date.now() - 9 * 60_000 },
        { path: '/home/ada/captures/slow-login.pcap', name: 'slow-login.pcap', bytes: 41_204, openedMillis: Date.now() - 5 * 3_600_000 },
        { path: '/home/ada/very/long/path/to/customers/northwind/incident-4711/tap-3/syn-flood-second-wave.pcapng', name: 'syn-flood-second-wave.pcapng', bytes: 96_400_120, openedMillis: Date.now() - 50 * 3_600_000 },
        { path: '/media/usb/old.pcap', name: 'old.pcap', bytes: null, openedMillis: Date.now() - 20 * 86_400_000 },
      ],
    }),
    listInterfaces: () => ({ interfaces: scene.name === 'no-interface' ? [] : madeInterfaces(second), capturers: capturers() }),
    checkFilter: ({ filter }) => (/^(tcp|udp|icmp|port|host|net|and|or|not|ip6?|src|dst|[\d./:a-f()]+|\s)+$/i.test(filter) ? { valid: true, error: null } : { valid: false, error: `can't parse filter expression: syntax error near “${filter.split(/\s+/).at(-1) ?? ''}”` }),
    openDialog: () => { setStatus({ ...EMPTY_STATUS, ...ofScene.done(), firstMicros: START }); return { opened: true }; },
    openFile: () => { setStatus({ ...EMPTY_STATUS, ...ofScene.done(), firstMicros: START }); return { opened: true }; },
    cancelLoad: () => { setStatus({ phase: 'done' }); },
    startCapture: (options) => { setStatus({ ...EMPTY_STATUS, ...ofScene.live(), source: options.interface, filter: options.filter, firstMicros: START }); },
    stopCapture: () => { setStatus({ phase: 'done', packetsPerSecond: 0, bytesPerSecond: 0 }); },
    pauseDisplay: ({ paused }) => { setStatus({ paused }); },
    saveCapture: () => ({ path: '/captures/saved.pcapng' }),
    closeSession: () => { setStatus({ ...EMPTY_STATUS }); },
    leftovers: () => (scene.name === 'leftovers' ? [{ id: 'synoptic-spool-Ab12Cd', interface: 'eth0', bytes: 412_873_216, endedMillis: Date.now() - 42 * 60_000 }, { id: 'synoptic-spool-Ef34Gh', interface: 'lo', bytes: 18_204, endedMillis: Date.now() - 26 * 3_600_000 }] : []),
    openLeftover: () => { setStatus({ ...EMPTY_STATUS, ...ofScene.done(), recovered: true, firstMicros: START }); },
    saveLeftover: () => ({ path: '/captures/saved.pcapng' }),
    discardLeftover: () => ({ discarded: true }),
    page: async (request) => (status.connections === 0 ? { ...(await pageOf({ ...request, count: 0 })), matching: 0, total: 0 } : pageOf(request)),
    connection: async ({ id }) => {
      const page = await pageOf({ sort: 'id', descending: false, filter: '', offset: id - 1, count: 1 });
      if (page.ids.length === 0) return null;
      const detail = detailOf(page);
      return swapped.has(id) ? exchanged(detail) : detail;
    },
    overrideDirection: ({ id, swapped: on }) => {
      if (on) swapped.add(id);
      else swapped.delete(id);
      setStatus({});
    },
    overview: () => madeOverview(START, SPAN),
    hosts: (request) => madeHosts(request, START, SPAN),
    locate: async (request) => ({ index: (await ask('locate', request)) as number }),
    trace: ({ id }) => trace().info(id),
    traceRows: ({ offset, count }) => trace().rows(offset, count),
    traceVerdicts: ({ from }) => trace().verdicts(from),
    traceLocate: ({ frame }) => ({ index: trace().locate(frame) }),
    graph: (request) => trace().graph(request),
    packet: ({ index }) => trace().packet(index),
    alerts: () => alerts.all(),
    noteAlert: (note) => alerts.note(note),
    frameConnection: ({ frame }) => ({ id: 1 + (frame % Math.max(1, scene.rows)) }),
    whatIf: async ({ moved }) => {
      await new Promise((resolve) => { setTimeout(resolve, 300); });
      return { kinds: alerts.whatIf(moved, settings.alertMutes) };
    },
    whatIfProgress: () => ({ share: 0.4 }),
    cancelWhatIf: () => undefined,
    exportFile: ({ suggestedName, kind }) => ({ path: `/exports/${suggestedName}.${kind}` }),
    report: ({ formats }) => ({ folder: '/exports/report', files: [...formats.map((format) => REPORT_FILES[format]), REPORT_FILES.sums] }),
    cancelReport: () => undefined,
    showReport: () => undefined,
    saveSettings: (part) => {
      settings = { ...settings, ...part };
      if (part.alertMutes !== undefined) setStatus({ alerts: alerts.counts(part.alertMutes) });
      return settings;
    },
    clearRecent: () => undefined,
    exportSettings: () => ({ path: '/exports/synoptic-settings.json' }),
    importSettings: () => ({ path: '/exports/synoptic-settings.json', taken: 12, unknown: ['wallpaper'] }),
    doctor: ({ interface: device, seconds }) => madeDiagnosis(device, seconds),
    diagnostics: () => ({ text: 'Synoptic 0.1.0\n\n## Capturers\ndumpcap: usable\n' }),
    showLog: () => undefined,
    logPageError: () => undefined,
  };
  const answer = answers as Record<CommandName, (argument: unknown) => unknown>;

  return {
    async invoke(name, argument) {
      // The real round trip takes a few milliseconds; an answer must never come in the same turn.
      await new Promise((resolve) => { setTimeout(resolve, 2); });
      return { ok: true, value: await answer[name](argument) } as Result<Commands[typeof name][1]>;
    },
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set);
      set.add(listener);
      return () => { set.delete(listener); };
    },
    pathOfFile: (file) => (file instanceof File ? `/dropped/${file.name}` : ''),
  };
}

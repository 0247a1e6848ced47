// Every sentence and word of the window, in one place. Text from packets and files never stands here: it is only ever inserted as text.
import type { Closed, DirectionReason, Endpoint, Opened } from './flow';
import type { Shape } from './states';

const plural = (count: number, text: string, one: string, many: string): string => `${text} ${count === 1 ? one : many}`;

export const TEXTS = {
  product: 'Synoptic',
  tagline: 'Every connection as the state machine it is',
  dialogs: { close: 'Close', cancel: 'Cancel', copy: 'Copy', copied: 'Copied' },

  start: {
    captureTitle: 'Capture',
    openTitle: 'Open',
    interfaces: 'Interfaces',
    name: 'Interface',
    addresses: 'Addresses',
    activity: 'Last minute',
    rate: 'Rate',
    up: 'up',
    down: 'down',
    loopback: 'loopback',
    noAddress: 'no address',
    filterLabel: 'Capture filter',
    filterPlaceholder: 'BPF, for example: tcp port 443 and host 10.0.0.1. Empty: everything.',
    filterChecking: 'Checking…',
    filterGood: 'The filter is valid.',
    filterEmpty: 'Everything on this interface is captured.',
    start: (name: string) => `Start on ${name}`,
    startNothing: 'Start',
    choose: 'Choose an interface to capture from.',
    looking: 'Looking for interfaces…',
    noInterfacesTitle: 'No interface to capture from',
    noInterfaces: 'This system shows no network interface to this account. Saved captures can still be opened.',
    openFile: 'Open a capture…',
    openKinds: 'pcap and pcapng, also gzip-compressed',
    drop: 'or drop a file anywhere in this window',
    dropNow: 'Drop to open',
    recent: 'Recent',
    recentEmptyTitle: 'No recent captures',
    recentEmpty: 'Files you open are listed here, newest first.',
    clearRecent: 'Clear list',
    sizeUnknown: 'not found',
    capturerAutomatic: 'Automatic',
    capturerLabel: 'Capturer',
    capturerUses: (name: string) => `Captures with ${name}.`,
    capturerFull: 'It reports kernel time stamps and drops.',
    capturerLimits: (limits: string) => `Its limits: ${limits}.`,
    capturerNone: 'Nothing here may capture yet.',
    capturerRemedy: 'To allow it, run:',
    capturerFilesOnly: 'Saved captures can be opened without any permission.',
    capturerLooking: 'Trying the capturers…',
  },

  table: {
    label: 'Connections',
    filterClear: 'Clear filter',
    waitingTitle: 'No packets yet',
    waiting: (name: string) => `Listening on ${name}. Rows appear with the first packet.`,
    waitingFilter: (filter: string) => `The capture filter “${filter}” lets only some packets through.`,
    loadingTitle: 'Reading',
    loading: 'Rows appear as soon as the first packets are decoded.',
    hiddenTitle: (total: string) => `The filter hides all ${total} connections`,
    hidden: (filter: string) => `No connection matches “${filter}”.`,
    emptyTitle: 'No connections in this capture',
    emptyNoPackets: 'The capture holds no packets.',
    emptyUndecoded: (packets: string) => `${packets} packets were read, but none belongs to a TCP, UDP or ICMP connection.`,
    failedTitle: 'Nothing could be read',
    openOther: 'Open another…',
  },

  detail: {
    label: 'Connection',
    tabs: { story: 'Story', ladder: 'Ladder', graph: 'SEQ/ACK', packet: 'Packet' },
    maximise: 'Fill the page',
    restore: 'Show the table again',
    transitions: 'State transitions',
    none: 'Select a connection to see how it came to its state.',
    noneKeys: 'Arrow keys choose a row, Enter moves here, Esc goes back.',
    gone: (id: string) => `Connection ${id} is no longer in the table.`,
    goneWhy: 'The table reached its limit, and the oldest closed rows made room for new ones. A higher limit keeps more.',
    swap: 'Swap ends',
    swapHint: 'Swap ends: say that the other end opened this connection',
    swappedHint: 'Swap back: take the ends as the packets tell',
    originator: 'Originator',
    responder: 'Responder',
    pair: 'Both ends',
    opened: 'Opened',
    closed: 'Closed',
    direction: 'Direction',
    duration: 'Duration',
    started: 'First packet',
    context: 'Inside',
    icmpErrors: 'ICMP errors',
    packets: (count: number, text: string) => plural(count, text, 'packet', 'packets'),
    wire: 'on the wire',
    payload: 'payload',
    handshakeIn: (span: string) => `in ${span}`,
    vlan: (ids: string) => `VLAN ${ids}`,
    noTransitions: 'No state change was seen: the packets of this connection fit the state it was first seen in.',
    dropped: (count: string) => `${count} earlier transitions are not kept: the log of this connection is full, and the oldest made room.`,
    more: (shown: string, all: string) => `The first ${shown} of ${all} transitions are shown.`,
    columns: { frame: 'Frame', time: 'Time', endpoint: 'End', change: 'Transition', event: 'Event', basis: 'Basis', rule: 'Rule', why: 'Why' },
    basis: { inferred: 'inferred', confirmed: 'confirmed' },
    basisMeaning: { inferred: 'Follows from a packet sent to this end; not proved by it yet.', confirmed: 'Proved by this end’s own next packet.' },
    byTime: 'by time',
    both: 'both',
  },

  status: {
    label: 'Status',
    phase: { empty: 'Ready', loading: 'Reading', live: 'Capturing', done: 'Complete', failed: 'Failed' },
    stopped: 'Stopped',
    paused: 'Display paused',
    pausedHint: 'The capture goes on; the table stands still.',
    packets: (count: number, text: string) => plural(count, text, 'packet', 'packets'),
    connections: (count: number, text: string) => plural(count, text, 'connection', 'connections'),
    rate: (packets: string, bytes: string) => `${packets} packets/s · ${bytes}`,
    evicted: (text: string) => `${text} rows dropped`,
    evictedHint: 'The table reached its limit: the oldest closed rows, then the oldest idle ones, made room.',
    drops: (text: string) => `${text} lost`,
    dropsHint: 'Packets the kernel or the capturer dropped before they were written.',
    dropsUnknown: 'losses unknown',
    dropsUnknownHint: (name: string) => `${name} cannot tell how many packets were lost.`,
    undecoded: (text: string) => `${text} not decoded`,
    undecodedHint: 'Packets that no connection could be made of: not IP, malformed, or encrypted.',
    damages: (count: number, text: string) => plural(count, text, 'damaged part', 'damaged parts'),
    damagesTitle: 'Damaged parts of the capture',
    damagesHint: 'What came before each stays, and reading went on where it could.',
    damagesMore: (shown: string, all: string) => `The first ${shown} of ${all} are listed.`,
    offset: 'Offset',
    reason: 'Reason',
    skipped: 'Skipped',
    skippedRest: 'the rest',
    lag: (text: string) => `${text} behind`,
    lagHint: 'Captured but not tracked yet.',
    trimmed: 'spool trimmed',
    trimmedHint: 'The spool reached its limit and its oldest part was dropped: the saved file will start later.',
    capturerTitle: (name: string) => `Capturer: ${name}`,
    capturerFull: 'Reports kernel time stamps and drop counts.',
    filter: (filter: string) => `filter: ${filter}`,
    progress: 'Reading the capture',
    left: (span: string) => `${span} left`,
    cancel: 'Cancel',
    format: 'Format',
  },

  problems: { label: 'Problem', dismiss: 'Dismiss', atOffset: (offset: string) => `at offset ${offset}`, remedy: 'What to do' },

  unsaved: {
    title: 'This capture is not saved',
    body: (packets: string, name: string) => `${packets} packets captured on ${name} will be discarded.`,
    save: 'Save…',
    discard: 'Discard',
  },

  keys: { everywhere: 'Everywhere' },

  commands: {
    open: 'Open a capture',
    'start-stop': 'Start or stop capturing',
    pause: 'Pause or resume the display',
    save: 'Save the capture as pcapng',
    close: 'Close the capture',
    'cancel-load': 'Stop reading the file',
    filter: 'Filter connections',
    'catch-up': 'Arrange held rows anew',
    'page-connections': 'Connections',
    'page-hosts': 'Hosts',
    'page-overview': 'Overview',
    'page-alerts': 'Alerts',
    'tab-story': 'Story of the connection',
    'tab-ladder': 'Ladder of its packets',
    'tab-graph': 'SEQ/ACK graph',
    'tab-packet': 'Packet in full',
    'maximise-detail': 'Let the details fill the page, or not',
    theme: 'Switch theme: system, dark, light',
    density: 'Switch row height',
    detail: 'Go to the details of the connection',
    back: 'Back to the table',
    'next-pane': 'Next pane',
    'previous-pane': 'Previous pane',
    'swap-ends': 'Swap the ends of the connection',
    palette: 'All commands',
    help: 'Help on what has the focus',
    keys: 'List of keys',
  },

  toolbar: {
    label: 'Actions',
    open: 'Open…',
    start: 'Start',
    capture: 'Capture…',
    stop: 'Stop',
    pause: 'Pause',
    resume: 'Resume',
    save: 'Save…',
    close: 'Close',
    theme: { system: 'Theme: as the system', dark: 'Theme: dark', light: 'Theme: light' },
  },
} as const;

/** How a connection was opened, in words. */
export const OPENED_TEXT: Readonly<Record<Opened, string>> = {
  none: 'not seen opening',
  handshake: 'three-way handshake',
  simultaneous: 'simultaneous open: both ends sent a SYN',
  unanswered: 'SYN never answered',
  refused: 'SYN answered by a reset',
  'half-open': 'half-open: the last ACK of the handshake never came',
  'mid-stream': 'already open when the capture began',
  'data-first': 'data with the SYN (TCP Fast Open)',
};

/** How a connection ended, in words, where nobody is known to have ended it. */
export const CLOSED_TEXT: Readonly<Record<Closed, string>> = {
  open: 'still open',
  fin: 'in order, both ends sent a FIN',
  'half-closed': 'half-closed, one end has sent its FIN',
  reset: 'reset',
  refused: 'refused',
  unreachable: 'unreachable, an ICMP error said so',
  expired: 'expired, no packet for longer than the time-out',
};

/** The same, where one end is known to have begun it. */
export function closedByText(closed: Closed, by: Endpoint): string {
  switch (closed) {
    case 'fin': return `in order, both ends sent a FIN, the ${by} first`;
    case 'half-closed': return `half-closed, the ${by} has sent its FIN`;
    case 'reset': case 'refused': return `${CLOSED_TEXT[closed]} by the ${by}`;
    case 'open': case 'unreachable': case 'expired': return CLOSED_TEXT[closed];
  }
}

/** Why we believe who opened the connection. */
export const DIRECTION_TEXT: Readonly<Record<DirectionReason, string>> = {
  'first-packet': 'the originator sent the first packet seen',
  syn: 'the originator sent the SYN',
  'syn-ack': 'the responder sent the SYN+ACK',
  port: 'the responder has the service port',
  query: 'the originator sent the query',
  override: 'chosen by you',
};

/** What the shape of a state says before its word is read. */
export const STATE_LEGEND: readonly { shape: Shape; word: string }[] = [
  { shape: 'hollow', word: 'closed or listening' },
  { shape: 'triangle', word: 'opening' },
  { shape: 'disc', word: 'open' },
  { shape: 'diamond', word: 'closing' },
  { shape: 'square', word: 'waiting out' },
  { shape: 'cross', word: 'fault' },
];

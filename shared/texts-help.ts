// Words of the command palette, of the list of keys and of the help. What a state, verdict, column or alert means stands with its data.

export const PALETTE_TEXTS = {
  title: 'Commands',
  search: 'Type a few letters of a command',
  none: (text: string) => `No command matches “${text}”.`,
  disabled: 'not now',
  count: (count: number) => `${count} ${count === 1 ? 'command' : 'commands'}`,
} as const;

export const KEYS_TEXTS = {
  title: 'Keys',
  search: 'Search keys and what they do',
  none: (text: string) => `Nothing matches “${text}”.`,
} as const;

/** Keys that belong to a part of the window, by that part. Commands have keys that work everywhere; they stand in their own table. */
export const KEY_GROUPS: readonly { title: string; keys: readonly (readonly [what: string, ...chords: string[]])[] }[] = [
  { title: 'Tables', keys: [
    ['Move by row', '↑', '↓'], ['Move by page', 'PageUp', 'PageDown'], ['First and last row', 'Home', 'End'], ['Details of the connection', 'Enter'], ['Copy the row', 'Mod+C'],
    ['Menu of the row: filter by its values, copy, what is this', 'Shift+F10'],
  ] },
  { title: 'Heads of columns', keys: [['Sort', 'Enter'], ['Next or previous head', '←', '→'], ['Move the column', 'Alt+←', 'Alt+→'], ['Width of the column', 'Shift+←', 'Shift+→']] },
  { title: 'Filter', keys: [['Take the completion', 'Tab', 'Enter'], ['Choose a completion', '↑', '↓'], ['Back to the table', 'Escape']] },
  { title: 'Story: states in time', keys: [['Jump before or after', '←', '→'], ['First and last jump', 'Home', 'End'], ['Choose the jump, show its packet', 'Enter']] },
  { title: 'Ladder', keys: [
    ['Packet before or after', '↑', '↓'], ['Extend the selection', 'Shift+↑', 'Shift+↓'], ['First and last packet', 'Home', 'End'], ['Show the packet in full', 'Enter'],
    ['Next or previous packet with a verdict', 'N', 'Shift+N'], ['Only packets with a verdict, or all', 'V'], ['Relative or absolute numbers', 'R'], ['Which time is shown', 'T'], ['Go to a frame', 'G'], ['Copy as text', 'Mod+C'],
  ] },
  { title: 'SEQ/ACK graph', keys: [
    ['Zoom in and out', '+', '-'], ['Move along', '←', '→'], ['Move the cross-hair', 'Shift+←', 'Shift+→'], ['Show all', '0'], ['Select the packet at the cross-hair', 'Enter'],
    ['Packet before or after', ',', '.'],
  ] },
  { title: 'Packet', keys: [['Packet before or after', 'P', 'N'], ['Field before or after', '↑', '↓'], ['Open and close a header', '→', '←'], ['Byte before or after', '←', '→']] },
];

export const HELP_TEXTS = {
  title: 'Help',
  intro: 'F1 explains what has the focus, or what the pointer is on.',
  search: 'Search states, verdicts, columns, alerts',
  none: (text: string) => `Nothing matches “${text}”.`,
  count: (count: number) => `${count} ${count === 1 ? 'entry' : 'entries'}`,
  groupsLabel: 'Subjects',
  all: 'Everything',
  explain: 'What is this?',
  groups: {
    state: ['States', 'RFC 9293 names the states of a TCP end. UDP and ICMP have none: the names here say what was seen of the pair.'],
    verdict: ['Our verdicts', 'What we say of a TCP segment, from sequence numbers, acknowledgements, identification and time stamps. The confidence says what the verdict rests on.'],
    wireshark: ['Wireshark', 'What Wireshark says of the same segment in tcp.analysis. It judges by other rules, so the two may differ.'],
    zeek: ['Zeek', 'How Zeek classifies a connection (conn_state), and the letters of its history: upper case for the originator, lower case for the responder.'],
    netfilter: ['netfilter', 'What a Linux firewall on the path would say of a packet (ct state), the states of its own table, and its reasons.'],
    column: ['Columns', 'What each column of the connection table tells.'],
    measure: ['Measures', 'The figures of a connection’s story.'],
    outcome: ['Opening and closing', 'How a connection began and ended, and why one end is taken for the originator.'],
    alert: ['Alerts', 'What each kind of alert means. “Why” it is no ordinary traffic, and what to do, stand with the alert itself.'],
    doctor: ['Capture doctor', 'What a capture needs, and why. The doctor (palette, menu, or “synoptic doctor”) looks at each and says what helps.'],
    tool: ['Settings, log, versions', 'What is around the work.'],
  },
  kinds: { tcp: 'TCP', udp: 'UDP', icmp: 'ICMP', connState: 'conn_state', letter: 'history', ctVerdict: 'ct state', ctState: 'TCP entry', ctReason: 'reason', opened: 'opened', closed: 'closed', direction: 'originator', confidence: 'confidence' },
  confidence: {
    low: 'Nothing but the time between two packets tells.',
    medium: 'The likely one of two readings: the receiver’s reaction, or how often it happens, tells.',
    high: 'The packets themselves prove it: identification, time stamps, acknowledgements.',
  },
} as const;

export type HelpGroup = keyof typeof HELP_TEXTS.groups;

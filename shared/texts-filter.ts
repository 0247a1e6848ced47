// The words of the filter field, its lists and the menu of a cell.
export const FILTER_TEXTS = {
  label: 'Filter connections',
  placeholder: 'Filter: 443 syn-sent, ip.addr == 10.0.0.0/8, retransmission …',
  clear: 'Clear filter',
  suggestions: 'Suggestions',
  count: (matching: string, total: string) => `${matching} of ${total}`,
  all: (total: string, one: boolean) => `${total} ${one ? 'connection' : 'connections'}`,
  stale: (shown: string) => (shown === '' ? 'Until it is right, every connection is shown.' : `Until it is right, the table shows “${shown}”.`),

  help: 'What can be filtered',
  helpSearch: 'Search the fields',
  helpIntro: 'Words side by side all have to match an address, port, protocol or state. Fields are compared with ==, !=, <, <=, >, >=, in {…}, contains and matches, and joined by and, or, not and parentheses.',
  helpNone: (typed: string) => `No field has “${typed}” in its name or meaning.`,
  helpUse: (example: string) => `Use ${example}`,
  helpCount: (count: number) => (count === 1 ? '1 field' : `${String(count)} fields`),

  memory: 'Saved and recent filters',
  saved: 'Saved',
  recent: 'Recent',
  name: 'Name of this filter',
  save: 'Save',
  saveNothing: 'Type a filter to save it under a name.',
  remove: (name: string) => `Remove ${name}`,
  savedNone: 'No filter is saved yet.',
  recentNone: 'Filters you apply are listed here.',

  cell: {
    label: 'Filter by this cell',
    only: (value: string) => `Only ${value}`,
    exclude: (value: string) => `Without ${value}`,
    and: (value: string) => `And ${value}`,
    or: (value: string) => `Or ${value}`,
    nothing: 'Nothing to filter by here',
  },
} as const;

/** What the two columns of a value are called in the menu of a cell. */
export const CELL_TEXTS = {
  id: 'Number', protocol: 'Protocol', originator: 'Originator', originatorPort: 'Originator port', responder: 'Responder', responderPort: 'Responder port', either: 'Either end',
  originatorState: 'State of the originator', responderState: 'State of the responder', state: 'State', packets: 'Packets', originatorBytes: 'Bytes from the originator', responderBytes: 'Bytes from the responder',
  duration: 'Duration', handshake: 'Handshake', lastSeen: 'Last packet', closed: 'Ended', vlan: 'VLAN', icmpType: 'ICMP type', icmpCode: 'ICMP code',
} as const;

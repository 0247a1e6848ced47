// The columns of the connection table: every one there is, which are shown, in what order and how wide, and how a click sorts first.
import type { ColumnChoice } from '@shared/settings';
import type { ExtraKey, SortKey } from '@shared/snapshot';

export type ColumnKey = SortKey | ExtraKey | 'context';

export interface Column {
  key: ColumnKey;
  title: string;
  /** The whole name, where the title is short. */
  name: string;
  /** Width in pixels: at least, where `grows`. */
  width: number;
  /** Takes a share of the room that is left. */
  grows: boolean;
  numeric: boolean;
  /** What a click on its head sorts by; null: it cannot be sorted. */
  sort: SortKey | null;
  /** Large values are the interesting ones: the first click shows them on top. */
  descendingFirst: boolean;
  /** The column that the page is asked for; null for those that every page holds. */
  extra: ExtraKey | null;
  /** How its cell is drawn. */
  kind: 'text' | 'end' | 'state';
}

const column = (key: ColumnKey, title: string, width: number, options: Partial<Column> = {}): Column =>
  ({ key, title, name: title, width, grows: false, numeric: false, sort: key as SortKey, descendingFirst: false, extra: null, kind: 'text', ...options });
const extra = (key: ExtraKey, title: string, width: number, options: Partial<Column> = {}): Column => column(key, title, width, { extra: key, ...options });

const LARGE = { numeric: true, descendingFirst: true } as const;
const END = { kind: 'end', grows: true } as const;

/** Every column; the first ones are shown at first. A cell that changed is marked by its place here. */
export const COLUMNS: readonly Column[] = [
  column('id', 'No.', 78, { name: 'Number', numeric: true }),
  column('protocol', 'Proto', 54, { name: 'Protocol' }),
  column('originator', 'Originator', 178, END),
  column('responder', 'Responder', 178, END),
  column('originatorState', 'Orig. state', 126, { name: 'State of the originator', kind: 'state' }),
  column('responderState', 'Resp. state', 126, { name: 'State of the responder', kind: 'state' }),
  column('packets', 'Packets', 76, LARGE),
  column('originatorBytes', 'Bytes →', 76, { ...LARGE, name: 'Bytes from the originator' }),
  column('responderBytes', 'Bytes ←', 76, { ...LARGE, name: 'Bytes from the responder' }),
  column('duration', 'Duration', 88, LARGE),
  column('handshake', 'Handshake', 100, { ...LARGE, name: 'Handshake time' }),
  column('lastSeen', 'Last seen', 106, LARGE),
  column('started', 'First seen', 106, { numeric: true }),
  column('opened', 'Opened', 110, { name: 'How it was opened' }),
  column('closed', 'Closed', 96, { name: 'How it ended' }),
  column('context', 'Inside', 120, { name: 'VLANs and tunnels around its packets', sort: null }),
  extra('connState', 'Zeek', 64, { name: 'Zeek’s conn_state' }),
  extra('history', 'History', 110, { name: 'Zeek’s history: one letter for each thing that happened', sort: null }),
  extra('netfilter', 'Netfilter', 110, { name: 'State in the table of a Linux firewall', sort: null }),
  extra('verdicts', 'Verdicts', 190, { name: 'Our verdicts on its segments, with how many', sort: null }),
  extra('rtt', 'RTT', 84, { ...LARGE, name: 'Mean round-trip time' }),
  extra('retransmissions', 'Retrans.', 76, { ...LARGE, name: 'Retransmissions of both ends' }),
  extra('payload', 'Payload', 76, { ...LARGE, name: 'Payload bytes of both ends' }),
  extra('goodput', 'Goodput', 92, { ...LARGE, name: 'Payload bytes a second that count once' }),
  extra('missed', 'Missed', 76, { ...LARGE, name: 'Bytes acknowledged but not captured' }),
  extra('icmpErrors', 'ICMP err.', 76, { ...LARGE, name: 'ICMP errors that quoted it' }),
  extra('alerts', 'Alerts', 64, { ...LARGE, sort: null, name: 'Alerts about it' }),
];

const SHOWN_AT_FIRST = 12;
export const LEAST_COLUMN = 36;
export const MOST_COLUMN = 900;

/** A column as it is shown now. */
export interface PlacedColumn extends Column {
  /** A CSS grid track. */
  track: string;
  /** Its place in COLUMNS. */
  place: number;
}

const AT_FIRST: readonly ColumnChoice[] = COLUMNS.slice(0, SHOWN_AT_FIRST).map(({ key }) => ({ key, width: null }));

/** The columns of a choice in its order; unknown ones are left out, none at all means those of the first start. */
export function placedColumns(choice: readonly ColumnChoice[]): PlacedColumn[] {
  const known = choice.filter(({ key }, i) => COLUMNS.some((each) => each.key === key) && choice.findIndex((other) => other.key === key) === i);
  return (known.length === 0 ? AT_FIRST : known).flatMap(({ key, width }) => {
    const place = COLUMNS.findIndex((each) => each.key === key);
    const found = COLUMNS[place];
    if (found === undefined) return [];
    const chosen = width ?? found.width;
    return [{ ...found, width: chosen, place, track: width === null && found.grows ? `minmax(${chosen}px, 1fr)` : `${chosen}px` }];
  });
}

export const columnTemplate = (columns: readonly PlacedColumn[]): string => columns.map((each) => each.track).join(' ');

/** Narrower than this the table scrolls sideways. */
export const leastWidth = (columns: readonly PlacedColumn[]): number => columns.reduce((sum, each) => sum + each.width, 0);

const choiceOf = (choice: readonly ColumnChoice[]): ColumnChoice[] => {
  const widths = new Map(choice.map(({ key, width }) => [key, width]));
  return placedColumns(choice).map(({ key }) => ({ key, width: widths.get(key) ?? null }));
};

export function moveColumn(choice: readonly ColumnChoice[], key: string, to: number): ColumnChoice[] {
  const all = choiceOf(choice);
  const from = all.findIndex((each) => each.key === key);
  if (from < 0) return all;
  const [moved] = all.splice(from, 1);
  if (moved !== undefined) all.splice(Math.max(0, Math.min(all.length, to)), 0, moved);
  return all;
}

export function resizeColumn(choice: readonly ColumnChoice[], key: string, width: number): ColumnChoice[] {
  const within = Math.round(Math.max(LEAST_COLUMN, Math.min(MOST_COLUMN, width)));
  return choiceOf(choice).map((each) => (each.key === key ? { key, width: within } : each));
}

/** Shows a column at its usual place, or hides it; the last one stays. */
export function toggleColumn(choice: readonly ColumnChoice[], key: string): ColumnChoice[] {
  const all = choiceOf(choice);
  const without = all.filter((each) => each.key !== key);
  if (without.length < all.length) return without.length === 0 ? all : without;
  return [...all, { key, width: null }];
}

/** The order after a click on a column: the other way round if it is already the one. */
export function sortAfterClick(now: { sort: SortKey; descending: boolean }, key: SortKey): { sort: SortKey; descending: boolean } {
  if (now.sort === key) return { sort: key, descending: !now.descending };
  return { sort: key, descending: COLUMNS.find((entry) => entry.sort === key)?.descendingFirst ?? false };
}

// The columns of the connection table: title, width, alignment, how a click sorts first.
import type { SortKey } from '@shared/snapshot';

export interface Column {
  key: SortKey;
  title: string;
  /** The whole name, where the title is short. */
  name: string;
  /** A CSS grid track. */
  track: string;
  numeric: boolean;
  /** Large values are the interesting ones: the first click shows them on top. */
  descendingFirst: boolean;
}

const column = (key: SortKey, title: string, track: string, options: { name?: string; numeric?: boolean; descendingFirst?: boolean } = {}): Column =>
  ({ key, title, name: options.name ?? title, track, numeric: options.numeric ?? false, descendingFirst: options.descendingFirst ?? false });

const LARGE = { numeric: true, descendingFirst: true };

export const COLUMNS: readonly Column[] = [
  column('id', 'No.', '78px', { name: 'Number', numeric: true }),
  column('protocol', 'Proto', '54px', { name: 'Protocol' }),
  column('originator', 'Originator', 'minmax(178px, 1fr)'),
  column('responder', 'Responder', 'minmax(178px, 1fr)'),
  column('originatorState', 'Orig. state', '126px', { name: 'State of the originator' }),
  column('responderState', 'Resp. state', '126px', { name: 'State of the responder' }),
  column('packets', 'Packets', '76px', LARGE),
  column('originatorBytes', 'Bytes →', '76px', { ...LARGE, name: 'Bytes from the originator' }),
  column('responderBytes', 'Bytes ←', '76px', { ...LARGE, name: 'Bytes from the responder' }),
  column('duration', 'Duration', '88px', LARGE),
  column('handshake', 'Handshake', '100px', { ...LARGE, name: 'Handshake time' }),
  column('lastSeen', 'Last seen', '106px', LARGE),
];

export const COLUMN_TEMPLATE = COLUMNS.map((entry) => entry.track).join(' ');

/** Narrower than this the table scrolls sideways. */
export const LEAST_WIDTH = 1262;

/** The order after a click on a column: the other way round if it is already the one. */
export function sortAfterClick(now: { sort: SortKey; descending: boolean }, key: SortKey): { sort: SortKey; descending: boolean } {
  if (now.sort === key) return { sort: key, descending: !now.descending };
  return { sort: key, descending: COLUMNS.find((entry) => entry.key === key)?.descendingFirst ?? false };
}

// The columns of the hosts table, and one of its rows as text.
import type { HostRow, HostSortKey } from '@shared/overview';
import { HOST_TEXTS } from '@shared/texts-pages';
import { formatTimeOfDay } from './clock';
import { formatBytes, formatCount, NOTHING } from './format';

export interface HostColumn {
  key: HostSortKey;
  sort: HostSortKey;
  title: string;
  name: string;
  track: string;
  numeric: boolean;
}

const TRACK: Readonly<Record<HostSortKey, string>> = {
  address: 'minmax(190px, 1.4fr)', peer: 'minmax(190px, 1.4fr)', connections: 'minmax(76px, 0.6fr)', opened: 'minmax(76px, 0.6fr)', accepted: 'minmax(82px, 0.6fr)',
  failed: 'minmax(70px, 0.6fr)', packets: 'minmax(84px, 0.6fr)', bytesSent: 'minmax(84px, 0.6fr)', bytesReceived: 'minmax(84px, 0.6fr)', lastMicros: 'minmax(110px, 0.7fr)',
};
const isText = (key: HostSortKey): boolean => key === 'address' || key === 'peer';

export function hostColumns(by: 'host' | 'pair'): HostColumn[] {
  return (Object.keys(TRACK) as HostSortKey[]).filter((key) => by === 'pair' || key !== 'peer')
    .map((key) => ({ key, sort: key, title: HOST_TEXTS.columns[key][0], name: HOST_TEXTS.columns[key][1], track: TRACK[key], numeric: !isText(key) }));
}

export function hostCell(row: HostRow, key: HostSortKey, referenceMicros: number | null): string {
  switch (key) {
    case 'address': return row.address;
    case 'peer': return row.peer ?? '';
    case 'bytesSent': case 'bytesReceived': return formatBytes(row[key]);
    case 'lastMicros': return formatTimeOfDay(row.lastMicros, referenceMicros);
    case 'failed': return row.failed === 0 ? NOTHING : formatCount(row.failed);
    case 'connections': case 'opened': case 'accepted': case 'packets': return formatCount(row[key]);
  }
}

/** The order after a click on a column: numbers begin with the greatest. */
export function hostSortAfterClick(now: { sort: HostSortKey; descending: boolean }, key: HostSortKey): { sort: HostSortKey; descending: boolean } {
  return now.sort === key ? { sort: key, descending: !now.descending } : { sort: key, descending: !isText(key) };
}

/** Names a row, whatever order it is in. */
export const hostKey = (row: HostRow): string => `${row.address} ${row.peer ?? ''}`;

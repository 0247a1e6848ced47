// The pages of an open capture, in the order of their tabs.
import type { PageName } from '@shared/settings';
import { PAGE_TEXTS } from '@shared/texts-pages';

export const PAGES = [
  { id: 'connections', title: PAGE_TEXTS.connections, command: 'page-connections' },
  { id: 'hosts', title: PAGE_TEXTS.hosts, command: 'page-hosts' },
  { id: 'overview', title: PAGE_TEXTS.overview, command: 'page-overview' },
  { id: 'alerts', title: PAGE_TEXTS.alerts, command: 'page-alerts' },
] as const satisfies readonly { id: PageName; title: string; command: string }[];

export type PageId = PageName;

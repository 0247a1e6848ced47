// What those who arrange rows read them from.
import type { Addresses } from '../flow/addresses';
import type { FlowStore } from '../flow/flow-store';
import type { ConnectionViews } from '../lens/connection-views';
import type { ViewsOf } from './extras';
import type { RowReader } from './row-reader';

export interface ViewParts {
  store: FlowStore;
  read: RowReader;
  addresses: Addresses;
  /** null where nobody asked for the views of others. */
  views: ConnectionViews | null;
  viewsOf: ViewsOf;
  /** Ids of the alerts of each connection that has any; null where nothing looks for them. */
  alertsOf: ((slot: number) => readonly number[]) | null;
}

// Makes room when the limit of the table is reached: drops the connections that matter least, and forgets the addresses that none names any more.
import { PROTOCOL } from '@shared/flow';
import type { ConnectionViews } from '../lens/connection-views';
import type { Addresses } from './addresses';
import {
  META_KEY, META_LIVE, META_PROTOCOL, META_V6, R_ADDRESS_O, R_ADDRESS_R, R_EXTENSION, R_META, R_PORTS, R_STATUS, RECORD_CHUNK_MASK, RECORD_CHUNK_SHIFT, STATUS_EXTENDED, STATUS_TABLED,
} from './flow-record';
import type { FlowStore } from './flow-store';
import type { FlowTable } from './flow-table';
import type { Fragments } from './fragments';

export function dropSlots(chosen: Uint32Array, store: FlowStore, table: FlowTable, views: ConnectionViews): void {
  for (const slot of chosen) {
    const ints = store.records.ints[slot >> RECORD_CHUNK_SHIFT];
    const at = (slot & RECORD_CHUNK_MASK) << 4;
    if ((ints[at + R_STATUS] & STATUS_TABLED) !== 0) {
      const ports = ints[at + R_PORTS];
      const protocol = ints[at + R_META] & META_PROTOCOL;
      const backward = protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6 ? ports : (ports << 16) | (ports >>> 16);
      table.find(ints[at + R_ADDRESS_O], ints[at + R_ADDRESS_R], ports, backward, ints[at + R_META] & META_KEY);
      table.remove(slot);
    }
    if ((ints[at + R_STATUS] & STATUS_EXTENDED) !== 0 && (ints[at + R_META] & META_PROTOCOL) === PROTOCOL.tcp) views.release(ints[at + R_EXTENSION]);
    store.remove(slot);
  }
}

/** @param source, destination addresses at hand: they are in no record yet and must not be forgotten, nor those of datagrams on their way */
export function forgetAddresses(store: FlowStore, addresses: Addresses, fragments: Fragments, source: number, destination: number, v6: boolean): void {
  const { records } = store;
  const used = new Uint8Array(addresses.count);
  if (v6) used[source] = used[destination] = 1;
  fragments.markAddresses(used);
  for (let slot = 0; slot < records.used; slot++) {
    const ints = records.ints[slot >> RECORD_CHUNK_SHIFT];
    const at = (slot & RECORD_CHUNK_MASK) << 4;
    if ((ints[at + R_META] & (META_LIVE | META_V6)) !== (META_LIVE | META_V6)) continue;
    used[ints[at + R_ADDRESS_O]] = 1;
    used[ints[at + R_ADDRESS_R]] = 1;
  }
  addresses.retain(used);
}

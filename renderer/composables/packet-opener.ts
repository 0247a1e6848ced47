// Opens a packet by its number in the capture: finds its connection, reads that back, and shows the packet in full.
import { nextTick } from 'vue';
import { invoke } from '../bridge';
import type { Problems } from './problems';
import type { SelectedPacket } from './selected-packet';

/** A connection is read back in parts: so long it is waited for the packet. */
const MOST_TRIES = 60;
const PAUSE_MILLIS = 60;

/** @param show opens the connection on its page */
export function createPacketOpener(packet: Pick<SelectedPacket, 'select'>, problems: Problems, show: (id: number) => void | Promise<void>) {
  let wish = 0;

  /** @returns index in the connection of the packet or of the nearest one; -1 for none */
  async function locate(id: number, frame: number, current: () => boolean): Promise<number> {
    let index = -1;
    for (let i = 0; i < MOST_TRIES && current(); i++) {
      const info = problems.valueOf(await invoke('trace', { id }));
      const found = info === null ? null : problems.valueOf(await invoke('traceLocate', { id, frame }));
      if (info === null || found === null) break;
      index = found.index;
      const rows = index < 0 ? null : problems.valueOf(await invoke('traceRows', { id, offset: index, count: 1 }));
      if (info.complete || rows?.frame[0] === frame) break;
      await new Promise((resolve) => { setTimeout(resolve, PAUSE_MILLIS); });
    }
    return index;
  }

  /** @param connection where it is known. @returns false when the packet is of no connection */
  return async (connection: number | null, frame: number): Promise<boolean> => {
    const mine = ++wish;
    const id = connection ?? problems.valueOf(await invoke('frameConnection', { frame }))?.id ?? null;
    if (id === null) return false;
    if (mine !== wish) return true;
    await show(id);
    await nextTick();
    const index = await locate(id, frame, () => mine === wish);
    if (mine === wish && index >= 0) packet.select(index);
    return true;
  };
}

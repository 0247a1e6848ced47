// One page of rows as columns of small typed arrays.
import type { ExtraKey, Page } from '@shared/snapshot';
import { extraColumns } from './extras';
import type { ViewParts } from './view-parts';

export function pageColumns(slots: readonly number[], extras: readonly ExtraKey[], { read, viewsOf, alertsOf }: Pick<ViewParts, 'read' | 'viewsOf' | 'alertsOf'>): Omit<Page, 'offset' | 'matching' | 'total' | 'fresh'> {
  const count = slots.length;
  const page = {
    ids: new Uint32Array(count), protocol: new Uint8Array(count), originator: [] as string[], responder: [] as string[],
    originatorPort: new Uint16Array(count), responderPort: new Uint16Array(count), originatorState: new Uint8Array(count), responderState: new Uint8Array(count),
    packets: new Float64Array(count), originatorBytes: new Float64Array(count), responderBytes: new Float64Array(count),
    durationMicros: new Float64Array(count), handshakeMicros: new Float64Array(count), firstMicros: new Float64Array(count), lastMicros: new Float64Array(count),
    opened: new Uint8Array(count), closed: new Uint8Array(count), context: [] as string[],
    extras: extraColumns(slots, extras, read, viewsOf, alertsOf),
  };
  slots.forEach((slot, i) => {
    page.ids[i] = read.id(slot);
    page.protocol[i] = read.protocol(slot);
    page.originator.push(read.address(slot, 0));
    page.responder.push(read.address(slot, 1));
    page.originatorPort[i] = read.port(slot, 0);
    page.responderPort[i] = read.port(slot, 1);
    page.originatorState[i] = read.state(slot, 0);
    page.responderState[i] = read.state(slot, 1);
    page.packets[i] = read.packets(slot, 0) + read.packets(slot, 1);
    page.originatorBytes[i] = read.wireBytes(slot, 0);
    page.responderBytes[i] = read.wireBytes(slot, 1);
    page.firstMicros[i] = read.firstMicros(slot);
    page.lastMicros[i] = read.lastMicros(slot);
    page.durationMicros[i] = page.lastMicros[i] - page.firstMicros[i];
    page.handshakeMicros[i] = read.handshakeNs(slot) / 1000;
    page.opened[i] = read.opened(slot);
    page.closed[i] = read.closed(slot);
    page.context.push(read.contextText(slot));
  });
  return page;
}

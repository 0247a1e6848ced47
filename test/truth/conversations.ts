// Conversations as a set of figures that any tool can be asked for: packets and bytes from one endpoint to another.
import type { ConnectionRow } from '../../main/tracker/query/rows';

export interface Flow { packets: number; bytes: number }

/** From 'tcp 10.0.0.1:80 > 10.0.0.2:4000' to what went that way. */
export type Conversations = Map<string, Flow>;

export const flowKey = (protocol: string, from: string, to: string): string => `${protocol} ${from} > ${to}`;

export function addFlow(conversations: Conversations, key: string, packets: number, bytes: number): void {
  const flow = conversations.get(key) ?? { packets: 0, bytes: 0 };
  conversations.set(key, { packets: flow.packets + packets, bytes: flow.bytes + bytes });
}

/** Our rows; several connections of one tuple count together, as they do in a list by tuple. A way nobody went is left out. */
export function fromRows(rows: readonly ConnectionRow[]): Conversations {
  const conversations: Conversations = new Map();
  for (const { proto, originator, responder, packets, wireBytes } of rows) {
    if (proto !== 'tcp' && proto !== 'udp') continue;
    const one = `${originator.address}:${originator.port}`;
    const other = `${responder.address}:${responder.port}`;
    if (packets.originator > 0) addFlow(conversations, flowKey(proto, one, other), packets.originator, wireBytes.originator);
    if (packets.responder > 0) addFlow(conversations, flowKey(proto, other, one), packets.responder, wireBytes.responder);
  }
  return conversations;
}

/** One line for each flow, sorted, so that a difference reads as a text difference. */
export const lines = (conversations: Conversations): string[] => [...conversations].map(([key, f]) => `${key}: ${f.packets} packets, ${f.bytes} bytes`).sort();

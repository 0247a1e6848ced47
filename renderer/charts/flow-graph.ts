// The flow of state jumps as a graph without circles: every state has its layer, in the order a connection meets them. CLOSED and LISTEN stand at the
// begin, CLOSED once more at the end; a jump to an earlier layer is not drawn but counted.
import type { StateFlow } from '@shared/overview';
import { ICMP_STATES, TCP_STATES, UDP_STATES } from '@shared/states';
import type { Shape } from '@shared/states';

export type FlowWhose = 'originator' | 'responder' | 'both';

export interface FlowNode {
  /** Unique in the graph: a protocol and state, and whether it stands at the begin. */
  key: string;
  protocol: string;
  /** '' for the first packet of a pair of UDP or ICMP. */
  state: string;
  shape: Shape;
  layer: number;
  /** Connections that came through. */
  count: number;
}

export interface FlowLink {
  from: FlowNode;
  to: FlowNode;
  count: number;
}

export interface FlowGraph {
  nodes: FlowNode[];
  links: FlowLink[];
  /** Jumps that lead back, and are not drawn. */
  back: StateFlow[];
}

const END = 8;
const TCP_LAYER: Readonly<Record<string, number>> = {
  CLOSED: 0, LISTEN: 1, 'SYN-SENT': 1, 'SYN-RECEIVED': 2, ESTABLISHED: 3, 'FIN-WAIT-1': 4, 'CLOSE-WAIT': 4, 'FIN-WAIT-2': 5, CLOSING: 5, 'LAST-ACK': 6, 'TIME-WAIT': 7,
};
const PAIR_LAYER: Readonly<Record<string, number>> = { '': 0, 'ONE-WAY': 1, REQUESTED: 1, NOTICE: 1, UNSOLICITED: 1, ANSWERED: 2, REPLIED: 2, REFUSED: 2, UNREACHABLE: 2, EXPIRED: 3 };

const shapeOf = (protocol: string, state: string): Shape => {
  const states = protocol === 'tcp' ? TCP_STATES : protocol.startsWith('icmp') ? ICMP_STATES : UDP_STATES;
  return states.find((info) => info.name === state)?.shape ?? 'hollow';
};

export function flowGraph(flows: readonly StateFlow[], whose: FlowWhose): FlowGraph {
  const nodes = new Map<string, FlowNode>();
  const incoming = new Map<string, number>();
  const outgoing = new Map<string, number>();
  const links: FlowLink[] = [];
  const back: StateFlow[] = [];
  const node = (protocol: string, state: string, layer: number): FlowNode => {
    const key = `${protocol} ${state} ${layer}`;
    const known = nodes.get(key) ?? { key, protocol, state, shape: shapeOf(protocol, state), layer, count: 0 };
    nodes.set(key, known);
    return known;
  };
  const layerOf = (flow: StateFlow, state: string, isTo: boolean): number => {
    if (flow.protocol !== 'tcp') return PAIR_LAYER[state] ?? 0;
    return isTo && state === 'CLOSED' ? END : TCP_LAYER[state] ?? 0;
  };
  for (const flow of flows) {
    if (flow.endpoint !== whose || flow.from === flow.to) continue;
    const from = layerOf(flow, flow.from, false);
    const to = layerOf(flow, flow.to, true);
    if (to <= from) { back.push(flow); continue; }
    const link = { from: node(flow.protocol, flow.from, from), to: node(flow.protocol, flow.to, to), count: flow.count };
    links.push(link);
    outgoing.set(link.from.key, (outgoing.get(link.from.key) ?? 0) + flow.count);
    incoming.set(link.to.key, (incoming.get(link.to.key) ?? 0) + flow.count);
  }
  for (const each of nodes.values()) each.count = Math.max(incoming.get(each.key) ?? 0, outgoing.get(each.key) ?? 0);
  return { nodes: [...nodes.values()].sort((a, b) => a.layer - b.layer || b.count - a.count), links, back };
}

// The flow of jumps as a graph that can be drawn: no circle, CLOSED at both ends, nothing lost without being counted.
import { describe, expect, it } from 'vitest';
import type { StateFlow } from '@shared/overview';
import { TCP_ROWS } from '@shared/tcp-machine';
import { TCP_STATES } from '@shared/states';
import { readTokens } from '../../../renderer/charts/chart-tokens';
import { flowChart, flowHit } from '../../../renderer/charts/flow-chart';
import { flowGraph } from '../../../renderer/charts/flow-graph';

const flow = (from: string, to: string, count: number, endpoint: StateFlow['endpoint'] = 'originator', protocol = 'tcp'): StateFlow => ({ endpoint, protocol, from, to, count });
const FLOWS = [flow('CLOSED', 'SYN-SENT', 10), flow('SYN-SENT', 'ESTABLISHED', 8), flow('SYN-SENT', 'CLOSED', 2), flow('ESTABLISHED', 'FIN-WAIT-1', 5), flow('CLOSED', 'LISTEN', 4, 'responder')];

describe('layers', () => {
  it('stand CLOSED at the begin and once more at the end', () => {
    const { nodes, links } = flowGraph(FLOWS, 'originator');
    expect(nodes.map(({ state, count }) => `${state} ${count}`)).toEqual(['CLOSED 10', 'SYN-SENT 10', 'ESTABLISHED 8', 'FIN-WAIT-1 5', 'CLOSED 2']);
    expect(links).toHaveLength(4);
  });
  it('hold every jump of the machine: each leads on, or is counted as leading back', () => {
    const states = TCP_STATES.map((state) => state.name);
    const all = TCP_ROWS.map((row) => flow(states[row.from] ?? '', states[row.to] ?? '', 1)).filter(({ from, to }) => from !== to);
    const { links, back } = flowGraph(all, 'originator');
    expect(links.length + back.length).toBe(all.length);
    expect(links.every((link) => link.to.layer > link.from.layer)).toBe(true);
    expect(links.length).toBeGreaterThan(15);
  });
  it('keep the ends apart, and protocols of pairs', () => {
    expect(flowGraph(FLOWS, 'responder').nodes.map((node) => node.state)).toEqual(['CLOSED', 'LISTEN']);
    const pairs = flowGraph([flow('', 'ONE-WAY', 3, 'both', 'udp'), flow('', 'REQUESTED', 2, 'both', 'icmp'), flow('ONE-WAY', 'ANSWERED', 1, 'both', 'udp')], 'both');
    expect(pairs.nodes.map((node) => `${node.protocol} ${node.state}`)).toEqual(['udp ', 'icmp ', 'udp ONE-WAY', 'icmp REQUESTED', 'udp ANSWERED']);
  });
});

it('an event of the chart names the state or the way it is about', () => {
  const graph = flowGraph(FLOWS, 'originator');
  expect(flowHit(graph, { dataType: 'node', dataIndex: 1 })).toBe(graph.nodes[1]);
  expect(flowHit(graph, { dataType: 'edge', dataIndex: 0 })).toBe(graph.links[0]);
  expect(flowHit(graph, { dataType: 'node', dataIndex: 99 })).toBeNull();
});

it('draws without HTML and takes its colours from the theme', () => {
  const option = flowChart(flowGraph(FLOWS, 'originator'), readTokens((token) => `color of ${token}`));
  expect(option.tooltip).toMatchObject({ renderMode: 'richText', backgroundColor: 'color of --raised' });
  expect(JSON.stringify(option)).toContain('color of --state-triangle');
});

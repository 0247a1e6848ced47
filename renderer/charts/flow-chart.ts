// The flow of state jumps as an ECharts Sankey: colours by the shape of a state, a label with its count, a tooltip without HTML.
import type { EChartsOption } from 'echarts/types/dist/shared';
import { OVERVIEW_TEXTS } from '@shared/texts-pages';
import { formatCount } from '../model/format';
import { chartFont, shapeColor } from './chart-colors';
import type { Tokens } from './chart-tokens';
import type { FlowGraph, FlowNode } from './flow-graph';

/** The word of a node: its state, with the protocol where several are drawn. */
export function nodeName(node: FlowNode): string {
  if (node.protocol === 'tcp') return node.state;
  return node.state === '' ? `${node.protocol}: ${OVERVIEW_TEXTS.flowFirst}` : `${node.protocol} ${node.state}`;
}

export function flowChart(graph: FlowGraph, colors: Tokens): EChartsOption {
  const font = chartFont(colors);
  const layers = [...new Set(graph.nodes.map((node) => node.layer))].sort((a, b) => a - b);
  return {
    animation: false,
    tooltip: {
      trigger: 'item', renderMode: 'richText', confine: true, transitionDuration: 0, backgroundColor: colors.raised, borderColor: colors['line-strong'], borderWidth: 1,
      textStyle: { ...font, color: colors.text }, formatter: (shown: unknown) => tooltip(graph, shown),
    },
    series: [{
      type: 'sankey', left: 6, right: 96, top: 10, bottom: 8, nodeWidth: 10, nodeGap: 30, draggable: false, layoutIterations: 24, nodeAlign: 'left',
      emphasis: { focus: 'adjacency' }, cursor: 'pointer',
      label: { ...font, color: colors.text, distance: 4, formatter: (shown) => label(graph, shown.dataIndex), lineHeight: 13 },
      lineStyle: { color: 'source', opacity: 0.28, curveness: 0.5 },
      itemStyle: { borderWidth: 0 },
      // Layers that nobody is in leave no gap.
      data: graph.nodes.map((node) => ({ name: node.key, depth: layers.indexOf(node.layer), itemStyle: { color: shapeColor(colors, node.shape) } })),
      links: graph.links.map((link) => ({ source: link.from.key, target: link.to.key, value: link.count })),
    }],
  };
}

function label(graph: FlowGraph, index: number): string {
  const node = graph.nodes[index];
  return node === undefined ? '' : `${nodeName(node)}\n${formatCount(node.count)}`;
}

function tooltip(graph: FlowGraph, shown: unknown): string {
  const hit = flowHit(graph, shown);
  if (hit === null) return '';
  if ('key' in hit) return `${nodeName(hit)}\n${OVERVIEW_TEXTS.flowThrough(formatCount(hit.count))}`;
  return `${nodeName(hit.from)} → ${nodeName(hit.to)}\n${OVERVIEW_TEXTS.flowTook(formatCount(hit.count))}`;
}

/** What of the graph an event of the chart is about. */
export function flowHit(graph: FlowGraph, event: unknown): FlowNode | { from: FlowNode; to: FlowNode; count: number } | null {
  const { dataType, dataIndex } = event as { dataType?: string; dataIndex?: number };
  if (dataIndex === undefined) return null;
  return (dataType === 'edge' ? graph.links[dataIndex] : graph.nodes[dataIndex]) ?? null;
}

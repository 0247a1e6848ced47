// Everything behind the SEQ/ACK tab: what is chosen, what is fetched, what is drawn, what a click means.
import { computed, reactive, shallowRef, watch } from 'vue';
import type { Ref } from 'vue';
import type { Endpoint } from '@shared/flow';
import type { ConnectionDetail } from '@shared/snapshot';
import { GRAPH_TEXTS } from '@shared/texts-graph';
import { readings } from '../charts/cross-hair';
import { endsOf, graphLayout } from '../charts/graph-layout';
import type { GraphDirectionChoice, Strip } from '../charts/graph-layout';
import { graphOption, sequenceRange } from '../charts/graph-option';
import { graphSummary, packetRow } from '../charts/graph-words';
import type { LaneBands } from '../charts/lane-bands';
import { countMarks } from '../charts/verdict-symbols';
import { csvLine } from '../model/csv';
import { namedStateMark } from '../model/state-mark';
import { stateLanes } from '../model/state-spans';
import { useExporter } from './export-file';
import { createChart } from './chart';
import { createGraphData } from './graph-data';
import { eachPage, packetNear, placeOfPacket } from './graph-packets';
import type { PacketPlace } from './graph-packets';
import { createGraphPointer } from './graph-pointer';
import type { Cross } from './graph-pointer';
import { useSelectedPacket } from './selected-packet';

export type SeqAck = ReturnType<typeof createSeqAck>;
const MOST_EXPORTED = 1_000_000;
const NO_BASE = { originator: null, responder: null };

/** The end that sent more is what one came to see. */
const busier = (detail: ConnectionDetail): Endpoint => (detail.payloadBytes.originator >= detail.payloadBytes.responder ? 'originator' : 'responder');

export function createSeqAck(detail: () => ConnectionDetail, element: Readonly<Ref<HTMLElement | null>>) {
  const packet = useSelectedPacket();
  const exporter = useExporter();
  const wanted = shallowRef<GraphDirectionChoice | null>(null);
  const direction = computed<GraphDirectionChoice>(() => wanted.value ?? busier(detail()));
  const numbers = shallowRef<'relative' | 'absolute'>('relative');
  const strips = shallowRef<readonly Strip[]>(['states', 'rtt', 'flight', 'throughput']);
  const hidden = reactive(new Set<number>());
  const place = shallowRef<PacketPlace | null>(null);

  const size = shallowRef({ width: 0, height: 0 });
  const columns = (): number => Math.max(200, size.value.width - 106);
  const data = createGraphData(() => detail().id, columns);
  const origin = computed(() => data.info.value?.firstMicros ?? detail().startMicros);
  const base = computed(() => (numbers.value === 'absolute' ? data.info.value?.base ?? NO_BASE : NO_BASE));
  const bands = computed(() => stateLanes(detail()).flatMap((lane, row) => lane.spans.map((span): LaneBands => ({
    row, from: span.fromMicros, to: span.toMicros, name: span.state, shape: namedStateMark(detail().protocol, span.state).shape, inferred: span.begun?.transition.basis === 'inferred',
  }))));
  const layout = computed(() => graphLayout(size.value.height, direction.value, strips.value, detail().payloadBytes));
  const chart = createChart(element, (tokens) => {
    const graph = data.graph.value;
    if (graph === null || size.value.width === 0) return null;
    const { from, to } = data.part.value;
    return graphOption({ graph, layout: layout.value, from, to, origin: origin.value, base: base.value, hidden: new Set(hidden), bands: bands.value, selected: place.value }, tokens);
  }, { size });

  const endAt = (cross: Cross): Endpoint => cross.panel?.end ?? (direction.value === 'both' ? busier(detail()) : direction.value);
  async function pick(cross: Cross): Promise<void> {
    const info = data.info.value;
    if (info === null) return;
    const { from, to } = data.part.value;
    const index = await packetNear(info.id, info.packets, cross.micros, cross.panel?.kind === 'sequence' ? endAt(cross) : null, (to - from) / columns());
    if (index >= 0) packet.select(index);
  }
  const pointer = createGraphPointer({
    layout: () => layout.value, size: () => size.value, part: () => data.part.value, all: () => data.all.value, show: data.show, pick: (cross) => { void pick(cross); },
    step: (by) => {
      const last = (data.info.value?.packets ?? 0) - 1;
      if (last >= 0) packet.select(Math.min(last, Math.max(0, (packet.index.value ?? (by > 0 ? -1 : last + 1)) + by)));
    },
  });
  watch([packet.index, () => data.info.value?.id], async ([index]) => {
    const info = data.info.value;
    const found = index === null || info === null ? null : await placeOfPacket(info.id, index, info.base);
    if (packet.index.value !== index) return;
    place.value = found;
    // A packet chosen elsewhere must be in sight here.
    const { from, to } = data.part.value;
    if (found !== null && (found.micros < from || found.micros > to)) data.show({ from: found.micros - (to - from) / 2, to: found.micros + (to - from) / 2 });
  }, { immediate: true });
  watch(() => detail().id, () => { wanted.value = null; hidden.clear(); });

  const marks = computed(() => { const graph = data.graph.value; return graph === null ? [] : countMarks(...endsOf(direction.value).map((end) => graph.directions[end].marks)); });
  const reading = computed(() => {
    const cross = pointer.cross.value;
    const graph = data.graph.value;
    if (cross === null || graph === null) return [];
    const end = endAt(cross);
    return readings(graph, end, cross.micros, origin.value, base.value[end], columns());
  });
  const notes = computed(() => {
    const graph = data.graph.value;
    if (graph === null) return [];
    const cut = endsOf(direction.value).some((end) => sequenceRange(graph.directions[end]).windowCut);
    const squeezed = strips.value.some((strip) => layout.value.panels.every(({ kind }) => kind !== strip));
    return [...(squeezed ? [GRAPH_TEXTS.squeezed] : []), ...(cut ? [GRAPH_TEXTS.cut] : []), ...(graph.reduced ? [GRAPH_TEXTS.reduced] : [])];
  });
  const name = (): string => `synoptic-connection-${detail().id}-graph`;

  return {
    direction, numbers, strips, hidden, data, layout, chart, pointer, marks, reading, notes, origin, base,
    setDirection: (next: GraphDirectionChoice) => { wanted.value = next; },
    setNumbers: (kind: string) => { numbers.value = kind === 'absolute' ? 'absolute' : 'relative'; },
    toggleStrip: (strip: Strip) => { strips.value = strips.value.includes(strip) ? strips.value.filter((other) => other !== strip) : [...strips.value, strip]; },
    toggleMark: (code: number) => { if (!hidden.delete(code)) hidden.add(code); },
    summary: computed(() => (data.graph.value === null ? '' : graphSummary(data.graph.value, direction.value, origin.value))),
    async exportAs(kind: 'png' | 'svg' | 'csv'): Promise<void> {
      if (kind === 'csv') {
        const info = data.info.value;
        const lines = [csvLine(GRAPH_TEXTS.columns)];
        if (info !== null) await eachPage(info.id, info.packets, data.part.value, MOST_EXPORTED, (rows, count) => { for (let i = 0; i < count; i++) lines.push(csvLine(packetRow(rows, i, origin.value, numbers.value === 'relative' ? info.base : NO_BASE))); });
        await exporter({ suggestedName: name(), kind, data: lines.join('') });
      } else if (kind === 'svg') {
        const text = await chart.svg();
        if (text !== null) await exporter({ suggestedName: name(), kind, data: text });
      } else {
        const picture = chart.png();
        if (picture !== null) await exporter({ suggestedName: name(), kind, data: Uint8Array.from(atob(picture.slice(picture.indexOf(',') + 1)), (letter) => letter.charCodeAt(0)) });
      }
    },
  };
}

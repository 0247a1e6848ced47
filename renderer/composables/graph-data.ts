// The data of the graph: has the connection's packets read back, then asks for the visible part, one question at a time, the newest wins.
import { computed, onScopeDispose, shallowRef, watch } from 'vue';
import type { ComputedRef, ShallowRef } from 'vue';
import type { Graph, TraceInfo } from '@shared/trace';
import { invoke } from '../bridge';
import { LEAST_SPAN, within } from '../model/time-window';
import type { TimeWindow } from '../model/time-window';

export interface GraphData {
  info: Readonly<ShallowRef<TraceInfo | null>>;
  graph: Readonly<ShallowRef<Graph | null>>;
  /** One sentence when an answer could not be had. */
  problem: Readonly<ShallowRef<string>>;
  /** All there is. */
  all: ComputedRef<TimeWindow>;
  /** What is to be seen. */
  part: ComputedRef<TimeWindow>;
  /** null: all of it, also when it grows. */
  show: (part: TimeWindow | null) => void;
}

/** While packets are still read back, and while more come. */
const SOON_MILLIS = 120;
const LATER_MILLIS = 700;

export function createGraphData(id: () => number, columns: () => number): GraphData {
  const info = shallowRef<TraceInfo | null>(null);
  const graph = shallowRef<Graph | null>(null);
  const problem = shallowRef('');
  const wanted = shallowRef<TimeWindow | null>(null);
  const all = computed<TimeWindow>(() => {
    const known = info.value;
    if (known === null) return { from: 0, to: LEAST_SPAN };
    // The first and the last packet would lie on the frame.
    const rim = Math.max(LEAST_SPAN, (known.lastMicros - known.firstMicros) * 0.01);
    return { from: known.firstMicros - rim, to: known.lastMicros + rim };
  });
  const part = computed(() => (wanted.value === null ? all.value : within(wanted.value, all.value)));
  let timer: ReturnType<typeof setTimeout> | null = null;
  let gone = false;
  let busy = false;
  let again = false;

  async function ask(): Promise<void> {
    if (busy) { again = true; return; }
    const known = info.value;
    if (known === null || known.packets === 0) return;
    busy = true;
    const whole = wanted.value === null;
    const result = await invoke('graph', { id: known.id, fromMicros: whole ? null : part.value.from, toMicros: whole ? null : part.value.to, columns: Math.max(1, Math.round(columns())), binMicros: null });
    busy = false;
    if (gone) return;
    if (result.ok && result.value.id === id()) graph.value = result.value;
    problem.value = result.ok ? '' : result.error.message;
    if (again) { again = false; void ask(); }
  }

  async function follow(): Promise<void> {
    const mine = id();
    const result = await invoke('trace', { id: mine });
    if (gone || mine !== id()) return;
    const grew = result.ok && result.value !== null && result.value.packets !== info.value?.packets;
    problem.value = result.ok ? '' : result.error.message;
    if (result.ok) info.value = result.value;
    if (grew) void ask();
    if (result.ok && result.value !== null && !result.value.complete) timer = setTimeout(() => { void follow(); }, grew ? SOON_MILLIS : LATER_MILLIS);
  }
  const stop = (): void => { if (timer !== null) clearTimeout(timer); timer = null; };
  watch(id, () => {
    stop();
    info.value = null;
    graph.value = null;
    wanted.value = null;
    void follow();
  }, { immediate: true });
  watch([part, columns], () => { void ask(); });
  onScopeDispose(() => { gone = true; stop(); });
  return { info, graph, problem, all, part, show: (next) => { wanted.value = next === null ? null : within(next, all.value); } };
}

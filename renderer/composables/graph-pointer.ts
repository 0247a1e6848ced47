// Pointer and keys over the graph: wheel zooms, a drag draws the part to zoom to, with Shift it moves; the cross-hair follows both.
import { computed, shallowRef } from 'vue';
import type { ComputedRef, ShallowRef } from 'vue';
import type { GraphLayout, Panel } from '../charts/graph-layout';
import { moved, zoomed } from '../model/time-window';
import type { TimeWindow } from '../model/time-window';

export interface Cross { micros: number; x: number; y: number | null; panel: Panel | null }

export interface GraphPointer {
  cross: Readonly<ShallowRef<Cross | null>>;
  /** The part being drawn with the pointer, in pixels. */
  box: Readonly<ShallowRef<{ from: number; to: number } | null>>;
  down: (event: PointerEvent) => void;
  move: (event: PointerEvent) => void;
  up: (event: PointerEvent) => void;
  leave: () => void;
  wheel: (event: WheelEvent) => void;
  key: (event: KeyboardEvent) => void;
  zoom: (factor: number) => void;
  plot: ComputedRef<{ left: number; width: number }>;
}

export interface PointerParts {
  layout: () => GraphLayout;
  size: () => { width: number; height: number };
  part: () => TimeWindow;
  all: () => TimeWindow;
  show: (part: TimeWindow | null) => void;
  pick: (cross: Cross) => void;
  /** To the packet before or after the selected one. */
  step: (by: 1 | -1) => void;
}

const ZOOM = 0.6;
/** A smaller drag is a click with an unsteady hand. */
const LEAST_DRAG = 5;

export function createGraphPointer(parts: PointerParts): GraphPointer {
  const cross = shallowRef<Cross | null>(null);
  const box = shallowRef<{ from: number; to: number } | null>(null);
  let drag: { x: number; part: TimeWindow; pans: boolean } | null = null;
  const plot = computed(() => { const { left, right } = parts.layout(); return { left, width: Math.max(1, parts.size().width - left - right) }; });

  const timeAt = (x: number): number => { const { from, to } = parts.part(); return from + ((x - plot.value.left) / plot.value.width) * (to - from); };
  const xOf = (micros: number): number => { const { from, to } = parts.part(); return plot.value.left + ((micros - from) / (to - from)) * plot.value.width; };
  const inside = (x: number): number => Math.min(plot.value.left + plot.value.width, Math.max(plot.value.left, x));
  const at = (x: number, y: number | null): Cross => {
    const kept = inside(x);
    const panel = y === null ? null : parts.layout().panels.find(({ top, height }) => y >= top && y < top + height) ?? null;
    return { micros: timeAt(kept), x: kept, y, panel };
  };
  const placeOf = (event: MouseEvent): [number, number] => {
    const area = (event.currentTarget as HTMLElement).getBoundingClientRect();
    return [event.clientX - area.left, event.clientY - area.top];
  };
  const centre = (): number => cross.value?.micros ?? (parts.part().from + parts.part().to) / 2;
  const follow = (): void => { if (cross.value !== null) cross.value = at(xOf(cross.value.micros), cross.value.y); };
  const zoomAt = (micros: number, factor: number): void => { parts.show(zoomed(parts.part(), micros, factor, parts.all())); follow(); };
  const pan = (share: number): void => { const { from, to } = parts.part(); parts.show(moved({ from, to }, (to - from) * share, parts.all())); };

  return {
    cross, box, plot,
    zoom: (factor) => { zoomAt(centre(), factor); },
    down(event) {
      if (event.button > 1) return;
      const [x] = placeOf(event);
      drag = { x, part: parts.part(), pans: event.shiftKey || event.button === 1 };
      (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    },
    move(event) {
      const [x, y] = placeOf(event);
      cross.value = at(x, y);
      if (drag === null || Math.abs(x - drag.x) < LEAST_DRAG) return;
      if (drag.pans) parts.show(moved(drag.part, ((drag.x - x) / plot.value.width) * (drag.part.to - drag.part.from), parts.all()));
      else box.value = { from: inside(Math.min(drag.x, x)), to: inside(Math.max(drag.x, x)) };
    },
    up(event) {
      const [x, y] = placeOf(event);
      if (drag !== null && Math.abs(x - drag.x) < LEAST_DRAG) parts.pick(at(x, y));
      else if (box.value !== null) parts.show({ from: timeAt(box.value.from), to: timeAt(box.value.to) });
      drag = null;
      box.value = null;
    },
    leave() { if (drag === null) cross.value = null; },
    wheel(event) {
      event.preventDefault();
      const sideways = event.shiftKey ? event.deltaY : event.deltaX;
      if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) { pan(sideways / 800); return; }
      const [x] = placeOf(event);
      zoomAt(timeAt(inside(x)), Math.exp(Math.max(-1, Math.min(1, event.deltaY / 300))));
    },
    key(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const step = (parts.part().to - parts.part().from) / 100;
      const actions: Record<string, () => void> = {
        '+': () => { zoomAt(centre(), ZOOM); }, '=': () => { zoomAt(centre(), ZOOM); }, '-': () => { zoomAt(centre(), 1 / ZOOM); }, '0': () => { parts.show(null); },
        ArrowLeft: () => { if (event.shiftKey) cross.value = at(xOf(centre() - step), null); else pan(-0.2); },
        ArrowRight: () => { if (event.shiftKey) cross.value = at(xOf(centre() + step), null); else pan(0.2); },
        ArrowUp: () => { zoomAt(centre(), ZOOM); }, ArrowDown: () => { zoomAt(centre(), 1 / ZOOM); },
        Enter: () => { parts.pick(cross.value ?? at(xOf(centre()), null)); },
        ',': () => { parts.step(-1); }, '.': () => { parts.step(1); },
      };
      const action = actions[event.key];
      if (action === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      action();
    },
  };
}

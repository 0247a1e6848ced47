// The overview's data while its page is shown: asked for once, then at most once a second while the capture goes on.
import { onScopeDispose, shallowRef, watch } from 'vue';
import type { Ref, ShallowRef } from 'vue';
import type { Overview } from '@shared/overview';
import { invoke } from '../bridge';
import type { Problems } from './problems';
import type { Session } from './session';

const LEAST_MILLIS = 1_000;
/** Steps across a chart: finer than anyone reads at the width they have. */
const BINS = 320;

export interface OverviewData {
  overview: Readonly<ShallowRef<Overview | null>>;
  /** The filter that the data is of. */
  shownFilter: Readonly<ShallowRef<string>>;
}

export function createOverview(session: Session, filter: Readonly<Ref<string>>, problems: Problems): OverviewData {
  const overview = shallowRef<Overview | null>(null);
  const shownFilter = shallowRef('');
  let running = false;
  let wanted = false;
  let askedAt = -Infinity;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let gone = false;

  async function load(): Promise<void> {
    running = true;
    while (wanted && !gone) {
      wanted = false;
      askedAt = performance.now();
      const asked = { filter: filter.value, source: session.status.value.source };
      const result = await invoke('overview', { filter: asked.filter, bins: BINS });
      if (gone || asked.source !== session.status.value.source) continue;
      if (result.ok) {
        overview.value = result.value;
        shownFilter.value = asked.filter;
      } else if (result.error.code !== 'bad-filter') problems.report(result.error); // the field says what is wrong with a filter
    }
    running = false;
  }
  function ask(now: boolean): void {
    if (timer !== null && !now) return;
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => {
      timer = null;
      wanted = true;
      if (!running) void load();
    }, now ? 0 : Math.max(0, askedAt + LEAST_MILLIS - performance.now()));
  }

  watch(filter, () => { ask(true); });
  watch(session.status, (now, before) => {
    if (now.source !== before.source || now.packets < before.packets) overview.value = null;
    if (!now.paused && (now.packets !== before.packets || now.phase !== before.phase || now.lastMicros !== before.lastMicros || now.phase === 'live')) ask(false);
  });
  ask(true);
  onScopeDispose(() => {
    gone = true;
    if (timer !== null) clearTimeout(timer);
  });
  return { overview, shownFilter };
}

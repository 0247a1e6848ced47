// Packets of the ladder beyond what the window holds: the next one with a verdict, and parts for a copy.
import type { Ref } from 'vue';
import type { TraceRows } from '@shared/trace';
import { VERDICT_MASK } from '@shared/analysis';
import { invoke } from '../bridge';
import type { Problems } from './problems';

/** Packets asked for at once while looking for one. */
const STEP = 8192;

export interface LadderReach {
  /** Index of the nearest packet with a verdict after (1) or before (-1) `from`; -1 for none. */
  nextVerdict: (from: number, way: 1 | -1) => Promise<number>;
  /** Packets [from, from + count) as one part; null when they cannot be had. */
  part: (from: number, count: number) => Promise<TraceRows | null>;
}

export function createLadderReach(id: Readonly<Ref<number>>, packets: () => number, problems: Problems): LadderReach {
  /** Numbers the searches: a newer one ends those before. */
  let search = 0;
  const part = async (offset: number, count: number): Promise<TraceRows | null> => problems.valueOf(await invoke('traceRows', { id: id.value, offset, count }));
  return {
    part,
    async nextVerdict(from, way) {
      const mine = ++search;
      let at = from + way;
      while (at >= 0 && at < packets()) {
        const offset = way === 1 ? at : Math.max(0, at - STEP + 1);
        const rows = await part(offset, way === 1 ? STEP : at - offset + 1);
        if (rows === null || mine !== search || rows.frame.length === 0) return -1;
        for (; at >= rows.offset && at < rows.offset + rows.frame.length; at += way) if (((rows.verdict[at - rows.offset] ?? 0) & VERDICT_MASK) !== 0) return at;
      }
      return -1;
    },
  };
}

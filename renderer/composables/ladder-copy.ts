// Copies and exports packets of the ladder: the chosen ones, those in sight, or all up to a limit that is told.
import { computed, shallowRef } from 'vue';
import type { ComputedRef, ShallowRef } from 'vue';
import { LADDER_TEXTS } from '@shared/texts-ladder';
import type { LadderContext } from '../model/ladder-cells';
import { formatCount } from '../model/format';
import { MOST_COPIED, ladderText } from '../model/ladder-text';
import type { CopyForm, LadderEnds } from '../model/ladder-text';
import { createClipboard } from './clipboard';
import type { LadderReach } from './ladder-reach';

export const COPY_SCOPES = ['selection', 'visible', 'whole'] as const;
export type CopyScope = (typeof COPY_SCOPES)[number];

export interface LadderParts {
  context: () => LadderContext | null;
  ends: () => LadderEnds;
  packets: () => number;
  selection: () => { from: number; to: number } | null;
  visible: () => { from: number; to: number };
  reach: LadderReach;
}

export interface LadderCopy {
  /** What is copied: the chosen packets where there are several, until another scope is named. */
  scope: ComputedRef<CopyScope>;
  choose: (scope: CopyScope) => void;
  scopes: ComputedRef<readonly { id: CopyScope; text: string }[]>;
  copy: (form: CopyForm) => Promise<void>;
  /** The same packets as the text of a file; null when they cannot be had. */
  textOf: (form: CopyForm) => Promise<string | null>;
  /** What the last copy did; '' before the first. */
  said: Readonly<ShallowRef<string>>;
}

export function createLadderCopy(parts: LadderParts): LadderCopy {
  const named = shallowRef<CopyScope | null>(null);
  const scope = computed<CopyScope>(() => {
    const chosen = parts.selection();
    if (named.value !== null && (named.value !== 'selection' || chosen !== null)) return named.value;
    return chosen !== null && chosen.to > chosen.from ? 'selection' : 'whole';
  });
  const said = shallowRef('');
  const clipboard = createClipboard();
  const count = (value: number): string => LADDER_TEXTS.count(formatCount(value), value === 1);

  function rangeOf(wanted: CopyScope): { from: number; to: number } {
    if (wanted === 'visible') return parts.visible();
    const chosen = wanted === 'selection' ? parts.selection() : null;
    return chosen ?? { from: 0, to: parts.packets() - 1 };
  }
  async function make(form: CopyForm): Promise<{ text: string; packets: number } | null> {
    const context = parts.context();
    const { from, to } = rangeOf(scope.value);
    const wanted = to - from + 1;
    const packets = Math.min(wanted, MOST_COPIED);
    if (context === null || packets <= 0) return null;
    // What stands before the first one tells how long it waited and what it goes on from.
    const lead = Math.min(from, 64);
    const rows = await parts.reach.part(from - lead, packets + lead);
    if (rows === null) return null;
    const text = ladderText(form, rows, lead, Math.min(rows.frame.length, lead + packets), context, parts.ends());
    const bounded = wanted > packets ? `\n${form === 'script' ? '// ' : ''}${LADDER_TEXTS.bounded(formatCount(packets), formatCount(wanted))}` : '';
    return { text: `${text}${bounded}\n`, packets };
  }
  return {
    scope,
    choose: (wanted) => { named.value = wanted; },
    said,
    scopes: computed(() => {
      const chosen = parts.selection();
      const all = parts.packets();
      return [
        ...(chosen === null ? [] : [{ id: 'selection' as const, text: LADDER_TEXTS.scope.selection(count(chosen.to - chosen.from + 1)) }]),
        { id: 'visible' as const, text: LADDER_TEXTS.scope.visible },
        { id: 'whole' as const, text: all > MOST_COPIED ? LADDER_TEXTS.scope.wholeBounded(formatCount(MOST_COPIED), formatCount(all)) : LADDER_TEXTS.scope.whole(count(all)) },
      ];
    }),
    async copy(form) {
      const made = await make(form);
      if (made === null) { said.value = LADDER_TEXTS.failed; return; }
      await clipboard.copy(made.text);
      said.value = LADDER_TEXTS.copied(count(made.packets));
    },
    async textOf(form) { return (await make(form))?.text ?? null; },
  };
}

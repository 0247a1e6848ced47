// What the lossy relay knows of each frame, and which of our verdicts are right for it.

export interface FrameTruth {
  readonly frame: number;
  readonly from: 'client' | 'server';
  readonly true: readonly string[];
}

export interface RelayTruth {
  readonly settings: { readonly v6: boolean; readonly timestamps: number; readonly sack: number; readonly mirror: string | null };
  readonly client: readonly FrameTruth[];
  readonly server: readonly FrameTruth[];
}

/** Verdicts that say something about loss, order or copies: wrong on a frame with which nothing happened. */
const ABOUT_DELIVERY: ReadonlySet<string | null> = new Set([
  'retransmission', 'spurious-retransmission', 'reordered', 'network-duplicate', 'capture-duplicate', 'gap-before', 'stale', 'out-of-window', 'overlap-conflict',
]);
const REPEATS = ['retransmission', 'spurious-retransmission'];

/** The kinds that are counted in the table, the first one that fits a frame. */
export const KINDS = ['recorded-twice', 'copy', 'above-hole', 'again', 'late', 'again-unseen', 'probe', 'same-bits', 'nothing'] as const;
export type Kind = (typeof KINDS)[number];

export function kindOf(labels: readonly string[]): Kind { return KINDS.find((kind) => labels.includes(kind)) ?? 'nothing'; }

/** Whether a verdict is true of a frame. */
export function agrees(labels: readonly string[], verdict: string | null): boolean {
  const has = (label: string): boolean => labels.includes(label);
  const is = (...names: readonly string[]): boolean => verdict !== null && names.includes(verdict);
  if (verdict === 'spurious-retransmission' && !has('delivered')) return false;
  switch (kindOf(labels)) {
    case 'recorded-twice': return is('capture-duplicate');
    case 'copy': return is('network-duplicate');
    case 'above-hole': return is('gap-before');
    // Sent again, and then overtaken by something sent after it: both words are true.
    case 'again': return is(...REPEATS, ...(has('late') ? ['reordered'] : []));
    case 'late': return is('reordered');
    // Sent again, but the capture has nothing from there on: it cannot know.
    case 'again-unseen': return verdict === null || !ABOUT_DELIVERY.has(verdict) || is(...REPEATS);
    case 'same-bits': return !ABOUT_DELIVERY.has(verdict) || is('network-duplicate');
    case 'probe': return is('keep-alive', 'zero-window-probe');
    default: return !ABOUT_DELIVERY.has(verdict);
  }
}

/** The same question to Wireshark's names; it has none for a copy, and calls it a repeat of some kind. */
export function othersAgree(labels: readonly string[], names: ReadonlySet<string>): boolean {
  const repeats = names.has('retransmission') || names.has('fast_retransmission') || names.has('spurious_retransmission');
  switch (kindOf(labels)) {
    case 'recorded-twice': case 'copy': return false;
    case 'above-hole': return names.has('lost_segment');
    case 'again': return repeats || (labels.includes('late') && names.has('out_of_order'));
    case 'late': return names.has('out_of_order');
    case 'probe': return names.has('keep_alive') || names.has('zero_window_probe');
    case 'nothing': return !repeats && !names.has('out_of_order') && !names.has('lost_segment');
    default: return true;
  }
}

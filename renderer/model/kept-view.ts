// The part of what is shown that outlives a crash of the page: checked when it comes back, for it was text in between.
import type { View } from '@shared/ipc';
import { SORT_KEYS } from '@shared/snapshot';

export interface KeptView { source: string; view: View; selectedId: number | null }

function isView(value: unknown): value is View {
  return typeof value === 'object' && value !== null && 'sort' in value && (SORT_KEYS as readonly unknown[]).includes(value.sort)
    && 'descending' in value && typeof value.descending === 'boolean' && 'filter' in value && typeof value.filter === 'string';
}

export function isKeptView(value: unknown): value is KeptView {
  return typeof value === 'object' && value !== null && 'source' in value && typeof value.source === 'string' && 'view' in value && isView(value.view)
    && 'selectedId' in value && (value.selectedId === null || typeof value.selectedId === 'number');
}

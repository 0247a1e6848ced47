// The problems shown in the banner: each once, until dismissed or replaced by the next of its kind.
import { inject, shallowRef } from 'vue';
import type { InjectionKey, ShallowRef } from 'vue';
import type { AppError, Result } from '@shared/ipc';

export interface Problems {
  shown: Readonly<ShallowRef<readonly AppError[]>>;
  report: (error: AppError) => void;
  dismiss: (error: AppError) => void;
  /** The value of a result, or null after reporting its error. */
  valueOf: <T>(result: Result<T>) => T | null;
}

export const PROBLEMS: InjectionKey<Problems> = Symbol('problems');

export function useProblems(): Problems {
  const problems = inject(PROBLEMS);
  if (problems === undefined) throw new Error('no problems are provided');
  return problems;
}

/** More at once than anyone reads. */
const MOST_SHOWN = 3;

export function createProblems(): Problems {
  const shown = shallowRef<readonly AppError[]>([]);
  const report = (error: AppError): void => {
    if (shown.value.some((known) => known.code === error.code && known.message === error.message)) return;
    shown.value = [error, ...shown.value.filter((known) => known.code !== error.code)].slice(0, MOST_SHOWN);
  };
  return {
    shown,
    report,
    dismiss: (error) => { shown.value = shown.value.filter((known) => known !== error); },
    valueOf: (result) => {
      if (result.ok) return result.value;
      report(result.error);
      return null;
    },
  };
}

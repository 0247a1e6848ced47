// Exports reports: what was chosen, whether one is being written, and where the last one went.
import { inject, shallowRef } from 'vue';
import type { InjectionKey, ShallowRef } from 'vue';
import { REPORT_FORMATS, type ReportFormat, type ReportWritten } from '@shared/report';
import type { AppError } from '@shared/ipc';
import { invoke } from '../bridge';
import type { Preferences } from './appearance';

export interface Report {
  open: ShallowRef<boolean>;
  title: ShallowRef<string>;
  author: ShallowRef<string>;
  formats: ShallowRef<readonly ReportFormat[]>;
  anonymise: ShallowRef<boolean>;
  /** Of the table; '' for everything. */
  filter: Readonly<ShallowRef<string>>;
  writing: Readonly<ShallowRef<boolean>>;
  written: Readonly<ShallowRef<ReportWritten | null>>;
  failed: Readonly<ShallowRef<AppError | null>>;
  /** Shows the dialog for what a filter lets through. */
  ask: (filter: string) => void;
  choose: (format: ReportFormat, wanted: boolean) => void;
  write: () => Promise<void>;
  cancel: () => void;
  show: () => void;
}

export const REPORT: InjectionKey<Report> = Symbol('report');

export function useReport(): Report {
  const report = inject(REPORT);
  if (report === undefined) throw new Error('no report is provided');
  return report;
}

export function createReport({ settings, change }: Preferences): Report {
  const open = shallowRef(false);
  const [title, author, filter] = [shallowRef(''), shallowRef(''), shallowRef('')];
  const formats = shallowRef<readonly ReportFormat[]>(['html', 'pdf', 'pcapng']);
  const [anonymise, writing] = [shallowRef(false), shallowRef(false)];
  const written = shallowRef<ReportWritten | null>(null);
  const failed = shallowRef<AppError | null>(null);
  return {
    open, title, author, formats, anonymise, filter, writing, written, failed,
    ask(wanted) {
      filter.value = wanted.trim();
      title.value = settings.value.reportTitle;
      author.value = settings.value.reportAuthor;
      if (!writing.value) written.value = failed.value = null;
      open.value = true;
    },
    choose(format, wanted) { formats.value = REPORT_FORMATS.filter((each) => (each === format ? wanted : formats.value.includes(each))); },
    async write() {
      if (writing.value || formats.value.length === 0) return;
      writing.value = true;
      written.value = failed.value = null;
      void change({ reportTitle: title.value, reportAuthor: author.value });
      const result = await invoke('report', { formats: [...formats.value], anonymise: anonymise.value, title: title.value, author: author.value, filter: filter.value });
      writing.value = false;
      if (result.ok) written.value = result.value.folder === null ? null : result.value;
      else if (result.error.code !== 'cancelled') failed.value = result.error;
    },
    cancel() { void invoke('cancelReport', undefined); },
    show() { void invoke('showReport', undefined); },
  };
}

// Three sentences for somebody who reads nothing else: what was looked at, what was found, what to do.
import type { ReportModel } from './shape';
import { bytesText, count, many, spanText, timeText } from './words';

export function summarySentences(model: ReportModel): string[] {
  return [seen(model), found(model), advised(model)];
}

function seen({ period, selected, filter, capture }: ReportModel): string {
  const span = period === null ? 'No packet has a time' : `Over ${spanText(period.lastMicros - period.firstMicros)} from ${timeText(period.firstMicros, false)} UTC`;
  const what = `${many(selected.connections, 'connection')} between ${many(selected.hosts, 'host')} (${many(selected.packets, 'packet')}, ${bytesText(selected.bytes)}) were examined`;
  const limits = [
    ...(filter === '' ? [] : ['only those that the filter lets through']),
    ...(capture.damageCount > 0 ? [`the capture is damaged in ${many(capture.damageCount, 'place')}`] : []),
    ...((capture.dropped ?? 0) > 0 ? [`${many(capture.dropped ?? 0, 'packet')} were lost while capturing`] : []),
  ];
  return `${span}, ${what}${limits.length === 0 ? '' : `; ${limits.join(', ')}`}.`;
}

function found({ groups, severities, suppressed, suppressedMore }: ReportModel): string {
  const total = severities.high + severities.medium + severities.low + severities.info;
  const held = suppressed.length + suppressedMore;
  if (total === 0) return `Nothing in it calls for an alert${held === 0 ? '' : `; ${many(held, 'possible one was', 'possible ones were')} held back for a reason that is listed`}.`;
  const parts = (['high', 'medium', 'low', 'info'] as const).filter((severity) => severities[severity] > 0).map((severity) => `${count(severities[severity])} ${severity === 'info' ? 'for information' : severity}`);
  const [worst] = groups;
  const pair = worst?.pairs[0];
  const who = pair === undefined ? '' : `${pair.source === null ? '' : ` from ${pair.source}`}${pair.target === null ? '' : ` against ${pair.target}`}`;
  return `${many(total, 'alert')} (${parts.join(', ')}) ${total === 1 ? 'was' : 'were'} raised, the most severe: ${worst?.title ?? ''}${who}.`;
}

function advised({ groups, health }: ReportModel): string {
  const [worst] = groups;
  if (worst !== undefined && worst.severity !== 'info') return `First step: ${firstSentence(worst.explanation.action)}`;
  return health.some((fact) => fact.level === 'warn') ? 'Before relying on it, read how far the capture can be trusted.' : 'No step is needed.';
}

function firstSentence(text: string): string {
  return /^.*?[.](?= |$)/.exec(text)?.[0] ?? text;
}

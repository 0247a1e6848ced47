// Words of the report dialog.
import type { ReportFormat } from './report';

export const REPORT_TEXTS = {
  title: 'Export a report',
  what: 'Alerts, figures and facts of this capture, to hand over.',
  name: 'Title',
  author: 'Author',
  namePlaceholder: 'Report on this capture',
  formats: 'Files',
  format: {
    html: ['HTML', 'One page for every browser, offline; summary first, details after.'],
    pdf: ['PDF', 'The same page for paper and mail.'],
    json: ['JSON', 'Everything in it for programs; its schema is published.'],
    csv: ['CSV', 'The alerts as a table, safe to open in a spreadsheet.'],
    pcapng: ['Evidence (pcapng)', 'Just the packets of the alerts, each with a comment that says why.'],
  } satisfies Readonly<Record<ReportFormat, readonly [string, string]>>,
  sums: 'SHA256SUMS goes with them.',
  anonymise: 'Anonymise',
  anonymiseWhat: 'Replaces every address in all files: equal ones stay equal, neighbours stay neighbours. Cuts payload, mends checksums, leaves out names and the filter.',
  filter: (filter: string) => `Only what the filter lets through: ${filter}`,
  live: 'The capture goes on: the report tells what was read so far.',
  choose: 'Choose folder and export…',
  writing: 'Writing the report…',
  written: (files: number) => `${files} files written`,
  show: 'Show in folder',
  none: 'Choose one file at least.',
} as const;

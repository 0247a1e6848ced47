// The report as JSON; assets/report.schema.json says what may stand in it.
import type { ReportModel } from './shape';

export const REPORT_SCHEMA = 'https://synoptic.invalid/report.schema.json';

export function reportJson(model: ReportModel): string {
  return `${JSON.stringify({ $schema: REPORT_SCHEMA, version: 1, ...model }, null, 1)}\n`;
}

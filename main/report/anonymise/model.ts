// A report's model without addresses and names: every text may hold one, whoever wrote it.
import { withoutReason } from '@shared/alert-mutes';
import type { AlertRow } from '@shared/alerts';
import type { ReportModel } from '../shape';
import type { AddressCipher } from './address-cipher';
import { textPseudonym } from './pseudonyms';

export const LEFT_OUT = '(left out)';

export function anonymiseModel(model: ReportModel, cipher: AddressCipher): ReportModel {
  const { capture } = model;
  const named: ReportModel = {
    ...model, anonymised: true,
    // A filter may name addresses in part.
    filter: model.filter === '' ? '' : LEFT_OUT,
    alerts: model.alerts.map(unsaid), suppressed: model.suppressed.map(unsaid),
    capture: { ...capture, file: capture.file === null ? null : LEFT_OUT, interface: capture.interface === null ? null : LEFT_OUT },
  };
  return inTexts(named, (text) => textPseudonym(cipher, text)) as ReportModel;
}

const unsaid = (alert: AlertRow): AlertRow => ({ ...alert, suppressed: withoutReason(alert.suppressed) });

/** The same value with every text in it replaced; names of fields are ours. */
function inTexts(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === 'string') return replace(value);
  if (Array.isArray(value)) return value.map((each) => inTexts(each, replace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, inTexts(each, replace)]));
}

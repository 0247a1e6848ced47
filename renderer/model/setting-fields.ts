// Limits of the settings as they are typed: numbers with units that a person thinks in, checked before they are sent.
import { SETTING_LIMITS } from '@shared/settings';

const GIBIBYTE = 1024 ** 3;
const COUNT = new Intl.NumberFormat('en-US', { maximumFractionDigits: 3 });

export interface NumberField {
  shown: (value: number) => string;
  /** The value of what was typed; null when it is none, or out of its limits. */
  read: (text: string) => number | null;
  least: string;
  most: string;
}

function field([least, most]: readonly [number, number], unit: number): NumberField {
  return {
    shown: (value) => COUNT.format(value / unit),
    read: (text) => {
      const typed = /^\s*\d[\d,_ ]*(?:\.\d+)?\s*$/.test(text) ? Number(text.replaceAll(/[,_ ]/g, '')) : Number.NaN;
      const value = Math.round(typed * unit);
      return value >= least && value <= most ? value : null;
    },
    least: COUNT.format(least / unit),
    most: COUNT.format(most / unit),
  };
}

export const NUMBER_FIELDS = { connectionLimit: field(SETTING_LIMITS.connectionLimit, 1), spoolLimitBytes: field(SETTING_LIMITS.spoolLimitBytes, GIBIBYTE) } as const;
export type NumberSetting = keyof typeof NUMBER_FIELDS;

// What a field of the filter language is: the tables fields.ts and wireshark-fields.ts are made of these.
import type { FieldSource, Kind, Quantity } from './tree';

/** `count` plain numbers, `bytes` and `span` with units, `time` a date, `choice` a list of words, `flag` yes or no. */
export type FieldType = 'count' | 'bytes' | 'span' | 'time' | 'address' | 'choice' | 'text' | 'flag';

export interface FieldChoice { readonly value: string; readonly meaning: string }

export interface FieldInfo {
  /** As the command line's rows or Wireshark spell it. */
  readonly name: string;
  readonly type: FieldType;
  /** One sentence. */
  readonly meaning: string;
  readonly example: string;
  readonly aliases: readonly string[];
  readonly source: FieldSource;
  /** Of a choice: the words there are. */
  readonly values: readonly FieldChoice[];
  /** Microseconds that a plain number stands for; null where a unit has to be written. */
  readonly plain: number | null;
  /** Whether the name alone is a test: that there is a value, of a count one above 0. */
  readonly bare: boolean;
  /** Upper and lower case differ. */
  readonly exactCase: boolean;
}

export interface FieldOptions {
  aliases?: readonly string[];
  only?: Kind;
  ends?: FieldSource['ends'];
  verdicts?: readonly number[];
  values?: readonly FieldChoice[];
  plain?: number | null;
  bare?: boolean;
  exactCase?: boolean;
}

export function field(name: string, type: FieldType, of: Quantity, meaning: string, example: string, options: FieldOptions = {}): FieldInfo {
  return {
    name, type, meaning, example,
    aliases: options.aliases ?? [],
    source: { of, ends: options.ends ?? 'row', only: options.only ?? null, verdicts: options.verdicts ?? [] },
    values: options.values ?? [], plain: options.plain ?? null, bare: options.bare ?? false, exactCase: options.exactCase ?? false,
  };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The sum of both ends under the name itself, and each end under its own. @param what of one end, as in “packets sent by the originator” */
export function perEnd(name: string, type: FieldType, of: Quantity, what: string, example: string, options: FieldOptions = {}): FieldInfo[] {
  const { aliases = [], ...rest } = options;
  const end = (which: 'originator' | 'responder'): FieldInfo =>
    field(`${name}.${which}`, type, of, `${capital(what)} the ${which}.`, example.replace(name, `${name}.${which}`), { ...rest, ends: which, aliases: aliases.map((alias) => `${alias}.${which}`) });
  return [field(name, type, of, `${capital(what)} both ends together.`, example, { ...rest, ends: 'sum', aliases }), end('originator'), end('responder')];
}

// Which words of a filter are plain text: parts of addresses, ports, protocols, the beginning of a state, a VLAN.
import { PROTOCOL_NAMES, STATE_CHOICES } from './fields';

const LEAST_STATE = 3;

/** True when a row could match the word by its text. */
export function isTextWord(text: string): boolean {
  const word = text.toLowerCase();
  if (/^\[?[0-9a-f.:]+\]?(?::\d*)?$/.test(word) && /[0-9.:]/.test(word)) return true;
  if (/^vlan:?\d{1,4}$/.test(word)) return true;
  if (PROTOCOL_NAMES.includes(word)) return true;
  return word.length >= LEAST_STATE && STATE_CHOICES.some(({ value }) => value.toLowerCase().startsWith(word));
}

/** Why a word that is valid finds nothing, or little. */
export function wordNote(text: string, like: readonly string[]): string {
  if (/^[0-9a-f]+$/i.test(text)) return `“${text}” is looked for in IPv6 addresses.`;
  const hint = like.length > 0 ? ` Did you mean ${like.join(' or ')}?` : '';
  return `“${text}” is no field, and no address, port, protocol or state has it: it finds nothing.${hint}`;
}

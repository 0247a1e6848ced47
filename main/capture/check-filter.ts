// Checks a capture filter with the capturer that would use it, before a capture is started.
import { CAPTURERS } from './capturers';
import { interfaceExists } from './interfaces';

/** Far beyond any sensible filter, and below the longest argument a program can be given. */
const LONGEST_FILTER = 16_384;

export async function checkFilter(device: string, filter: string): Promise<{ valid: boolean; error: string | null }> {
  const trouble = filterTrouble(filter);
  if (trouble !== null) return { valid: false, error: trouble };
  if (!(await interfaceExists(device))) return { valid: false, error: `there is no interface named ${device}` };
  if (filter.trim() === '') return { valid: true, error: null };
  const reasons: string[] = [];
  for (const capturer of CAPTURERS) {
    const { valid, error } = await capturer.checkFilter(device, filter);
    if (valid !== null) return { valid, error };
    if (error !== null) reasons.push(error);
  }
  return { valid: false, error: `it could not be checked: ${reasons[0] ?? 'no capturer was found'}` };
}

/** What no capturer can be given at all. */
export function filterTrouble(filter: string): string | null {
  if (filter.length > LONGEST_FILTER) return `it is longer than ${String(LONGEST_FILTER)} characters`;
  for (let i = 0; i < filter.length; i++) {
    const code = filter.charCodeAt(i);
    if (code < 32 && code !== 9) return 'it contains a control character';
  }
  return null;
}

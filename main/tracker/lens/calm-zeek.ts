// Zeek's view of an ordinary segment on the words that are kept (shared-words.ts): a first letter of the history, or a FIN.
import { FIN } from '../decode/packet';
import { CODE_A, CODE_D, CODE_F, RESPONDER_CODES } from './zeek-cursor';
import {
  CLOSED, ESTABLISHED, FIN_AT_LAST, FIN_SEEN, LETTERS_KEPT, LETTERS_PER_WORD, PARTIAL, PREVIOUS_SHIFT, RST_AT_LAST, SEEN_ACK, SEEN_DATA, SEEN_FIN, STATE_BITS, SWAPPED, Z_LETTERS_MASK,
  Z_LETTERS_SHIFT,
} from './zeek-record';
import { V_FLAGS, V_HISTORY, V_SEEN } from './shared-words';

/** Whether calmZeek can take the segment. @param spans it takes sequence space; fin: FIN or 0 */
export function canCalmZeek(ints: Int32Array, v: number, d: number, spans: boolean, fin: number): boolean {
  const z = ints[v + V_FLAGS];
  if (spans && (z & ((FIN_SEEN | RST_AT_LAST) << d)) !== 0) return false;
  if (((ints[v + V_SEEN] >>> Z_LETTERS_SHIFT) & Z_LETTERS_MASK) >= LETTERS_KEPT) return false;
  if (fin === 0) return true;
  const state = (z >>> (STATE_BITS * d)) & 7;
  const role = (z & SWAPPED) === 0 ? d : 1 - d;
  return (state === ESTABLISHED || state === PARTIAL) && (ints[v + V_SEEN] & (SEEN_FIN << (8 * role))) === 0;
}

export function calmZeek(ints: Int32Array, v: number, d: number, length: number, fin: number): void {
  const z = ints[v + V_FLAGS];
  const role = (z & SWAPPED) === 0 ? d : 1 - d;
  if ((fin & FIN) !== 0) {
    const shift = STATE_BITS * d;
    const state = (z >>> shift) & 7;
    ints[v + V_FLAGS] = (z & ~((7 << shift) | (7 << (PREVIOUS_SHIFT + shift)))) | (CLOSED << shift) | (state << (PREVIOUS_SHIFT + shift)) | ((FIN_SEEN | FIN_AT_LAST) << d);
    addLetter(ints, v, role, SEEN_FIN, CODE_F);
  } else addLetter(ints, v, role, length === 0 ? SEEN_ACK : SEEN_DATA, length === 0 ? CODE_A : CODE_D);
}

/** The letter of a role, unless it has it. */
function addLetter(ints: Int32Array, v: number, role: number, kind: number, code: number): void {
  const seen = ints[v + V_SEEN];
  const bit = kind << (8 * role);
  if ((seen & bit) !== 0) return;
  const index = (seen >>> Z_LETTERS_SHIFT) & Z_LETTERS_MASK;
  const word = index < LETTERS_PER_WORD ? 0 : index < 2 * LETTERS_PER_WORD ? 1 : 2;
  ints[v + V_HISTORY + word] |= (code + RESPONDER_CODES * role) << ((index - word * LETTERS_PER_WORD) * 5);
  ints[v + V_SEEN] = (seen | bit) + (1 << Z_LETTERS_SHIFT);
}

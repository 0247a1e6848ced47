// Whether a transport header arrived as it was sent (RFC 9293 §3.1, RFC 768, RFC 792, RFC 4443 §2.3; RFC 8200 §8.1 for the pseudo-header).
import { PROTOCOL } from '@shared/flow';
import { P_END, P_IP_AT, P_L4_AT, P_L4_LENGTH, P_PROTOCOL, P_VERSION } from './packet';

/**
 * False where it is right, and where it cannot be known: cut by the snap length, not used (UDP's 0), or left to the network card, which shows as 0,
 * or as the sum of the pseudo-header with or without its length. Not for fragments: what their checksum covers is not in one of them.
 */
export function checksumWrong(packet: Int32Array, view: DataView): boolean {
  const protocol = packet[P_PROTOCOL];
  const at = packet[P_L4_AT];
  const length = packet[P_L4_LENGTH];
  let field = 16;
  let least = 20;
  if (protocol !== PROTOCOL.tcp) {
    if (protocol !== PROTOCOL.udp && protocol !== PROTOCOL.icmp && protocol !== PROTOCOL.icmp6) return false;
    field = protocol === PROTOCOL.udp ? 6 : 2;
    least = 8;
  }
  if (at + length > packet[P_END] || length < least) return false;
  const written = view.getUint16(at + field);
  if (written === 0 && field !== 2) return false;
  let pseudo = 0;
  if (protocol !== PROTOCOL.icmp) {
    const six = packet[P_VERSION] === 6;
    const from = packet[P_IP_AT] + (six ? 8 : 12);
    for (let i = from; i < from + (six ? 32 : 8); i += 2) pseudo += view.getUint16(i);
    pseudo += protocol + length;
  }
  let sum = pseudo;
  const words = at + (length & ~3);
  for (let i = at; i < words; i += 4) sum += view.getUint32(i); // a word of 2^16 more or less is the same sum (RFC 1071 §2)
  if ((length & 2) !== 0) sum += view.getUint16(words);
  if ((length & 1) !== 0) sum += view.getUint8(at + length - 1) << 8;
  if (folded(sum) === 0xffff) return false;
  return pseudo === 0 || (written !== folded(pseudo) && written !== folded(pseudo - length));
}

function folded(sum: number): number {
  let rest = sum;
  while (rest > 0xffff) rest = (rest % 0x1_0000) + Math.floor(rest / 0x1_0000);
  return rest;
}

// Whether a TCP segment arrived as it was sent (RFC 9293 §3.1, RFC 8200 §8.1 for the pseudo-header).
import { P_END, P_IP_AT, P_L4_AT, P_L4_LENGTH, P_VERSION } from '../decode/packet';

const TCP = 6;

/** False where it is right, and where it cannot be known: cut by the snap length, or left to the network card (0 or a partial sum counts as such). */
export function tcpChecksumWrong(packet: Int32Array, view: DataView): boolean {
  const at = packet[P_L4_AT];
  const length = packet[P_L4_LENGTH];
  if (at + length > packet[P_END] || length < 20) return false;
  let pseudo = TCP + length;
  const addresses = packet[P_VERSION] === 6 ? [packet[P_IP_AT] + 8, packet[P_IP_AT] + 40] : [packet[P_IP_AT] + 12, packet[P_IP_AT] + 20];
  for (let i = addresses[0]; i < addresses[1]; i += 2) pseudo += view.getUint16(i);
  let sum = pseudo;
  for (let i = 0; i + 1 < length; i += 2) sum += view.getUint16(at + i);
  if ((length & 1) !== 0) sum += view.getUint8(at + length - 1) << 8;
  if (folded(sum) === 0xffff) return false;
  const written = view.getUint16(at + 16);
  return written !== 0 && written !== folded(pseudo);
}

function folded(sum: number): number {
  let rest = sum;
  while (rest > 0xffff) rest = (rest & 0xffff) + Math.floor(rest / 65_536);
  return rest;
}

// Addresses in text: single ones, and those inside of what somebody wrote.
import { isIPv4, isIPv6 } from 'node:net';
import { formatIpv4, formatIpv6 } from '@shared/flow';
import { parseAddress } from '@shared/filter/addresses';
import type { AddressCipher } from './address-cipher';

const MAC = /(?<![\da-f:-])(?:[\da-f]{1,2}[:-]){5}[\da-f]{1,2}(?![\da-f:-])|(?<![\da-f.])[\da-f]{4}\.[\da-f]{4}\.[\da-f]{4}(?![\da-f.])/;
/** Anything that could be one: `isIPv6` decides. */
const IPV6 = /[\da-f]*:[\da-f:]*:[\da-f:.]*/;
const IPV4 = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d]|\.\d)/;
/** One pass: what was replaced is not looked at again. */
const ADDRESS = new RegExp(`(?<mac>${MAC.source})|(?<v6>${IPV6.source})|(?<v4>${IPV4.source})`, 'gi');

export function addressPseudonym(cipher: AddressCipher, text: string): string {
  const words = parseAddress(text);
  if (words === null) return text;
  const bytes = new Uint8Array(words.length * 4);
  const view = new DataView(bytes.buffer);
  words.forEach((word, i) => { view.setUint32(i * 4, word); });
  if (words.length === 1) {
    const mapped = cipher.v4(bytes);
    return formatIpv4(new DataView(mapped.buffer, mapped.byteOffset).getInt32(0));
  }
  const mapped = cipher.v6(bytes);
  return formatIpv6(Array.from({ length: 8 }, (_, i) => ((mapped[i * 2] ?? 0) << 8) | (mapped[i * 2 + 1] ?? 0)));
}

/** Every address inside a text replaced, MAC addresses too. */
export function textPseudonym(cipher: AddressCipher, text: string): string {
  return text.replace(ADDRESS, (found: string, ...rest: unknown[]) => {
    const kind = rest.at(-1) as { mac?: string; v6?: string };
    if (kind.mac !== undefined) return Buffer.from(cipher.mac(macBytes(found))).toString('hex').replace(/(..)(?=.)/g, '$1:');
    if (kind.v6 === undefined) return isIPv4(found) ? addressPseudonym(cipher, found) : found;
    // A full stop or a colon behind an address belongs to the sentence.
    const address = found.replace(/(?<!:):$|\.+$/, '');
    return isIPv6(address) ? addressPseudonym(cipher, address) + found.slice(address.length) : found;
  });
}

function macBytes(text: string): Uint8Array {
  const digits = text.includes('.') ? text.replaceAll('.', '') : text.split(/[:-]/).map((byte) => byte.padStart(2, '0')).join('');
  return Uint8Array.from(Buffer.from(digits, 'hex'));
}

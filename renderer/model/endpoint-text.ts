// An endpoint in parts, so that a narrow column cuts the middle of an address and never its end or the port.
import { PROTOCOL } from '@shared/flow';
import type { Endpoint } from '@shared/flow';

export interface EndpointText {
  /** May be cut in the middle of the whole address. */
  head: string;
  /** The last groups of an IPv6 address, which tell hosts of one network apart; '' for IPv4. */
  tail: string;
  /** `:443`; for ICMP, whose ports are its type and code, ` type 8`; '' for protocols without ports. */
  port: string;
}

const isIcmp = (protocol: number): boolean => protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6;

/** Where the last two groups of an IPv6 address begin; short ones are not worth parting. */
function tailStart(address: string): number {
  if (!address.includes(':') || address.length < 20) return address.length;
  return address.lastIndexOf(':', address.lastIndexOf(':') - 1);
}

/** A host alone, in the same parts. */
export const addressText = (address: string): EndpointText => ({ head: address.slice(0, tailStart(address)), tail: address.slice(tailStart(address)), port: '' });

export function endpointText(protocol: number, address: string, port: number, end: Endpoint): EndpointText {
  const at = tailStart(address);
  const plain = { head: address.slice(0, at), tail: address.slice(at) };
  if (isIcmp(protocol)) return { ...plain, port: ` ${end === 'originator' ? 'type' : 'code'} ${port}` };
  if (protocol !== PROTOCOL.tcp && protocol !== PROTOCOL.udp && port === 0) return { ...plain, port: '' };
  if (!address.includes(':')) return { ...plain, port: `:${port}` };
  // RFC 5952 §6: brackets keep the colon of the port apart from those of the address.
  return plain.tail === '' ? { head: `[${plain.head}]`, tail: '', port: `:${port}` } : { head: `[${plain.head}`, tail: `${plain.tail}]`, port: `:${port}` };
}

export function joinEndpoint(text: EndpointText): string {
  return text.head + text.tail + text.port;
}

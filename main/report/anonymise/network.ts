// IPv4 and IPv6 headers: addresses replaced, options that may name some emptied, the header's checksum made anew.
import { transport } from './transport';
import type { Carrier, Rewriting } from './rewriting';

const NOP = 1;
const ROUTING = 43;
const FRAGMENT = 44;
const AUTHENTICATION = 51;
const HOP_BY_HOP = 0;
const DESTINATION = 60;
const PAD_N = 1;
/** Options of IPv6 without addresses: padding, tunnel limit, router alert, jumbo payload. */
const HARMLESS_OPTIONS = [0, PAD_N, 4, 5, 0xc2];

export function ipv4(frame: Rewriting, at: number, end: number): number {
  const header = (frame.u8(at) & 15) * 4;
  if (at + 20 > end || frame.u8(at) >>> 4 !== 4 || header < 20) return at;
  frame.v4(at + 12);
  frame.v4(at + 16);
  const from = at + header;
  if (from > end) return at + 20;
  // Routes and recorded times name addresses (RFC 791 §3.1).
  for (let i = at + 20; i < from; i++) if (frame.u8(i) > NOP || frame.after[i] !== 0) frame.after[i] = NOP;
  frame.mend('IP header', at + 10, at, from, from, null);
  const total = frame.u16(at + 2);
  const fragment = frame.u16(at + 6);
  if ((fragment & 0x1fff) !== 0) return from;
  const part = total === 0 || (fragment & 0x2000) !== 0;
  const carrier: Carrier = { source: at + 12, destination: at + 16, bytes: 4, protocol: frame.u8(at + 9), declared: part ? Infinity : at + total, quoted: frame.quoted };
  return transport(frame, carrier, from, total === 0 ? end : Math.max(from, Math.min(end, at + total)));
}

export function ipv6(frame: Rewriting, at: number, end: number): number {
  if (at + 40 > end || frame.u8(at) >>> 4 !== 6) return at;
  frame.v6(at + 8);
  frame.v6(at + 24);
  const length = frame.u16(at + 4);
  const carrier: Carrier = { source: at + 8, destination: at + 24, bytes: 16, protocol: frame.u8(at + 6), declared: length === 0 ? Infinity : at + 40 + length, quoted: frame.quoted };
  const stop = length === 0 ? end : Math.min(end, at + 40 + length);
  let from = at + 40;
  for (;;) {
    const { protocol } = carrier;
    if (protocol !== HOP_BY_HOP && protocol !== DESTINATION && protocol !== ROUTING && protocol !== FRAGMENT && protocol !== AUTHENTICATION) break;
    const size = from + 8 > stop ? 0 : protocol === FRAGMENT ? 8 : protocol === AUTHENTICATION ? (frame.u8(from + 1) + 2) * 4 : (frame.u8(from + 1) + 1) * 8;
    if (size === 0 || from + size > stop) return from;
    if (protocol === ROUTING) routing(frame, carrier, from, size);
    else if (protocol === HOP_BY_HOP || protocol === DESTINATION) options(frame, from + 2, from + size);
    else if (protocol === FRAGMENT) {
      const word = frame.u16(from + 2);
      if ((word & 0xfff8) !== 0) return from + size;
      if ((word & 1) !== 0) carrier.declared = Infinity;
    }
    carrier.protocol = frame.u8(from);
    from += size;
  }
  return transport(frame, carrier, from, stop);
}

/** Types 0 (RFC 2460), 2 (RFC 6275) and 4 (RFC 8754) list addresses from the ninth byte on; the rest is emptied. */
function routing(frame: Rewriting, carrier: Carrier, at: number, size: number): void {
  const type = frame.u8(at + 2);
  const listed = type === 0 || type === 2 ? (size - 8) >> 4 : type === 4 ? Math.min(frame.u8(at + 4) + 1, (size - 8) >> 4) : 0;
  for (let i = 0; i < listed; i++) frame.v6(at + 8 + i * 16);
  frame.zero(listed === 0 ? at + 4 : at + 8 + listed * 16, at + size);
  // The pseudo header is made with the last stop of the route (RFC 8200 §8.1).
  if (listed > 0 && frame.u8(at + 3) > 0) carrier.destination = type === 4 ? at + 8 : at + 8 + (listed - 1) * 16;
}

/** An option that may name an address becomes padding of the same length. */
function options(frame: Rewriting, from: number, to: number): void {
  for (let at = from; at < to;) {
    const type = frame.u8(at);
    if (type === 0) { at++; continue; }
    const size = 2 + frame.u8(at + 1);
    if (at + size > to) {
      frame.zero(at, to);
      return;
    }
    if (!HARMLESS_OPTIONS.includes(type)) {
      frame.after[at] = PAD_N;
      frame.zero(at + 2, at + size);
    } else if (type === PAD_N) frame.zero(at + 2, at + size);
    at += size;
  }
}

// PPP (RFC 1661, 1662): protocol numbers of one or two bytes, with or without the bytes of HDLC in front.
import { LAYER_IPV4, LAYER_IPV6 } from './decoding';
import type { Decoding } from './decoding';
import { mpls } from './mpls';
import { CUT, MALFORMED, NOT_IP } from './packet';

export function ppp(d: Decoding, view: DataView, from: number, end: number, wireEnd: number): number {
  if (from + 2 > end) return from + 2 > wireEnd ? MALFORMED : CUT;
  const at = view.getUint16(from) === 0xff03 ? from + 2 : from;
  if (at + 2 > end) return at + 2 > wireEnd ? MALFORMED : CUT;
  // An odd first byte is a whole protocol number (field compression).
  const short = (view.getUint8(at) & 1) !== 0;
  const protocol = short ? view.getUint8(at) : view.getUint16(at);
  const inner = at + (short ? 1 : 2);
  switch (protocol) {
    case 0x0021: return d.goTo(LAYER_IPV4, inner, end, wireEnd);
    case 0x0057: return d.goTo(LAYER_IPV6, inner, end, wireEnd);
    case 0x0281: case 0x0283: return mpls(d, view, inner, end, wireEnd);
    default: return NOT_IP;
  }
}

// Decodes one frame, layer by layer, into the reused packet view. Ethernet, IP and TCP run straight through.
import { Decoding, LAYER, LAYER_ETHERNET, LAYER_IPV4, LAYER_IPV6 } from './decoding';
import { ethernet, etherType } from './ethernet';
import { ipv4, ipv6 } from './ip';
import { link, LINK_ETHERNET } from './link';
import { NO_TRANSPORT, OK, P_CONTEXT_WORDS, P_PROTOCOL, P_VERSION, TOO_DEEP } from './packet';

/** Layers inside each other; more is made up. */
const MOST_LAYERS = 40;

export class FrameDecoder {
  private readonly d = new Decoding();
  /** The innermost packet that makes sense (slots P_*); P_VERSION is 0 when there is none. */
  readonly packet: Int32Array = this.d.packet;
  /** The first packet[P_CONTEXT_WORDS] words say which VLANs and tunnels surround it. */
  readonly context: Int32Array = this.d.context;

  /**
   * @param at offset of the frame in the view; `captured` bytes of it are there, it had `wire` bytes
   * @returns an outcome (OK, NOT_IP, …); never throws, never reads beyond at + captured
   */
  decode(view: DataView, at: number, captured: number, wire: number, linkType: number): number {
    const d = this.d;
    d.words = 0;
    d.tunnels = 0;
    d.packet[P_VERSION] = 0;
    const end = at + captured;
    const wireEnd = at + wire;
    let layer: number;
    if (linkType === LINK_ETHERNET && captured >= 14) {
      const type = view.getUint16(at + 12);
      if (type === 0x0800) layer = ipv4(d, view, at + 14, end, wireEnd);
      else if (type === 0x86dd) layer = ipv6(d, view, at + 14, end, wireEnd);
      else layer = etherType(d, view, type, at + 14, end, wireEnd);
    } else layer = link(d, view, linkType, at, end, wireEnd);
    return layer === OK ? OK : this.inner(view, layer);
  }

  /** Follows the layers inside each other to an outcome. */
  private inner(view: DataView, first: number): number {
    const d = this.d;
    let layer = first;
    for (let depth = 0; layer >= LAYER; depth++) {
      if (depth === MOST_LAYERS) layer = TOO_DEEP;
      else layer = this.layer(view, layer);
      // What a tunnel carries makes no sense: then the packet that carries it is the one to track.
      if (layer < LAYER && layer !== OK && layer !== NO_TRANSPORT && layer !== TOO_DEEP && d.tunnels > 0) {
        const outer = d.leave();
        d.sealed = true;
        layer = this.layer(view, outer);
        d.sealed = false;
      }
    }
    if (d.packet[P_VERSION] === 0) {
      d.packet[P_PROTOCOL] = 0;
      d.packet[P_CONTEXT_WORDS] = 0;
    }
    return layer;
  }

  private layer(view: DataView, layer: number): number {
    const d = this.d;
    if (layer === LAYER_IPV4) return ipv4(d, view, d.at, d.end, d.wireEnd);
    if (layer === LAYER_IPV6) return ipv6(d, view, d.at, d.end, d.wireEnd);
    if (layer === LAYER_ETHERNET) return ethernet(d, view, d.at, d.end, d.wireEnd);
    return etherType(d, view, d.etherType, d.at, d.end, d.wireEnd);
  }
}

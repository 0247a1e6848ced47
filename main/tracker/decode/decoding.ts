// What the layers of one packet share: the packet view, the context words, and where the next layer lies.
import { CONTEXT_MOST_WORDS, CONTEXT_TUNNEL, CONTEXT_VLAN, FRAGMENT_MORE, P_DESTINATION, P_FRAGMENT, P_SOURCE, P_VERSION, PACKET_SLOTS, TOO_DEEP } from './packet';

/**
 * A layer answers with an outcome, or with the kind of the layer inside it: the loop in frame-decoder.ts goes on from there.
 * So no layer calls another that could call it back, and crafted nesting meets one limit.
 */
export const LAYER = 16;
export const LAYER_ETHERNET = 16;
export const LAYER_ETHER_TYPE = 17; // d.etherType says of what
export const LAYER_IPV4 = 18;
export const LAYER_IPV6 = 19;

/** Indices into TUNNEL of shared/flow.ts. */
export const TUNNEL_IP_IN_IP = 1;
export const TUNNEL_6IN4 = 2;
export const TUNNEL_GRE = 3;
export const TUNNEL_VXLAN = 4;
export const TUNNEL_GENEVE = 5;

const MOST_TUNNELS = 6;
const MOST_PACKET = 65_535;

export class Decoding {
  readonly packet = new Int32Array(PACKET_SLOTS);
  readonly context = new Int32Array(CONTEXT_MOST_WORDS);
  words = 0;

  /** The next layer: its first byte, one past the last captured byte, one past the last byte on the wire. */
  at = 0;
  end = 0;
  wireEnd = 0;
  etherType = 0;

  /** Tunnels entered, and for each the outer IP packet to fall back to: at, end, wireEnd, version, context words. */
  tunnels = 0;
  private readonly outer = new Int32Array(MOST_TUNNELS * 5);
  /** Set while an outer packet is decoded again because what it carries makes no sense: tunnels stay closed. */
  sealed = false;

  goTo(layer: number, at: number, end: number, wireEnd: number): number {
    this.at = at;
    this.end = end < wireEnd ? end : wireEnd;
    this.wireEnd = wireEnd;
    return layer;
  }

  pushVlan(id: number): boolean {
    if (this.words >= CONTEXT_MOST_WORDS) return false;
    // Identifier 0 is a priority mark on the untagged network (IEEE 802.1Q §6.9), which must not split a connection.
    if (id !== 0) this.context[this.words++] = CONTEXT_VLAN | id;
    return true;
  }

  /** Enters a tunnel. `at`, `end` and `wireEnd` still describe the IP packet that carries it. */
  enter(view: DataView, kind: number, key: number, layer: number, innerAt: number, innerEnd: number, innerWireEnd: number): number {
    const { packet, context, outer } = this;
    const version = packet[P_VERSION];
    const addressWords = version === 6 ? 4 : 1;
    if (this.tunnels >= MOST_TUNNELS || this.words + 2 + 2 * addressWords > CONTEXT_MOST_WORDS) return TOO_DEEP;
    const slot = this.tunnels++ * 5;
    outer[slot] = this.at;
    outer[slot + 1] = this.end;
    outer[slot + 2] = this.wireEnd;
    outer[slot + 3] = version;
    outer[slot + 4] = this.words;

    let word = this.words;
    context[word++] = CONTEXT_TUNNEL | (kind << 8) | addressWords;
    context[word++] = key;
    let first = packet[P_SOURCE];
    let second = packet[P_DESTINATION];
    if (version === 6) {
      if (laterAddress(view, first, second)) [first, second] = [second, first];
      for (let i = 0; i < 16; i += 4) context[word++] = view.getInt32(first + i);
      for (let i = 0; i < 16; i += 4) context[word++] = view.getInt32(second + i);
    } else {
      if (first >>> 0 > second >>> 0) [first, second] = [second, first];
      context[word++] = first;
      context[word++] = second;
    }
    this.words = word;
    // A first fragment holds the head of a longer packet.
    const more = (packet[P_FRAGMENT] & FRAGMENT_MORE) === 0 ? 0 : MOST_PACKET;
    return this.goTo(layer, innerAt, innerEnd, innerWireEnd + more);
  }

  /** Back to the packet that carried the innermost tunnel; returns its layer. */
  leave(): number {
    const slot = --this.tunnels * 5;
    this.at = this.outer[slot];
    this.end = this.outer[slot + 1];
    this.wireEnd = this.outer[slot + 2];
    this.words = this.outer[slot + 4];
    return this.outer[slot + 3] === 6 ? LAYER_IPV6 : LAYER_IPV4;
  }
}

function laterAddress(view: DataView, first: number, second: number): boolean {
  for (let i = 0; i < 16; i += 4) {
    const a = view.getUint32(first + i);
    const b = view.getUint32(second + i);
    if (a !== b) return a > b;
  }
  return false;
}

// What an IP packet carries, TCP apart: UDP, ICMP, a tunnel, or a protocol without ports.
import type { Decoding } from './decoding';
import { icmp, PROTOCOL_ICMP, PROTOCOL_ICMP6 } from './icmp';
import { OK, P_DESTINATION_PORT } from './packet';
import { noTransport, tcp, udp } from './transport';
import { isTunnelPort, tunnel, udpTunnel } from './tunnel';

const TCP = 6;
const UDP = 17;

/** `at` is the first byte behind the IP header; the slots of the IP layer are filled. */
export function upper(d: Decoding, view: DataView, protocol: number, at: number, end: number, wireEnd: number): number {
  const p = d.packet;
  if (protocol === UDP) {
    const outcome = udp(p, view, at, end, wireEnd);
    if (outcome === OK && isTunnelPort(p[P_DESTINATION_PORT]) && !d.sealed) return udpTunnel(d, view, p[P_DESTINATION_PORT], at, end, wireEnd);
    return outcome;
  }
  if (protocol === PROTOCOL_ICMP || protocol === PROTOCOL_ICMP6) return icmp(p, view, protocol, at, end, wireEnd);
  if (protocol === TCP) return tcp(p, view, at, end, wireEnd);
  const outcome = noTransport(p, at, wireEnd);
  return d.sealed ? outcome : tunnel(d, view, protocol, at, end, wireEnd, outcome);
}

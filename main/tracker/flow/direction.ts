// Who opened a connection, judged from its first packet.
import { PROTOCOL } from '@shared/flow';
import { SERVER_PORTS } from '@shared/ports';
import { ACK, FIN, RST, SYN } from '../decode/packet';
import { icmpRole } from '../machine/datagram-endpoints';

// Indices in DIRECTION_REASON of shared/flow.ts.
const FIRST_PACKET = 0;
const BY_SYN = 1;
const BY_SYN_ACK = 2;
const BY_PORT = 3;
const BY_QUERY = 4;

/** Set in the result when the packet's destination is the originator. */
export const FLIPPED = 8;

const isServer = new Uint8Array(65_536);
for (const entry of SERVER_PORTS) {
  const [first, last] = typeof entry === 'number' ? [entry, entry] : entry;
  isServer.fill(1, first, last + 1);
}

/**
 * Index in DIRECTION_REASON, with FLIPPED set when the packet was sent by the responder. The port rule is Zeek's: the side on a
 * server's port is the responder; where both are, the lower port is (states.md, role flip).
 * @param sourcePort ICMP: the type
 */
export function judgeDirection(protocol: number, sourcePort: number, destinationPort: number, flags: number): number {
  if (protocol === PROTOCOL.tcp) {
    const opening = flags & (SYN | ACK | FIN | RST);
    if (opening === SYN) return BY_SYN;
    if (opening === (SYN | ACK)) return BY_SYN_ACK | FLIPPED;
  } else if (protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6) {
    const role = icmpRole(protocol, sourcePort);
    return role === 0 ? FIRST_PACKET : role === 1 ? BY_QUERY : BY_QUERY | FLIPPED;
  } else if (protocol !== PROTOCOL.udp) return FIRST_PACKET;
  const source = isServer[sourcePort];
  const destination = isServer[destinationPort];
  if (source === 0) return destination === 0 ? FIRST_PACKET : BY_PORT;
  if (destination === 0 || (sourcePort < destinationPort && protocol === PROTOCOL.tcp)) return BY_PORT | FLIPPED;
  return sourcePort === destinationPort ? FIRST_PACKET : BY_PORT;
}

// Which sets of TCP flags a healthy stack sends, by the six classic flags. PSH, ECE and CWR change nothing: the nine legal sets of the
// rest are netfilter's (tcp_valid_flags), the other 23 of the 32 are illegal.
import { ACK, FIN, RST, SYN, URG } from '../decode/packet';

const LEGAL: readonly number[] = [SYN, SYN | URG, SYN | ACK, RST, RST | ACK, FIN | ACK, FIN | ACK | URG, ACK, ACK | URG];
const WITHOUT_PSH = FIN | SYN | RST | ACK | URG;

/** 1 for an illegal set, by all eight flag bits. */
export const ILLEGAL: Uint8Array = Uint8Array.from({ length: 256 }, (_, flags) => (LEGAL.includes(flags & WITHOUT_PSH) ? 0 : 1));

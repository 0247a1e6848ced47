// Where our conversations are meant to differ from tshark's, with both figures and the reason. Everything else must be equal.

export interface IntendedDifference {
  readonly capture: string;
  /** As conversations.ts writes it. */
  readonly flow: string;
  readonly tshark: string;
  readonly ours: string;
  readonly reason: string;
}

const EVERY_FRAGMENT = 'tshark counts only the frame that completes a datagram; we count every fragment, because each of them was on the wire.';
const INCOMPLETE = 'The fragments never make a whole datagram, so tshark has no UDP at all; the first fragment has the ports, and the others belong to it.';
const OTHER_PORTS = 'A second first fragment of the same datagram names other ports (the header is overwritten on purpose). tshark keeps the first header for all; we do too, and count the second first fragment where its own ports say.';

export const intendedDifferences: readonly IntendedDifference[] = [
  {
    capture: 'f02_fragments_overlap.pcap', flow: 'udp 10.77.1.2:41010 > 10.77.2.2:9050',
    tshark: '1 packets, 38 bytes', ours: '2 packets, 108 bytes', reason: EVERY_FRAGMENT,
  },
  {
    capture: 'f02_fragments_overlap.pcap', flow: 'udp 10.77.1.2:41011 > 10.77.2.2:9050',
    tshark: '2 packets, 2284 bytes', ours: '4 packets, 4360 bytes', reason: OTHER_PORTS,
  },
  {
    capture: 'f02_fragments_overlap.pcap', flow: 'udp 10.77.1.2:41012 > 10.77.2.2:53',
    tshark: 'none', ours: '1 packets, 1034 bytes', reason: OTHER_PORTS,
  },
  {
    capture: 'ipv4__fragmented-2.pcap', flow: 'udp 164.1.123.163:123 > 164.1.123.61:137',
    tshark: 'none', ours: '3 packets, 270 bytes', reason: INCOMPLETE,
  },
];

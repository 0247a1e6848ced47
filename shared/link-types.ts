// Names of the link types (tcpdump.org's registry) that the decoder reads, and of some that people meet; others are shown by number.

const LINK_TYPES: Readonly<Record<number, string>> = {
  0: 'BSD loopback', 1: 'Ethernet', 6: 'Token Ring', 8: 'SLIP', 9: 'PPP', 10: 'FDDI', 12: 'raw IP', 14: 'raw IP', 50: 'PPP in HDLC', 51: 'PPPoE',
  101: 'raw IP', 104: 'Cisco HDLC', 105: '802.11', 107: 'Frame Relay', 108: 'OpenBSD loopback', 113: 'Linux cooked v1', 117: 'OpenBSD pflog',
  119: '802.11 with Prism header', 127: '802.11 with radiotap', 147: 'user 0', 163: '802.11 with AVS header', 166: 'PPP with direction',
  187: 'Bluetooth', 189: 'USB', 195: '802.15.4', 201: 'Bluetooth', 204: 'PPP with direction', 220: 'USB', 227: 'CAN', 228: 'raw IPv4', 229: 'raw IPv6',
  239: 'Netfilter log', 249: 'USB', 252: 'Wireshark upper PDU', 253: 'Netlink', 276: 'Linux cooked v2',
};

export function linkTypeName(linkType: number): string {
  return linkType < 0 ? 'unknown' : (LINK_TYPES[linkType] ?? `link type ${linkType}`);
}

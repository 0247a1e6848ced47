// The one reused packet view: what a decoder writes and the tracker reads. An Int32Array, so that nothing is allocated for a packet.

/** Slots of the packet view. All offsets are byte offsets into the block that was decoded. */
export const P_VERSION = 0; // 4, 6; 0 when the packet is not IP
export const P_PROTOCOL = 1; // IP protocol of the innermost packet after extension headers
export const P_SOURCE = 2; // IPv4: the address as a signed 32-bit integer; IPv6: offset of its 16 bytes
export const P_DESTINATION = 3; // the same for the destination
export const P_SOURCE_PORT = 4; // TCP, UDP: port; ICMP: type
export const P_DESTINATION_PORT = 5; // TCP, UDP: port; ICMP: code
export const P_L4_AT = 6; // offset of the transport header
export const P_L4_LENGTH = 7; // bytes from the transport header to the end of the IP packet, as on the wire
export const P_L4_CAPTURED = 8; // of these, how many were captured
export const P_PAYLOAD = 9; // bytes of transport payload as on the wire (0 for a non-first fragment)
export const P_PAYLOAD_AT = 10; // offset of the transport payload
export const P_TTL = 11; // TTL or hop limit
export const P_IP_ID = 12; // IPv4 identification (16 bits) or the fragment header's (32 bits); 0 for plain IPv6
export const P_FRAGMENT = 13; // FRAGMENT_* bits
export const P_FRAGMENT_OFFSET = 14; // bytes
export const P_SEQ = 15; // TCP sequence number, signed 32-bit
export const P_ACK = 16; // TCP acknowledgement number, signed 32-bit
export const P_FLAGS = 17; // TCP flags, 8 bits (CWR is the highest); 0 otherwise
export const P_WINDOW = 18; // TCP window, unscaled
export const P_OPTIONS_AT = 19; // offset of the TCP options
export const P_OPTIONS_LENGTH = 20; // bytes of TCP options that were captured
export const P_ICMP_ID = 21; // identifier of a query message; 0 otherwise
export const P_ICMP_QUOTE_AT = 22; // offset of the quoted IP header of an ICMP error; -1 otherwise
export const P_CONTEXT_WORDS = 23; // words written to the context list (VLANs and tunnels); 0 for none
export const P_IP_AT = 24; // offset of the innermost IP header
export const P_END = 25; // offset one past the last captured byte of the innermost IP packet
export const P_ICMP_SEQ = 26; // sequence number of an ICMP query message; 0 otherwise
export const P_MAC_DATA = 27; // reserved for link facts; 0
export const PACKET_SLOTS = 32;

/** Bits of P_FRAGMENT. A first fragment may hold less than a transport header: its ports are there, P_FLAGS may be 0. */
export const FRAGMENT_PRESENT = 1; // offset ≠ 0 or more-fragments set (an IPv6 atomic fragment is not one)
export const FRAGMENT_MORE = 2;
export const FRAGMENT_DONT = 4;
export const FRAGMENT_RESERVED = 8;

/** TCP flag bits (RFC 9293 §3.1). */
export const FIN = 1;
export const SYN = 2;
export const RST = 4;
export const PSH = 8;
export const ACK = 16;
export const URG = 32;
export const ECE = 64;
export const CWR = 128;

/**
 * Context words: what surrounds a packet and keeps equal 5-tuples apart. The decoder appends, outermost first:
 * VLAN: one word, CONTEXT_VLAN | id. Tunnel: CONTEXT_TUNNEL | kind << 8 | address words (1 or 4), kind an index of TUNNEL in shared/flow.ts,
 * the key or VNI (0 when none), then the two outer addresses (lower one first, so that both directions give the same words).
 */
export const CONTEXT_VLAN = 0x0100_0000;
export const CONTEXT_TUNNEL = 0x0200_0000;
export const CONTEXT_MOST_WORDS = 64;

/** Outcomes of decoding: 0 is a packet the tracker can use; every other one is counted, with the frame that showed it first. */
export const OUTCOME = [
  'ok', // a transport header was read; a fragment other than the first has none, so its ports are 0 (see P_FRAGMENT_OFFSET)
  'not-ip', // ARP, STP, LLDP …: no connection can be made of it
  'cut', // the snap length cut the packet before its transport header
  'malformed', // a length or version field contradicts the packet
  'encrypted', // an 802.11 data frame under encryption
  'unsupported-link', // a link type this decoder does not know
  'too-deep', // more tunnels or extension headers inside each other than the limit
  'no-transport', // an IP packet whose protocol has no ports (still a connection by its addresses)
] as const;
export const OK = 0;
export const NOT_IP = 1;
export const CUT = 2;
export const MALFORMED = 3;
export const ENCRYPTED = 4;
export const UNSUPPORTED_LINK = 5;
export const TOO_DEEP = 6;
export const NO_TRANSPORT = 7;

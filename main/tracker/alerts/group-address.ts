// Which IPv4 addresses stand for many hosts.

/** Limited broadcast and multicast (RFC 919, RFC 5771). */
export function isGroup(address: number): boolean { return address === -1 || (address >>> 28) === 0xe; }

/** Ends in 255, as the broadcast address of most nets does; in wider nets hosts may have such an address. */
export function mayBeDirected(address: number): boolean { return (address & 0xff) === 0xff; }

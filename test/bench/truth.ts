// What a generated capture contains, counted while it is made: the figures a reader of it must arrive at.

/** To be raised when the same seed gives other bytes than before: captures kept from an older version are made again. */
export const GENERATOR_VERSION = 1;

export interface Truth {
  version: number;
  name: string;
  seed: number;
  scale: number;
  packets: number;
  wireBytes: number;
  fileBytes: number;
  lastMicros: number;
  /** By protocol, as the command line names it. */
  connections: Record<string, number>;
  packetsOf: Record<string, number>;
  wireBytesOf: Record<string, number>;
  tcp: {
    payloadBytes: number;
    /** How connections were opened and ended, in the command line's words. */
    opened: Record<string, number>;
    closed: Record<string, number>;
    /** Segments in the file twice: the first was lost after the capture point, or its acknowledgement was late. */
    retransmissions: number;
    /** Segments that only stand in the file as a retransmission: the first was lost before the capture point. */
    filledGaps: number;
    /** Segments that overtook each other on the way; sent once. */
    reordered: number;
    duplicateAcks: number;
    zeroWindows: number;
    zeroWindowProbes: number;
    synRetransmissions: number;
  };
}

export function noTruth(name: string, seed: number, scale: number): Truth {
  return {
    version: GENERATOR_VERSION, name, seed, scale, packets: 0, wireBytes: 0, fileBytes: 0, lastMicros: 0, connections: {}, packetsOf: {}, wireBytesOf: {},
    tcp: {
      payloadBytes: 0, opened: {}, closed: {}, retransmissions: 0, filledGaps: 0, reordered: 0, duplicateAcks: 0,
      zeroWindows: 0, zeroWindowProbes: 0, synRetransmissions: 0,
    },
  };
}

export function count(counts: Record<string, number>, name: string, by = 1): void {
  counts[name] = (counts[name] ?? 0) + by;
}

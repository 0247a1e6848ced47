// Where the Wireshark view is meant to differ from tshark, and why. Verdicts have no entry: on every frame at hand they are equal.

export interface WiresharkDifference {
  readonly capture: string;
  /** What `differences` calls the fact. */
  readonly fact: 'completeness';
  /** tcp.stream of the conversations concerned. */
  readonly streams: readonly number[];
  readonly reason: string;
}

export const wiresharkDifferences: readonly WiresharkDifference[] = [
  {
    capture: 'ipv6.pcap', fact: 'completeness', streams: [1, 2, 3],
    reason: 'FTP announced the data connection, so to tshark the conversation is not new when its SYN comes, and the SYN is not counted. '
      + 'That the capture holds the SYN is a fact; what an application says does not change it.',
  },
];

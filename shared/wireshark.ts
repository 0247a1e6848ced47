// Wireshark's `tcp.analysis.*` verdicts as bits, with its own names, severities and what each one claims. Spelled as tshark 4.0 spells them.

/** Bits of a frame's verdict; the position is the index in WIRESHARK_VERDICTS. */
export const W_REUSED_PORTS = 1 << 0;
export const W_RETRANSMISSION = 1 << 1;
export const W_FAST_RETRANSMISSION = 1 << 2;
export const W_SPURIOUS_RETRANSMISSION = 1 << 3;
export const W_OUT_OF_ORDER = 1 << 4;
export const W_LOST_SEGMENT = 1 << 5;
export const W_ACK_LOST_SEGMENT = 1 << 6;
export const W_WINDOW_UPDATE = 1 << 7;
export const W_WINDOW_FULL = 1 << 8;
export const W_KEEP_ALIVE = 1 << 9;
export const W_KEEP_ALIVE_ACK = 1 << 10;
export const W_DUPLICATE_ACK = 1 << 11;
export const W_ZERO_WINDOW_PROBE = 1 << 12;
export const W_ZERO_WINDOW = 1 << 13;
export const W_ZERO_WINDOW_PROBE_ACK = 1 << 14;
export const W_TFO_SYN = 1 << 15;
export const W_TFO_ACK = 1 << 16;
export const W_TFO_IGNORED = 1 << 17;

/** Wireshark's expert severities, mildest first. */
export type WiresharkSeverity = 'chat' | 'note' | 'warn';

export interface WiresharkVerdict {
  /** The field's name after `tcp.analysis.` */
  readonly name: string;
  readonly severity: WiresharkSeverity;
  readonly meaning: string;
}

/** In the order of their bits. */
export const WIRESHARK_VERDICTS: readonly WiresharkVerdict[] = [
  { name: 'reused_ports', severity: 'note', meaning: 'A SYN with another initial sequence number on ports that a connection used before.' },
  { name: 'retransmission', severity: 'note', meaning: 'Sequence space that was sent before; also set beside fast and spurious retransmission.' },
  { name: 'fast_retransmission', severity: 'note', meaning: 'Sent again within 20 ms of the second or a later duplicate ACK that asked for it.' },
  { name: 'spurious_retransmission', severity: 'note', meaning: 'Sent again although the peer had already acknowledged all of it.' },
  { name: 'out_of_order', severity: 'warn', meaning: 'Below the highest byte seen, so soon after it that the network may have reordered the two.' },
  { name: 'lost_segment', severity: 'warn', meaning: 'A segment before this one was not captured.' },
  { name: 'ack_lost_segment', severity: 'warn', meaning: 'Acknowledges a segment that was not captured.' },
  { name: 'window_update', severity: 'chat', meaning: 'Only the announced window changed.' },
  { name: 'window_full', severity: 'warn', meaning: 'Reaches exactly the end of the window that the peer announced.' },
  { name: 'keep_alive', severity: 'note', meaning: 'No or one byte, one below the next sequence number.' },
  { name: 'keep_alive_ack', severity: 'note', meaning: 'Repeats the last ACK in answer to a keep-alive.' },
  { name: 'duplicate_ack', severity: 'note', meaning: 'Repeats the last ACK: no data, same window.' },
  { name: 'zero_window_probe', severity: 'note', meaning: 'One new byte sent into a closed window.' },
  { name: 'zero_window', severity: 'warn', meaning: 'Announces a window of no bytes.' },
  { name: 'zero_window_probe_ack', severity: 'note', meaning: 'Answers a zero-window probe: the window is still closed.' },
  { name: 'tfo_syn', severity: 'note', meaning: 'A SYN with a Fast Open cookie.' },
  { name: 'tfo_ack', severity: 'note', meaning: 'A SYN/ACK that accepts data sent with the SYN.' },
  { name: 'tfo_ignored', severity: 'note', meaning: 'A SYN/ACK that does not accept the data sent with the SYN.' },
];

const EACH_NAME: readonly string[] = WIRESHARK_VERDICTS.map(({ name }) => name);

/** Names of the bits that are set, in Wireshark's order. */
export const wiresharkNames = (bits: number): string[] => EACH_NAME.filter((_, i) => (bits & (1 << i)) !== 0);

/** Bits of `tcp.completeness`: which parts of a connection's life the capture holds. */
export const COMPLETE_SYN = 1;
export const COMPLETE_SYN_ACK = 2;
export const COMPLETE_ACK = 4;
export const COMPLETE_DATA = 8;
export const COMPLETE_FIN = 16;
export const COMPLETE_RST = 32;

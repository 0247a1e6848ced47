// Our own verdict on a TCP segment: its names, what each means, and how sure we are. The code of a verdict is its index here.

export interface VerdictInfo {
  /** As the command line and the window print it; null for a segment with nothing to say about. */
  readonly name: string | null;
  readonly meaning: string;
}

export const VERDICTS = [
  { name: null, meaning: 'Nothing out of the ordinary.' },
  { name: 'retransmission', meaning: 'The sender sent these bytes again, because it had no acknowledgement of them.' },
  { name: 'spurious-retransmission', meaning: 'Sent again, but the receiver had acknowledged every byte before this passed: it was not needed.' },
  { name: 'reordered', meaning: 'Sent before a segment that was captured earlier: the network delivered it late. Nothing was sent twice.' },
  { name: 'network-duplicate', meaning: 'The same packet once more: the network delivered two copies of what was sent once.' },
  { name: 'capture-duplicate', meaning: 'The same packet recorded twice, at two points or by a mirror port. The network carried it once.' },
  { name: 'gap-before', meaning: 'Bytes before this segment are missing: lost on the way, late, or not captured.' },
  { name: 'duplicate-ack', meaning: 'Acknowledges the same byte again: the receiver got a segment that does not continue what it has.' },
  { name: 'keep-alive', meaning: 'Asks an idle peer whether it is still there, with a number it has already acknowledged.' },
  { name: 'keep-alive-ack', meaning: 'Answers a keep-alive.' },
  { name: 'zero-window', meaning: 'The receiver has no room left: the peer must stop sending.' },
  { name: 'zero-window-probe', meaning: 'Asks a receiver without room whether there is room again.' },
  { name: 'zero-window-probe-ack', meaning: 'Answers a probe: there is still no room.' },
  { name: 'window-full', meaning: 'Fills the window that the receiver announced: the sender must wait.' },
  { name: 'window-update', meaning: 'Announces another window and acknowledges nothing new.' },
  { name: 'ack-of-unseen', meaning: 'Acknowledges bytes that the capture has not shown: they were sent, and the capture missed them.' },
  { name: 'stale', meaning: 'Acknowledges less than its sender has acknowledged, or repeats what is long over, although it was sent later.' },
  { name: 'out-of-window', meaning: 'Beyond every window that the receiver announced, or a reset with a number it does not expect.' },
  { name: 'overlap-conflict', meaning: 'Carries other content for bytes that were sent before: what the receiver gets depends on its system.' },
] as const satisfies readonly VerdictInfo[];


export const ORDINARY = 0;
export const RETRANSMISSION = 1;
export const SPURIOUS_RETRANSMISSION = 2;
export const REORDERED = 3;
export const NETWORK_DUPLICATE = 4;
export const CAPTURE_DUPLICATE = 5;
export const GAP_BEFORE = 6;
export const DUPLICATE_ACK = 7;
export const KEEP_ALIVE = 8;
export const KEEP_ALIVE_ACK = 9;
export const ZERO_WINDOW = 10;
export const ZERO_WINDOW_PROBE = 11;
export const ZERO_WINDOW_PROBE_ACK = 12;
export const WINDOW_FULL = 13;
export const WINDOW_UPDATE = 14;
export const ACK_OF_UNSEEN = 15;
export const STALE = 16;
export const OUT_OF_WINDOW = 17;
export const OVERLAP_CONFLICT = 18;

/** What a verdict rests on; the index stands above the verdict's code. */
export const CONFIDENCE = [
  'none', // an ordinary segment
  'low', // nothing but the time between two packets tells
  'medium', // the likely one of two readings: the receiver's reaction, how often it happens
  'high', // the packets themselves prove it: identification, time stamps, acknowledgements
] as const;
export type Confidence = (typeof CONFIDENCE)[number];
export const LOW = 0x100;
export const MEDIUM = 0x200;
export const HIGH = 0x300;
export const VERDICT_MASK = 0xff;
export const CONFIDENCE_SHIFT = 8;

/** The name of a judged segment's verdict; null for an ordinary one. */
export function verdictName(judged: number): string | null { return VERDICTS[judged & VERDICT_MASK]?.name ?? null; }

export function verdictConfidence(judged: number): Confidence { return CONFIDENCE[judged >>> CONFIDENCE_SHIFT] ?? 'none'; }

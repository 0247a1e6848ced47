// The flags of a TCP segment (RFC 9293 §3.1): their bits, and their names as people read them on an arrow.
export const FLAG_FIN = 1;
export const FLAG_SYN = 2;
export const FLAG_RST = 4;
export const FLAG_PSH = 8;
export const FLAG_ACK = 16;
export const FLAG_URG = 32;
export const FLAG_ECE = 64;
export const FLAG_CWR = 128;

/** What says most comes first: how the segment opens, closes or ends, then what it carries. */
const READING_ORDER = [
  ['SYN', FLAG_SYN], ['FIN', FLAG_FIN], ['RST', FLAG_RST], ['PSH', FLAG_PSH], ['URG', FLAG_URG], ['ACK', FLAG_ACK], ['ECE', FLAG_ECE], ['CWR', FLAG_CWR],
] as const;

/** `SYN ACK`, `PSH ACK`; a segment without any flag says so. */
export function flagWords(flags: number): string {
  const set = READING_ORDER.filter(([, bit]) => (flags & bit) !== 0).map(([name]) => name);
  return set.length === 0 ? 'no flags' : set.join(' ');
}

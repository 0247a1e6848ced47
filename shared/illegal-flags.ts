// What is wrong with each of the 23 illegal sets of TCP flags: its name and why no stack sends it. PSH, ECE and CWR change nothing; FIN with
// URG alone is the Christmas tree that scanners send, with PSH or without.

const [FIN, SYN, RST, ACK, URG] = [1, 2, 4, 16, 32] as const;
const COUNTING = FIN | SYN | RST | ACK | URG;

const NAMES = new Map<number, string>([
  [0, 'NULL, a segment that says nothing'],
  [FIN, 'FIN alone, a close without ACK'],
  [URG, 'URG alone, urgent data without ACK'],
  [FIN | URG, 'XMAS, a close and urgent data without ACK'],
  [SYN | FIN, 'opens and closes at once'],
  [SYN | FIN | URG, 'opens and closes at once, with urgent data'],
  [SYN | FIN | ACK, 'answers an opening and closes at once'],
  [SYN | FIN | ACK | URG, 'answers an opening and closes at once, with urgent data'],
  [SYN | RST, 'opens and resets at once'],
  [SYN | RST | URG, 'opens and resets at once, with urgent data'],
  [SYN | RST | ACK, 'answers an opening and resets at once'],
  [SYN | RST | ACK | URG, 'answers an opening and resets at once, with urgent data'],
  [SYN | FIN | RST, 'opens, closes and resets at once'],
  [SYN | FIN | RST | URG, 'opens, closes and resets at once, with urgent data'],
  [SYN | FIN | RST | ACK, 'everything but URG: opens, closes and resets at once'],
  [COUNTING, 'every flag: opens, closes and resets at once, with urgent data'],
  [FIN | RST, 'closes and resets at once'],
  [FIN | RST | URG, 'closes and resets at once, with urgent data'],
  [FIN | RST | ACK, 'closes and resets at once, with ACK'],
  [FIN | RST | ACK | URG, 'closes and resets at once, with ACK and urgent data'],
  [RST | URG, 'resets with urgent data'],
  [RST | ACK | URG, 'resets with ACK and urgent data'],
  [SYN | ACK | URG, 'answers an opening with urgent data'],
]);

/** Its name; '' for a legal set. @param flags the eight flag bits */
export const illegalSet = (flags: number): string => NAMES.get(flags & COUNTING) ?? '';

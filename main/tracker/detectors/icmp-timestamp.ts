// Timestamp query: the reply tells the host's clock, of use to guess what is seeded by time, and that the host is there although it drops
// echo (RFC 792; CVE-1999-0524).
import { onQuery } from '../alerts/icmp-messages';
import type { MakeDetector } from './detector';

const REQUEST = 13;
const REPLY = 14;

export const icmpTimestamp: MakeDetector = () => onQuery('icmp-timestamp', REQUEST, REPLY);

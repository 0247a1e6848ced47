// Address mask query: the reply tells how the net behind is cut (RFC 950, deprecated by RFC 6918).
import { onQuery } from '../alerts/icmp-messages';
import type { MakeDetector } from './detector';

const REQUEST = 17;
const REPLY = 18;

export const icmpAddressMask: MakeDetector = () => onQuery('icmp-address-mask', REQUEST, REPLY);

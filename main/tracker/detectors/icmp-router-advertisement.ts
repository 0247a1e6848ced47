// Router advertisement of ICMP (RFC 1256): hosts that listen take the sender as their router. Hardly any network uses it; IPv6 has its own,
// which is no alert.
import { SEVERITY_MEDIUM } from '@shared/alerts';
import { onType } from '../alerts/icmp-messages';
import type { MakeDetector } from './detector';

const TYPE = 9;

export const icmpRouterAdvertisement: MakeDetector = () => onType('icmp-router-advertisement', TYPE, SEVERITY_MEDIUM);

// Alternate host address: never defined beyond its number (RFC 6918 §2.2), so nobody healthy sends it.
import { SEVERITY_MEDIUM } from '@shared/alerts';
import { onType } from '../alerts/icmp-messages';
import type { MakeDetector } from './detector';

const TYPE = 6;

export const icmpAlternateHost: MakeDetector = () => onType('icmp-alternate-host', TYPE, SEVERITY_MEDIUM);

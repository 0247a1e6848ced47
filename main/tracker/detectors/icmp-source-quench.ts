// Source quench: it slows a sender down on a stranger's word. Deprecated; hosts must not act on it and routers must not send it (RFC 6633).
import { SEVERITY_LOW } from '@shared/alerts';
import { onType } from '../alerts/icmp-messages';
import type { MakeDetector } from './detector';

const TYPE = 4;

export const icmpSourceQuench: MakeDetector = () => onType('icmp-source-quench', TYPE, SEVERITY_LOW);

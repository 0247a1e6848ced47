// Every detector, in the order in which they are asked.
import type { MakeDetector } from '../detectors/detector';
import { fragmentFlood } from '../detectors/fragment-flood';
import { fragmentHeaderOverwrite } from '../detectors/fragment-header-overwrite';
import { fragmentIncomplete } from '../detectors/fragment-incomplete';
import { fragmentInconsistent } from '../detectors/fragment-inconsistent';
import { fragmentOverlap } from '../detectors/fragment-overlap';
import { fragmentOversize } from '../detectors/fragment-oversize';
import { fraggle } from '../detectors/fraggle';
import { icmpAddressMask } from '../detectors/icmp-address-mask';
import { icmpAlternateHost } from '../detectors/icmp-alternate-host';
import { icmpMalformed } from '../detectors/icmp-malformed';
import { icmpPathMtu } from '../detectors/icmp-path-mtu';
import { icmpRedirect } from '../detectors/icmp-redirect';
import { icmpRouterAdvertisement } from '../detectors/icmp-router-advertisement';
import { icmpSourceQuench } from '../detectors/icmp-source-quench';
import { icmpTimestamp } from '../detectors/icmp-timestamp';
import { icmpUnknown } from '../detectors/icmp-unknown';
import { icmpUnsolicitedError } from '../detectors/icmp-unsolicited-error';
import { smurf } from '../detectors/smurf';
import { unsolicitedEchoReply } from '../detectors/unsolicited-echo-reply';
import { illegalFlags } from '../detectors/illegal-flags';
import { land } from '../detectors/land';
import { tinyFragment } from '../detectors/tiny-fragment';

export const DETECTORS: readonly MakeDetector[] = [
  illegalFlags, land,
  smurf, fraggle, unsolicitedEchoReply,
  icmpRedirect, icmpSourceQuench, icmpRouterAdvertisement, icmpAlternateHost, icmpTimestamp, icmpAddressMask, icmpPathMtu, icmpUnsolicitedError, icmpMalformed, icmpUnknown,
  fragmentOverlap, fragmentHeaderOverwrite, tinyFragment, fragmentOversize, fragmentInconsistent, fragmentIncomplete, fragmentFlood,
];

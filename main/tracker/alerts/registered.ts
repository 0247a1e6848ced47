// Every detector, in the order in which they are asked.
import type { MakeDetector } from '../detectors/detector';
import { ackFlood } from '../detectors/ack-flood';
import { fraggle } from '../detectors/fraggle';
import { fragmentFlood } from '../detectors/fragment-flood';
import { fragmentHeaderOverwrite } from '../detectors/fragment-header-overwrite';
import { fragmentIncomplete } from '../detectors/fragment-incomplete';
import { fragmentInconsistent } from '../detectors/fragment-inconsistent';
import { fragmentOverlap } from '../detectors/fragment-overlap';
import { fragmentOversize } from '../detectors/fragment-oversize';
import { hostSweep } from '../detectors/host-sweep';
import { icmpAddressMask } from '../detectors/icmp-address-mask';
import { icmpAlternateHost } from '../detectors/icmp-alternate-host';
import { icmpFlood } from '../detectors/icmp-flood';
import { icmpMalformed } from '../detectors/icmp-malformed';
import { icmpPathMtu } from '../detectors/icmp-path-mtu';
import { icmpRedirect } from '../detectors/icmp-redirect';
import { icmpRouterAdvertisement } from '../detectors/icmp-router-advertisement';
import { icmpSourceQuench } from '../detectors/icmp-source-quench';
import { icmpTimestamp } from '../detectors/icmp-timestamp';
import { icmpUnknown } from '../detectors/icmp-unknown';
import { icmpUnsolicitedError } from '../detectors/icmp-unsolicited-error';
import { dataAfterClose } from '../detectors/data-after-close';
import { noConnection } from '../detectors/no-connection';
import { overlapConflict } from '../detectors/overlap-conflict';
import { resetInjection } from '../detectors/reset-injection';
import { resetInvalid } from '../detectors/reset-invalid';
import { segmentWithoutAck } from '../detectors/segment-without-ack';
import { synInConnection } from '../detectors/syn-in-connection';
import { illegalFlags } from '../detectors/illegal-flags';
import { land } from '../detectors/land';
import { pingSweep } from '../detectors/ping-sweep';
import { portScan } from '../detectors/port-scan';
import { rstFlood } from '../detectors/rst-flood';
import { smurf } from '../detectors/smurf';
import { synFlood } from '../detectors/syn-flood';
import { tablePressure } from '../detectors/table-pressure';
import { tinyFragment } from '../detectors/tiny-fragment';
import { udpFlood } from '../detectors/udp-flood';
import { udpPortScan } from '../detectors/udp-port-scan';
import { unsolicitedEchoReply } from '../detectors/unsolicited-echo-reply';

export const DETECTORS: readonly MakeDetector[] = [
  portScan, udpPortScan, hostSweep, pingSweep, synFlood, ackFlood, rstFlood, udpFlood, icmpFlood, tablePressure,
  illegalFlags, land,
  segmentWithoutAck, noConnection, synInConnection, resetInvalid, resetInjection, dataAfterClose, overlapConflict,
  smurf, fraggle, unsolicitedEchoReply,
  icmpRedirect, icmpSourceQuench, icmpRouterAdvertisement, icmpAlternateHost, icmpTimestamp, icmpAddressMask, icmpPathMtu, icmpUnsolicitedError, icmpMalformed, icmpUnknown,
  fragmentOverlap, fragmentHeaderOverwrite, tinyFragment, fragmentOversize, fragmentInconsistent, fragmentIncomplete, fragmentFlood,
];

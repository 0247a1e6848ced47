// Every detector, in the order in which they are asked.
import type { MakeDetector } from '../detectors/detector';
import { illegalFlags } from '../detectors/illegal-flags';
import { land } from '../detectors/land';

export const DETECTORS: readonly MakeDetector[] = [illegalFlags, land];

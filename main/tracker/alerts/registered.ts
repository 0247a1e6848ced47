// Every detector, in the order in which they are asked.
import type { MakeDetector } from '../detectors/detector';
import { fragmentFlood } from '../detectors/fragment-flood';
import { fragmentHeaderOverwrite } from '../detectors/fragment-header-overwrite';
import { fragmentIncomplete } from '../detectors/fragment-incomplete';
import { fragmentInconsistent } from '../detectors/fragment-inconsistent';
import { fragmentOverlap } from '../detectors/fragment-overlap';
import { fragmentOversize } from '../detectors/fragment-oversize';
import { illegalFlags } from '../detectors/illegal-flags';
import { land } from '../detectors/land';
import { tinyFragment } from '../detectors/tiny-fragment';

export const DETECTORS: readonly MakeDetector[] = [
  illegalFlags, land,
  fragmentOverlap, fragmentHeaderOverwrite, tinyFragment, fragmentOversize, fragmentInconsistent, fragmentIncomplete, fragmentFlood,
];

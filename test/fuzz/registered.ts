// The fuzz targets by name.
import * as args from './targets/arguments';
import * as decoder from './targets/decoder';
import * as filter from './targets/filter';
import * as fragments from './targets/fragments';
import * as gunzip from './targets/gunzip';
import * as reader from './targets/reader';
import * as tracker from './targets/tracker';
import type { FuzzTarget } from './target';

export const TARGETS: readonly FuzzTarget[] = [reader, decoder, fragments, tracker, filter, gunzip, args];

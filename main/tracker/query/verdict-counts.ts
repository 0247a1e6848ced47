// How often our own verdict on a segment occurred in a connection: read from its block of counts alone, for a million rows.
import { PROTOCOL } from '@shared/flow';
import type { ConnectionViews } from '../lens/connection-views';
import { S_TROUBLE } from '../sequence/record';
import { K_COUNTS } from '../sequence/trouble';
import type { RowReader } from './row-reader';

/** Whether any segment of it was counted under a verdict. */
export function hasVerdicts(slot: number, read: RowReader, views: ConnectionViews): boolean {
  return read.isExtended(slot) && read.protocol(slot) === PROTOCOL.tcp && views.sequenceWord(read.extension(slot), S_TROUBLE) !== 0;
}

/** Segments of both ends with this verdict; 0 where nobody judged. Not for verdicts that are counted elsewhere (window updates). */
export function verdictCount(slot: number, verdict: number, read: RowReader, views: ConnectionViews | null): number {
  if (views === null || !read.isExtended(slot) || read.protocol(slot) !== PROTOCOL.tcp) return 0;
  const extension = read.extension(slot);
  const index = views.sequenceWord(extension, S_TROUBLE) - 1;
  if (index < 0) return 0;
  const at = views.judge.store.at(index) + K_COUNTS + verdict * 2;
  const ints = views.judge.store.intsOf(index);
  return ints[at] + ints[at + 1];
}

// Reads one whole capture into a tracker, in the calling thread: synchronous reads, because nothing else waits.
import { Failure, toAppError } from '@shared/failure';
import type { AppError } from '@shared/ipc';
import { READ_BYTES, Feeder, type ByteSink } from '../worker/feeder';
import { FileSource, looksGzip } from '../worker/file-source';
import { gunzip } from '../worker/gunzip';

export interface ReadProgress {
  /** Bytes of the file that were read, and its size where it has one. */
  (bytesRead: number, bytesTotal: number | null): void;
}

/** What became of it: null, or why reading ended before the end of the file. */
export async function readCapture(path: string, sink: ByteSink, onBlock: ReadProgress): Promise<{ error: AppError | null; gzip: boolean }> {
  let source: FileSource;
  try {
    source = new FileSource(path);
  } catch (thrown) {
    return { error: toAppError(thrown), gzip: false };
  }
  const feeder = new Feeder(sink);
  let gzip = false;
  try {
    const head = firstBlock(source, feeder);
    gzip = looksGzip(feeder.block.subarray(feeder.base, feeder.base + head));
    if (gzip) await readCompressed(source, feeder, head, onBlock);
    else readPlain(source, feeder, head, onBlock);
    return { error: null, gzip };
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    feeder.abandon();
    return { error: thrown.detail, gzip };
  } finally {
    source.close();
  }
}

/** The first bytes, two at least: a pipe may give them one by one. */
function firstBlock(source: FileSource, feeder: Feeder): number {
  let head = 0;
  while (head < 2) {
    const bytes = source.read(feeder.block, feeder.base + head, READ_BYTES - head, head);
    if (bytes === 0) break;
    head += bytes;
  }
  return head;
}

function readPlain(source: FileSource, feeder: Feeder, head: number, onBlock: ReadProgress): void {
  const total = source.size();
  for (let bytes = head; bytes > 0; bytes = source.read(feeder.block, feeder.base, READ_BYTES, feeder.offset)) {
    feeder.taken(bytes);
    onBlock(feeder.offset, total);
  }
  feeder.finish();
}

async function readCompressed(source: FileSource, feeder: Feeder, head: number, onBlock: ReadProgress): Promise<void> {
  const total = source.size();
  let compressedBytes = head;
  const first = feeder.block.slice(feeder.base, feeder.base + head);
  function* compressed(): Generator<Uint8Array> {
    yield first;
    const block = new Uint8Array(READ_BYTES);
    for (;;) {
      const bytes = source.read(block, 0, block.length, compressedBytes);
      if (bytes === 0) return;
      compressedBytes += bytes;
      yield block.subarray(0, bytes);
    }
  }
  let plainBytes = 0;
  try {
    for await (const plain of gunzip(compressed())) {
      feeder.take(plain);
      plainBytes += plain.length;
      onBlock(compressedBytes, total);
    }
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.detail.offset !== null) throw thrown;
    throw new Failure(thrown.detail.code, `${source.path}: ${thrown.message}.`, 'Fetch or copy the file again to read the rest.', plainBytes);
  }
  feeder.finish();
}

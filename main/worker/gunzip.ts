// Decompresses a stream of gzip members, however long, without holding more than one compressed block's worth of it.
import zlib from 'node:zlib';
import { Failure } from '@shared/failure';

/** gzip expands at most 1,032 times: one block of input gives 32 MiB at worst, whatever a hostile file says. */
const COMPRESSED_BYTES = 32 * 1024;
/** The inflate call that meets the damage loses its output, so it is kept short. */
const PLAIN_BYTES = 128 * 1024;

/** The plain bytes, block by block. A damaged stream gives what came before the damage, then throws `damaged`. */
export async function* gunzip(compressed: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const inflater = zlib.createGunzip({ chunkSize: PLAIN_BYTES });
  let plain: Uint8Array[] = [];
  let fault: Error | null = null;
  // Flowing, so that nothing waits inside the stream when it breaks; the input is what we hold back.
  inflater.on('data', (bytes: Uint8Array) => { plain.push(bytes); });
  const over = new Promise<void>((resolve) => {
    inflater.on('error', (thrown) => { fault = thrown; resolve(); });
    inflater.on('end', resolve);
  });
  const drained = (): Uint8Array[] => { const ready = plain; plain = []; return ready; };
  try {
    for (const block of compressed) {
      for (let at = 0; at < block.length && fault === null; at += COMPRESSED_BYTES) {
        // The input is copied: the caller reuses its block, and inflating runs in another thread.
        const written = new Promise<void>((resolve) => { inflater.write(block.slice(at, at + COMPRESSED_BYTES), () => { resolve(); }); });
        yield* drained();
        await Promise.race([written, over]);
      }
      if (fault !== null) break;
    }
    if (fault === null) inflater.end();
    await over;
    yield* drained();
    if (fault !== null) throw damage(fault);
  } finally {
    inflater.destroy();
  }
}

function damage(thrown: NodeJS.ErrnoException): Error {
  if (!(thrown.code ?? '').startsWith('Z_')) return thrown;
  const cut = thrown.code === 'Z_BUF_ERROR';
  return new Failure('damaged', cut ? 'the gzip stream ends too early' : `the gzip stream is damaged (${thrown.message})`);
}

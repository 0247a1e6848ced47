// Any bytes as a gzip stream: what comes before the damage is given, the same however the bytes are cut, and the only failure is “damaged”.
import zlib from 'node:zlib';
import { Failure } from '../../../shared/failure';
import { gunzip } from '../../../main/worker/gunzip';
import { concat, pattern } from '../../make/bytes';
import { gzip, pcap } from '../../make/pcap';
import { digest } from '../choices';
import { hold, type FuzzTarget } from '../target';

/** One compressed block of 32 KiB gives no more (1,032 : 1). */
const MOST_AT_ONCE = 34 * 1024 * 1024;

async function plain(parts: readonly Uint8Array[]): Promise<{ bytes: number; sum: number; damaged: boolean }> {
  let bytes = 0;
  let sum = 0;
  let damaged = false;
  try {
    for await (const block of gunzip(parts)) {
      hold(block.length <= MOST_AT_ONCE, () => `${block.length} bytes at once`);
      for (const byte of block) sum = (Math.imul(sum, 31) + byte) | 0;
      bytes += block.length;
    }
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.detail.code !== 'damaged') throw thrown;
    damaged = true;
  }
  return { bytes, sum, damaged };
}

export const { name, mostBytes, fuzz, seeds } = {
  name: 'gunzip',
  mostBytes: 2048,
  fuzz: async (bytes) => {
    const at = bytes.length === 0 ? 0 : digest(bytes) % bytes.length;
    const [whole, cut] = [await plain([bytes]), await plain([bytes.slice(0, at), bytes.slice(at)])];
    hold(whole.damaged === cut.damaged, () => 'cut in two, damage is seen otherwise');
    // The inflate call that meets the damage loses what it had.
    if (!whole.damaged) hold(whole.bytes === cut.bytes && whole.sum === cut.sum, () => `${whole.bytes} bytes in one piece, ${cut.bytes} in two`);
  },
  seeds: () => {
    const packed = gzip(pcap([pattern(60), pattern(90)]));
    return [packed, concat(packed, gzip(pattern(3))), zlib.gzipSync(pattern(40), { level: 0 }), gzip(new Uint8Array(9000)), packed.subarray(0, 20)];
  },
} satisfies FuzzTarget;

// Compressed captures: members, cuts and damage; what came before the damage is never lost.
import zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Failure } from '@shared/failure';
import { gunzip } from '../../main/worker/gunzip';

/** Bytes that gzip can shrink, but not to nothing. */
function text(bytes: number): Buffer {
  const out = Buffer.alloc(bytes);
  let state = 1;
  for (let i = 0; i < bytes; i++) { state = (Math.imul(state, 1103515245) + 12345) | 0; out[i] = 97 + ((state >>> 16) & 15); }
  return out;
}

async function collect(parts: Uint8Array[]): Promise<{ plain: Buffer; thrown: unknown }> {
  const plain: Uint8Array[] = [];
  try {
    for await (const block of gunzip(parts)) plain.push(block);
  } catch (thrown) {
    return { plain: Buffer.concat(plain), thrown };
  }
  return { plain: Buffer.concat(plain), thrown: null };
}

describe('gunzip', () => {
  it('gives back what was compressed, in blocks of any size', async () => {
    const original = text(3_000_000);
    const packed = zlib.gzipSync(original);
    const parts = [packed.subarray(0, 1), packed.subarray(1, 7), packed.subarray(7, 900_000), packed.subarray(900_000)];
    const { plain, thrown } = await collect(parts);
    expect(thrown).toBeNull();
    expect(plain.equals(original)).toBe(true);
  });

  it('reads members one after the other, as `cat a.gz b.gz` makes them', async () => {
    const { plain, thrown } = await collect([Buffer.concat([zlib.gzipSync('first '), zlib.gzipSync('second')])]);
    expect(thrown).toBeNull();
    expect(plain.toString()).toBe('first second');
  });

  it('gives all that was whole before a cut, then says so', async () => {
    const original = text(1_000_000);
    const packed = zlib.gzipSync(original);
    const { plain, thrown } = await collect([packed.subarray(0, packed.length - 5000)]);
    expect(thrown).toBeInstanceOf(Failure);
    expect((thrown as Failure).message).toMatch(/ends too early/);
    expect(plain.length).toBeGreaterThan(980_000);
    expect(plain.equals(original.subarray(0, plain.length))).toBe(true);
  });

  it('keeps what came before damage in the middle', async () => {
    const original = text(2_000_000);
    const packed = Buffer.from(zlib.gzipSync(original));
    packed.fill(0xff, packed.length >> 1, (packed.length >> 1) + 64);
    const { plain, thrown } = await collect([packed]);
    expect((thrown as Failure).detail.code).toBe('damaged');
    expect(plain.length).toBeGreaterThan(700_000);
    expect(plain.length).toBeLessThan(1_300_000);
  });

  it('stops decompressing when the reader has had enough', async () => {
    const packed = zlib.gzipSync(Buffer.alloc(200_000_000));
    let bytes = 0;
    for await (const block of gunzip([packed])) { bytes += block.length; if (bytes > 1_000_000) break; }
    expect(bytes).toBeLessThan(40_000_000);
  });
});

// Real captures, damaged on purpose record by record and byte by byte: what the tracker promises of any capture holds of each of them.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { pcap } from '../make/pcap';
import { seeded } from '../tracker/reader/read';
import { mutated } from './mutate-bytes';
import { mutatedRecords, recordsOf } from './mutate-capture';
import { soon } from './target';
import { keepsPromises } from './tracked';

/** Milliseconds in all; FUZZ_SECONDS makes it thousands of runs, FUZZ_CAPTURES names a folder of further captures. */
const MILLIS = process.env.FUZZ_SECONDS === undefined ? 3_000 : Number(process.env.FUZZ_SECONDS) * 1000;
const SEED = Number(process.env.FUZZ_SEED ?? 7);
const MOST_RECORDS = 120;
const GOLDEN = path.resolve(import.meta.dirname, '../golden');
const FOLDERS = [path.join(GOLDEN, 'captures'), path.join(GOLDEN, 'netfilter'), path.join(GOLDEN, 'verdicts'), process.env.FUZZ_CAPTURES ?? ''];

/** Where a capture goes that breaks a promise. */
const FOUND = path.resolve(import.meta.dirname, '../../.cache/fuzz/found');

const captures = FOLDERS.filter((folder) => folder !== '' && existsSync(folder)).flatMap((folder) => readdirSync(folder).sort().filter((file) => /\.pcap(\.gz)?$/.test(file)).map((file) => {
  const bytes = readFileSync(path.join(folder, file));
  return { file, ...recordsOf(new Uint8Array(file.endsWith('.gz') ? gunzipSync(bytes) : bytes), 2000) };
})).filter(({ records }) => records.length > 0);

describe('real captures', () => {
  it('are there', () => expect(captures.length).toBeGreaterThan(20));

  it('keep every promise when they are damaged', () => {
    const random = seeded(SEED);
    let runs = 0;
    for (const end = performance.now() + MILLIS; performance.now() < end || runs < 10; runs++) {
      const { file, records, linkType } = captures[random(captures.length)] ?? captures[0]!;
      const from = random(Math.max(1, records.length - MOST_RECORDS));
      const whole = pcap(mutatedRecords(records.slice(from, from + MOST_RECORDS), random), { linkType: random(40) === 0 ? random(300) : linkType });
      const bytes = random(4) === 0 ? mutated([whole], random, whole.length) : whole;
      const seed = random(1 << 30);
      try {
        soon(20_000, () => file, () => { keepsPromises(bytes, seed, runs % 8 === 0, runs % 3 === 0 ? { connectionLimit: 3 } : {}); });
      } catch (thrown) {
        mkdirSync(FOUND, { recursive: true });
        writeFileSync(path.join(FOUND, `run-${SEED}-${runs}.pcap`), bytes);
        throw new Error(`${file}, run ${runs} of seed ${SEED}: ${thrown instanceof Error ? thrown.message : String(thrown)}`, { cause: thrown });
      }
    }
    console.log(`${runs} damaged captures of ${captures.length}`);
  }, MILLIS + 120_000);
});

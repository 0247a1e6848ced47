// Every input kept in the corpus, and some thousands made from them by a seed: the promises of each target hold. The fuzzer itself, which
// is led by what the code does, is `npm run fuzz`.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { seeded } from '../tracker/reader/read';
import { mutated } from './mutate-bytes';
import { TARGETS } from './registered';

const CORPUS = path.join(import.meta.dirname, 'corpus');
/** Milliseconds for each target: as many mutations as fit, on a slow machine fewer. */
const BUDGET_MILLIS = 800;
const LEAST = 5;
/** A machine that does much else at the same time is no fault. */
const PATIENCE_MILLIS = 180_000;

describe.each(TARGETS)('$name', ({ name, seeds, fuzz, mostBytes }) => {
  const folder = path.join(CORPUS, name);
  const kept = existsSync(folder) ? readdirSync(folder).sort().map((file) => new Uint8Array(readFileSync(path.join(folder, file)))) : [];
  const inputs = [...seeds(), ...kept];

  it('keeps its promises for every input of the corpus', async () => {
    for (const input of inputs) await fuzz(input);
  }, PATIENCE_MILLIS);

  it('keeps them for mutations of the corpus', async () => {
    const random = seeded(20_261);
    let runs = 0;
    for (const end = performance.now() + BUDGET_MILLIS; performance.now() < end || runs < LEAST; runs++) await fuzz(mutated(inputs, random, mostBytes));
    expect(runs).toBeGreaterThanOrEqual(LEAST);
  }, PATIENCE_MILLIS);
});

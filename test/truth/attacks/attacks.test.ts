// Attacks made with the real tools: found with the right source and target, in no more than ten rows. Needs captures made by
// `node test/truth/attacks/make-attacks.mjs DIRECTORY` and SYNOPTIC_ATTACKS=DIRECTORY; the stories of test/tracker/detectors always run.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { alertsOf, raised } from '../../tracker/detectors/alerts';
import { ATTACKS } from './attacks.mjs';

const directory = process.env['SYNOPTIC_ATTACKS'];
const fileOf = (name: string): string => path.join(directory ?? '', `${name}.pcap`);

describe('the table of attacks', () => {
  it('names every attack once, and what is expected of it', () => {
    expect(new Set(ATTACKS.map(({ name }) => name)).size).toBe(ATTACKS.length);
    expect(ATTACKS.filter(({ expect: expected }) => expected.length === 0)).toEqual([]);
  });
});

describe.runIf(directory !== undefined)('attacks of real tools', { timeout: 120_000 }, () => {
  it.each(ATTACKS.map(({ name, expect: expected }) => [name, expected] as const))('%s', (name, expected) => {
    expect(existsSync(fileOf(name)), `${name} was captured`).toBe(true);
    const rows = raised(alertsOf(new Uint8Array(readFileSync(fileOf(name)))));
    const pairs = rows.map(({ kind, source, target }) => `${kind} ${source ?? '*'} > ${target ?? '*'}`);
    expect(pairs).toEqual(expect.arrayContaining([...expected]) as string[]);
    expect(rows.length).toBeLessThanOrEqual(10);
  });
});

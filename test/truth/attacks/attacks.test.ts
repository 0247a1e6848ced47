// Attacks made with the real tools: found with the right source and target, in no more than ten rows. The captures stand beside this file;
// `node test/truth/attacks/make-attacks.mjs DIRECTORY` makes them anew, and SYNOPTIC_ATTACKS=DIRECTORY tests those instead.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { alertsOf, raised } from '../../tracker/detectors/alerts';
import { ATTACKS } from './attacks.mjs';

const directory = process.env['SYNOPTIC_ATTACKS'] ?? fileURLToPath(new URL('captures', import.meta.url));
const ENDING = '.pcap.gz';
const MOST_ROWS = 10;

describe('the table of attacks', () => {
  it('names every attack once, with what is expected of it, and has a capture of each', () => {
    expect(ATTACKS.filter(({ expect: expected }) => expected.length === 0)).toEqual([]);
    expect(readdirSync(directory).filter((name) => name.endsWith(ENDING)).sort()).toEqual(ATTACKS.map(({ name }) => name + ENDING).sort());
  });
});

describe('attacks of real tools', { timeout: 120_000 }, () => {
  it.each(ATTACKS.map(({ name, expect: expected }) => [name, expected] as const))('%s', (name, expected) => {
    const rows = raised(alertsOf(new Uint8Array(gunzipSync(readFileSync(path.join(directory, name + ENDING))))));
    const pairs = rows.map(({ kind, source, target }) => `${kind} ${source ?? '*'} > ${target ?? '*'}`);
    expect(pairs).toEqual(expect.arrayContaining([...expected]) as string[]);
    expect(rows.length).toBeLessThanOrEqual(MOST_ROWS);
  });
});

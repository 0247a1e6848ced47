// Attacks made with the real tools: found with the right source and target, in no more than ten rows. The captures stand beside this file;
// `node test/truth/attacks/make-attacks.mjs DIRECTORY` makes them anew, and SYNOPTIC_ATTACKS=DIRECTORY tests those instead.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AlertRow } from '@shared/alerts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BuiltCli, lines } from '../../cli/built';
import { loadTest } from './load-test';
import { ATTACKS } from './attacks.mjs';

const directory = process.env['SYNOPTIC_ATTACKS'] ?? fileURLToPath(new URL('captures', import.meta.url));
const ENDING = '.pcap.gz';
const MOST_ROWS = 10;

let cli: BuiltCli;
beforeAll(async () => { cli = await BuiltCli.make(); }, 120_000);
afterAll(() => { cli.remove(); });

describe('attacks of real tools', () => {
  const found = new Map<string, AlertRow[]>();
  beforeAll(async () => {
    const { status, out, err } = await cli.run(['analyze', ...ATTACKS.map(({ name }) => path.join(directory, name + ENDING)), '--jsonl', 'alerts']);
    expect([status, err]).toEqual([0, '']);
    for (const row of lines<AlertRow & { file: string }>(out)) {
      const name = path.basename(row.file, ENDING);
      if (row.suppressed === null) found.set(name, [...(found.get(name) ?? []), row]);
    }
  }, 120_000);

  it('each has a name of its own, a capture, and what is expected of it', () => {
    expect(ATTACKS.filter(({ expect: expected }) => expected.length === 0)).toEqual([]);
    expect(readdirSync(directory).filter((name) => name.endsWith(ENDING)).sort()).toEqual(ATTACKS.map(({ name }) => name + ENDING).sort());
  });

  it.each(ATTACKS.map(({ name, expect: expected }) => [name, expected] as const))('%s', (name, expected) => {
    const rows = found.get(name) ?? [];
    expect(rows.map(({ kind, source, target }) => `${kind} ${source ?? '*'} > ${target ?? '*'}`)).toEqual(expect.arrayContaining([...expected]) as string[]);
    expect(rows.length).toBeLessThanOrEqual(MOST_ROWS);
  });
});

describe('a load test', () => {
  it('fifty thousand connections in twenty-five seconds, each one served and closed: no alert, not even one that is held back', async () => {
    const file = cli.file('load.pcap', loadTest(50_000));
    const [alerts, summary] = await Promise.all([cli.run(['analyze', file, '--jsonl', 'alerts']), cli.run(['analyze', file])]);
    expect([alerts.status, alerts.out, alerts.err]).toEqual([0, '', '']);
    expect(summary.out).toMatch(/50,000/);
  }, 120_000);
});

// What the article says of attacks and of healthy connections beside them, rows A2 to A15: each told as captures and held as text: what became
// of the connections, and the alerts with their numbers. UPDATE_GOLDEN=1 rewrites them; review them like prose.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALERT_TEXTS } from '@shared/alert-texts';
import { ALERTS, type AlertRow } from '@shared/alerts';
import { analyzeBytes } from '../drive';
import { articleRows } from './article-rows';

const folder = path.join(import.meta.dirname, 'article');
const MOST_CONNECTIONS = 3;

function alertText({ kind, source, target, count, severity, title, detail, frames, suppressed }: AlertRow): string {
  const held = suppressed === null ? '' : `, held back: ${suppressed}`;
  return `! ${title} (${kind}), ${severity}${held}: ${source ?? 'many'} > ${target ?? 'many'} ×${count}, frames ${frames.slice(0, 6).join(' ')}${frames.length > 6 ? ' …' : ''}\n  ${detail}\n`;
}

function told(name: string, bytes: Uint8Array): string {
  const { connections, transitions, tracker } = analyzeBytes(bytes, { packetSink: null });
  const shown = connections.slice(0, MOST_CONNECTIONS).map((row) => {
    const jumps = transitions.filter(({ connection }) => connection === row.id).map(({ frame, endpoint, from, to, event }) => `  frame ${frame}: ${endpoint} ${from} > ${to} on ${event}\n`);
    return `#${row.id} ${row.proto}: ${row.states.originator} / ${row.states.responder}; opened: ${row.opened}; closed: ${row.closed}${row.closedBy === null ? '' : ` by ${row.closedBy}`}\n${jumps.join('')}${row.story.map((line) => `  ${line}\n`).join('')}`;
  });
  const more = connections.length - shown.length;
  const alerts = [...tracker.alerts()];
  return `== ${name}\n${shown.join('')}${more > 0 ? `… and ${more} more connections\n` : ''}${alerts.map(alertText).join('')}${alerts.length === 0 ? 'no alert\n' : ''}`;
}

describe('the article’s rows on what is healthy and what is not', () => {
  it.each(articleRows.map((row) => [row.name, row] as const))('%s', (name, { says, captures, kinds }) => {
    const raised = new Set(Object.values(captures).flatMap((bytes) => [...analyzeBytes(bytes(), { packetSink: null }).tracker.alerts()].map(({ kind }) => kind as string)));
    expect([...raised]).toEqual(expect.arrayContaining([...kinds]) as string[]);
    const text = [`${name}: ${says}\n`, ...Object.entries(captures).map(([each, bytes]) => told(each, bytes())), ...kinds.map((kind) => `-- ${kind}: ${ALERT_TEXTS[kind].what} ${ALERT_TEXTS[kind].why}\n`)].join('\n');
    const file = path.join(folder, `${name}.txt`);
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text);
    expect(existsSync(file), `there is no golden ${name}: make it with UPDATE_GOLDEN=1 and review it`).toBe(true);
    expect(text).toBe(readFileSync(file, 'utf8'));
  });

  it('all rows are there, and every kind of alert that they name', () => {
    expect(articleRows.map(({ name }) => name)).toEqual(Array.from({ length: 14 }, (_, i) => `A${i + 2}`));
    const known: readonly string[] = ALERTS.map(({ kind }) => kind);
    expect(articleRows.flatMap(({ kinds }) => kinds).filter((kind) => !known.includes(kind))).toEqual([]);
  });
});

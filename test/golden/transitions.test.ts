// Golden transitions: what each phenomenon does to both endpoints, one line a transition. UPDATE_GOLDEN=1 rewrites them; review the difference like code.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyzeBytes } from '../drive';
import { stories } from './stories';
import { goldenText } from './text';

const captures = path.join(import.meta.dirname, 'captures');
const golden = path.join(import.meta.dirname, 'transitions');
const update = process.env['UPDATE_GOLDEN'] === '1';
const captureNames = readdirSync(captures).filter((name) => name.endsWith('.pcap')).map((name) => name.replace('.pcap', '')).sort();

function check(name: string, bytes: Uint8Array): void {
  const text = goldenText(analyzeBytes(bytes));
  const file = path.join(golden, `${name}.txt`);
  if (update) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  expect(existsSync(file), `there is no golden ${name}: make it with UPDATE_GOLDEN=1 and review it`).toBe(true);
  expect(text).toBe(readFileSync(file, 'utf8'));
  // However the capture is cut into blocks, it says the same (a record may straddle any boundary).
  expect(goldenText(analyzeBytes(bytes, { blockBytes: 97 }))).toBe(text);
}

describe('golden transitions', () => {
  it.each(Object.keys(stories))('story %s', (name) => {
    check(`stories/${name}`, stories[name]?.().pcap() ?? new Uint8Array(0));
  });

  it.each(captureNames)('capture %s', (name) => {
    check(`captures/${name}`, new Uint8Array(readFileSync(path.join(captures, `${name}.pcap`))));
  });

  it('has no golden left over, and each capture says where it comes from', () => {
    const left = readdirSync(golden, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.txt')).map((name) => name.replace('.txt', ''));
    expect(left.sort()).toEqual([...Object.keys(stories).map((n) => `stories/${n}`), ...captureNames.map((n) => `captures/${n}`)].sort());
    const provenance = readFileSync(path.join(captures, 'PROVENANCE.md'), 'utf8');
    for (const name of captureNames) expect(provenance).toContain(`| ${name}.pcap |`);
  });
});

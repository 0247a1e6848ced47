// What the user said of alerts is kept by capture and bounded; the desktop is told of high ones, seldom and without text of packets.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { NO_ALERTS, NOTE_LIMITS } from '@shared/alert-page';
import type { AlertRow } from '@shared/alerts';
import type { SessionStatus } from '@shared/ipc';
import { AlertNotes } from '../../main/app/alert-notes';
import { AlertNotifier, PAUSE_MILLIS } from '../../main/app/alert-notifier';
import { isArgument } from '../../main/app/guards';
import { EMPTY_STATUS } from '../../main/session-status';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'synoptic-notes-'));
afterAll(() => { fs.rmSync(folder, { recursive: true, force: true }); });

describe('notes', () => {
  const one = { source: '/a.pcap', bytes: 10, firstMicros: 5 };
  it('are there again for the same capture, and not for another of its name', () => {
    const file = path.join(folder, 'notes.json');
    new AlertNotes(file).set(one, 'land a b 1', { acknowledged: true, text: 'seen' });
    expect(new AlertNotes(file).of(one)).toEqual({ 'land a b 1': { acknowledged: true, text: 'seen' } });
    expect(new AlertNotes(file).of({ ...one, bytes: 11 })).toEqual({});
  });
  it('are forgotten when nothing is said any more', () => {
    const notes = new AlertNotes(path.join(folder, 'empty.json'));
    notes.set(one, 'k', { acknowledged: true, text: '' });
    expect(notes.set(one, 'k', { acknowledged: false, text: '' })).toEqual({});
  });
  it('of captures touched long ago make room', () => {
    const notes = new AlertNotes(path.join(folder, 'many.json'));
    for (let i = 0; i <= NOTE_LIMITS.captures; i++) notes.set({ ...one, bytes: i }, 'k', { acknowledged: true, text: '' });
    expect([notes.of({ ...one, bytes: 0 }), Object.keys(notes.of({ ...one, bytes: 1 }))]).toEqual([{}, ['k']]);
  });
  it('of a tampered file are left out one by one', () => {
    const file = path.join(folder, 'bad.json');
    fs.writeFileSync(file, JSON.stringify([{ capture: JSON.stringify(['/a.pcap', 10, 5]), notes: { good: { acknowledged: true, text: 'x' }, bad: { acknowledged: 1 }, long: { acknowledged: true, text: 'x'.repeat(2_001) } } }, 7]));
    expect(Object.keys(new AlertNotes(file).of(one))).toEqual(['good']);
  });
});

it.each([
  ['noteAlert', { alert: 'k', acknowledged: true, text: '' }, true], ['noteAlert', { alert: 'k', acknowledged: true, text: 'x'.repeat(2_001) }, false],
  ['whatIf', { moved: { scanPorts: 20 } }, true], ['whatIf', { moved: { scanPorts: 1 } }, false], ['whatIf', { moved: { other: 20 } }, false],
  ['frameConnection', { frame: 1 }, true], ['frameConnection', { frame: 0 }, false], ['alerts', { all: true }, false],
  ['saveSettings', { alertMutes: [{ kind: 'land', host: null, peer: null, reason: 'x' }], thresholds: {}, notifyHigh: true }, true],
  ['saveSettings', { alertMutes: [{ kind: 'land' }] }, false], ['saveSettings', { thresholds: { scanPorts: 1e9 } }, false],
] as const)('the guard of %s for %j says %s', (name, argument, good) => { expect(isArgument(name, argument)).toBe(good); });

describe('the desktop', () => {
  const high = (id: number): AlertRow => ({ id, kind: 'land', severity: 'high', confidence: 'high', firstMicros: 0, lastMicros: 0, count: 1, source: '10.0.0.1', target: null, connection: null, frames: [], title: 'LAND packet', detail: 'port 7', ruledOut: [], suppressed: null });
  const status = (count: number, part: Partial<SessionStatus> = {}): SessionStatus => ({ ...EMPTY_STATUS, phase: 'live', source: 'eth0', alerts: { ...NO_ALERTS, high: count }, ...part });
  function notifier(enabled = true) {
    const said: string[] = [];
    const at = { now: 0, rows: [] as AlertRow[] };
    const made = new AlertNotifier({ enabled: () => enabled, mutes: () => [{ kind: 'smurf', host: null, peer: null, reason: 'x' }], alerts: () => Promise.resolve(at.rows), show: (title, body) => { said.push(`${title}: ${body}`); }, now: () => at.now });
    return { said, at, take: (next: SessionStatus) => made.take(next) };
  }
  it('hears of the first, then nothing for a minute, then of all that came', async () => {
    const { said, at, take } = notifier();
    at.rows = [high(1)];
    await take(status(1));
    at.rows = [high(1), high(2), high(3), { ...high(4), kind: 'smurf' }];
    at.now = PAUSE_MILLIS - 1;
    await take(status(3));
    expect(said).toEqual(['LAND packet: From 10.0.0.1']);
    at.now = PAUSE_MILLIS;
    await take(status(3));
    await take(status(3));
    expect(said.slice(1)).toEqual(['LAND packet: From 10.0.0.1, and 1 more of high severity']);
  });
  it('hears nothing of a file, or when it is not wanted', async () => {
    const [wanted, unwanted] = [notifier(), notifier(false)];
    wanted.at.rows = unwanted.at.rows = [high(1)];
    await wanted.take(status(1, { phase: 'done' }));
    await unwanted.take(status(1));
    expect([...wanted.said, ...unwanted.said]).toEqual([]);
  });
});

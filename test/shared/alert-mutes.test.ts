// Mutes take what they name and nothing else, and say why; counts and comparisons leave out what does not count.
import { describe, expect, it } from 'vitest';
import { isAlertMute, muteOf, sameMute, type AlertMute } from '@shared/alert-mutes';
import { alertKey, compareKinds, countAlerts } from '@shared/alert-page';
import type { AlertRow } from '@shared/alerts';
import { areThresholds } from '@shared/thresholds';

const row = (part: Partial<AlertRow> = {}): AlertRow => ({
  id: 1, kind: 'port-scan', severity: 'medium', confidence: 'high', firstMicros: 0, lastMicros: 1, count: 9, source: '10.0.0.1', target: '10.0.0.2',
  connection: null, frames: [7, 9], title: 'Port scan', detail: '', ruledOut: [], suppressed: null, ...part,
});
const mute = (part: Partial<AlertMute> = {}): AlertMute => ({ kind: null, host: null, peer: null, reason: 'ours', ...part });

describe('a mute', () => {
  it.each([
    ['of a kind', mute({ kind: 'port-scan' }), row(), row({ kind: 'land' })],
    ['of a host, at either end', mute({ host: '10.0.0.2' }), row(), row({ target: null })],
    ['of a kind and a host', mute({ kind: 'port-scan', host: '10.0.0.1' }), row(), row({ kind: 'land' })],
    ['of a pair, whoever begins', mute({ host: '10.0.0.2', peer: '10.0.0.1' }), row(), row({ target: '10.0.0.3' })],
  ])('%s', (_, of, taken, left) => {
    expect(muteOf(taken, [mute({ kind: 'smurf' }), of])).toBe(of);
    expect(muteOf(left, [of])).toBeNull();
  });

  it.each([mute({ kind: 'land' }), mute({ host: '::1' }), mute({ kind: 'land', host: '::1', peer: '::2' })])('is one: %j', (value) => { expect(isAlertMute(value)).toBe(true); });
  it.each([
    mute(), mute({ kind: 'land', reason: '' }), mute({ kind: 'land', peer: '::1' }), { ...mute({ kind: 'land' }), more: 1 }, { ...mute(), kind: 'no-such' },
    mute({ host: '' }), mute({ host: 'x'.repeat(65) }), mute({ kind: 'land', reason: 'x'.repeat(201) }), null, 'all',
  ])('is none: %j', (value) => { expect(isAlertMute(value)).toBe(false); });

  it('is the same whatever its reason', () => { expect(sameMute(mute({ host: '::1' }), mute({ host: '::1', reason: 'other' }))).toBe(true); });
});

describe('counting', () => {
  const rows = [row(), row({ severity: 'high', kind: 'land' }), row({ suppressed: 'few' }), row({ kind: 'smurf', severity: 'high' })];
  it('leaves out what is held back or muted', () => {
    expect(countAlerts(rows, [mute({ kind: 'smurf' })], 4)).toEqual({ high: 1, medium: 1, low: 0, info: 0, suppressed: 2, version: 4 });
  });
  it('compares kinds before and after', () => {
    expect(compareKinds(rows, [row(), row(), row({ kind: 'fraggle' })], [mute({ kind: 'smurf' })]))
      .toEqual([{ kind: 'port-scan', now: 1, then: 2 }, { kind: 'land', now: 1, then: 0 }, { kind: 'fraggle', now: 0, then: 1 }]);
  });
  it('names an alert by what it is about, not by its place in the list', () => {
    expect(alertKey(row({ id: 4 }))).toBe(alertKey(row()));
    expect(alertKey(row({ target: null }))).not.toBe(alertKey(row()));
  });
});

it('thresholds keep to their names and limits', () => {
  expect(areThresholds({ scanPorts: 3, graceSeconds: 0 })).toBe(true);
  for (const bad of [{ scanPorts: 2 }, { scanPorts: Number.NaN }, { scanPorts: '3' }, { toString: 3 }, [3], null]) expect(areThresholds(bad)).toBe(false);
});

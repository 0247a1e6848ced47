// The list of alerts: groups, order, what is held back, and where keys lead.
import { describe, expect, it } from 'vitest';
import { alertLines, shownAlerts, SUPPRESSED_ID, treeStep, type AlertLine, type AlertListView } from '../../../renderer/model/alert-list';
import { muteScopes, muteText } from '../../../renderer/model/mute-scopes';
import { sliderOf, STEPS, valueOf } from '../../../renderer/model/threshold-slider';
import { countsText, stripBars, WORST_FIRST } from '../../../renderer/model/alert-words';
import { START } from '../harness/fake-api';
import { madeAlerts } from '../harness/made-alerts';

const made = madeAlerts(START, false);
const view = (part: Partial<AlertListView> = {}): AlertListView => ({ sort: 'severity', severities: new Set(WORST_FIRST), toggled: new Set(), ...part });
const shown = shownAlerts(made.all(), []);
const name = (line: AlertLine | undefined): string => (line === undefined ? '' : line.type === 'group' ? line.group.title : line.type === 'section' ? line.id : `· ${line.alert.row.title}`);

describe('the lines', () => {
  it('begin with the worst kind, its alerts under it, and end with what is held back, closed', () => {
    const lines = alertLines(shown, view());
    expect(lines.slice(0, 2).map(name)).toEqual(['SYN flood', '· SYN flood']);
    expect(lines.at(-1)).toMatchObject({ id: SUPPRESSED_ID, expanded: false, count: 3 });
    const severities = lines.flatMap((line) => (line.type === 'group' ? [WORST_FIRST.indexOf(line.group.severity)] : []));
    expect(severities).toEqual([...severities].sort());
  });
  it('show the newest first when asked', () => { expect(name(alertLines(shown, view({ sort: 'time' }))[0])).toBe('Data after the close'); });
  it('leave out severities that are not wanted', () => {
    const lines = alertLines(shown, view({ severities: new Set(['low']) }));
    expect(lines.every((line) => line.type !== 'alert' || line.alert.row.severity === 'low')).toBe(true);
  });
  it('open what is held back by reason', () => {
    const lines = alertLines(shown, view({ toggled: new Set([SUPPRESSED_ID]) }));
    const at = lines.findIndex(({ id }) => id === SUPPRESSED_ID);
    expect(lines.slice(at + 1).map(({ level }) => level)).toEqual([2, 3, 2, 3, 3]);
  });
  it('move a muted alert to what is held back, with the user’s words', () => {
    const muted = shownAlerts(made.all(), [{ kind: 'syn-flood', host: null, peer: null, reason: 'load test' }]);
    expect(muted.find(({ row }) => row.kind === 'syn-flood')?.held).toMatchObject({ reason: 'muted', mute: { reason: 'load test' } });
    expect(alertLines(muted, view()).some((line) => line.type === 'group' && line.id === 'syn-flood')).toBe(false);
  });
});

it('keys go along, into groups and out of them', () => {
  const lines = alertLines(shown, view());
  const last = lines.length - 1;
  expect(treeStep(lines, 0, 'ArrowDown', 10)).toEqual({ to: 1 });
  expect(treeStep(lines, -1, 'ArrowDown', 10)).toEqual({ to: 0 });
  expect(treeStep(lines, 0, 'ArrowUp', 10)).toEqual({ to: 0 });
  expect(treeStep(lines, 1, 'ArrowLeft', 10)).toEqual({ to: 0 });
  expect(treeStep(lines, 0, 'ArrowLeft', 10)).toEqual({ toggle: lines[0]?.id });
  expect(treeStep(lines, last, 'ArrowRight', 10)).toEqual({ toggle: SUPPRESSED_ID });
  expect(treeStep(lines, 3, 'End', 10)).toEqual({ to: last });
  expect(treeStep(lines, 3, 'x', 10)).toBeNull();
});

it('mutes are offered from the narrowest on', () => {
  const scopes = muteScopes({ kind: 'land', source: '10.0.0.1', target: '10.0.0.1' });
  expect(scopes.map(muteText)).toEqual(['LAND packet of 10.0.0.1', 'LAND packet, whoever sends it', 'everything of 10.0.0.1']);
  expect(muteScopes({ kind: 'smurf', source: 'a', target: 'b' })[0]).toEqual({ kind: 'smurf', host: 'a', peer: 'b' });
});

it.each([{ least: 3, most: 10_000 }, { least: 0, most: 600 }, { least: 16, most: 10_000_000 }])('a slider reaches both limits and keeps what it says: %j', (limits) => {
  expect(valueOf(0, limits)).toBe(limits.least);
  expect(valueOf(STEPS, limits)).toBe(limits.most);
  for (let step = 0; step <= STEPS; step += 25) expect(Math.abs(sliderOf(valueOf(step, limits), limits) - step)).toBeLessThanOrEqual(6);
});

it('the strip keeps every bar in sight and inside', () => {
  const bars = stripBars(made.all().rows, 'medium', START, START + 95e6);
  expect(bars.length).toBeGreaterThan(3);
  for (const { from, width } of bars) {
    expect(width).toBeGreaterThan(0.003);
    expect(from + width).toBeLessThanOrEqual(1);
  }
  expect(countsText(made.counts([]))).toMatch(/^3 high, \d+ medium.*3 suppressed$/);
});

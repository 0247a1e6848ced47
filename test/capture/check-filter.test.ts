// A capture filter is checked by libpcap itself, and its text never becomes anything but a filter.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { CapturerName } from '@shared/ipc';
import { setCapRuntime } from '../../main/capture/cap';
import { capturerNamed, probeCapturers } from '../../main/capture/capturers';
import { checkFilter } from '../../main/capture/check-filter';
import { buildCapture, capIsBuilt, temporaryFolder } from './capture-rig';

if (capIsBuilt) setCapRuntime(await buildCapture());
const usable = (await probeCapturers()).filter((status) => status.usable).map((status) => status.name);
const { folder, remove } = temporaryFolder();
afterAll(() => {
  setCapRuntime(null);
  remove();
});

describe.runIf(usable.length > 0)('a filter', () => {
  it.each(['', '  ', 'tcp port 443', 'host ::1 and not (udp or icmp6)', 'tcp[tcpflags] & (tcp-syn|tcp-ack) != 0'])('“%s” is valid', async (filter) => {
    expect(await checkFilter('lo', filter)).toEqual({ valid: true, error: null });
  });

  it.each([
    ['tpc', /syntax error/], ['port', /syntax error/], ['tcp port 99999', /illegal|65535/], ['host 1.2.3.4.5', /./], ['(tcp', /syntax error/],
  ])('“%s” is wrong, with the reason', async (filter, reason) => {
    const { valid, error } = await checkFilter('lo', filter);
    expect(valid).toBe(false);
    expect(error).toMatch(reason);
    expect(error).not.toMatch(/dumpcap|User's Guide|\n/);
  });

  const mark = path.join(folder, 'mark');
  it.each(['-w', `-w ${mark}`, '--help', '-F /etc/shadow', `; touch ${mark}`, `$(touch ${mark})`, `\`touch ${mark}\``, `tcp' ; touch ${mark} ; '`])('“%s” is no option and no command', async (filter) => {
    expect((await checkFilter('lo', filter)).valid).toBe(false);
    for (const name of usable) expect((await capturerNamed(name).checkFilter('lo', filter)).valid, name).toBe(false);
    expect(existsSync(mark)).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([['tcp\0port 1', 'control character'], ['tcp\u001b[2J', 'control character'], ['tcp or '.repeat(5000) + 'udp', 'longer than']])('that no program can be given is refused (%#)', async (filter, reason) => {
    expect((await checkFilter('lo', filter)).error).toContain(reason);
  });

  it('for an interface that is not there is not checked', async () => {
    expect(await checkFilter('-w', 'tcp')).toEqual({ valid: false, error: 'there is no interface named -w' });
  });
});

describe.runIf(usable.length > 0).each(usable)('%s', (capturer: CapturerName) => {
  it('knows a right filter from a wrong one', async () => {
    expect(await capturerNamed(capturer).checkFilter('lo', 'tcp port 80')).toEqual({ valid: true, error: null });
    expect(await capturerNamed(capturer).checkFilter('lo', 'tcp prt 80')).toMatchObject({ valid: false, error: expect.stringMatching(/^syntax error/) as string });
  });
});

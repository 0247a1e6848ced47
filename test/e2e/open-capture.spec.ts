// Opening captures: from the command line, by a second instance; the table against the command line; files that are none.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { analyze, appArguments, appEnvironment, executable, expectRows, launch, shownRows } from './launch';
import { story } from '../make/story';

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'synoptic-captures-'));
test.afterAll(() => { fs.rmSync(scratch, { recursive: true, force: true }); });

interface Row {
  id: number;
  proto: string;
  originator: { address: string; port: number };
  responder: { address: string; port: number };
  states: { originator: string; responder: string };
  packets: { originator: number; responder: number };
}

/** A capture of one closed connection. */
function closedConnection(name: string): string {
  const file = path.join(scratch, name);
  fs.writeFileSync(file, story().syn().synAck().ack().data('originator', 300).ack('responder').close('originator').pcap());
  return file;
}

test('a capture named on the command line shows the connections that the command line prints', async () => {
  const file = closedConnection('closed.pcap');
  const rows = analyze<Row>(file, 'connections');
  expect(rows).toHaveLength(1);
  const { page, complaints, close } = await launch([file]);
  await expectRows(page, rows.length);
  const [cells = []] = await shownRows(page);
  const [row] = rows;
  const text = cells.join(' | ');
  expect(cells[0]).toBe('1');
  expect(text).toContain(row?.originator.address);
  expect(text).toContain(String(row?.responder.port));
  expect(text).toContain(row?.states.originator);
  expect(text).toContain(row?.states.responder);
  expect(cells).toContain(String((row?.packets.originator ?? 0) + (row?.packets.responder ?? 0)));
  expect(complaints).toEqual([]);
  await close();
});

test('the transitions of the selected connection are those of the command line', async () => {
  const file = closedConnection('selected.pcap');
  const transitions = analyze<{ to: string }>(file, 'transitions');
  const { page, complaints, close } = await launch([file]);
  await expectRows(page, 1);
  await page.getByRole('grid').getByRole('row').nth(1).click();
  const region = page.getByRole('region', { name: 'State transitions' });
  await expect(region).toBeVisible();
  await expect(region.locator('tbody tr')).toHaveCount(transitions.length);
  expect(complaints).toEqual([]);
  await close();
});

test('a file that is no capture is refused in one sentence', async () => {
  const file = path.join(scratch, 'letter.txt');
  fs.writeFileSync(file, 'Dear all, this is not a capture.\n');
  const { page, close } = await launch([file]);
  await expect(page.getByRole('alert')).toContainText(/not a capture/i);
  await close();
});

test('a file that does not exist is named', async () => {
  const { page, close } = await launch([path.join(scratch, 'missing.pcap')]);
  await expect(page.getByRole('alert')).toContainText('missing.pcap');
  await close();
});

test('a damaged tail keeps what came before', async () => {
  const file = closedConnection('cut.pcap');
  fs.truncateSync(file, fs.statSync(file).size - 7);
  const { page, complaints, close } = await launch([file]);
  await expectRows(page, 1);
  await expect(page.getByText(/damage/i).first()).toBeVisible();
  expect(complaints).toEqual([]);
  await close();
});

test('a second instance opens its file in the running window', async () => {
  const first = closedConnection('first.pcap');
  const second = path.join(scratch, 'second.pcap');
  fs.writeFileSync(second, story({ originator: { address: '203.0.113.77', port: 4711 } }).syn().pcap());
  const { page, profile, close } = await launch([first]);
  await expectRows(page, 1);
  const status = await new Promise((resolve) => {
    spawn(executable(), appArguments([second]), { env: appEnvironment(profile), stdio: 'ignore' }).on('exit', resolve);
  });
  expect(status).toBe(0);
  await expect(page.getByRole('grid')).toContainText('203.0.113.77');
  await close();
});

test('the page cannot leave, open windows, or reach Node', async () => {
  const { app, page, close } = await launch();
  const reached = await page.evaluate(() => ({ require: typeof Reflect.get(globalThis, 'require'), process: typeof Reflect.get(globalThis, 'process'), names: Object.keys(Reflect.get(globalThis, 'synoptic') as object).sort() }));
  expect(reached).toEqual({ require: 'undefined', process: 'undefined', names: ['invoke', 'on', 'pathOfFile'] });
  await page.evaluate(() => { window.open('https://example.invalid/'); location.href = 'https://example.invalid/'; });
  await page.waitForTimeout(300);
  expect(page.url()).toBe('app://synoptic/index.html');
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  const outside = await page.evaluate(async () => (await fetch('app://synoptic/..%2f..%2fpackage.json')).status);
  expect(outside).toBe(404);
  await close();
});

test('a command with a wrong argument is refused', async () => {
  const { page, close } = await launch();
  const answers = await page.evaluate(async () => {
    const api = Reflect.get(globalThis, 'synoptic') as { invoke(name: string, argument: unknown): Promise<{ ok: boolean; error?: { code: string } }> };
    return Promise.all([
      api.invoke('openFile', { path: 7 }), api.invoke('openFile', { path: 'relative.pcap' }), api.invoke('page', { sort: 'id', descending: false, filter: '', offset: -1, count: 1 }),
      api.invoke('saveSettings', { connectionLimit: 1 }), api.invoke('connection', { id: 1, more: true }),
    ]);
  });
  expect(answers.map((answer) => answer.error?.code)).toEqual(Array(5).fill('bad-argument'));
  await close();
});

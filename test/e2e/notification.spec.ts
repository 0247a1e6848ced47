// An alert of high severity while capturing reaches the desktop, when the user asked for it: what goes over a session bus of the test's own.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import dgram from 'node:dgram';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { expect, test } from '@playwright/test';
import { launch, type Running } from './launch';

const CHARGEN = 19;
const GROUP = '239.255.19.19';

/** A bus that starts no service of its own accord: the desktop's own is left alone. */
const BUS = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=${os.tmpdir()}</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
`;

interface Bus { address: string; notices: string[]; close: () => void }

const SERVICE = 'org.freedesktop.Notifications';

/** A session bus nobody else is on, with a service that shows notices, and what is said to it. */
async function sessionBus(): Promise<Bus> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'synoptic-bus-'));
  const config = path.join(folder, 'bus.conf');
  fs.writeFileSync(config, BUS);
  const daemon = spawn('dbus-daemon', [`--config-file=${config}`, '--nofork', '--nopidfile', '--print-address=1'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const address = await firstLine(daemon);
  const service = spawn('dunst', [], { stdio: 'ignore', env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: address } });
  await expect.poll(() => hasOwner(address), { timeout: 10_000 }).toBe(true);
  const monitor = spawn('dbus-monitor', ['--address', address, `interface='${SERVICE}',member='Notify'`], { stdio: ['ignore', 'pipe', 'inherit'] });
  const notices: string[] = [];
  let speaking = false;
  readline.createInterface({ input: monitor.stdout }).on('line', (line) => {
    if (/^(method|signal|error)/.test(line)) speaking = line.includes('member=Notify');
    const text = /^ {3}string "(.*)"$/.exec(line)?.[1];
    if (speaking && text !== undefined && text !== '') notices.push(text);
  });
  const close = (): void => {
    monitor.kill();
    service.kill();
    daemon.kill();
    fs.rmSync(folder, { recursive: true, force: true });
  };
  return { address, notices, close };
}

function hasOwner(address: string): boolean {
  return spawnSync('dbus-send', [`--bus=${address}`, '--print-reply', '--dest=org.freedesktop.DBus', '/', 'org.freedesktop.DBus.NameHasOwner', `string:${SERVICE}`], { encoding: 'utf8' }).stdout.includes('true');
}

async function firstLine(process: ChildProcess): Promise<string> {
  if (process.stdout === null) throw new Error('nothing to read from');
  for await (const line of readline.createInterface({ input: process.stdout })) return line;
  throw new Error('it ended without a word');
}

/** Chargen to a group: what CERT CA-1998-01 warns of, on the loopback interface alone. */
async function fraggle(): Promise<void> {
  const socket = dgram.createSocket('udp4');
  await new Promise<void>((resolve) => { socket.bind(0, '127.0.0.1', resolve); });
  socket.setMulticastInterface('127.0.0.1');
  socket.setMulticastTTL(0);
  await new Promise<void>((resolve, reject) => { socket.send('x', CHARGEN, GROUP, (error) => { if (error === null) resolve(); else reject(error); }); });
  socket.close();
}

async function captureLoopback({ page }: Running): Promise<void> {
  await page.getByRole('option').filter({ has: page.getByText('lo', { exact: true }) }).dblclick();
  await expect(page.getByRole('grid')).toBeVisible({ timeout: 20_000 });
}

async function highAlerts({ page }: Running): Promise<number> {
  return page.evaluate(async () => {
    const api = Reflect.get(globalThis, 'synoptic') as { invoke(name: string, argument?: unknown): Promise<{ value: { status: { alerts: { high: number } } } }> };
    return (await api.invoke('startup')).value.status.alerts.high;
  });
}

for (const notifyHigh of [true, false]) {
  test(`with notices ${notifyHigh ? 'asked for, one' : 'off, none'} reaches the desktop when a broadcast is abused`, async () => {
    const bus = await sessionBus();
    process.env.DBUS_SESSION_BUS_ADDRESS = bus.address;
    const running = await launch([], { notifyHigh });
    try {
      await captureLoopback(running);
      await expect.poll(async () => { await fraggle(); return highAlerts(running); }, { timeout: 20_000 }).toBeGreaterThan(0);
      if (notifyHigh) {
        await expect.poll(() => bus.notices, { timeout: 10_000 }).toContain('UDP echo or chargen to a broadcast address');
        expect(bus.notices.some((text) => text.includes(`127.0.0.1 → ${GROUP}`))).toBe(true);
      } else {
        await running.page.waitForTimeout(1_500);
        expect(bus.notices).toEqual([]);
      }
    } finally {
      await running.close();
      bus.close();
    }
  });
}

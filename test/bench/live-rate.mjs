// What packet rate each capturer sustains end to end, from the wire through spool and tracker to the rows, with and without the window: on a
// device of its own, against a generator in C. Counts what was sent, captured and tracked, and says where processor time went.
// On a machine that others use, everything at real-time priority measures the chain and not the neighbours: chrt -r 5 node test/bench/live-rate.mjs
// Command: node test/bench/live-rate.mjs [--capturers dumpcap,tcpdump,cap] [--with cli,window] [--rates 25000,50000,…] [--seconds N]
// @ts-check
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { hasDisplay, underXvfb } from '../../main/dev/display.mjs';
import { findElectron } from '../../main/dev/electron-runtime.mjs';
import { sandboxArguments } from '../../main/dev/launch.mjs';
import { CLI, ROOT, SCRATCH } from '../../main/dev/places.mjs';
import { provideApp } from '../../main/dev/setup.mjs';
import { makeDevice, mayMakeDevices } from '../soak/veth.mjs';

const { values: options } = parseArgs({
  options: {
    capturers: { type: 'string', default: 'dumpcap,tcpdump,cap' }, with: { type: 'string', default: 'cli,window' },
    rates: { type: 'string', default: '25000,50000,100000,150000,200000,300000' }, seconds: { type: 'string', default: '4' },
  },
});
const SECONDS = Number(options.seconds);
/** How long the last packets may take from the wire to the table. */
const SETTLE_MILLIS = 20_000;
const TICKS_A_SECOND = 100;

/** @typedef {{ packets: number, dropped: number | null, lag: number }} Seen */
/** @typedef {{ begin: (capturer: string, device: string) => Promise<number>, look: () => Promise<Seen>, end: () => Promise<Seen>, close: () => Promise<void> }} Way */
/** @typedef {{ capturer: string, way: string, wanted: number, sent: number, rate: number, tracked: number, dropped: number | null, behind: number, cores: Record<string, number> }} Row */

if (!mayMakeDevices()) {
  console.log('This needs a network device of its own: run it as root on Linux.');
} else if (options.with.includes('window') && !hasDisplay()) {
  const [command = '', ...args] = underXvfb([process.execPath, ...process.argv.slice(1)]);
  process.exitCode = spawnSync(command, args, { stdio: 'inherit' }).status ?? 1;
} else {
  await provideApp();
  await measure();
}

async function measure() {
  const flood = compile();
  const device = makeDevice({ addressed: false });
  /** @type {Row[]} */
  const rows = [];
  try {
    for (const name of options.with.split(',')) {
      for (const capturer of options.capturers.split(',')) {
        const way = name === 'window' ? await inWindow() : onCommandLine();
        try {
          for (const wanted of options.rates.split(',').map(Number)) {
            const row = await tryRate(way, capturer, name, device, flood, wanted);
            rows.push(row);
            console.log(line(row));
          }
        } finally {
          await way.close();
        }
      }
    }
  } finally {
    device.remove();
  }
  console.log(`\nsustained without loss:\n${options.with.split(',').flatMap((name) => options.capturers.split(',').map((capturer) => {
    const whole = rows.filter((row) => row.way === name && row.capturer === capturer && row.tracked >= row.sent && (row.dropped ?? 0) === 0);
    return `  ${capturer.padEnd(8)} ${name.padEnd(7)} ${Math.round(Math.max(0, ...whole.map(({ rate }) => rate))).toLocaleString('en-US').padStart(9)} packets a second`;
  })).join('\n')}`);
  mkdirSync(SCRATCH, { recursive: true });
  writeFileSync(path.join(SCRATCH, 'live-rate.json'), JSON.stringify({ cores: os.cpus().length, model: os.cpus()[0]?.model, rows }, null, 2));
}

function compile() {
  const binary = path.join(SCRATCH, 'flood');
  mkdirSync(SCRATCH, { recursive: true });
  const { status, stderr } = spawnSync(process.env.CC ?? 'cc', ['-O2', '-o', binary, path.join(import.meta.dirname, 'flood.c')], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the generator needs a C compiler: ${stderr}`);
  return binary;
}

/** @param {Way} way @param {string} capturer @param {string} name @param {import('../soak/veth.mjs').Device} device @param {string} flood @param {number} wanted @returns {Promise<Row>} */
async function tryRate(way, capturer, name, device, flood, wanted) {
  const pid = await way.begin(capturer, device.name);
  const before = processorTimes(pid);
  const machine = machineTime();
  const began = performance.now();
  const counted = device.packets();
  const [program = '', ...words] = [...device.inside, flood, device.peer, String(wanted), String(SECONDS)];
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (bytes) => { said += String(bytes); });
  await once(child, 'close');
  const [, seconds = NaN, generator = NaN] = said.trim().split(' ').map(Number);
  const sent = device.packets() - counted;
  const ended = performance.now();
  let behind = 0;
  if (name === 'window') {
    for (let last = -1; performance.now() - ended < SETTLE_MILLIS;) {
      const { packets, lag } = await way.look();
      if (packets >= sent || (packets === last && lag === 0 && performance.now() - ended > 3_000)) break;
      last = packets;
      behind = performance.now() - ended;
      await pause(250);
    }
  } else await pause(2_500);
  const after = processorTimes(pid);
  const whole = machineTime();
  const elapsed = (performance.now() - began) / 1000;
  const { packets, dropped } = await way.end();
  const cores = Object.fromEntries([...after].map(([what, spent]) => [what, (spent - (before.get(what) ?? 0)) / elapsed]));
  const own = [...after].reduce((sum, [what, spent]) => sum + spent - (before.get(what) ?? 0), 0) + generator;
  return { capturer, way: name, wanted, sent, rate: sent / seconds, tracked: packets, dropped, behind, cores: { generator: generator / elapsed, ...cores, others: Math.max(0, whole - machine - own) / elapsed } };
}

/** @param {Row} row */
function line({ capturer, way, wanted, sent, rate, tracked, dropped, behind, cores }) {
  const lost = sent - tracked;
  const count = (/** @type {number} */ value) => Math.round(value).toLocaleString('en-US').padStart(9);
  const spent = Object.entries(cores).filter(([, share]) => share >= 0.05).map(([what, share]) => `${what} ${share.toFixed(2)}`).join(', ');
  return `${way.padEnd(7)}${capturer.padEnd(8)} wanted ${count(wanted)}/s, sent ${count(sent)} at ${count(rate)}/s, tracked ${count(tracked)}, lost ${count(lost)} (said: ${dropped ?? 'nothing'})${way === 'window' ? `, all there after ${(behind / 1000).toFixed(1)} s` : ''}; cores: ${spent}`;
}

/** Seconds of processor time by program, of a process and all below it. @param {number} root @returns {Map<string, number>} */
function processorTimes(root) {
  /** @type {Map<string, number>} */
  const spent = new Map();
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      const text = readFileSync(`/proc/${name}/stat`, 'utf8');
      const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
      return [{ pid: Number(name), parent: Number(fields[1]), comm: text.slice(text.indexOf('(') + 1, text.lastIndexOf(')')), ticks: Number(fields[11]) + Number(fields[12]) }];
    } catch {
      return []; // it ended meanwhile
    }
  });
  const family = new Set([root]);
  for (let grown = true; grown;) {
    grown = false;
    for (const { pid, parent } of all) if (family.has(parent) && !family.has(pid)) grown = Boolean(family.add(pid));
  }
  for (const { pid, comm, ticks } of all) {
    if (!family.has(pid)) continue;
    const name = pid === root ? 'tracker' : comm;
    spent.set(name, (spent.get(name) ?? 0) + ticks / TICKS_A_SECOND);
  }
  return spent;
}

/** Seconds in which any core was busy. */
function machineTime() {
  const [user = 0, nice = 0, system = 0, , , irq = 0, soft = 0] = (readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? '').trim().split(/\s+/).slice(1).map(Number);
  return (user + nice + system + irq + soft) / TICKS_A_SECOND;
}

/** @returns {Way} */
function onCommandLine() {
  /** @type {import('node:child_process').ChildProcess | null} */
  let child = null;
  let said = '';
  const read = () => {
    const number = (/** @type {RegExp} */ pattern) => Number((pattern.exec(said)?.[1] ?? 'NaN').replaceAll(',', ''));
    const dropped = number(/dropped\s+([\d,]+)/);
    return { packets: number(/packets\s+([\d,]+)/), dropped: Number.isNaN(dropped) ? null : dropped, lag: 0 };
  };
  return {
    async begin(capturer, device) {
      said = '';
      const started = spawn(process.execPath, [CLI, 'capture', '--interface', device, '--capturer', capturer], { stdio: ['ignore', 'pipe', 'inherit'] });
      child = started;
      started.stdout.on('data', (bytes) => { said += String(bytes); });
      const pid = started.pid ?? 0;
      for (let tries = 0; !capturing(pid); tries++) {
        if (tries > 200) throw new Error(`${capturer} did not begin`);
        await pause(100);
      }
      return pid;
    },
    look: () => Promise.resolve(read()),
    async end() {
      const gone = child === null ? null : once(child, 'close');
      child?.kill('SIGINT');
      await gone;
      child = null;
      return read();
    },
    close() {
      child?.kill('SIGKILL');
      return Promise.resolve();
    },
  };
}

/** True when the process has a spool with something in it. @param {number} pid */
function capturing(pid) {
  const base = existsSync('/var/tmp') ? '/var/tmp' : os.tmpdir();
  return readdirSync(base).filter((name) => name.startsWith('synoptic-spool-')).some((name) => {
    try {
      const files = readdirSync(path.join(base, name));
      return JSON.parse(readFileSync(path.join(base, name, 'owner.json'), 'utf8')).pid === pid && files.some((file) => file.includes('.pcap') && readFileSync(path.join(base, name, file)).length > 0);
    } catch {
      return false;
    }
  });
}

/** @returns {Promise<Way>} */
async function inWindow() {
  const { _electron } = await import('@playwright/test');
  const profile = mkdtempSync(path.join(os.tmpdir(), 'synoptic-rate-'));
  /** @type {Record<string, string>} */
  const env = { SYNOPTIC_NODE: process.execPath, SYNOPTIC_USER_DATA: profile };
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined && name !== 'ELECTRON_RUN_AS_NODE') env[name] ??= value;
  const app = await _electron.launch({ executablePath: findElectron() ?? '', cwd: ROOT, args: [...sandboxArguments(), ROOT], env });
  const page = await app.firstWindow();
  /** @typedef {{ ok: true, value: { status: { packets: number, dropped: number | null, lagBytes: number, phase: string } } } | { ok: false, error: { message: string } }} Answer */
  /** @param {string} command @param {unknown} [argument] @returns {Promise<Answer>} */
  const invoke = (command, argument) => page.evaluate(([name, value]) => Reflect.get(globalThis, 'synoptic').invoke(name, value), /** @type {const} */ ([command, argument]));
  const look = async () => {
    const answer = await invoke('startup');
    if (!answer.ok) throw new Error(answer.error.message);
    const { status } = answer.value;
    return { packets: status.packets, dropped: status.dropped, lag: status.lagBytes, phase: status.phase };
  };
  return {
    async begin(capturer, device) {
      const started = await invoke('startCapture', { interface: device, filter: '', capturer });
      if (!started.ok) throw new Error(started.error.message);
      return app.process().pid ?? 0;
    },
    look,
    async end() {
      await invoke('stopCapture');
      for (let tries = 0; tries < 200; tries++) {
        const seen = await look();
        if (seen.phase === 'done') return seen;
        await pause(100);
      }
      return look();
    },
    async close() {
      await app.evaluate(({ dialog }) => { dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false }); });
      await app.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

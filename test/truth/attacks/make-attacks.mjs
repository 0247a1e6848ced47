// Command: node test/truth/attacks/make-attacks.mjs DIRECTORY [NAME…]. Makes each attack with the real tool between network namespaces of
// its own and captures it there, compressed. Needs root, iproute2, iptables, tcpdump, nmap, hping3 and scapy; nothing leaves the namespaces.
// @ts-check
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { setTimeout as sleep } from 'node:timers/promises';
import { ATTACKER, ATTACKS, EMPTY, SILENT, TARGET, VICTIM, ZOMBIE } from './attacks.mjs';

const FROM = 'synoptic-from';
const TO = 'synoptic-to';
const MOST_SECONDS = 90;
const ZOMBIE_MAC = '02:00:00:00:00:04';
const here = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));

/** @param {string[]} command */
function must(...command) {
  const { status, stderr } = spawnSync(command[0] ?? '', command.slice(1), { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command.join(' ')}: ${stderr}`);
}

function build() {
  for (const ns of [FROM, TO]) spawnSync('ip', ['netns', 'del', ns]);
  must('ip', 'netns', 'add', FROM);
  must('ip', 'netns', 'add', TO);
  must('ip', '-n', FROM, 'link', 'add', 'out', 'type', 'veth', 'peer', 'name', 'in', 'netns', TO);
  for (const address of [ATTACKER, VICTIM]) must('ip', '-n', FROM, 'addr', 'add', `${address}/24`, 'dev', 'out');
  for (const address of [TARGET, SILENT]) must('ip', '-n', TO, 'addr', 'add', `${address}/24`, 'dev', 'in');
  for (const [ns, device] of [[FROM, 'out'], [TO, 'in']]) {
    must('ip', '-n', String(ns), 'link', 'set', 'lo', 'up');
    must('ip', '-n', String(ns), 'link', 'set', String(device), 'up');
  }
  must('ip', '-n', FROM, 'route', 'add', 'default', 'via', TARGET);
  // Answers to forged sources go back to the wire they came from; the empty network swallows what it gets.
  must('ip', '-n', TO, 'route', 'add', 'default', 'via', ATTACKER);
  must('ip', '-n', TO, 'route', 'add', 'blackhole', `${EMPTY}.0/24`);
  for (const [ns, device] of [[FROM, 'out'], [TO, 'in']]) must('ip', '-n', String(ns), 'neigh', 'replace', ZOMBIE, 'lladdr', ZOMBIE_MAC, 'nud', 'permanent', 'dev', String(device));
  must('ip', 'netns', 'exec', TO, 'sysctl', '-qw', 'net.ipv4.ip_forward=1', 'net.ipv4.conf.all.rp_filter=0', 'net.ipv4.conf.in.rp_filter=0', 'net.ipv4.conf.default.rp_filter=0');
  must('ip', 'netns', 'exec', TO, 'iptables', '-A', 'INPUT', '-d', SILENT, '-j', 'DROP');
}

/** @param {string} file @param {import('./attacks.mjs').Attack} attack */
async function capture(file, { run, stretch = 1 }) {
  const dump = spawn('ip', ['netns', 'exec', FROM, 'tcpdump', '-i', 'out', '-n', '--immediate-mode', '-U', '-s', '200', '-w', file, 'ip'], { stdio: ['ignore', 'ignore', 'pipe'] });
  await new Promise((listening) => { dump.stderr.once('data', listening); });
  await sleep(200);
  spawnSync('ip', ['netns', 'exec', FROM, ...run], { stdio: 'ignore', timeout: MOST_SECONDS * 1000 });
  await sleep(500);
  dump.kill('SIGINT');
  await new Promise((done) => { dump.once('exit', done); });
  const bytes = readFileSync(file);
  if (stretch !== 1) slower(bytes, stretch);
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  rmSync(file);
}

/** Stretches the times of a pcap in microseconds. @param {Buffer} bytes @param {number} factor */
function slower(bytes, factor) {
  const first = bytes.readUInt32LE(24) * 1e6 + bytes.readUInt32LE(28);
  for (let at = 24; at < bytes.length; at += 16 + bytes.readUInt32LE(at + 8)) {
    const micros = first + (bytes.readUInt32LE(at) * 1e6 + bytes.readUInt32LE(at + 4) - first) * factor;
    bytes.writeUInt32LE(Math.floor(micros / 1e6), at);
    bytes.writeUInt32LE(Math.floor(micros % 1e6), at + 4);
  }
}

const [directory, ...names] = process.argv.slice(2);
if (directory === undefined) throw new Error('name the directory that the captures go to');
mkdirSync(directory, { recursive: true });
build();
const started = [
  spawn('ip', ['netns', 'exec', TO, process.execPath, here('services.mjs'), TARGET], { stdio: 'ignore' }),
  spawn('ip', ['netns', 'exec', TO, '/usr/bin/python3', here('zombie.py'), 'in', ZOMBIE, ZOMBIE_MAC], { stdio: 'ignore' }),
];
try {
  await sleep(500);
  for (const attack of ATTACKS) {
    if (names.length > 0 && !names.includes(attack.name)) continue;
    const start = performance.now();
    await capture(path.join(directory, `${attack.name}.pcap`), attack);
    console.log(`${attack.name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
  }
} finally {
  for (const each of started) each.kill();
  for (const ns of [FROM, TO]) spawnSync('ip', ['netns', 'del', ns]);
}

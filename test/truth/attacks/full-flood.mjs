// Command: node test/truth/attacks/full-flood.mjs [SOURCES] [COMMAND…]. A SYN flood from five million sources with one healthy connection inside
// goes through `synoptic analyze -`, with the largest table and with one of 200,000: speed, memory, the alerts, the connection's end.
// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';

const SOURCES = 5_000_000;
const A_SECOND = 200_000;
const SERVER = 0xc6336450; // 198.51.100.80
const CLIENT = 0xc000024d; // 192.0.2.77
const FRAME = 54;
const RECORD = 16 + FRAME;
const FIRST_SECOND = 1_767_225_600;
const [FIN, SYN, PSH, ACK] = [1, 2, 8, 16];

const [count = String(SOURCES), ...given] = process.argv.slice(2);
const sources = Number(count);
const command = given.length > 0 ? given : [process.execPath, 'dist/cli/synoptic.cjs'];

/** @typedef {{ from: number, to: number, fromPort: number, toPort: number, seq: number, ack: number, flags: number }} Segment */

/** @param {DataView} view @param {number} at @param {number} micros @param {Segment} segment */
function record(view, at, micros, { from, to, fromPort, toPort, seq, ack, flags }) {
  view.setUint32(at, FIRST_SECOND + Math.floor(micros / 1e6), true);
  view.setUint32(at + 4, Math.floor(micros % 1e6), true);
  view.setUint32(at + 8, FRAME, true);
  view.setUint32(at + 12, FRAME, true);
  view.setUint16(at + 28, 0x0800);
  const ip = at + 30;
  view.setUint32(ip, 0x45000028);
  view.setUint32(ip + 8, 0x40060000);
  view.setUint32(ip + 12, from);
  view.setUint32(ip + 16, to);
  view.setUint16(ip + 20, fromPort);
  view.setUint16(ip + 22, toPort);
  view.setUint32(ip + 24, seq);
  view.setUint32(ip + 28, ack);
  view.setUint32(ip + 32, (0x5000 | flags) * 0x10000 + 0xffff);
}

/** Opens while the flood begins, is heard of all through it and closes when it is over. @returns {Segment[]} */
function healthy() {
  const client = (/** @type {number} */ seq, /** @type {number} */ ack, /** @type {number} */ flags) => ({ from: CLIENT, to: SERVER, fromPort: 50_000, toPort: 443, seq, ack, flags });
  const server = (/** @type {number} */ seq, /** @type {number} */ ack, /** @type {number} */ flags) => ({ from: SERVER, to: CLIENT, fromPort: 443, toPort: 50_000, seq, ack, flags });
  const talk = Array.from({ length: 20 }, () => [client(1001, 9001, ACK | PSH), server(9001, 1001, ACK)]).flat();
  return [client(1000, 0, SYN), server(9000, 1001, SYN | ACK), client(1001, 9001, ACK), ...talk, client(1001, 9001, FIN | ACK), server(9001, 1002, ACK), server(9001, 1002, FIN | ACK), client(1002, 9002, ACK)];
}

/** The capture, a piece at a time. */
function* capture() {
  const head = Buffer.alloc(24);
  head.writeUInt32LE(0xa1b2c3d4, 0);
  head.writeUInt16LE(2, 4);
  head.writeUInt16LE(4, 6);
  head.writeUInt32LE(65_535, 16);
  head.writeUInt32LE(1, 20);
  yield head;
  const inside = healthy();
  const close = inside.splice(-4);
  const every = Math.floor(sources / (inside.length + 2));
  const leg = A_SECOND / 50; // of its handshake: 20 ms
  let next = every;
  for (let i = 0; i < sources;) {
    const most = Math.min(4096, sources - i);
    const block = Buffer.alloc((most + inside.length) * RECORD);
    const view = new DataView(block.buffer, block.byteOffset);
    let at = 0;
    for (const end = i + most; i < end; i++) {
      const micros = (i * 1e6) / A_SECOND;
      // An odd factor goes once round all addresses: no source twice.
      record(view, at, micros, { from: Math.imul(i + 1, 0x9e3779b1) >>> 0, to: SERVER, fromPort: 1024 + (i % 60_000), toPort: 443, seq: Math.imul(i, 0x85ebca6b) >>> 0, ack: 0, flags: SYN });
      at += RECORD;
      const segment = i >= next ? inside.shift() : undefined;
      if (segment === undefined) continue;
      next += (segment.flags & SYN) === 0 ? every : Math.min(leg, every);
      record(view, at, micros, segment);
      at += RECORD;
    }
    yield block.subarray(0, at);
  }
  const end = Buffer.alloc(close.length * RECORD);
  close.forEach((segment, n) => { record(new DataView(end.buffer, end.byteOffset), n * RECORD, (sources * 1e6) / A_SECOND + n * 10_000, segment); });
  yield end;
}

/** Most memory of a process so far, MB (Linux). @param {number | undefined} pid */
function memory(pid) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Processor time of a process so far, s (Linux: in hundredths). @param {number | undefined} pid */
function worked(pid) {
  try {
    const [, state = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
    const fields = state.split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}

/** @param {readonly string[]} args */
async function analyze(args) {
  const run = spawn(command[0] ?? '', [...command.slice(1), 'analyze', '-', ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const out = text(run.stdout);
  let most = 0;
  let seconds = 0;
  const watch = setInterval(() => {
    most = Math.max(most, memory(run.pid));
    seconds = Math.max(seconds, worked(run.pid));
  }, 100);
  for (const piece of capture()) if (!run.stdin.write(piece)) await once(run.stdin, 'drain');
  run.stdin.end();
  const rows = (await out).split('\n').filter((line) => line !== '').map((line) => JSON.parse(line));
  clearInterval(watch);
  return { rows, line: `${seconds.toFixed(1)} s of processor time, ${Math.round(sources / seconds).toLocaleString('en-US')} packets a second, ${Math.round(most)} MB` };
}

for (const limit of [null, 200_000]) {
  const table = limit === null ? [] : ['--connection-limit', String(limit)];
  const alerts = await analyze(['--jsonl', 'alerts', ...table]);
  console.log(`${limit === null ? 'the largest table' : `a table of ${limit.toLocaleString('en-US')}`}: ${alerts.line}`);
  for (const { kind, source, target, count: packets, severity, detail, suppressed } of alerts.rows) console.log(`  ${kind} ${source ?? '*'} > ${target ?? '*'} ×${packets} ${severity}: ${detail}${suppressed === null ? '' : ` [${suppressed}]`}`);
  const { rows } = await analyze(['--jsonl', 'connections', '--filter', 'ip.addr == 192.0.2.77', ...table]);
  for (const { id, opened, closed, states, packets } of rows) console.log(`  the healthy connection, ${id}: ${opened}, ${closed}, ${states.originator} / ${states.responder}, ${packets.originator} + ${packets.responder} packets`);
  if (rows.length !== 1 || rows[0].closed !== 'fin') process.exitCode = 1;
}

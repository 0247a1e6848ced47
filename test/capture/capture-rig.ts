// What the capture tests share: a built cap child, counted loopback traffic, a walker over segments, programs put before the real ones.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { afterAll } from 'vitest';
import type { CapRuntime } from '../../main/capture/cap';
import type { SpoolSegment } from '../../main/capture/spool-segments';

const ROOT = path.join(import.meta.dirname, '../..');

/** Builds the child, and live.ts beside it, into a folder from which `cap` resolves, as the build does into dist/. */
export async function buildCapture(): Promise<CapRuntime & { live: string }> {
  const folder = path.join(ROOT, 'node_modules/.cache/synoptic-test', String(process.pid));
  mkdirSync(folder, { recursive: true });
  afterAll(() => { rmSync(folder, { recursive: true, force: true }); });
  await build({
    configFile: false, root: ROOT, logLevel: 'error', resolve: { alias: { '@shared': path.join(ROOT, 'shared') } },
    build: {
      ssr: true, outDir: folder, emptyOutDir: true, minify: false,
      rolldownOptions: {
        input: { 'cap-child': path.join(ROOT, 'main/capture/cap-child.ts'), live: path.join(ROOT, 'main/capture/live.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name].cjs' },
      },
    },
  });
  return { executable: process.execPath, childScript: path.join(folder, 'cap-child.cjs'), live: path.join(folder, 'live.cjs') };
}

export const capIsBuilt = existsSync(path.join(ROOT, 'node_modules/cap/build/Release/cap.node'));

/** A folder that is removed at the end of the test file. */
export function temporaryFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'synoptic-capture-test-'));
  chmodSync(folder, 0o755);
  return { folder, remove: () => { rmSync(folder, { recursive: true, force: true }); } };
}

/** Writes an executable shell script and returns its path. */
export function script(folder: string, name: string, body: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  return file;
}

/** The packets of a stream: link-layer bytes and time. */
export interface Walked { bytes: Buffer; micros: number }

/** The logical stream that the segments make. */
export function streamOf(segments: readonly SpoolSegment[]): Buffer {
  return Buffer.concat(segments.map((segment) => readFileSync(segment.path).subarray(segment.skip, segment.skip + segment.bytes)));
}

/** A little walker over little-endian pcap and pcapng, so that the tests do not lean on the code of the reader. */
export function walk(stream: Buffer): Walked[] {
  return stream.readUInt32LE(0) === 0x0a0d0d0a ? walkBlocks(stream) : walkRecords(stream);
}

function walkRecords(stream: Buffer): Walked[] {
  const packets: Walked[] = [];
  for (let at = 24; at + 16 <= stream.length;) {
    const captured = stream.readUInt32LE(at + 8);
    packets.push({ bytes: stream.subarray(at + 16, at + 16 + captured), micros: stream.readUInt32LE(at) * 1e6 + stream.readUInt32LE(at + 4) });
    at += 16 + captured;
  }
  return packets;
}

function walkBlocks(stream: Buffer): Walked[] {
  const packets: Walked[] = [];
  let perMicro = 1;
  for (let at = 0; at + 12 <= stream.length;) {
    const length = stream.readUInt32LE(at + 4);
    const type = stream.readUInt32LE(at);
    if (type === 1) {
      perMicro = 1;
      for (let option = at + 16; option + 4 < at + length - 4; option += 4 + ((stream.readUInt16LE(option + 2) + 3) & ~3)) {
        if (stream.readUInt16LE(option) === 9) perMicro = 10 ** (stream.readUInt8(option + 4) - 6);
      }
    }
    if (type === 6) {
      const captured = stream.readUInt32LE(at + 20);
      packets.push({ bytes: stream.subarray(at + 28, at + 28 + captured), micros: (stream.readUInt32LE(at + 12) * 2 ** 32 + stream.readUInt32LE(at + 16)) / perMicro });
    }
    at += length;
  }
  return packets;
}

/** Numbers of the datagrams of sendNumbered in captured Ethernet frames (IPv4 without options, UDP). */
export function numbersTo(port: number, packets: readonly Walked[]): number[] {
  return packets.filter(({ bytes }) => bytes.length >= 46 && bytes.readUInt16BE(12) === 0x0800 && bytes.readUInt8(23) === 17 && bytes.readUInt16BE(36) === port).map(({ bytes }) => bytes.readUInt32BE(42));
}

/** Waits until something holds; false when it does not within the time. */
export async function eventually(holds: () => boolean, millis = 4000): Promise<boolean> {
  const end = performance.now() + millis;
  while (!holds()) {
    if (performance.now() > end) return false;
    await new Promise((resolve) => { setTimeout(resolve, 10); });
  }
  return true;
}

export function processIsAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A zombie answers to signals; it is dead all the same.
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${String(pid)}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

export function numbersUpTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}


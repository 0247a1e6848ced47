// Saving the spool: one pcapng file, whole records only, complete or not there at all.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { toAppError } from '@shared/failure';
import { ENHANCED_PACKET_FRAME, interfaceDescription, padded, sectionHeader, writeEnhancedPacket } from '../../main/capture/pcapng-blocks';
import { saveCapture } from '../../main/capture/save';
import type { SpoolSegment } from '../../main/capture/spool-segments';
import { temporaryFolder, walk } from './capture-rig';

const { folder, remove } = temporaryFolder();
afterAll(remove);
const tsharkIsThere = existsSync('/usr/bin/tshark');

function pcap(packets: [seconds: number, fraction: number, bytes: Buffer][], magic = 0xa1b2c3d4, big = false): Buffer {
  const u32 = (...values: number[]): Buffer => {
    const bytes = Buffer.alloc(values.length * 4);
    for (const [index, value] of values.entries()) if (big) bytes.writeUInt32BE(value, index * 4); else bytes.writeUInt32LE(value, index * 4);
    return bytes;
  };
  const version = big ? Buffer.from([0, 2, 0, 4]) : Buffer.from([2, 0, 4, 0]);
  return Buffer.concat([u32(magic), version, u32(0, 0, 262_144, 1), ...packets.flatMap(([seconds, fraction, bytes]) => [u32(seconds, fraction, bytes.length, bytes.length + 10), bytes])]);
}

function pcapng(packets: Buffer[]): Buffer {
  const blocks = packets.map((bytes) => {
    const block = Buffer.alloc(ENHANCED_PACKET_FRAME + padded(bytes.length));
    writeEnhancedPacket(block, 0, 0x5_0000, 1234, bytes.length, bytes, bytes.length);
    return block;
  });
  return Buffer.concat([sectionHeader('test'), interfaceDescription({ linkType: 1, snapLength: 65_535, name: 'lo', filter: 'tcp', digits: 6 }), ...blocks]);
}

let made = 0;
function segments(...files: Buffer[]): SpoolSegment[] {
  let startOffset = 0;
  return files.map((bytes, index) => {
    const file = path.join(folder, `segment-${String(made++)}`);
    writeFileSync(file, bytes);
    const skip = index > 0 && bytes.readUInt32LE(0) !== 0x0a0d0d0a ? 24 : 0;
    const segment = { path: file, startOffset, bytes: bytes.length - skip, complete: true, skip };
    startOffset += segment.bytes;
    return segment;
  });
}
const save = async (list: SpoolSegment[]): Promise<Buffer> => {
  const file = path.join(folder, `saved-${String(made++)}.pcapng`);
  const { bytes } = await saveCapture(list, file);
  expect(statSync(file).size).toBe(bytes);
  return readFileSync(file);
};
const packet = (fill: number, length = 60): Buffer => Buffer.alloc(length, fill);

describe('a saved capture', () => {
  it('is the sections of pcapng one after the other, as they are', async () => {
    const parts = [pcapng([packet(1), packet(2, 61)]), pcapng([packet(3, 3000)])];
    expect(await save(segments(...parts))).toEqual(Buffer.concat(parts));
  });

  it('leaves out the record that is still being written', async () => {
    const whole = pcapng([packet(1)]);
    const growing = Buffer.concat([whole, pcapng([packet(2)]).subarray(-80, -1)]);
    expect(await save(segments(growing))).toEqual(whole);
  });

  it.each([['microseconds', 0xa1b2c3d4, 123_456, 123_456], ['nanoseconds', 0xa1b23c4d, 123_456_789, 123_456.789]] as const)('is made of pcap with %s, in either byte order', async (_, magic, fraction, micros) => {
    for (const big of [false, true]) {
      const parts = [pcap([[1_700_000_000, fraction, packet(7)]], magic, big), pcap([[1_700_000_001, 0, packet(8, 1501)]], magic, big)];
      const walked = walk(await save(segments(...parts)));
      expect(walked.map(({ bytes }) => bytes)).toEqual([packet(7), packet(8, 1501)]);
      expect(walked[0]?.micros).toBeCloseTo(1_700_000_000e6 + micros, -1);
      expect(walked[1]?.micros).toBeCloseTo(1_700_000_001e6, -1);
    }
  });

  it.runIf(tsharkIsThere)('is read by tshark, with the lengths on the wire', async () => {
    const file = path.join(folder, 'tshark.pcapng');
    await saveCapture(segments(pcap([[1_700_000_000, 5, packet(7)]]), pcap([[1_700_000_001, 0, packet(8)]])), file);
    const rows = execFileSync('tshark', ['-r', file, '-T', 'fields', '-e', 'frame.time_epoch', '-e', 'frame.cap_len', '-e', 'frame.len'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    expect(rows.trim().split('\n')).toEqual(['1700000000.000005000\t60\t70', '1700000001.000000000\t60\t70']);
  });

  it('is this user’s alone, and replaces what was there in one step', async () => {
    const file = path.join(folder, 'mine.pcapng');
    writeFileSync(file, 'old');
    await saveCapture(segments(pcapng([packet(1)])), file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(walk(readFileSync(file))).toHaveLength(1);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('holds records that are longer than any buffer', async () => {
    const long = packet(5, 3 * 1024 * 1024 + 1);
    expect(walk(await save(segments(pcapng([packet(1), long, packet(2)])))).map(({ bytes }) => bytes.length)).toEqual([60, long.length, 60]);
  });

  it('keeps a segment that the limit removes while it is saved', async () => {
    const list = segments(pcapng([packet(1)]), pcapng([packet(2)]));
    const file = path.join(folder, 'racing.pcapng');
    await saveCapture(list, file, { onProgress: () => { for (const segment of list) rmSync(segment.path, { force: true }); } });
    expect(walk(readFileSync(file))).toHaveLength(2);
  });
});

describe('a capture that cannot be saved', () => {
  const attempt = async (list: SpoolSegment[], file: string): Promise<ReturnType<typeof toAppError>> => toAppError(await saveCapture(list, file).then(() => 'saved', (thrown: unknown) => thrown));

  it('because the folder is missing', async () => {
    expect(await attempt(segments(pcapng([])), path.join(folder, 'nowhere/x.pcapng'))).toMatchObject({ code: 'not-writable', message: expect.stringContaining('the folder does not exist') as string });
  });

  it('because the target is a folder, and leaves nothing behind', async () => {
    const target = path.join(folder, 'a-folder');
    mkdirSync(target);
    expect(await attempt(segments(pcapng([])), target)).toMatchObject({ code: 'not-writable' });
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('because there is nothing', async () => {
    expect((await attempt([], path.join(folder, 'nothing.pcapng'))).message).toContain('nothing to save');
  });

  it('because it was given up: the old file stays', async () => {
    const file = path.join(folder, 'kept.pcapng');
    writeFileSync(file, 'old');
    await expect(saveCapture(segments(pcapng([packet(1)])), file, { signal: AbortSignal.abort() })).rejects.toThrow();
    expect(readFileSync(file, 'utf8')).toBe('old');
  });
});

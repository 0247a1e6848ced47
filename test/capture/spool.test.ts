// The spool: private, bounded, counted in absolute offsets, found again after a crash and never taken from a running program.
import { appendFileSync, existsSync, mkdirSync, readdirSync, statSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { toAppError } from '@shared/failure';
import { createSpool, findAbandoned, removeSpool, segmentBytesFor } from '../../main/capture/spool';
import { SpoolSegments } from '../../main/capture/spool-segments';
import { temporaryFolder } from './capture-rig';

const { folder, remove } = temporaryFolder();
afterAll(remove);
let made = 0;
function segmentsIn(rules: { limitBytes: number; segmentBytes: number; repeatedHeader?: number }): { directory: string; segments: SpoolSegments; grow: (number: number, bytes: number) => void } {
  const directory = path.join(folder, `stream-${String(made++)}`);
  mkdirSync(directory);
  const segments = new SpoolSegments({
    directory, repeatedHeader: 0, ...rules,
    segmentNumber: (name) => { const match = /^part-(\d+)$/.exec(name); return match === null ? null : Number(match[1]); },
  });
  return { directory, segments, grow: (number, bytes) => { appendFileSync(path.join(directory, `part-${String(number)}`), Buffer.alloc(bytes)); } };
}

describe('the stream of a spool', () => {
  it('grows with its last file, and a file is complete when the next one appears', async () => {
    const { segments, grow } = segmentsIn({ limitBytes: 1e6, segmentBytes: 1000 });
    grow(1, 100);
    await segments.scan();
    expect(segments.list).toMatchObject([{ startOffset: 0, bytes: 100, complete: false }]);
    grow(1, 900);
    grow(2, 50);
    await segments.scan();
    expect(segments.list).toMatchObject([{ startOffset: 0, bytes: 1000, complete: true }, { startOffset: 1000, bytes: 50, complete: false }]);
    await segments.finish();
    expect(segments.list.every((segment) => segment.complete)).toBe(true);
    expect(segments.end).toBe(1050);
  });

  it('leaves out the header that a later pcap file repeats', async () => {
    const { segments, grow } = segmentsIn({ limitBytes: 1e6, segmentBytes: 1000, repeatedHeader: 24 });
    grow(0, 1000);
    grow(1, 0);
    await segments.scan();
    // The next file is there before its header is: that is no stream of negative length.
    expect(segments.end).toBe(1000);
    grow(1, 24 + 300);
    await segments.scan();
    expect(segments.list).toMatchObject([{ skip: 0, bytes: 1000 }, { skip: 24, bytes: 300, startOffset: 1000 }]);
  });

  it('orders several new files by their number, also across the wrap of the counter', async () => {
    const { segments, grow } = segmentsIn({ limitBytes: 1e6, segmentBytes: 10 });
    grow(99_998, 10);
    await segments.scan();
    for (const number of [0, 1, 99_999]) grow(number, 10);
    await segments.scan();
    expect(segments.list.map((segment) => path.basename(segment.path))).toEqual(['part-99998', 'part-99999', 'part-0', 'part-1']);
  });

  it('drops the oldest files at the limit and keeps counting offsets from the start', async () => {
    const { directory, segments, grow } = segmentsIn({ limitBytes: 3000, segmentBytes: 1000 });
    for (let number = 1; number <= 9; number++) {
      grow(number, 1000);
      await segments.scan();
      const onDisk = readdirSync(directory).reduce((sum, name) => sum + statSync(path.join(directory, name)).size, 0);
      expect(onDisk).toBeLessThanOrEqual(3000);
    }
    expect(segments.start).toBe(6000);
    expect(segments.end).toBe(9000);
  });

  it('never shrinks, whatever happens to a file', async () => {
    const { directory, segments, grow } = segmentsIn({ limitBytes: 1e6, segmentBytes: 1000 });
    grow(1, 500);
    await segments.scan();
    truncateSync(path.join(directory, 'part-1'), 10);
    await segments.scan();
    expect(segments.end).toBe(500);
  });

  it('closes its files to others', async () => {
    const { directory, segments } = segmentsIn({ limitBytes: 1e6, segmentBytes: 1000 });
    writeFileSync(path.join(directory, 'part-1'), 'x', { mode: 0o644 });
    await segments.scan();
    expect(statSync(path.join(directory, 'part-1')).mode & 0o777).toBe(0o600);
  });
});

describe('the folder of a spool', () => {
  it.each([[16 * 1024 ** 2, 1e6], [1e9, 62e6], [8 * 1024 ** 3, 256e6], [1024 ** 4, 256e6]])('of %d bytes is given back in parts of %d', (limit, part) => {
    expect(segmentBytesFor(limit)).toBe(part);
  });

  it('is of this user alone, and not listed as abandoned while its program runs', async () => {
    const directory = await createSpool(folder, 'lo', 'tcp');
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(directory, 'owner.json')).mode & 0o777).toBe(0o600);
    expect(await findAbandoned(folder)).toEqual([]);
    await removeSpool(directory);
    expect(existsSync(directory)).toBe(false);
  });

  it('is listed when its program is gone, with its parts in order', async () => {
    const directory = path.join(folder, 'synoptic-spool-gone01');
    mkdirSync(directory, { mode: 0o700 });
    // A number beyond the kernel's largest process number.
    writeFileSync(path.join(directory, 'owner.json'), JSON.stringify({ pid: 4_194_305, started: '1', device: 'eth9', filter: '' }));
    for (const name of ['tcpdump.pcap', 'tcpdump.pcap2', 'tcpdump.pcap10']) writeFileSync(path.join(directory, name), Buffer.alloc(100));
    const [left, ...others] = await findAbandoned(folder);
    expect(others).toEqual([]);
    expect(left).toMatchObject({ directory, device: 'eth9', bytes: 300 });
    expect(left?.segments.map((segment) => [path.basename(segment.path), segment.startOffset, segment.skip])).toEqual([['tcpdump.pcap', 0, 0], ['tcpdump.pcap2', 100, 24], ['tcpdump.pcap10', 176, 24]]);
    await removeSpool(directory);
  });

  it.runIf(process.platform === 'linux')('is listed when its process number now belongs to another program', async () => {
    const directory = path.join(folder, 'synoptic-spool-reused');
    mkdirSync(directory, { mode: 0o700 });
    writeFileSync(path.join(directory, 'owner.json'), JSON.stringify({ pid: process.pid, started: '1', device: 'lo', filter: '' }));
    expect(await findAbandoned(folder)).toMatchObject([{ directory }]);
    await removeSpool(directory);
  });

  it('without a lock is left alone while it is young', async () => {
    const directory = path.join(folder, 'synoptic-spool-young1');
    mkdirSync(directory, { mode: 0o700 });
    expect(await findAbandoned(folder)).toEqual([]);
    utimesSync(directory, new Date(0), new Date(0));
    expect(await findAbandoned(folder)).toMatchObject([{ directory }]);
    await removeSpool(directory);
  });

  it('that is a link to elsewhere is not followed', async () => {
    const link = path.join(folder, 'synoptic-spool-link01');
    symlinkSync('/', link);
    expect(await findAbandoned(folder)).toEqual([]);
  });

  it('cannot be made where nothing can be written: the error names the folder', async () => {
    const missing = path.join(folder, 'missing');
    const error = toAppError(await createSpool(missing, 'lo', '').catch((thrown: unknown) => thrown));
    expect(error).toMatchObject({ code: 'not-writable' });
    expect(error.message).toContain(missing);
  });

  it('is the only thing that is ever removed', async () => {
    await expect(removeSpool(folder)).rejects.toThrow('is not a spool');
  });
});

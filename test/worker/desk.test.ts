// The thread's work without the thread: files, compressed files and growing captures give the same table, and bad ones an error.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { Desk } from '../../main/worker/desk';
import type { FromThread, Progress, ToThread } from '../../main/worker/messages';
import type { ConnectionIdentity } from '@shared/flow';
import type { Page } from '@shared/snapshot';
import { story } from '../make/story';

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'synoptic-desk-'));
afterAll(() => { fs.rmSync(scratch, { recursive: true, force: true }); });

const limits = { connectionLimit: 10_000, spoolLimitBytes: 1 << 24, spoolFolder: path.join(scratch, 'spool') };
/** One closed connection, at the time of the test: a live capture's packets are never old. */
const capture = (): Uint8Array => story({ startMicros: Date.now() * 1000 }).syn().synAck().ack().data('originator', 300).ack('responder').close('originator').pcap();

function put(name: string, content: Uint8Array | string): string {
  const file = path.join(scratch, name);
  fs.writeFileSync(file, content);
  return file;
}

class Bench {
  readonly progress: Progress[] = [];
  readonly answers = new Map<number, unknown>();
  readonly desk = new Desk((message: FromThread) => {
    if (message.kind === 'progress') this.progress.push(message.progress);
    else this.answers.set(message.ticket, message.kind === 'answer' ? message.value : message.error);
  });
  #ticket = 0;

  send(message: ToThread): void { this.desk.receive(message); }

  async until(test: (progress: Progress) => boolean): Promise<Progress> {
    for (let i = 0; i < 500; i++) {
      const last = this.progress.at(-1);
      if (last !== undefined && test(last)) return last;
      await new Promise((resolve) => { setTimeout(resolve, 10); });
    }
    throw new Error(`never: ${JSON.stringify(this.progress.at(-1))}`);
  }

  /** Exchanges the ends of a connection. */
  override(id: number, swapped: boolean): ConnectionIdentity | null {
    this.send({ kind: 'ask', ticket: ++this.#ticket, name: 'override', argument: { id, swapped } });
    return this.answers.get(this.#ticket) as ConnectionIdentity | null;
  }

  page(filter = ''): Page {
    this.send({ kind: 'ask', ticket: ++this.#ticket, name: 'page', argument: { sort: 'id', descending: false, filter, offset: 0, count: 100 } });
    return this.answers.get(this.#ticket) as Page;
  }
}

let bench: Bench;
const open = async (file: string, swapped: readonly ConnectionIdentity[] = []): Promise<Progress> => {
  bench = new Bench();
  bench.send({ kind: 'open', run: 7, path: file, limits, swapped });
  return bench.until((progress) => progress.state === 'done' || progress.state === 'failed');
};
afterEach(() => { bench.send({ kind: 'clear' }); });

describe('the desk', () => {
  it('reads a file to its end and answers for its rows', async () => {
    const bytes = capture();
    const progress = await open(put('plain.pcap', bytes));
    expect(progress).toMatchObject({ run: 7, state: 'done', bytesRead: bytes.length, bytesTotal: bytes.length, gzip: false, error: null });
    expect(bench.page()).toMatchObject({ matching: 1, total: 1 });
    expect(bench.page('udp')).toMatchObject({ matching: 0, total: 1 });
  });

  it('reads a compressed file the same', async () => {
    const bytes = capture();
    const plain = await open(put('same.pcap', bytes));
    const packed = await open(put('same.pcap.gz', gzipSync(bytes)));
    expect(packed.gzip).toBe(true);
    expect({ ...packed.tracker, memoryBytes: 0 }).toEqual({ ...plain.tracker, memoryBytes: 0 });
    expect(fs.readdirSync(limits.spoolFolder)).toEqual([]); // the copy has no name
  });

  it('keeps what came before a cut in a compressed file', async () => {
    const packed = gzipSync(story().syn().synAck().ack().data('originator', 60_000).close('originator').pcap(), { level: 0 });
    const progress = await open(put('cut.pcap.gz', packed.subarray(0, packed.length - 3_000)));
    expect(progress.state).toBe('done');
    expect(progress.error).toMatchObject({ code: 'damaged' });
    expect(progress.error?.offset).toBeGreaterThan(0);
    expect(bench.page().total).toBe(1);
  });

  it('says that a letter is no capture, and that a folder is no file', async () => {
    expect(await open(put('letter.txt', 'Dear all, this letter is longer than a header.'))).toMatchObject({ state: 'failed', error: { code: 'not-a-capture' } });
    expect(await open(scratch)).toMatchObject({ state: 'failed', error: { code: 'not-readable' } });
    expect(await open(path.join(scratch, 'missing'))).toMatchObject({ state: 'failed', error: { code: 'not-readable' } });
  });

  it('follows a capture that grows, byte by byte and into further files', async () => {
    const bytes = capture();
    const first = put('first.pcap', bytes.subarray(0, 100));
    bench = new Bench();
    bench.send({ kind: 'live', run: 1, limits });
    bench.send({ kind: 'segment', place: { path: first, startOffset: 0, skip: 0 } });
    await bench.until((progress) => progress.bytesRead === 100);
    fs.appendFileSync(first, bytes.subarray(100, 131));
    bench.send({ kind: 'grown' });
    fs.appendFileSync(first, bytes.subarray(131));
    bench.send({ kind: 'grown' });
    await bench.until((progress) => progress.bytesRead === bytes.length);
    expect(bench.page()).toMatchObject({ total: 1 });

    // The next file repeats the header, which is not part of the stream.
    const second = put('second.pcap', story({ originator: { address: '192.0.2.50', port: 1 }, startMicros: Date.now() * 1000 }).syn().pcap());
    bench.send({ kind: 'segment', place: { path: second, startOffset: bytes.length, skip: 24 } });
    bench.send({ kind: 'grown' });
    bench.send({ kind: 'end' });
    const end = await bench.until((progress) => progress.state === 'done');
    expect(end).toMatchObject({ error: null, spoolTrimmed: false, tracker: { damageCount: 0 } });
    expect(bench.page()).toMatchObject({ total: 2 });
  });

  it('shows a row that comes later under the same filter', async () => {
    const bytes = capture();
    const file = put('later.pcap', bytes.subarray(0, 24));
    bench = new Bench();
    bench.send({ kind: 'live', run: 1, limits });
    bench.send({ kind: 'segment', place: { path: file, startOffset: 0, skip: 0 } });
    await bench.until((progress) => progress.bytesRead === 24);
    expect(bench.page('tcp').matching).toBe(0);
    fs.appendFileSync(file, bytes.subarray(24));
    bench.send({ kind: 'grown' });
    await bench.until((progress) => progress.bytesRead === bytes.length);
    await expect.poll(() => bench.page('tcp').matching).toBe(1);
  });

  it('lets bytes wait while paused, and catches up', async () => {
    const bytes = capture();
    const file = put('paused.pcap', bytes.subarray(0, 24));
    bench = new Bench();
    bench.send({ kind: 'live', run: 1, limits });
    bench.send({ kind: 'segment', place: { path: file, startOffset: 0, skip: 0 } });
    await bench.until((progress) => progress.bytesRead === 24);
    bench.send({ kind: 'pause', paused: true });
    fs.appendFileSync(file, bytes.subarray(24));
    bench.send({ kind: 'grown' });
    expect((await bench.until((progress) => progress.lagBytes > 0)).lagBytes).toBe(bytes.length - 24);
    expect(bench.page().total).toBe(0);
    bench.send({ kind: 'pause', paused: false });
    await bench.until((progress) => progress.lagBytes === 0 && progress.tracker.packets > 0);
    expect(bench.page().total).toBe(1);
  });

  it('goes on when a segment was removed before it could be read', async () => {
    bench = new Bench();
    bench.send({ kind: 'live', run: 1, limits });
    bench.send({ kind: 'segment', place: { path: put('kept.pcap', capture()), startOffset: 0, skip: 0 } });
    bench.send({ kind: 'segment', place: { path: path.join(scratch, 'gone.pcap'), startOffset: 10_000, skip: 24 } });
    bench.send({ kind: 'end' });
    const end = await bench.until((progress) => progress.state === 'done');
    expect(end).toMatchObject({ error: null, spoolTrimmed: true, tracker: { connections: 1 } });
  });

  it('keeps what was read when reading is cancelled', async () => {
    const whole = capture();
    const records = Buffer.from(whole.subarray(24));
    const file = put('big.pcap', Buffer.concat([whole.subarray(0, 24), ...Array<Buffer>(30_000).fill(records)]));
    bench = new Bench();
    bench.send({ kind: 'open', run: 1, path: file, limits, swapped: [] });
    await new Promise((resolve) => { setImmediate(resolve); });
    bench.send({ kind: 'cancel' });
    const end = await bench.until((progress) => progress.state === 'done');
    expect(end.error).toBeNull();
    expect(end.bytesRead).toBeGreaterThan(0);
    expect(end.bytesRead).toBeLessThan(end.bytesTotal ?? 0);
    expect(end.tracker.damageCount).toBe(0);
    expect(bench.page().total).toBeGreaterThan(0);
  });

  it('exchanges the ends of a connection, and again when its file is read again', async () => {
    const file = put('swapped.pcap', capture());
    await open(file);
    const before = bench.page();
    const identity = bench.override(1, true);
    expect(bench.page().originator[0]).toBe(before.responder[0]);
    expect(bench.page().originatorPort[0]).toBe(before.responderPort[0]);
    await open(file, identity === null ? [] : [identity]);
    expect(bench.page().originator[0]).toBe(before.responder[0]);
    bench.override(1, false);
    expect(bench.page().originator[0]).toBe(before.originator[0]);
    expect(bench.override(4711, true)).toBeNull();
  });

  it('forgets when told to', async () => {
    await open(put('forget.pcap', capture()));
    bench.send({ kind: 'clear' });
    expect(bench.page()).toMatchObject({ total: 0 });
  });
});

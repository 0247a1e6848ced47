// The only file that loads `cap`. Runs as a process of its own (dist/cli/cap-child.cjs) and writes what it captures as pcapng segments.
import { existsSync, openSync, closeSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { readOrder, STOP_FILE, type CapMessage, type CapOrder } from './cap-messages';
import { ENHANCED_PACKET_FRAME, interfaceDescription, padded, sectionHeader, writeEnhancedPacket } from './pcapng-blocks';

interface CapHandle {
  open(device: string, filter: string, ringBytes: number, buffer: Buffer): string;
  close(): boolean;
  on(event: 'packet', listener: (bytes: number, cut: boolean) => void): void;
}
interface CapModule { Cap: new () => CapHandle }

/** `cap` fixes the snap length; the kernel cuts longer packets and does not tell. */
const SNAP_LENGTH = 65_535;
const BATCH_BYTES = 1024 * 1024;
/** How long a packet may wait in the batch; also how often the end of the parent and the stop file are looked for. */
const TICK_MILLIS = 50;
/** Ticks of the event loop after which the ring is surely drained: each turn of it empties the ring. */
const DRAIN_TICKS = 3;
/** A flood never lets the ring run empty: after this long what is still in it is given up. */
const DRAIN_MILLIS = 1000;

/** LINKTYPE numbers of the texts `cap` gives. */
const LINK_TYPES: Readonly<Record<string, number>> = { NULL: 0, ETHERNET: 1, RAW: 101, LINKTYPE_LINUX_SLL: 113, IEEE802_11_RADIO: 127 };

// The binding does not keep this buffer alive: it must stay reachable until the handle is closed, or the process crashes.
const packet = Buffer.alloc(SNAP_LENGTH);
const parent = process.ppid;

function tell(message: CapMessage): void {
  try {
    // Synchronous: the event loop may not turn again for a long time.
    writeSync(1, `${JSON.stringify(message)}\n`);
  } catch {
    // The parent is gone; the next tick ends this process.
  }
}

function text(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

function load(): CapModule {
  // `cap` is an optional dependency: where it was not built, that is an answer and not a crash.
  const found: unknown = createRequire(__filename)('cap');
  if (typeof found !== 'object' || found === null || !('Cap' in found)) throw new Error('the module has no Cap');
  return found as CapModule;
}

function linkTypeOf(name: string): number {
  return LINK_TYPES[name] ?? Number(/^Unknown linktype (\d+)$/.exec(name)?.[1] ?? 1);
}

/**
 * Handles that were opened or tried. The binding leaves its poll handle in the event loop, or never sets it up, and frees it with
 * the object: a handle that is collected as garbage crashes the process, so none ever is.
 */
const handles: CapHandle[] = [];

function open(cap: CapModule, order: CapOrder, filter: string): { handle: CapHandle; linkType: number } {
  const handle = new cap.Cap();
  handles.push(handle);
  return { handle, linkType: linkTypeOf(handle.open(order.device, filter, order.ringBytes, packet)) };
}

/** Opens the device; a second attempt without the filter tells a wrong filter from a closed door. */
function openOrExplain(cap: CapModule, order: CapOrder): { handle: CapHandle; linkType: number } | CapMessage {
  try {
    return open(cap, order, order.filter);
  } catch (thrown) {
    if (order.filter === '') return { type: 'error', code: 'open', message: text(thrown) };
    try {
      open(cap, { ...order, ringBytes: BATCH_BYTES }, '');
    } catch (door) {
      return { type: 'error', code: 'open', message: text(door) };
    }
    return { type: 'error', code: 'filter', message: text(thrown) };
  }
}

function capture(handle: CapHandle, linkType: number, order: CapOrder): void {
  const header = Buffer.concat([
    sectionHeader('Synoptic with cap (time stamps are not the kernel\'s)'),
    interfaceDescription({ linkType, snapLength: SNAP_LENGTH, name: order.device, filter: order.filter, digits: 6 }),
  ]);
  const batch = Buffer.alloc(BATCH_BYTES);
  let filled = 0;
  let file = -1;
  let fileBytes = 0;
  let segment = 0;
  let lastTick = performance.now();
  // A steady clock, tied to the wall clock again at each tick: its microseconds are finer than Date.now().
  let epoch = Date.now() - lastTick;

  let stopAt = Number.POSITIVE_INFINITY;
  let idleTicks = 0;

  const flush = (): void => {
    let done = 0;
    while (done < filled) done += writeSync(file, batch, done, filled - done);
    fileBytes += filled;
    filled = 0;
  };
  const nextSegment = (): void => {
    if (file !== -1) closeSync(file);
    segment++;
    file = openSync(path.join(order.directory, `cap-${String(segment).padStart(6, '0')}.pcapng`), 'wx', 0o600);
    fileBytes = 0;
    header.copy(batch);
    filled = header.length;
    flush();
  };
  const finish = (status: number): void => {
    handle.close();
    process.exit(status);
  };
  /** Runs `work`; a full disk or a vanished folder is told and ends the capture. */
  const guarded = (work: () => void): void => {
    try {
      work();
    } catch (thrown) {
      tell({ type: 'error', code: 'write', message: text(thrown) });
      finish(1);
    }
  };
  const tick = (now: number): void => {
    lastTick = now;
    const wall = Date.now() - now;
    if (Math.abs(wall - epoch) > 2) epoch = wall;
    flush();
    if (fileBytes >= order.segmentBytes) nextSegment();
    if (process.ppid !== parent) finish(0);
    if (stopAt === Number.POSITIVE_INFINITY && existsSync(path.join(order.directory, STOP_FILE))) stopAt = now + DRAIN_MILLIS;
    if (now >= stopAt) finish(0);
  };

  guarded(nextSegment);
  handle.on('packet', (captured) => {
    const now = performance.now();
    const micros = Math.round((epoch + now) * 1000);
    guarded(() => {
      if (filled + ENHANCED_PACKET_FRAME + padded(captured) > BATCH_BYTES || fileBytes + filled >= order.segmentBytes) {
        flush();
        if (fileBytes >= order.segmentBytes) nextSegment();
      }
      // The length on the wire is not known: what was captured is the best that can be said.
      filled = writeEnhancedPacket(batch, filled, Math.floor(micros / 2 ** 32), micros >>> 0, captured, packet, captured);
      if (now - lastTick >= TICK_MILLIS) tick(now);
    });
  });
  setInterval(() => {
    guarded(() => {
      tick(performance.now());
      if (stopAt !== Number.POSITIVE_INFINITY && ++idleTicks > DRAIN_TICKS) finish(0);
    });
  }, TICK_MILLIS);
  const stop = (): void => { stopAt = Math.min(stopAt, performance.now() + DRAIN_MILLIS); };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  // Electron's utility process has no standard input; it ends with its parent by itself.
  if (!Reflect.has(process, 'parentPort')) process.stdin.on('end', stop).on('error', stop).resume();
  tell({ type: 'opened', linkType });
}

function main(): void {
  const order = readOrder(process.argv[2] ?? '');
  if (order === null) {
    tell({ type: 'error', code: 'open', message: 'this is no order' });
    process.exit(2);
  }
  let cap: CapModule;
  try {
    cap = load();
  } catch (thrown) {
    tell({ type: 'error', code: 'not-built', message: text(thrown).split('\n')[0] ?? '' });
    process.exit(1);
  }
  const opened = openOrExplain(cap, order);
  if ('type' in opened) {
    tell(opened);
    process.exit(1);
  }
  if (order.mode === 'capture') {
    capture(opened.handle, opened.linkType, order);
    return;
  }
  opened.handle.close();
  tell({ type: 'opened', linkType: opened.linkType });
  process.exit(0);
}

main();

// Reads the packets that prove the alerts back from the capture, some milliseconds at a time.
import { performance } from 'node:perf_hooks';
import type { AlertMute } from '@shared/alert-mutes';
import { EVIDENCE_BYTES, EVIDENCE_PACKETS, type Evidence } from '@shared/report';
import { FramePicker, type Tracker } from '../tracker/tracker';
import type { CaptureBytes } from './capture-bytes';
import { evidenceFrames } from './evidence-frames';
import { alertsOf } from './report-facts';

const SLICE_MILLIS = 8;

/** @throws Failure `bad-filter` */
export async function readEvidence(tracker: Tracker, bytes: CaptureBytes | null, filter: string, mutes: readonly AlertMute[]): Promise<Evidence> {
  const frames = [...evidenceFrames(alertsOf(tracker, filter, mutes))].sort((a, b) => a - b);
  const picker = new FramePicker(frames.slice(0, EVIDENCE_PACKETS), EVIDENCE_BYTES);
  let block = new Uint8Array(0);
  let deadline = performance.now() + SLICE_MILLIS;
  for (let part = tracker.nextPick(picker); part !== null && bytes !== null; part = tracker.nextPick(picker)) {
    const wanted = part.look - part.from;
    if (block.length < wanted) block = new Uint8Array(wanted);
    let got = 0;
    for (let read = 1; read > 0 && got < wanted; got += read) read = bytes.read(block, got, wanted - got, part.from + got);
    picker.take(part, new DataView(block.buffer), got);
    if (performance.now() < deadline) continue;
    await new Promise<void>((resolve) => { setImmediate(resolve); });
    deadline = performance.now() + SLICE_MILLIS;
  }
  return { packets: picker.packets, missing: frames.length - picker.packets.length };
}

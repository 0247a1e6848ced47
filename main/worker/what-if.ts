// Runs the detectors once more over the loaded capture with moved thresholds: a second tracker over the same bytes, in slices, so that
// other questions are answered in between. Exact, because it is the same reading.
import { performance } from 'node:perf_hooks';
import { Failure } from '@shared/failure';
import type { AlertRow } from '@shared/alerts';
import type { Tracker } from '../tracker/tracker';
import type { CaptureBytes } from './capture-bytes';
import { Feeder, READ_BYTES } from './feeder';

const SLICE_MILLIS = 8;

export class WhatIf {
  readonly #tracker: Tracker;
  readonly #bytes: CaptureBytes;
  readonly #end: number;
  readonly #feeder: Feeder;
  #cancelled = false;

  /** @param end offset at which the first reading ended */
  constructor(tracker: Tracker, bytes: CaptureBytes, end: number) {
    this.#tracker = tracker;
    this.#bytes = bytes;
    this.#end = end;
    this.#feeder = new Feeder(tracker);
  }

  /** How much of the capture is read, 0 to 1. */
  get share(): number { return this.#end === 0 ? 1 : Math.min(1, this.#feeder.offset / this.#end); }

  cancel(): void { this.#cancelled = true; }

  /** @throws Failure `cancelled`; `not-readable` when a part of the capture is not there any more */
  async run(): Promise<AlertRow[]> {
    while (this.#feeder.offset < this.#end) {
      const deadline = performance.now() + SLICE_MILLIS;
      do this.#step(); while (this.#feeder.offset < this.#end && performance.now() < deadline);
      await new Promise<void>((resolve) => { setImmediate(resolve); });
      if (this.#cancelled) throw new Failure('cancelled', 'The new reading was cancelled.');
    }
    this.#feeder.finish();
    return [...this.#tracker.alerts()];
  }

  #step(): void {
    const feeder = this.#feeder;
    const { offset } = feeder;
    const joint = this.#bytes.jointAfter(offset);
    const wanted = Math.min(READ_BYTES, this.#end - offset, joint - offset);
    const got = this.#bytes.read(feeder.block, feeder.base, wanted, offset);
    if (got === 0) throw new Failure('not-readable', this.#bytes.reason(offset), 'Save the capture, open the file, and try again.');
    feeder.taken(got);
    // A record never straddles two files of a live capture.
    if (feeder.offset === joint) feeder.restart(joint);
  }
}

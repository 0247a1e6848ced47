// How busy each interface is: byte counters sampled once a second, the last minute kept.
import { readLinuxByteCounters } from './linux-interfaces';

const MOST_SAMPLES = 60;
const SAMPLE_MILLIS = 1000;
/** The pseudo-device that stands for all interfaces together. */
export const ANY_DEVICE = 'any';

export class ActivityMeter {
  readonly #read: () => Map<string, number>;
  readonly #samples = new Map<string, number[]>();
  readonly #listeners = new Set<() => void>();
  #last: { counters: Map<string, number>; millis: number } | null = null;
  #timer: NodeJS.Timeout | null = null;

  /** Counters come from the system; on other systems than Linux there are none, and every list stays empty. */
  constructor(read: () => Map<string, number> = readLinuxByteCounters) {
    this.#read = read;
  }

  start(): void {
    if (this.#timer !== null) return;
    this.#last = { counters: this.#read(), millis: performance.now() };
    this.#timer = setInterval(() => { this.sample(performance.now()); }, SAMPLE_MILLIS);
    this.#timer.unref();
  }

  /** Stops sampling and forgets: after a pause the samples would no longer be one second apart. */
  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#last = null;
    this.#samples.clear();
  }

  /** Called after each sample; returns what takes the listener away again. */
  onSample(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => { this.#listeners.delete(listener); };
  }

  /** Bytes a second, newest last, at most 60; empty for an interface without counters. */
  samplesOf(name: string): number[] {
    return [...(this.#samples.get(name) ?? [])];
  }

  sample(millis: number): void {
    const counters = this.#read();
    const last = this.#last;
    this.#last = { counters, millis };
    if (last === null || millis <= last.millis) return;
    const seconds = (millis - last.millis) / 1000;
    let all = 0;
    for (const [name, bytes] of counters) {
      // A counter that went back belongs to an interface made anew.
      const rate = Math.max(0, bytes - (last.counters.get(name) ?? bytes)) / seconds;
      all += rate;
      this.#append(name, rate);
    }
    for (const name of this.#samples.keys()) if (name !== ANY_DEVICE && !counters.has(name)) this.#samples.delete(name);
    if (counters.size > 0) this.#append(ANY_DEVICE, all);
    for (const listener of this.#listeners) listener();
  }

  #append(name: string, rate: number): void {
    const samples = this.#samples.get(name) ?? [];
    samples.push(Math.round(rate));
    if (samples.length > MOST_SAMPLES) samples.shift();
    this.#samples.set(name, samples);
  }
}

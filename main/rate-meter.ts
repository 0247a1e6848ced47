// How many packets and bytes came in over the last second.

interface Sample { millis: number; packets: number; bytes: number }

const WINDOW_MILLIS = 1000;

export class RateMeter {
  #samples: Sample[] = [];

  reset(): void { this.#samples = []; }

  add(millis: number, packets: number, bytes: number): void {
    this.#samples.push({ millis, packets, bytes });
    // One sample older than the window stays: the rate is over a whole second.
    while (this.#samples.length > 2 && (this.#samples[1]?.millis ?? 0) <= millis - WINDOW_MILLIS) this.#samples.shift();
  }

  perSecond(): { packets: number; bytes: number } {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined || last.millis <= first.millis) return { packets: 0, bytes: 0 };
    const seconds = (last.millis - first.millis) / 1000;
    return { packets: Math.round((last.packets - first.packets) / seconds), bytes: Math.round((last.bytes - first.bytes) / seconds) };
  }
}

// The time of a live capture while no packet comes: that of its last packet, and what a steady clock counted since. The computer's own clock
// may be set, and connections must not expire for it.

/** Packets reach the spool late (a capturer flushes a few times a second): time runs this far behind, so that none comes before it. */
const LAG_MICROS = 2_000_000;

export class PacketClock {
  #packets = 0;
  #lastMicros: number | null = null;
  #at = 0;

  /** @param steadyMillis of a clock that never is set */
  note(packets: number, lastMicros: number | null, steadyMillis: number): void {
    if (packets === this.#packets && lastMicros === this.#lastMicros) return;
    this.#packets = packets;
    this.#lastMicros = lastMicros;
    this.#at = steadyMillis;
  }

  /** Microseconds since 1970; null before the first packet. */
  time(steadyMillis: number): number | null {
    return this.#lastMicros === null ? null : this.#lastMicros + (steadyMillis - this.#at) * 1000 - LAG_MICROS;
  }
}

// What a fuzz target is: a function that takes any bytes and throws only where the project broke a promise. The fuzzer, the corpus and the
// mutations of real captures all call the same ones.

export interface FuzzTarget {
  readonly name: string;
  /** Longer inputs only cost time. */
  readonly mostBytes: number;
  /** One input. Returns when every promise held; throws a Violation, or whatever the code under test should not have thrown. */
  readonly fuzz: (bytes: Uint8Array) => void | Promise<void>;
  /** Inputs from which mutation begins. */
  readonly seeds: () => readonly Uint8Array[];
}

export class Violation extends Error {}

/** @param what the promise that is broken, with what shows it */
export function hold(kept: boolean, what: () => string): asserts kept {
  if (!kept) throw new Violation(what());
}

/** Both values as JSON are the same text. */
export function alike(a: unknown, b: unknown, what: string): void {
  const [one, other] = [JSON.stringify(a), JSON.stringify(b)];
  if (one === other) return;
  let i = 0;
  while (one[i] === other[i]) i++;
  throw new Violation(`${what}: …${one.slice(Math.max(0, i - 120), i + 120)}… against …${other.slice(Math.max(0, i - 120), i + 120)}…`);
}

/** Processor time of a synchronous piece of work stays below a bound that only a hang or an explosion exceeds. */
export function soon<T>(millis: number, what: () => string, work: () => T): T {
  const began = process.cpuUsage();
  const value = work();
  const { user, system } = process.cpuUsage(began);
  hold((user + system) / 1000 < millis, () => `${what()} took ${Math.round((user + system) / 1000)} ms of processor time`);
  return value;
}

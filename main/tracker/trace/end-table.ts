// Finds the newest packet that begins or ends at a sequence number: open addressing, keys of 32 bits, one value each.

const LEAST = 1024;

export class EndTable {
  private keys = new Int32Array(LEAST);
  /** Value + 1; 0 for an empty place. */
  private values = new Int32Array(LEAST);
  private count = 0;

  get(key: number): number {
    const { keys, values } = this;
    const mask = keys.length - 1;
    for (let i = place(key) & mask; values[i] !== 0; i = (i + 1) & mask) if (keys[i] === key) return values[i] - 1;
    return -1;
  }

  set(key: number, value: number): void {
    if ((this.count + 1) * 2 > this.keys.length) this.grow();
    const { keys, values } = this;
    const mask = keys.length - 1;
    let i = place(key) & mask;
    while (values[i] !== 0 && keys[i] !== key) i = (i + 1) & mask;
    if (values[i] === 0) this.count++;
    keys[i] = key;
    values[i] = value + 1;
  }

  private grow(): void {
    const { keys, values } = this;
    this.keys = new Int32Array(keys.length * 4);
    this.values = new Int32Array(keys.length * 4);
    this.count = 0;
    for (let i = 0; i < keys.length; i++) if (values[i] !== 0) this.set(keys[i], values[i] - 1);
  }
}

/** Segments end at numbers a constant apart: mixed well, or they would meet in one place. */
function place(key: number): number {
  const h = Math.imul(key ^ (key >>> 15), 0x9e3779b1);
  return h ^ (h >>> 16);
}

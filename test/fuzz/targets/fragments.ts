// Any order of fragments against a plain model that marks every byte: a datagram is whole exactly when all its bytes are there, and pieces
// that overlap are compared byte by byte.
import { FRAGMENT_MORE, FRAGMENT_PRESENT } from '../../../main/tracker/decode/packet';
import { COPY, NO_OVERLAP, OTHER_BYTES } from '../../../main/tracker/flow/fragment-pieces';
import { F_INCONSISTENT, F_FLAGS, F_RECEIVED, Fragments } from '../../../main/tracker/flow/fragments';
import { Choices } from '../choices';
import { hold, type FuzzTarget } from '../target';

const MOST_RANGES = 16;
const MOST_PIECES = 48;

class Model {
  readonly bytes = new Int16Array(70_000).fill(-1);
  total = -1;
  received = 0;
  whole = false;
  pieces = 0;
  private most = 0;

  /** @returns whether an earlier piece says otherwise */
  add(from: number, data: Uint8Array, more: boolean): boolean {
    let other = false;
    data.forEach((byte, i) => {
      const known = this.bytes[from + i] ?? -1;
      if (known >= 0 && known !== byte) other = true;
      if (known >= 0) return;
      this.bytes[from + i] = byte;
      this.received++;
    });
    if (!more && this.total < 0) this.total = from + data.length;
    this.pieces++;
    this.most = Math.max(this.most, from + data.length);
    return other;
  }

  /** Ranges without a hole in them, and whether all bytes up to the end are there. */
  get ranges(): number {
    let count = 0;
    for (let i = 0; i <= this.most; i++) if (this.at(i) >= 0 && this.at(i - 1) < 0) count++;
    return count;
  }
  get complete(): boolean {
    if (this.total < 0) return false;
    for (let i = 0; i < this.total; i++) if (this.at(i) < 0) return false;
    return true;
  }

  private at(i: number): number { return this.bytes[i] ?? -1; }
}

export const { name, mostBytes, fuzz, seeds } = {
  name: 'fragments',
  mostBytes: 400,
  fuzz: (bytes) => {
    const c = new Choices(bytes);
    const store = new Fragments(c.word());
    const models = new Map<number, Model>();
    for (let frame = 1; !c.over; frame++) {
      const id = c.below(3);
      const offset = c.below(64) === 63 ? 65_528 - 8 * c.below(64) : 8 * c.below(64);
      const data = new Uint8Array(1 + c.byte()).fill(c.below(3));
      const more = c.below(4) !== 3;
      const index = store.entry(1, 2, id, 17 | 0x200, frame * 1000);
      let model = models.get(id);
      if (model === undefined) models.set(id, (model = new Model()));
      const before = model.pieces;
      const wasWhole = model.whole;
      const other = model.add(offset, data, more);
      const ranges = model.ranges;
      const whole = store.add(index, offset, data.length, FRAGMENT_PRESENT | (more ? FRAGMENT_MORE : 0));
      store.pieces.add(index, offset, data.length, data, 0, data.length, frame);
      const { overlap } = store.pieces;
      if (ranges >= MOST_RANGES || before >= MOST_PIECES) return; // from here on the store may say that it does not know
      hold(!whole || model.complete, () => 'a datagram with holes is whole');
      if (whole) model.whole = true;
      const consistent = (store.get(index, F_FLAGS) & F_INCONSISTENT) === 0;
      if (consistent && model.complete) hold(model.whole, () => 'a datagram that has all its bytes is not whole');
      hold(!(whole && wasWhole), () => 'a datagram is whole twice');
      hold(store.get(index, F_RECEIVED) === model.received, () => `${store.get(index, F_RECEIVED)} bytes received, ${model.received} marked`);
      if (offset + data.length <= 65_536) hold(other === (overlap === OTHER_BYTES), () => `pieces that ${other ? 'contradict' : 'agree with'} each other are said to overlap as ${overlap}`);
      hold(overlap !== COPY || before > 0, () => 'the first piece is a copy');
      if (before === 0) hold(overlap === NO_OVERLAP, () => 'the first piece overlaps');
    }
  },
  seeds: () => [Uint8Array.of(1, 2, 3, 4, 0, 0, 0, 7, 1, 0, 0, 0, 1, 7, 1, 3), Uint8Array.from({ length: 120 }, (_, i) => (i * 37) & 255), Uint8Array.of(0, 0, 0, 0, 1, 0, 9, 200, 1, 3, 1, 0, 0, 200, 2, 0)],
} satisfies FuzzTarget;

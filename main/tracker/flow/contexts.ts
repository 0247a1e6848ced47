// VLANs and tunnels around a packet as one small number, so that equal 5-tuples in different networks stay apart.
import { formatIpv4, formatIpv6, TUNNEL } from '@shared/flow';
import { CONTEXT_VLAN } from '../decode/packet';
import { spread } from './keyed-hash';

/** The number that all contexts share which come after so many: a capture made of random VLAN tags must not grow the table. */
const OTHERS = 65_535;
const OTHERS_TEXT = 'one of too many VLANs and tunnels';

export class Contexts {
  /** Word lists by number; 0 is the plain network. */
  private readonly lists: Int32Array[] = [new Int32Array(0)];
  private readonly byHash = new Map<number, number[]>();
  private last = 0;
  /** Packets whose VLANs and tunnels found no room: they are taken together, as if in one network. */
  mixed = 0;
  private readonly key: number;

  /** @param key secret of this run, so that no sender can choose contexts that collide */
  constructor(key: number) { this.key = key | 0; }

  /** Number of the first `count` words; the same words always give the same number. */
  intern(words: Int32Array, count: number): number {
    if (this.same(this.last, words, count)) return this.last;
    const number = this.lookUp(words, count);
    if (number === OTHERS) this.mixed++;
    else this.last = number;
    return number;
  }

  /** VLAN ids, outermost first. */
  vlans(context: number): number[] {
    return this.parts(context).flatMap((part) => (part.vlan === null ? [] : [part.vlan]));
  }

  /** The tunnels in words, outermost first (`VXLAN 7 10.0.0.1 – 10.0.0.2`); '' for none. */
  tunnel(context: number): string {
    return this.parts(context).flatMap((part) => (part.vlan === null ? [part.text] : [])).join(', ');
  }

  /** VLANs and tunnels in words; '' for none. */
  text(context: number): string { return this.parts(context).map((part) => part.text).join(', '); }

  private lookUp(words: Int32Array, count: number): number {
    let hash = this.key ^ count;
    for (let i = 0; i < count; i++) hash = spread(hash ^ words[i]);
    const bucket = this.byHash.get(hash);
    if (bucket !== undefined) for (const number of bucket) if (this.same(number, words, count)) return number;
    const made = this.lists.length;
    if (made === OTHERS) return OTHERS;
    this.lists.push(words.slice(0, count));
    if (bucket === undefined) this.byHash.set(hash, [made]);
    else bucket.push(made);
    return made;
  }

  private same(number: number, words: Int32Array, count: number): boolean {
    const list = this.lists[number];
    if (list.length !== count) return false;
    for (let i = 0; i < count; i++) if (list[i] !== words[i]) return false;
    return true;
  }

  private parts(context: number): { vlan: number | null; text: string }[] {
    if (context === OTHERS) return [{ vlan: null, text: OTHERS_TEXT }];
    const list = this.lists[context] ?? this.lists[0];
    const out: { vlan: number | null; text: string }[] = [];
    for (let i = 0; i < list.length; ) {
      const word = list[i];
      if ((word & CONTEXT_VLAN) !== 0) {
        out.push({ vlan: word & 0xfff, text: `VLAN ${word & 0xfff}` });
        i++;
        continue;
      }
      const length = word & 0xff; // address words
      const address = (at: number): string => {
        if (length === 1) return formatIpv4(list[at]);
        const groups: number[] = [];
        for (let k = 0; k < 4; k++) groups.push(list[at + k] >>> 16, list[at + k] & 0xffff);
        return formatIpv6(groups);
      };
      const kind = TUNNEL[(word >>> 8) & 0xff] ?? 'tunnel';
      const key = list[i + 1] >>> 0;
      out.push({ vlan: null, text: `${kind.toUpperCase()}${key === 0 ? '' : ` ${key}`} ${address(i + 2)} – ${address(i + 2 + length)}` });
      i += 2 + 2 * length;
    }
    return out;
  }
}

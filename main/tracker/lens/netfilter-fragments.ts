// Which datagrams come together before a Linux firewall judges them (nf_defrag_ipv4, nf_defrag_ipv6: inet_frag_queue_insert). Unlike a
// receiver that keeps what it can, the kernel throws the whole datagram away when two fragments overlap without one repeating the other.

const SETS = 256;
const WAYS = 4;
const MOST_RUNS = 64;
const LONGEST = 65_535;
/** ipfrag_time and nf_conntrack_frag6_timeout; a queue's clock starts with its first fragment and is never renewed. */
const TIME_OUT_4_NS = 30e9;
const TIME_OUT_6_NS = 60e9;

/** Words of a queue. */
const SOURCE = 0;
const DESTINATION = 1;
const ID = 2;
const META = 3; // 0 for an empty place
const LENGTH = 4; // highest end so far, or the end
const MEAT = 5; // bytes that are there
const FLAGS = 6;
const RUNS = 7;
const FIRST_RUN = 8; // pairs [from, to): pieces that arrived in order at the tail are one run
const WORDS = FIRST_RUN + 2 * MOST_RUNS;

const FIRST_IN = 1;
const LAST_IN = 2;

/** Outcomes of `add`. */
export const FRAGMENT_PENDING = 0; // not whole yet, or a repeat
export const FRAGMENT_WHOLE = 1; // the datagram goes on to conntrack now
export const FRAGMENT_DROPPED = 2; // the datagram vanishes

export class NetfilterFragments {
  private readonly ints = new Int32Array(SETS * WAYS * WORDS);
  private readonly since = new Float64Array(SETS * WAYS);
  private readonly key: number;

  /** @param key secret of this run, so that no sender can choose datagrams that push each other out */
  constructor(key: number) { this.key = key | 0; }

  /**
   * One fragment.
   * @param meta anything but 0 that tells protocols, versions and contexts apart
   * @param header bytes of the IP header in front of the payload (they count for the longest datagram)
   * @param from offset of the fragment in the payload; to: its end; more: the more-fragments bit
   */
  add(source: number, destination: number, id: number, meta: number, six: boolean, header: number, from: number, to: number, more: boolean, ns: number): number {
    const index = this.find(source, destination, id, meta, six ? TIME_OUT_6_NS : TIME_OUT_4_NS, ns);
    const at = index * WORDS;
    const q = this.ints;
    if (more && (to & 7) !== 0) {
      if (six) return this.drop(at);
      to &= ~7;
    }
    if (from + header > LONGEST && six) return this.drop(at);
    if (!more) {
      if (to < q[at + LENGTH] || ((q[at + FLAGS] & LAST_IN) !== 0 && to !== q[at + LENGTH])) return this.drop(at);
      q[at + FLAGS] |= LAST_IN;
      q[at + LENGTH] = to;
    } else if (to > q[at + LENGTH]) {
      if ((q[at + FLAGS] & LAST_IN) !== 0) return this.drop(at);
      q[at + LENGTH] = to;
    }
    if (to <= from) return this.drop(at);
    const placed = place(q, at, from, to);
    if (placed === REPEAT) return FRAGMENT_PENDING;
    if (placed === OVERLAP) return this.drop(at);
    q[at + MEAT] += to - from;
    if (from === 0) q[at + FLAGS] |= FIRST_IN;
    if (q[at + FLAGS] !== (FIRST_IN | LAST_IN) || q[at + MEAT] !== q[at + LENGTH]) return FRAGMENT_PENDING;
    const fits = q[at + LENGTH] + header <= LONGEST;
    this.drop(at);
    return fits ? FRAGMENT_WHOLE : FRAGMENT_DROPPED;
  }

  private drop(at: number): number {
    this.ints[at + META] = 0;
    return FRAGMENT_DROPPED;
  }

  /** The queue of a datagram; the oldest of its set makes room for a new one. */
  private find(source: number, destination: number, id: number, meta: number, life: number, ns: number): number {
    const q = this.ints;
    let h = Math.imul(source ^ this.key, 0x85ebca6b) ^ Math.imul(destination ^ (this.key >>> 7), 0xc2b2ae35) ^ Math.imul(id ^ meta, 0x27d4eb2f);
    h ^= h >>> 15;
    const set = (h & (SETS - 1)) * WAYS;
    let place = set;
    for (let i = set; i < set + WAYS; i++) {
      const at = i * WORDS;
      if (q[at + META] === meta && q[at + SOURCE] === source && q[at + DESTINATION] === destination && q[at + ID] === id) {
        if (ns - this.since[i] < life) return i;
        place = i;
        break;
      }
      if (q[place * WORDS + META] !== 0 && (q[at + META] === 0 || this.since[i] < this.since[place])) place = i;
    }
    const at = place * WORDS;
    q.fill(0, at, at + FIRST_RUN);
    q[at + SOURCE] = source;
    q[at + DESTINATION] = destination;
    q[at + ID] = id;
    q[at + META] = meta;
    this.since[place] = ns;
    return place;
  }
}

const PLACED = 0;
const REPEAT = 1;
const OVERLAP = 2;

/** A piece beyond all others may join the last run; anything else must lie in a gap, or inside one run: then it is a repeat. */
function place(q: Int32Array, at: number, from: number, to: number): number {
  const count = q[at + RUNS];
  let last = -1;
  let highest = -1;
  for (let i = 0; i < count; i++) {
    const run = at + FIRST_RUN + 2 * i;
    if (q[run + 1] > highest) {
      highest = q[run + 1];
      last = run;
    }
  }
  if (to > highest) {
    if (from < highest) return OVERLAP;
    if (from === highest && last >= 0) {
      q[last + 1] = to;
      return PLACED;
    }
  } else {
    for (let i = 0; i < count; i++) {
      const run = at + FIRST_RUN + 2 * i;
      if (to <= q[run] || from >= q[run + 1]) continue;
      return from >= q[run] && to <= q[run + 1] ? REPEAT : OVERLAP;
    }
  }
  if (count === MOST_RUNS) return OVERLAP;
  const run = at + FIRST_RUN + 2 * count;
  q[run] = from;
  q[run + 1] = to;
  q[at + RUNS]++;
  return PLACED;
}

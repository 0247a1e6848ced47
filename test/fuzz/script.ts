// A capture written by a fuzzer's bytes: few hosts and ports, so that packets meet; sequence numbers near what the peers expect, so that
// they reach deep states; and everything that may surround, break or repeat them.
import { type Bytes, concat, pattern, u16, u32 } from '../make/bytes';
import { fabricPath, gre, ipInIp, mpls, vxlan } from '../make/link';
import { ethernet, extension, icmp, icmp6, ipv4, ipv6, type Network, quote, renderUpper, tcp, tcpOptions, udp, type Upper } from '../make/packet';
import { FIRST_MICROS, pcap, type Frame } from '../make/pcap';
import { Choices } from './choices';

const FOUR = ['10.0.0.1', '10.0.0.2', '203.0.113.5', '0.0.0.0', '255.255.255.255', '224.0.0.1'] as const;
const SIX = ['2001:db8::1', '2001:db8::2', 'fe80::3', '::', 'ff02::1', '::1'] as const;
const PORTS = [40000, 80, 53, 0] as const;
const FLAGS = [0x02, 0x12, 0x10, 0x18, 0x11, 0x04, 0x14, 0x10, 0x18, 0x19, 0x01, 0x00, 0x29, 0x06, 0xc2, 0x31] as const;
const WINDOWS = [65535, 0, 1, 512, 8192] as const;
const LENGTHS = [0, 1, 100, 0, 536, 1460, 2, 2920] as const;
/** Steps of sequence and acknowledgement numbers from what is expected. */
const STEPS = [0, 0, 0, 0, 1, -1, 100, -100, 1460, -1460, 65535, -65535, 0x4000_0000, -0x4000_0000, 0x7fff_ffff, -0x8000_0000] as const;
const WAITS = [0, 1, 1000, 50_000, 300_000, 1_100_000, 31_000_000, 130_000_000, 3_700_000_000, -1_000_000, 3_000_000_000_000] as const;

interface Party { next: number; received: number }

export class Script {
  readonly frames: Frame[] = [];
  readonly #choices: Choices;
  readonly #parties = new Map<string, Party>();
  readonly #sent: Network[] = [];
  #micros = FIRST_MICROS;

  constructor(bytes: Uint8Array, mostFrames = 80) {
    this.#choices = new Choices(bytes);
    while (!this.#choices.over && this.frames.length < mostFrames) this.#step();
  }

  /** As a capture; `cut` where the snap length cuts every frame. */
  pcap(cut = 262_144): Bytes { return pcap(this.frames, { nano: true, snapLength: cut }); }

  #step(): void {
    const c = this.#choices;
    this.#micros = Math.max(0, this.#micros + (WAITS[c.below(32)] ?? 1000));
    const kind = c.below(16);
    const six = kind === 15 || c.below(8) === 7;
    const source = c.below(six ? SIX.length : FOUR.length);
    const destination = c.below(4) === 3 ? c.below(FOUR.length) : source ^ 1;
    const ends = { src: (six ? SIX : FOUR)[source] ?? FOUR[0], dst: (six ? SIX : FOUR)[destination] ?? FOUR[1] };
    if (kind < 10) this.#send(ends, six, this.#segment(`${six}${source}`, `${six}${destination}`));
    else if (kind < 12) this.#send(ends, six, udp({ srcPort: c.of(PORTS), dstPort: c.of(PORTS) }, pattern(c.of(LENGTHS))));
    else if (kind === 12) this.#send(ends, six, this.#message(six));
    else if (kind === 13) this.#again();
    else if (kind === 14) this.#put(c.take(c.byte()));
    else this.#send(ends, six, { protocol: c.byte(), render: () => pattern(c.byte()) });
  }

  #segment(from: string, to: string): Upper {
    const c = this.#choices;
    const srcPort = c.of(PORTS);
    const dstPort = c.of(PORTS);
    const me = this.#party(`${from}:${srcPort}>${to}:${dstPort}`);
    const peer = this.#party(`${to}:${dstPort}>${from}:${srcPort}`);
    const flags = c.of(FLAGS);
    const seq = (me.next + (STEPS[c.below(STEPS.length)] ?? 0)) >>> 0;
    const ack = (flags & 0x10) === 0 ? 0 : (me.received + (STEPS[c.below(STEPS.length)] ?? 0)) >>> 0;
    const payload = c.of(LENGTHS);
    const end = (seq + payload + ((flags & 2) >> 1) + (flags & 1)) >>> 0;
    if (((end - me.next) | 0) > 0 && ((end - me.next) | 0) < 1_000_000) me.next = end;
    if (c.below(8) !== 7) peer.received = me.next; // one in eight is lost on its way
    const options = c.below(3) === 0 ? this.#options(ack) : undefined;
    return tcp({ srcPort, dstPort, flags, seq, ack, window: c.of(WINDOWS), urgent: c.below(8) === 7 ? c.byte() : 0, ...(options === undefined ? {} : { options }), ...(c.below(32) === 31 ? { dataOffset: c.below(16) } : {}) }, pattern(payload, c.below(4) === 3 ? c.byte() : seq));
  }

  #options(ack: number): Uint8Array {
    const c = this.#choices;
    const near = (): number => (ack + (STEPS[c.below(STEPS.length)] ?? 0)) >>> 0;
    const all = [
      () => tcpOptions.join(tcpOptions.mss(c.byte() * 8), tcpOptions.windowScale(c.below(17)), tcpOptions.sackPermitted(), tcpOptions.timestamps(c.byte(), 0)),
      () => tcpOptions.join(tcpOptions.timestamps(c.byte(), c.byte())), () => tcpOptions.join(tcpOptions.sack([near(), near()])), () => tcpOptions.join(tcpOptions.sack([near(), near()], [near(), near()], [near(), near()])),
      () => tcpOptions.join(tcpOptions.fastOpen(pattern(c.below(20)))), () => c.take(c.below(41)),
    ] as const;
    return c.of(all)();
  }

  #message(six: boolean): Upper {
    const c = this.#choices;
    const make = six ? icmp6 : icmp;
    const type = c.of(six ? [128, 129, 1, 2, 3, 4, 133, c.byte()] as const : [8, 0, 3, 11, 5, 4, 12, c.byte()] as const);
    const about = this.#sent.at(-1 - c.below(8));
    const body = c.flag() && about !== undefined ? quote(about, c.below(64)) : pattern(c.byte());
    return make({ type, code: c.below(16), rest: u16(c.below(4), c.byte()) }, body);
  }

  /** An earlier frame once more, whole, cut or with a byte changed. */
  #again(): void {
    const c = this.#choices;
    const earlier = this.frames.at(-1 - c.byte() % Math.max(1, this.frames.length));
    if (earlier === undefined) return;
    const bytes = earlier.bytes.slice();
    const how = c.below(4);
    if (how === 1) bytes[c.byte() % Math.max(1, bytes.length)] = c.byte();
    this.#put(how === 2 ? bytes.subarray(0, c.byte()) : bytes, how === 2 ? bytes.length : undefined);
  }

  #send(ends: { src: string; dst: string }, six: boolean, upper: Upper): void {
    const c = this.#choices;
    const how = c.byte();
    if ((how & 7) === 7) return this.#fragments(ends, six, upper);
    const packet = six ? ipv6({ ...ends, hopLimit: 64, ...(how === 8 ? { extensions: [extension.hopByHop(), extension.destination()] } : {}) }, upper) : ipv4({ ...ends, id: c.below(4), ttl: (how & 8) === 0 ? 64 : 3 }, upper);
    this.#sent.push(packet);
    this.#put(around(packet, ends, how >> 4));
  }

  /** A datagram in fragments of any place and length: in order, reversed, overlapping, with holes, or without end. */
  #fragments(ends: { src: string; dst: string }, six: boolean, upper: Upper): void {
    const c = this.#choices;
    const body = renderUpper(ends.src, ends.dst, upper);
    const id = c.below(4);
    const size = 8 + 8 * c.below(32);
    let offset = 0;
    for (let i = 0; i < 8 && offset <= body.length; i++) {
      const from = Math.max(0, offset + (c.below(8) === 7 ? 8 * (c.below(16) - 8) : 0));
      const piece = body.subarray(from, from + size);
      const more = from + size < body.length !== (c.below(16) === 15);
      const packet = six ? ipv6({ ...ends, protocol: upper.protocol, extensions: [extension.fragment(id, from, more)] }, piece) : ipv4({ ...ends, id, protocol: upper.protocol, fragmentOffset: c.below(32) === 31 ? 65_528 : from, moreFragments: more }, piece);
      this.#put(ethernet({}, packet));
      offset += size;
      this.#micros += 10;
    }
  }

  #put(bytes: Uint8Array, wireLength = bytes.length): void { this.frames.push({ bytes, wireLength, micros: this.#micros }); }

  #party(key: string): Party {
    let party = this.#parties.get(key);
    if (party === undefined) this.#parties.set(key, (party = { next: this.#choices.below(4) === 3 ? 0xffff_ff00 : 1000, received: 0 }));
    return party;
  }
}

/** VLANs and tunnels around a packet. */
function around(packet: Network, outer: { src: string; dst: string }, how: number): Bytes {
  switch (how) {
    case 1: return ethernet({ vlan: [7] }, packet);
    case 2: return ethernet({ vlan: [7, 8] }, packet);
    case 3: return ethernet({}, gre(outer, packet, 5));
    case 4: return ethernet({}, vxlan(outer, ethernet({}, packet), 9));
    case 5: return ethernet({}, ipInIp(outer, packet));
    case 6: return ethernet({}, mpls([16], packet));
    case 7: return fabricPath(ethernet({ padTo: 60 }, packet));
    case 8: return concat(ethernet({}, packet), u32(0));
    default: return ethernet({}, packet);
  }
}

// Segment scripts: a conversation told one packet a line, sequence numbers and times kept by the storyteller.
//
//   story().syn().synAck().ack()
//     .data('originator', 300).ack('responder')
//     .lost().data('responder', 1460).data('responder', 1460).ack('originator').retransmit('responder', -2)
//     .close('originator')
//     .pcap();
//
// Sequence numbers are relative: 0 is the SYN, 1 the first byte. A segment acknowledges what its sender has received in order so far;
// the words before a segment (lost, unseen, held, late) say what becomes of it. Every field can be overridden in the last argument.
import { type Bytes, isIpv6, pattern, text } from './bytes';
import { echo, ethernet, icmp, icmp6, ip, type Network, quote, tcp, tcpOptions, udp } from './packet';
import { type Frame, FIRST_MICROS, pcap, type PcapOptions } from './pcap';

export type Side = 'originator' | 'responder';
export interface Address { readonly address: string; readonly port: number }

export interface StoryOptions {
  readonly originator?: Address;
  readonly responder?: Address;
  /** Initial sequence numbers, absolute: near 2³² to make them wrap. */
  readonly isn?: Partial<Record<Side, number>>;
  readonly startMicros?: number;
  /** Time between two packets where the script does not say. */
  readonly stepMicros?: number;
  /** TCP options of the handshake; time stamps then stand in every segment. */
  readonly options?: { readonly mss?: number; readonly windowScale?: number; readonly sackPermitted?: boolean; readonly timestamps?: boolean };
  readonly window?: number;
  readonly vlan?: readonly number[];
  /** Puts every packet into a tunnel; `from` lets the outer addresses follow the direction. */
  readonly tunnel?: (inner: Network, from: Side) => Network;
  /** The link layer; default Ethernet with `vlan`. */
  readonly link?: (packet: Network, from: Side) => Uint8Array;
}

/** Fields of one packet that differ from what the script would send. */
export interface Overrides {
  readonly flags?: string;
  /** Relative to the sender's ISN. */
  readonly seq?: number;
  /** Relative to the peer's ISN. */
  readonly ack?: number;
  readonly window?: number;
  readonly urgent?: number;
  /** Payload: so many bytes of the stream, or exactly these. */
  readonly length?: number;
  readonly payload?: Uint8Array | string;
  /** Raw TCP options; replaces those the story would add. */
  readonly options?: Uint8Array;
  readonly checksum?: number;
  readonly ttl?: number;
  readonly id?: number;
  readonly vlan?: readonly number[];
  /** Bytes captured of the frame (a short snap length). */
  readonly captured?: number;
}

/** An ICMP query or its reply. */
export interface Query { readonly from?: Side; readonly identifier?: number; readonly length?: number }

type Fate = 'arrives' | 'lost' | 'missing' | 'unseen';
interface Sent { readonly seq: number; readonly flags: string; readonly payload: Bytes; readonly options: Uint8Array | undefined }
interface Party {
  readonly at: Address;
  isn: number;
  next: number;
  received: number;
  readonly early: [from: number, to: number][];
  readonly sent: Sent[];
  window: number;
  nextId: number;
  ttl: number;
}

export const opposite = (side: Side): Side => (side === 'originator' ? 'responder' : 'originator');

export class Story {
  readonly #options: StoryOptions;
  readonly #parties: Record<Side, Party>;
  readonly #frames: (Frame & { readonly bytes: Uint8Array; readonly micros: number })[] = [];
  readonly #held = new Map<string, (() => void)[]>();
  readonly #marks = new Map<string, number>();
  readonly #lastPacket: Partial<Record<Side, Network>> = {};
  #micros: number;
  #fate: Fate = 'arrives';
  #hold: string | undefined;
  #lastFrom: Side = 'responder';

  constructor(options: StoryOptions = {}) {
    this.#options = options;
    this.#micros = (options.startMicros ?? FIRST_MICROS) - this.#step;
    const party = (at: Address, isn: number, id: number): Party =>
      ({ at, isn, next: 1, received: 1, early: [], sent: [], window: options.window ?? 65535, nextId: id, ttl: 64 });
    this.#parties = {
      originator: party(options.originator ?? { address: '10.0.0.1', port: 40000 }, options.isn?.originator ?? 1_000_000, 0x1000),
      responder: party(options.responder ?? { address: '10.0.0.2', port: 80 }, options.isn?.responder ?? 5_000_000, 0x8000),
    };
  }

  get #step(): number { return this.#options.stepMicros ?? 1000; }

  // ---- time and fate ----

  /** Lets time pass before the next packet, besides the step. */
  wait(micros: number): this { this.#micros += micros; return this; }

  /** The next packet stands at this time after the start. */
  at(micros: number): this { this.#micros = (this.#options.startMicros ?? FIRST_MICROS) + micros - this.#step; return this; }

  /** The next segment is captured, then lost: its receiver never gets it. */
  lost(): this { this.#fate = 'lost'; return this; }

  /** The next segment is lost before the capture point: nobody sees it. */
  missing(): this { this.#fate = 'missing'; return this; }

  /** The next segment arrives, but the capture does not have it. */
  unseen(): this { this.#fate = 'unseen'; return this; }

  /** The next segment is under way until `release`: captured and received only then. */
  held(name = 'held'): this { this.#hold = name; return this; }

  release(name = 'held'): this {
    const waiting = this.#held.get(name);
    if (!waiting) throw new Error(`nothing is held as ${name}`);
    this.#held.delete(name);
    for (const arrive of waiting) arrive();
    return this;
  }

  /** Names the last captured frame; `frameOf` gives its number. */
  mark(name: string): this { this.#marks.set(name, this.#frames.length); return this; }

  frameOf(name: string): number {
    const frame = this.#marks.get(name);
    if (frame === undefined) throw new Error(`no frame is marked ${name}`);
    return frame;
  }

  // ---- TCP: opening ----

  syn(from: Side = 'originator', over: Overrides = {}): this {
    return this.segment(from, { flags: 'S', seq: 0, ack: 0, options: this.#handshakeOptions(from), ...over });
  }

  synAck(from: Side = 'responder', over: Overrides = {}): this {
    return this.segment(from, { flags: 'SA', seq: 0, options: this.#handshakeOptions(from), ...over });
  }

  handshake(): this { return this.syn().synAck().ack('originator'); }

  // ---- TCP: talking ----

  /** A pure ACK; without a name, by whoever did not send last. */
  ack(from: Side = opposite(this.#lastFrom), over: Overrides = {}): this { return this.segment(from, { flags: 'A', ...over }); }

  data(from: Side, payload: number | string, over: Overrides = {}): this {
    return this.segment(from, { flags: 'PA', ...(typeof payload === 'number' ? { length: payload } : { payload }), ...over });
  }

  /** So many bytes in segments of `mss`, an ACK of the peer after every second one. */
  stream(from: Side, bytes: number, mss = 1460): this {
    for (let sent = 0, n = 1; sent < bytes; sent += mss, n++) {
      this.segment(from, { flags: sent + mss >= bytes ? 'PA' : 'A', length: Math.min(mss, bytes - sent) });
      if (n % 2 === 0) this.ack(opposite(from));
    }
    return this;
  }

  /** The same ACK again, so many times. */
  duplicateAck(from: Side, times = 1, over: Overrides = {}): this {
    for (let i = 0; i < times; i++) this.ack(from, over);
    return this;
  }

  /** Sends an earlier segment again: 0 the first with sequence space, -1 the last. A new IP id, as a real sender gives it. */
  retransmit(from: Side, which = -1, over: Overrides = {}): this {
    const again = this.#parties[from].sent.at(which);
    if (!again) throw new Error(`${from} has sent no segment ${which}`);
    const { seq, flags, payload, options } = again;
    return this.segment(from, { flags, seq, payload, ...(options ? { options } : {}), ...over });
  }

  /** The last captured frame once more, bit for bit: what a duplicating network, or a mirror port, delivers. */
  duplicate(over: { readonly afterMicros?: number } = {}): this {
    const last = this.#frames.at(-1);
    if (!last) throw new Error('nothing to duplicate');
    this.#micros += over.afterMicros ?? this.#step;
    this.#frames.push({ ...last, micros: this.#micros });
    return this;
  }

  /** One byte (or none) below the next: asks whether the peer is still there (RFC 9293 §3.8.4). */
  keepAlive(from: Side, length: 0 | 1 = 0): this {
    return this.segment(from, { flags: 'A', seq: this.#parties[from].next - 1, length });
  }

  zeroWindow(from: Side): this { return this.ack(from, { window: 0 }); }

  /** One new byte into a closed window; it is not received (RFC 9293 §3.8.6.1). */
  windowProbe(from: Side): this {
    const me = this.#parties[from];
    const { next } = me;
    this.lost().segment(from, { flags: 'A', length: 1 });
    me.next = next;
    me.sent.pop();
    return this;
  }

  windowUpdate(from: Side, window = 65535): this { return this.ack(from, { window }); }

  /** The window this side announces from now on (unscaled). */
  window(side: Side, window: number): this { this.#parties[side].window = window; return this; }

  ttl(side: Side, ttl: number): this { this.#parties[side].ttl = ttl; return this; }

  // ---- TCP: closing ----

  fin(from: Side = 'originator', over: Overrides = {}): this { return this.segment(from, { flags: 'FA', ...over }); }

  /** RST with ACK, as a host that drops a live connection sends it; `{ flags: 'R' }` for the bare one. */
  reset(from: Side, over: Overrides = {}): this { return this.segment(from, { flags: 'RA', ...over }); }

  /** RST as an answer to a segment nobody waits for: SEQ is its ACK, or 0 with an ACK of all it sent (RFC 9293 §3.10.7.1). */
  refuse(from: Side = 'responder'): this { return this.segment(from, { flags: 'RA', seq: -this.#parties[from].isn, window: 0 }); }

  /** FIN, ACK, FIN, ACK. */
  close(first: Side = 'originator'): this { return this.fin(first).ack(opposite(first)).fin(opposite(first)).ack(first); }

  /** The same tuple, a new connection: new ISNs, nothing remembered. */
  reuse(isn: Partial<Record<Side, number>> = {}): this {
    for (const side of ['originator', 'responder'] as const) {
      const party = this.#parties[side];
      party.isn = isn[side] ?? (party.isn + 10_000_000) >>> 0;
      party.next = 1;
      party.received = 1;
      party.early.length = 0;
      party.sent.length = 0;
    }
    return this;
  }

  /** Any segment at all. What is not given is what the sender would send now. */
  segment(from: Side, over: Overrides): this {
    const me = this.#parties[from];
    const peer = this.#parties[opposite(from)];
    const flags = over.flags ?? 'A';
    const seq = over.seq ?? me.next;
    const payload = this.#payload(seq, over);
    const options = over.options ?? this.#timestampOptions(flags);
    const ack = over.ack === undefined ? (flags.includes('A') ? peer.isn + me.received : 0) : flags.includes('A') ? peer.isn + over.ack : over.ack;
    const start = flags.includes('S') ? seq + 1 : seq;
    const end = start + payload.length + (flags.includes('F') ? 1 : 0);
    const upper = tcp({
      srcPort: me.at.port, dstPort: peer.at.port, flags, seq: (me.isn + seq) >>> 0, ack: ack >>> 0, window: over.window ?? me.window,
      ...(options ? { options } : {}), ...(over.urgent === undefined ? {} : { urgent: over.urgent }), ...(over.checksum === undefined ? {} : { checksum: over.checksum }),
    }, payload);
    if (end > seq && !flags.includes('R')) {
      if (over.seq === undefined || end > me.next) me.sent.push({ seq, flags, payload, options: over.options });
      me.next = Math.max(me.next, end);
    }
    return this.#send(from, upper, over, () => { if (!flags.includes('R')) receive(peer, start, end); });
  }

  // ---- UDP and ICMP ----

  datagram(from: Side, payload: number | string = 32, over: Overrides = {}): this {
    const { srcPort, dstPort } = { srcPort: this.#parties[from].at.port, dstPort: this.#parties[opposite(from)].at.port };
    const bytes = typeof payload === 'number' ? pattern(payload) : text(payload);
    return this.#send(from, udp({ srcPort, dstPort, ...(over.checksum === undefined ? {} : { checksum: over.checksum }) }, bytes), over);
  }

  ping(sequence = 1, { from = 'originator', identifier = 77, length = 56 }: Query = {}): this {
    return this.#icmp(from, this.#v6 ? 128 : 8, 0, echo(identifier, sequence), pattern(length));
  }

  pong(sequence = 1, { from = 'responder', identifier = 77, length = 56 }: Query = {}): this {
    return this.#icmp(from, this.#v6 ? 129 : 0, 0, echo(identifier, sequence), pattern(length));
  }

  /** Any ICMP message between the two. */
  icmp(from: Side, type: number, code = 0, rest?: Uint8Array, payload: Uint8Array = pattern(8)): this { return this.#icmp(from, type, code, rest, payload); }

  /** An error about the last packet that `about` sent, from its peer or from a router in between. Default: port unreachable. */
  icmpError(about: Side = 'originator', { type = this.#v6 ? 1 : 3, code = this.#v6 ? 4 : 3, router, bytes = 8 }: { type?: number; code?: number; router?: string; bytes?: number } = {}): this {
    const packet = this.#lastPacket[about];
    if (!packet) throw new Error(`${about} has sent nothing yet`);
    const make = this.#v6 ? icmp6 : icmp;
    return this.#send(opposite(about), make({ type, code }, quote(packet, bytes)), {}, undefined, router);
  }

  // ---- results ----

  frames(): readonly { readonly bytes: Uint8Array; readonly micros: number; readonly wireLength?: number }[] {
    if (this.#held.size > 0) throw new Error(`still held: ${[...this.#held.keys()].join(', ')}`);
    return this.#frames;
  }

  pcap(options: PcapOptions = {}): Bytes { return pcap(this.frames(), options); }

  // ---- inside ----

  get #v6(): boolean { return isIpv6(this.#parties.originator.at.address); }

  #icmp(from: Side, type: number, code: number, rest: Uint8Array | undefined, payload: Uint8Array): this {
    return this.#send(from, (this.#v6 ? icmp6 : icmp)({ type, code, ...(rest ? { rest } : {}) }, payload), {});
  }

  #payload(seq: number, over: Overrides): Bytes {
    if (over.payload !== undefined) return typeof over.payload === 'string' ? text(over.payload) : new Uint8Array(over.payload);
    return pattern(over.length ?? 0, Math.max(0, seq - 1));
  }

  #handshakeOptions(from: Side): Uint8Array {
    const { mss, windowScale, sackPermitted, timestamps } = this.#options.options ?? {};
    return tcpOptions.join(
      ...(mss === undefined ? [] : [tcpOptions.mss(mss)]),
      ...(sackPermitted ? [tcpOptions.sackPermitted()] : []),
      ...(timestamps ? [tcpOptions.timestamps(this.#clock, from === 'originator' ? 0 : this.#clock)] : []),
      ...(windowScale === undefined ? [] : [tcpOptions.windowScale(windowScale)]),
    );
  }

  #timestampOptions(flags: string): Uint8Array | undefined {
    if (!this.#options.options?.timestamps || flags.includes('R')) return undefined;
    return tcpOptions.join(tcpOptions.nop(), tcpOptions.nop(), tcpOptions.timestamps(this.#clock, this.#clock - 1));
  }

  /** Milliseconds, as a TCP time stamp counts. */
  get #clock(): number { return Math.floor(this.#micros / 1000) >>> 0; }

  #send(from: Side, upper: Parameters<typeof ip>[1], over: Overrides, arrive?: () => void, router?: string): this {
    const me = this.#parties[from];
    const packet = ip({ src: router ?? me.at.address, dst: this.#parties[opposite(from)].at.address, ttl: over.ttl ?? me.ttl, id: over.id ?? me.nextId++ & 0xffff }, upper);
    const fate = this.#fate;
    this.#fate = 'arrives';
    this.#lastPacket[from] = packet;
    this.#lastFrom = from;
    const pass = (): void => {
      if (fate === 'arrives' || fate === 'lost') this.#capture(from, packet, over);
      if (fate === 'arrives' || fate === 'unseen') arrive?.();
    };
    if (this.#hold === undefined) pass();
    else this.#held.set(this.#hold, [...(this.#held.get(this.#hold) ?? []), pass]);
    this.#hold = undefined;
    return this;
  }

  #capture(from: Side, packet: Network, over: Overrides): void {
    this.#micros += this.#step;
    const wrapped = this.#options.tunnel?.(packet, from) ?? packet;
    const vlan = over.vlan ?? this.#options.vlan ?? [];
    const macs = from === 'originator' ? {} : { src: '02:00:00:00:00:02', dst: '02:00:00:00:00:01' };
    const whole = this.#options.link?.(wrapped, from) ?? ethernet({ vlan, ...macs }, wrapped);
    this.#frames.push({ bytes: over.captured === undefined ? whole : whole.slice(0, over.captured), micros: this.#micros, wireLength: whole.length });
  }
}

/** Takes [from, to) into what a party has received; a hole keeps the acknowledgement where it is. */
function receive(party: Party, from: number, to: number): void {
  if (to > party.received) party.early.push([from, to]);
  party.early.sort((a, b) => a[0] - b[0]);
  for (let first = party.early[0]; first && first[0] <= party.received; first = party.early[0]) {
    party.received = Math.max(party.received, first[1]);
    party.early.shift();
  }
}

export const story = (options: StoryOptions = {}): Story => new Story(options);

/** Several stories in one capture, in order of time. */
export function together(...stories: readonly Story[]): Bytes {
  return pcap(stories.flatMap((s) => s.frames()).sort((a, b) => a.micros - b.micros));
}

// Captures made by chance, from a seed: conversations that lose, repeat, reorder, overlap and lie, biased to where verdicts change.
import { random, type Random } from '../bench/random';
import { type Bytes, concat, pattern, u32, u8 } from '../make/bytes';
import { ethernet, icmp, ip, ipv4Fragments, type Network, quote, tcp, tcpOptions } from '../make/packet';
import { type Frame, FIRST_MICROS, pcap } from '../make/pcap';

interface Party { address: string; port: number; isn: number; next: number; acked: number; window: number; last: { seq: number; ack: number; window: number } }

const MICROS = [0, 1, 10, 400, 1000, 2999, 3000, 3001, 10_000, 19_999, 20_000, 20_001, 250_000, -700];
const LENGTHS = [0, 0, 0, 0, 1, 1, 2, 3, 10, 100, 100, 100, 512];
const FLAGS = ['A', 'A', 'A', 'A', 'A', 'A', 'PA', 'PA', 'PA', 'FA', 'R', 'RA', 'S', 'SA', 'F', '', 'U', 'FSRPAUEC', 'SF', 'AEC'];

const pick = <T>(r: Random, from: readonly T[]): T => from[r.int(0, from.length - 1)] as T;

/** @param conversations each of a dozen segments or so, one after the other, each on a tuple of its own */
export function randomCapture(seed: number, conversations: number): Bytes {
  const r = random(seed);
  const frames: Frame[] = [];
  let micros = FIRST_MICROS;
  for (let i = 0; i < conversations; i++) micros = converse(r, i, micros + 1000, frames);
  return pcap(frames);
}

function converse(r: Random, i: number, start: number, frames: Frame[]): number {
  const v6 = r.chance(0.1);
  const address = (n: number): string => (v6 ? `2001:db8::${n.toString(16)}:${(i & 0xffff).toString(16)}` : `10.${n}.${(i >>> 8) & 0xff}.${i & 0xff}`);
  const party = (n: number, port: number): Party => {
    const isn = r.chance(0.3) ? (0 - r.int(0, 600)) >>> 0 : r.word();
    const window = pick(r, [0, 1, 100, 512, 8192, 65535]);
    return { address: address(n), port, isn, next: isn, acked: 0, window, last: { seq: isn, ack: 0, window } };
  };
  const same = r.chance(0.02);
  const parties: [Party, Party] = [party(1, 20_001), party(same ? 1 : 2, r.chance(0.5) ? 20_002 : 20_000)];
  let micros = start;
  if (r.chance(0.7)) micros = handshake(r, parties, micros, frames);
  for (let n = r.int(4, 24); n > 0; n--) {
    micros += pick(r, MICROS);
    const side = r.int(0, 1);
    const [from, to] = side === 0 ? parties : [parties[1], parties[0]];
    if (r.chance(0.12)) answerTogether(r, from, to, micros, frames);
    else segment(r, from, to, micros, frames);
  }
  return micros;
}

function handshake(r: Random, [a, b]: [Party, Party], start: number, frames: Frame[]): number {
  let micros = start;
  const pause = (): void => { micros += pick(r, [1, 500, 2000, 15_000, 60_000]); };
  const syn = handshakeOptions(r);
  send(a, b, 'S', a.isn, 0, 0, syn, micros, frames, a.window);
  a.next = (a.isn + 1) >>> 0;
  pause();
  if (r.chance(0.2)) { send(a, b, 'S', a.isn, 0, 0, syn, micros, frames, a.window); pause(); }
  if (r.chance(0.9)) send(b, a, 'SA', b.isn, a.next, 0, handshakeOptions(r), micros, frames, b.window);
  b.next = (b.isn + 1) >>> 0;
  pause();
  if (r.chance(0.9)) send(a, b, 'A', a.next, b.next, 0, undefined, micros, frames, a.window);
  return micros;
}

function handshakeOptions(r: Random): Uint8Array | undefined {
  if (r.chance(0.1)) return undefined;
  return tcpOptions.join(
    tcpOptions.mss(1460),
    ...(r.chance(0.6) ? [tcpOptions.windowScale(pick(r, [0, 1, 2, 7, 14, 20]))] : []),
    ...(r.chance(0.1) ? [tcpOptions.fastOpen(pattern(pick(r, [0, 4, 8])))] : []),
    ...(r.chance(0.1) ? [u8(30, 12, 0x01, 1), u32(r.word(), r.word())] : []),
  );
}

/** The same ACK several times and what it asks for: duplicate ACKs, keep-alives and probes need an answer to be judged. */
function answerTogether(r: Random, from: Party, to: Party, start: number, frames: Frame[]): void {
  const ack = r.chance(0.5) ? from.last.ack : to.next;
  let micros = start;
  for (let n = r.int(1, 4); n > 0; n--) {
    send(from, to, 'A', from.next, ack, 0, options(r, ack), micros, frames, from.last.window);
    micros += pick(r, [0, 10, 900]);
  }
  micros += pick(r, MICROS);
  send(to, from, pick(r, ['A', 'PA', 'FA']), ack, from.next, pick(r, LENGTHS), undefined, micros, frames, to.last.window);
}

function segment(r: Random, from: Party, to: Party, micros: number, frames: Frame[]): void {
  const length = pick(r, LENGTHS);
  const seq = pick(r, [
    from.next, from.next, from.next, from.next, from.next, from.next - 1, from.next - 1, from.next - length, from.last.seq, from.isn, from.next + 1, from.next + r.int(1, 2000),
    from.next - r.int(1, 1200), to.last.ack, to.last.ack - length, r.chance(0.1) ? 0 : from.next, r.chance(0.1) ? r.word() : from.next,
  ]);
  const ack = pick(r, [
    to.next, to.next, to.next, to.next, from.last.ack, from.last.ack, from.last.ack, to.next - r.int(0, 300), to.next + r.int(0, 600), to.last.seq, 0,
  ]);
  const scaled = to.last.ack + to.last.window - seq;
  const full = r.chance(0.05) && scaled > 0 && scaled < 2000 ? scaled : length;
  const window = pick(r, [from.last.window, from.last.window, from.last.window, from.window, 0, 0, r.int(0, 65535)]);
  if (r.chance(0.02)) from.isn = r.chance(0.5) ? r.word() : seq >>> 0;
  send(from, to, pick(r, FLAGS), seq, ack, full, options(r, ack), micros, frames, window, fate(r));
}

function options(r: Random, ack: number): Uint8Array | undefined {
  if (r.chance(0.8)) return undefined;
  return tcpOptions.join(...Array.from({ length: r.int(1, 2) }, () => pick(r, [
    tcpOptions.sack([(ack + 100) >>> 0, (ack + 200) >>> 0]), tcpOptions.sack([(ack - 100) >>> 0, ack >>> 0], [(ack + 10) >>> 0, (ack + 20) >>> 0]), tcpOptions.timestamps(1, 2),
    tcpOptions.windowScale(pick(r, [1, 3, 9])), tcpOptions.fastOpen(pattern(pick(r, [0, 4]))), tcpOptions.nop(), tcpOptions.end(), u8(pick(r, [2, 3, 4, 5, 8, 99]), pick(r, [0, 1, 2, 3, 5, 40]), 7, 7, 7),
    u8(30, 4, pick(r, [0x20, 0x50, 0x60, 0x30]), 0), u8(5, 2), u8(5, 6, 1, 2, 3, 4), u8(253, 6, 0xf9, 0x89, 1, 2),
  ])));
}

type Fate = 'plain' | 'cut' | 'header' | 'quoted' | 'fragments' | 'trimmed';

function fate(r: Random): Fate {
  return r.chance(0.9) ? 'plain' : pick(r, ['cut', 'cut', 'header', 'quoted', 'fragments', 'trimmed'] as const);
}

function send(
  from: Party, to: Party, flags: string, rawSeq: number, rawAck: number, length: number, optionBytes: Uint8Array | undefined, micros: number, frames: Frame[], window: number, how: Fate = 'plain',
): void {
  const [seq, ack] = [rawSeq >>> 0, rawAck >>> 0];
  const fields = {
    srcPort: from.port, dstPort: to.port, flags, seq, ack, window, ...(optionBytes ? { options: optionBytes } : {}), ...(how === 'header' ? { dataOffset: seq % 16 } : {}),
  };
  const upper = tcp(fields, pattern(length));
  const packet = ip({ src: from.address, dst: to.address, id: frames.length & 0xffff }, upper);
  for (const frame of captured(from, to, packet, how, seq, upper, frames.length)) frames.push({ ...frame, micros });
  if (how === 'quoted') return;
  const end = (seq + length + (/[SF]/.test(flags) ? 1 : 0)) >>> 0;
  if (((end - from.next) | 0) > 0 && ((end - from.next) | 0) < 70_000) from.next = end;
  from.last = { seq, ack, window };
}

function captured(from: Party, to: Party, packet: Network, how: Fate, seed: number, upper: Parameters<typeof ip>[1], id: number): Frame[] {
  const whole = ethernet({}, packet);
  const v6 = packet.etherType === 0x86dd;
  switch (how) {
    case 'cut': return [{ bytes: whole.slice(0, (v6 ? 54 : 34) + (seed % 44)), wireLength: whole.length }];
    // The IP header promises more than the frame had.
    case 'trimmed': return [{ bytes: whole.slice(0, whole.length - (seed % 9)) }];
    case 'quoted': return v6 ? [] : [{ bytes: ethernet({}, ip({ src: to.address, dst: from.address }, icmp({ type: 3, code: 3 }, concat(quote(packet, 8 + (seed % 60)))))) }];
    case 'fragments': return v6 ? [{ bytes: whole }] : ipv4Fragments({ src: from.address, dst: to.address, id: id & 0xffff }, upper, 8 + 8 * (seed % 9)).map((piece) => ({ bytes: ethernet({}, piece) }));
    default: return [{ bytes: whole }];
  }
}

// A second, slow and plain telling of Zeek's rules: numbers relative to the first one and never wrapping, a list of blocks without limit,
// the history as a string. The view is compared with it over random segments.

const FIN = 1;
const SYN = 2;
const RST = 4;
const ACK = 16;

export interface ModelSegment {
  readonly d: 0 | 1;
  readonly flags: number;
  readonly seq: number;
  readonly ack: number;
  readonly window: number;
  readonly length: number;
  readonly captured: number;
}

type State = 'INACTIVE' | 'SYN_SENT' | 'SYN_ACK_SENT' | 'PARTIAL' | 'ESTABLISHED' | 'CLOSED' | 'RESET';
type Kind = 'c' | 'g' | 't' | 'w';

class End {
  state: State = 'INACTIVE';
  previous: State = 'INACTIVE';
  start = 0;
  last = 0;
  ack = 0;
  lastWraps = 0;
  ackWraps = 0;
  finCount = 0;
  finSeq = 0;
  histSyn = 0;
  histFin = 0;
  histRst = 0;
  firstSeen = false;
  missed = 0;
  readonly counts: Record<Kind, number> = { c: 0, g: 0, t: 0, w: 0 };
  /** Relative; the reassembler. */
  delivered = 1;
  blocks: [number, number][] = [];
  skip = false;

  set(state: State): void {
    if (state === this.state) return;
    this.previous = this.state;
    this.state = state;
  }
  /** A 32-bit number as an offset from the first one. */
  relative(seq: number, last: number, wraps: number): { at: number; before: boolean } {
    const delta = (seq - last) | 0;
    if (delta < 0 && wraps > 0 && seq > last) wraps--;
    else if (delta > 0 && seq < last) wraps++;
    if (wraps === 0) {
      const at = (seq - this.start) | 0;
      return { at, before: at < 0 };
    }
    return { at: wraps * 2 ** 32 + seq - this.start, before: false };
  }
  get noDataAcked(): boolean {
    const ack = this.ackWraps * 2 ** 32 + this.ack;
    return ack === this.start || ack === this.start + 1;
  }
  get clean(): boolean { return this.state === 'ESTABLISHED' || (this.state === 'CLOSED' && this.previous === 'ESTABLISHED'); }
}

const u32 = (n: number): number => n >>> 0;

export class ZeekModel {
  history = '';
  /** Most blocks above a hole at any time. */
  mostBlocks = 0;
  readonly ends: readonly [End, End] = [new End(), new End()];
  private readonly seen = new Set<string>();
  private partial = false;
  private originator: 0 | 1;

  /** @param originator whom Zeek takes for the originator at the first packet; `flipped` against its sender */
  constructor(originator: 0 | 1, flipped: boolean) {
    this.originator = originator;
    if (flipped) this.history = '^';
  }

  get orig(): End { return this.ends[this.originator]; }
  get resp(): End { return this.ends[this.originator === 0 ? 1 : 0]; }
  get swapped(): boolean { return this.originator === 1; }

  segment(s: ModelSegment): void {
    const e = this.ends[s.d];
    const p = this.ends[s.d === 0 ? 1 : 0];
    const has = (flag: number): boolean => (s.flags & flag) !== 0;
    const plain = !has(SYN) && !has(FIN) && !has(RST);
    if (this.history === 'H' && plain && (s.length > 0 || has(ACK))) {
      this.flip();
      this.history = '^h';
      e.firstSeen = p.firstSeen = true;
    }
    if (!e.firstSeen) {
      if (e === this.orig) this.partial = !has(SYN) || has(ACK);
      else if (!this.partial) this.partial = !has(SYN);
    }
    const spanned = (has(RST) ? 0 : s.length) + (has(SYN) ? 1 : 0) + (has(FIN) ? 1 : 0);
    const end = u32(s.seq + spanned);
    this.startEnd(e, s, end);
    const { at, before } = e.relative(s.seq, e.last, e.lastWraps);
    this.letters(e, s, at, plain);
    if (s.window === 0 && !has(RST) && p.state !== 'CLOSED' && e.state !== 'RESET') this.count(e, 'w');
    if (has(FIN)) {
      e.finCount++;
      e.finSeq = at + spanned;
    }
    let acked = 0;
    if (has(ACK)) {
      if (p.state === 'INACTIVE') {
        acked = 1;
        p.start = p.last = p.ack = u32(s.ack - 1);
      } else {
        const r = p.relative(s.ack, p.ack, p.ackWraps);
        const delta = (s.ack - p.ack) | 0;
        if (!r.before) {
          acked = r.at;
          if (!has(RST) && delta > 0 && !(s.ack === 0 && delta > 1_048_576)) {
            if (s.ack < p.ack) p.ackWraps++;
            p.ack = s.ack;
          }
        }
      }
    }
    const news = (end - e.last) | 0;
    const move = (): void => {
      if (end < e.last && news > 0) e.lastWraps++; // unlike Zeek: see moveLast
      e.last = end;
    };
    if ((has(SYN) || has(RST)) && Math.abs(news) > 1_048_576) { /* not believed */ }
    else if (has(FIN) && e.last === e.start + 1) move();
    else if (e.state === 'RESET') { /* nor is anything after a RST */ }
    else if (news > 0) move();
    else if (s.length > 0) this.count(e, 't');
    this.states(e, p, s, plain);
    if (has(ACK)) this.ackReceived(p, acked);
    e.firstSeen = true;
    if (s.length > 0 && s.captured >= s.length && !has(RST) && !before) this.dataSent(e, has(SYN) ? at + 1 : at, s.length);
    this.mostBlocks = Math.max(this.mostBlocks, e.blocks.length, p.blocks.length);
  }

  size(d: 0 | 1): number {
    const e = this.ends[d];
    const p = this.ends[d === 0 ? 1 : 0];
    if (e.previous === 'SYN_SENT' && e.state === 'RESET' && p.state === 'INACTIVE' && !e.noDataAcked) return 0;
    let size = Math.max(e.last + e.lastWraps * 2 ** 32, e.ack + e.ackWraps * 2 ** 32) - e.start;
    if (size !== 0) size--;
    if (e.finCount > 0 && size !== 0) size--;
    return Math.max(size, 0);
  }

  get connState(): string {
    const os = this.orig.state;
    const rs = this.resp.state;
    const quiet = (state: State): boolean => state === 'INACTIVE' || state === 'PARTIAL';
    if (rs === 'RESET') {
      if (os === 'SYN_SENT' || os === 'SYN_ACK_SENT' || (os === 'RESET' && this.size(0) === 0 && this.size(1) === 0)) return 'REJ';
      return quiet(os) ? 'RSTRH' : 'RSTR';
    }
    if (os === 'RESET') return !quiet(rs) ? 'RSTO' : /^\^?S[^HAFGIQ]*R.*$/.test(this.history) ? 'RSTOS0' : 'OTH';
    if (rs === 'CLOSED') return os === 'CLOSED' ? 'SF' : quiet(os) ? 'SHR' : 'S3';
    if (os === 'CLOSED') return quiet(rs) ? 'SH' : 'S2';
    if (os === 'SYN_SENT' && rs === 'INACTIVE') return 'S0';
    return os === 'ESTABLISHED' && rs === 'ESTABLISHED' ? 'S1' : 'OTH';
  }

  private flip(): void {
    this.originator = this.originator === 0 ? 1 : 0;
    this.partial = false;
  }

  private add(e: End, letter: string): void { this.history += e === this.orig ? letter : letter.toLowerCase(); }

  private once(e: End, mask: string, letter: string): boolean {
    const key = `${e === this.orig ? 'orig' : 'resp'} ${mask}`;
    if (this.seen.has(key)) return true;
    this.seen.add(key);
    this.add(e, letter);
    return false;
  }

  private count(e: End, kind: Kind): void {
    if (/^10*$/.test(String(++e.counts[kind]))) this.add(e, kind.toUpperCase());
  }

  private startEnd(e: End, s: ModelSegment, end: number): void {
    const syn = (s.flags & SYN) !== 0;
    const take = (): void => {
      e.start = e.ack = s.seq;
      e.last = end;
      e.lastWraps = e.ackWraps = 0; // unlike Zeek: see startNumbers
    };
    switch (e.state) {
      case 'INACTIVE':
        if (syn) take();
        else {
          e.start = e.ack = u32(s.seq - 1);
          e.last = s.seq;
        }
        break;
      case 'SYN_SENT': case 'SYN_ACK_SENT': if (syn && s.seq !== e.start) take(); break;
      case 'ESTABLISHED': case 'PARTIAL': if (syn) take(); break;
      case 'RESET': if (syn && e.previous === 'INACTIVE') take(); break;
      case 'CLOSED': break;
    }
  }

  private letters(e: End, s: ModelSegment, at: number, plain: boolean): void {
    const syn = (s.flags & SYN) !== 0;
    const fin = (s.flags & FIN) !== 0;
    const rst = (s.flags & RST) !== 0;
    if (Number(syn) + Number(fin) + Number(rst) > 1) {
      if (fin && rst) this.once(e, 'fin-rst', 'I');
      else this.once(e, 'multi', 'Q');
    } else if (syn) {
      const letter = (s.flags & ACK) !== 0 ? 'H' : 'S';
      if (this.once(e, 'syn', letter) && at !== e.histSyn) this.add(e, letter);
      e.histSyn = at;
    } else if (fin) {
      if (this.once(e, 'fin', 'F') && at + s.length !== e.histFin) this.add(e, 'F');
      e.histFin = at + s.length;
    } else if (rst) {
      if (this.once(e, 'rst', 'R') && at !== e.histRst) this.add(e, 'R');
      e.histRst = at;
    } else if (plain && s.length > 0) this.once(e, 'data', 'D');
    else if ((s.flags & ACK) !== 0) this.once(e, 'ack', 'A');
  }

  private states(e: End, p: End, s: ModelSegment, plain: boolean): void {
    const syn = (s.flags & SYN) !== 0;
    const ack = (s.flags & ACK) !== 0;
    const fin = (s.flags & FIN) !== 0;
    const rst = (s.flags & RST) !== 0;
    switch (e.state) {
      case 'INACTIVE':
        if (syn && e === this.orig) e.set(ack ? 'SYN_ACK_SENT' : 'SYN_SENT');
        else if (syn) {
          if (!ack && p.state === 'SYN_ACK_SENT') {
            this.flip();
            this.history += '^';
            p.set('ESTABLISHED');
          }
          if (p.state === 'SYN_SENT') p.set('ESTABLISHED');
          e.set('ESTABLISHED');
        }
        if (fin) e.set('CLOSED');
        if (rst) e.set('RESET');
        if (!plain) break;
        if (e === this.resp && s.length === 0 && this.orig.state === 'SYN_SENT') break;
        if (ack && p.state === 'ESTABLISHED') {
          e.set('ESTABLISHED');
          this.partial = false;
        } else e.set('PARTIAL');
        break;
      case 'SYN_SENT': case 'SYN_ACK_SENT':
        if (fin) e.set('CLOSED');
        if (rst) e.set('RESET');
        break;
      case 'ESTABLISHED': case 'PARTIAL':
        if (syn && e.state === 'PARTIAL' && p.state === 'INACTIVE' && !ack) e.set('SYN_SENT');
        if (fin && !rst) {
          e.set('CLOSED');
          if (p.state === 'RESET' && p.previous === 'CLOSED') p.set('CLOSED');
        }
        if (rst) e.set('RESET');
        break;
      case 'CLOSED': if (rst && p.state !== 'CLOSED') e.set('RESET'); break;
      case 'RESET': break;
    }
  }

  private gap(e: End, bytes: number): void {
    if (!this.orig.clean || !this.resp.clean) return;
    this.count(e, 'g');
    e.missed += bytes;
  }

  private ackReceived(e: End, upTo: number): void {
    if (e.finCount > 0 && upTo >= e.finSeq) upTo = e.finSeq - 1;
    if (upTo <= e.delivered || (upTo <= 2 && this.partial)) return;
    if (!e.skip) {
      while (e.blocks[0] && e.blocks[0][0] < upTo) {
        this.gap(e, e.blocks[0][0] - e.delivered);
        e.delivered = e.blocks[0][0];
        this.deliver(e);
      }
      if (upTo > e.delivered) this.gap(e, upTo - e.delivered);
    }
    e.delivered = Math.max(e.delivered, upTo);
    this.deliver(e);
  }

  private deliver(e: End): void {
    while (e.blocks[0] && e.blocks[0][0] <= e.delivered) {
      e.delivered = Math.max(e.delivered, e.blocks[0][1]);
      e.blocks.shift();
    }
  }

  private dataSent(e: End, from: number, length: number): void {
    if (e.skip) return;
    const to = from + length;
    const ack = e.ackWraps * 2 ** 32 + e.ack - e.start;
    if (to <= ack) return;
    e.blocks.push([Math.max(from, ack), to]);
    e.blocks.sort((a, b) => a[0] - b[0]);
    const joined: [number, number][] = [];
    for (const [a, b] of e.blocks) {
      const top = joined.at(-1);
      if (top && a <= top[1]) top[1] = Math.max(top[1], b);
      else joined.push([a, b]);
    }
    e.blocks = joined;
    this.deliver(e);
    const top = e.blocks.at(-1);
    if (e.noDataAcked && top && top[1] - e.delivered > 16_384) {
      e.blocks = [];
      e.skip = true;
    }
  }
}

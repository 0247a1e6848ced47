// TCP options (RFC 9293 §3.2, 7323, 2018, 2883, 7413, 8684, 5482, 2385, 5925) into one reused array of slots.

/** What `parseTcpOptions` writes to: an Int32Array of TCP_OPTION_SLOTS. */
export type TcpOptions = Int32Array;

export const O_MSS = 0; // 0: absent
export const O_WSCALE = 1; // shift count as sent (up to 255); -1: absent
export const O_SACK_PERMITTED = 2; // 1: present
export const O_SACK_COUNT = 3; // blocks, 0 to 4
export const O_SACK_0_LEFT = 4; // left and right edge of each block, signed 32-bit; the first may be a D-SACK
export const O_SACK_0_RIGHT = 5;
export const O_TS_PRESENT = 12; // 1: present
export const O_TSVAL = 13; // signed 32-bit
export const O_TSECR = 14;
export const O_TFO = 15; // 0: absent; 1: a cookie is asked for; else 1 + bytes of the cookie
export const O_MPTCP = 16; // subtype of the first MPTCP option (0 MP_CAPABLE, 1 MP_JOIN, 2 DSS …); -1: absent
export const O_MD5 = 17; // 1: signed (RFC 2385)
export const O_AO = 18; // 1: authenticated (RFC 5925)
export const O_USER_TIMEOUT = 19; // 16 bits as sent, the highest for minutes; -1: absent
export const O_UNKNOWN = 20; // options of other kinds
export const O_MALFORMED = 21; // 1: a length contradicts the kind or the space; what came before it holds
export const TCP_OPTION_SLOTS = 24;

/** NOP, NOP, time stamps: what nearly every segment of an open connection carries. */
const PADDED_TIME_STAMPS = 0x0101_080a;
const MOST_SACK_BLOCKS = 4;
/** Shared option of experiments; Fast Open was one (RFC 6994). */
const EXPERIMENT_FAST_OPEN = 0xf989;

export function createTcpOptions(): TcpOptions {
  const out = new Int32Array(TCP_OPTION_SLOTS);
  clear(out);
  return out;
}

/** Reads `length` bytes of options; all of them are there. */
export function parseTcpOptions(view: DataView, at: number, length: number, out: TcpOptions): void {
  clear(out);
  if (length === 0) return;
  if (length === 12 && view.getInt32(at) === PADDED_TIME_STAMPS) {
    timeStamps(view, at + 4, out);
    return;
  }
  parse(view, at, at + length, out);
}

function clear(out: TcpOptions): void {
  out[O_MSS] = 0;
  out[O_WSCALE] = -1;
  out[O_SACK_PERMITTED] = 0;
  out[O_SACK_COUNT] = 0;
  out[O_TS_PRESENT] = 0;
  out[O_TSVAL] = 0;
  out[O_TSECR] = 0;
  out[O_TFO] = 0;
  out[O_MPTCP] = -1;
  out[O_MD5] = 0;
  out[O_AO] = 0;
  out[O_USER_TIMEOUT] = -1;
  out[O_UNKNOWN] = 0;
  out[O_MALFORMED] = 0;
}

function timeStamps(view: DataView, at: number, out: TcpOptions): void {
  out[O_TS_PRESENT] = 1;
  out[O_TSVAL] = view.getInt32(at);
  out[O_TSECR] = view.getInt32(at + 4);
}

function parse(view: DataView, from: number, end: number, out: TcpOptions): void {
  for (let at = from; at < end;) {
    const kind = view.getUint8(at);
    if (kind === 0) return;
    if (kind === 1) {
      at++;
      continue;
    }
    const size = at + 1 < end ? view.getUint8(at + 1) : 0;
    if (size < 2 || at + size > end) {
      out[O_MALFORMED] = 1;
      return;
    }
    if (!take(view, at, kind, size, out)) out[O_MALFORMED] = 1;
    at += size;
  }
}

/** One option; false when its length is wrong for its kind. */
function take(view: DataView, at: number, kind: number, size: number, out: TcpOptions): boolean {
  switch (kind) {
    case 2:
      if (size !== 4) return false;
      out[O_MSS] = view.getUint16(at + 2);
      return true;
    case 3:
      if (size !== 3) return false;
      out[O_WSCALE] = view.getUint8(at + 2);
      return true;
    case 4:
      out[O_SACK_PERMITTED] = 1;
      return size === 2;
    case 5:
      return sackBlocks(view, at + 2, size - 2, out);
    case 8:
      if (size !== 10) return false;
      timeStamps(view, at + 2, out);
      return true;
    case 19:
      out[O_MD5] = 1;
      return size === 18;
    case 28:
      if (size !== 4) return false;
      out[O_USER_TIMEOUT] = view.getUint16(at + 2);
      return true;
    case 29:
      out[O_AO] = 1;
      return size >= 4;
    case 30:
      if (size < 3) return false;
      if (out[O_MPTCP] < 0) out[O_MPTCP] = view.getUint8(at + 2) >>> 4;
      return true;
    case 34:
      return fastOpen(size - 2, out);
    case 253: case 254:
      if (size >= 4 && view.getUint16(at + 2) === EXPERIMENT_FAST_OPEN) return fastOpen(size - 4, out);
      out[O_UNKNOWN]++;
      return true;
    default:
      out[O_UNKNOWN]++;
      return true;
  }
}

function sackBlocks(view: DataView, at: number, bytes: number, out: TcpOptions): boolean {
  const count = Math.min(bytes >>> 3, MOST_SACK_BLOCKS);
  for (let i = 0; i < count; i++) {
    out[O_SACK_0_LEFT + 2 * i] = view.getInt32(at + 8 * i);
    out[O_SACK_0_RIGHT + 2 * i] = view.getInt32(at + 8 * i + 4);
  }
  out[O_SACK_COUNT] = count;
  return bytes > 0 && (bytes & 7) === 0 && bytes >>> 3 === count;
}

/** A cookie is 4 to 16 bytes of even number; none asks for one (RFC 7413 §4.1.1). */
function fastOpen(cookie: number, out: TcpOptions): boolean {
  out[O_TFO] = 1 + cookie;
  return cookie === 0 || (cookie >= 4 && cookie <= 16 && (cookie & 1) === 0);
}

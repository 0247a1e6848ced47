// TCP options: all that matter, wherever they stand, and lengths that lie.
import { describe, expect, it } from 'vitest';
import * as o from '../../../main/tracker/decode/tcp-options';
import { concat, hex, u16, u32, u8 } from '../../make/bytes';
import { tcpOptions } from '../../make/packet';

const NAMES = {
  mss: o.O_MSS, wscale: o.O_WSCALE, sackPermitted: o.O_SACK_PERMITTED, sackCount: o.O_SACK_COUNT, ts: o.O_TS_PRESENT, tsval: o.O_TSVAL, tsecr: o.O_TSECR,
  tfo: o.O_TFO, mptcp: o.O_MPTCP, md5: o.O_MD5, ao: o.O_AO, userTimeout: o.O_USER_TIMEOUT, unknown: o.O_UNKNOWN, malformed: o.O_MALFORMED,
} as const;
const ABSENT = { mss: 0, wscale: -1, sackPermitted: 0, sackCount: 0, ts: 0, tsval: 0, tsecr: 0, tfo: 0, mptcp: -1, md5: 0, ao: 0, userTimeout: -1, unknown: 0, malformed: 0 };

const out = o.createTcpOptions();

/** Parses options that end exactly where the view ends, so that a read beyond throws. */
function parse(...pieces: Uint8Array[]): Record<keyof typeof NAMES, number> {
  const bytes = concat(u8(0xee, 0xee, 0xee), ...pieces);
  o.parseTcpOptions(new DataView(bytes.buffer), 3, bytes.length - 3, out);
  return Object.fromEntries(Object.entries(NAMES).map(([name, slot]) => [name, out[slot]])) as Record<keyof typeof NAMES, number>;
}

const { mss, windowScale, sackPermitted, sack, timestamps, fastOpen, md5, nop, end } = tcpOptions;

describe('TCP options', () => {
  it('are all absent in a header without any', () => {
    expect(parse()).toEqual(ABSENT);
    expect(parse(nop(), nop(), nop(), end())).toEqual(ABSENT);
  });

  it('of a usual SYN are read', () => {
    expect(parse(mss(1460), sackPermitted(), timestamps(0xfffffff0, 0), nop(), windowScale(7)))
      .toEqual({ ...ABSENT, mss: 1460, sackPermitted: 1, ts: 1, tsval: -16, wscale: 7 });
  });

  it('are the same by the short way and the long one', () => {
    const short = parse(nop(), nop(), timestamps(0x80000001, 7));
    expect(short).toEqual({ ...ABSENT, ts: 1, tsval: -0x7fffffff, tsecr: 7 });
    expect(parse(timestamps(0x80000001, 7), nop(), nop())).toEqual(short);
  });

  it('hold up to four SACK blocks', () => {
    parse(nop(), nop(), sack([1, 2], [0xfffffff0, 4], [5, 6], [7, 8]));
    expect(out[o.O_SACK_COUNT]).toBe(4);
    expect([...out.subarray(o.O_SACK_0_LEFT, o.O_SACK_0_LEFT + 8)]).toEqual([1, 2, -16, 4, 5, 6, 7, 8]);
    expect(parse(nop(), nop(), timestamps(1, 2), nop(), nop(), sack([1, 2])).sackCount).toBe(1);
  });

  it('tell of Fast Open, multipath, signatures and time-outs', () => {
    expect(parse(fastOpen())).toEqual({ ...ABSENT, tfo: 1 });
    expect(parse(fastOpen(hex('0011223344556677')))).toEqual({ ...ABSENT, tfo: 9 });
    expect(parse(concat(u8(254, 12), u16(0xf989), hex('0011223344556677')))).toEqual({ ...ABSENT, tfo: 9 });
    expect(parse(u8(30, 4, 0x01, 0x81), u8(30, 8, 0x20, 0), u32(1))).toEqual({ ...ABSENT, mptcp: 0 });
    expect(parse(u8(30, 8, 0x20, 0), u32(1))).toEqual({ ...ABSENT, mptcp: 2 });
    expect(parse(md5(), concat(u8(29, 16, 1, 1), new Uint8Array(12)), u8(28, 4, 0x80, 5))).toEqual({ ...ABSENT, md5: 1, ao: 1, userTimeout: 0x8005 });
  });

  it('of unknown kinds are counted and passed over', () => {
    expect(parse(u8(77, 3, 1), u8(253, 4, 1, 2), u8(200, 2), windowScale(3))).toEqual({ ...ABSENT, unknown: 3, wscale: 3 });
  });

  it('with lengths that lie are marked, and what came before holds', () => {
    for (const lie of [u8(2, 0), u8(2, 1), u8(2, 40), u8(8), u8(5, 10, 1)]) expect(parse(windowScale(5), lie)).toEqual({ ...ABSENT, wscale: 5, malformed: 1 });
    expect(parse(u8(2, 3, 1), windowScale(5))).toEqual({ ...ABSENT, wscale: 5, malformed: 1 });
    expect(parse(u8(3, 4, 1, 1), mss(9))).toEqual({ ...ABSENT, mss: 9, malformed: 1 });
    expect(parse(u8(5, 6), u32(1), fastOpen(hex('00')))).toEqual({ ...ABSENT, tfo: 2, malformed: 1 });
  });
});

// pcapng for tests, block by block, so that a file can be put together in any order, legal or not.
import { type Bytes, concat, text } from './bytes';

export interface NgOption {
  readonly code: number;
  readonly value: Uint8Array;
}

export interface InterfaceFields {
  readonly linkType?: number;
  readonly snapLength?: number;
  /** if_tsresol: 6 is microseconds, 9 nanoseconds, 0x80 | n a power of two. */
  readonly tsResolution?: number;
  /** if_tsoffset: seconds added to every time stamp. */
  readonly tsOffset?: bigint;
  readonly name?: string;
  readonly options?: readonly NgOption[];
}

export interface PacketFields {
  readonly interface?: number;
  /** In units of the interface's resolution. */
  readonly ticks?: bigint | number;
  readonly wireLength?: number;
  readonly options?: readonly NgOption[];
}

/** Writers for one byte order. */
export interface Blocks {
  section(options?: { readonly length?: bigint; readonly options?: readonly NgOption[] }): Bytes;
  interface(fields?: InterfaceFields): Bytes;
  /** Enhanced packet block. */
  packet(bytes: Uint8Array, fields?: PacketFields): Bytes;
  simplePacket(bytes: Uint8Array, wireLength?: number): Bytes;
  /** The obsolete packet block (type 2). */
  oldPacket(bytes: Uint8Array, fields?: PacketFields & { readonly drops?: number }): Bytes;
  statistics(fields: { readonly interface?: number; readonly ticks?: bigint; readonly received?: bigint; readonly dropped?: bigint }): Bytes;
  /** Any block; `totalLength` where it should lie, `trailer` where only the copy at the end should. */
  block(type: number, body: Uint8Array, lie?: { readonly totalLength?: number; readonly trailer?: number }): Bytes;
}

export function pcapngBlocks(byteOrder: 'little' | 'big' = 'little'): Blocks {
  const little = byteOrder === 'little';
  const of = (size: number, write: (view: DataView) => void): Bytes => {
    const view = new DataView(new ArrayBuffer(size));
    write(view);
    return new Uint8Array(view.buffer);
  };
  const word16 = (value: number): Bytes => of(2, (v) => { v.setUint16(0, value, little); });
  const word32 = (value: number): Bytes => of(4, (v) => { v.setUint32(0, value, little); });
  const word64 = (value: bigint): Bytes => of(8, (v) => { v.setBigUint64(0, BigInt.asUintN(64, value), little); });
  const padded = (bytes: Uint8Array): Bytes => concat(bytes, new Uint8Array((4 - (bytes.length & 3)) & 3));
  const optionList = (options: readonly NgOption[]): Bytes => options.length === 0
    ? new Uint8Array(0)
    : concat(...options.map((o) => concat(word16(o.code), word16(o.value.length), padded(o.value))), word32(0));
  /** A time stamp is two 32-bit halves, the high one first, in either byte order. */
  const stamp = (ticks: bigint | number): Bytes => {
    const value = BigInt(ticks);
    return concat(word32(Number(value >> 32n)), word32(Number(value & 0xffffffffn)));
  };
  const block: Blocks['block'] = (type, body, lie = {}) => {
    const whole = padded(body);
    const length = lie.totalLength ?? whole.length + 12;
    return concat(word32(type), word32(length), whole, word32(lie.trailer ?? length));
  };

  return {
    block,
    section: ({ length = -1n, options = [] } = {}) =>
      block(0x0a0d0d0a, concat(word32(0x1a2b3c4d), word16(1), word16(0), word64(length), optionList(options))),
    interface: ({ linkType = 1, snapLength = 0, tsResolution, tsOffset, name, options = [] } = {}) => {
      const known: NgOption[] = [];
      if (name !== undefined) known.push({ code: 2, value: text(name) });
      if (tsResolution !== undefined) known.push({ code: 9, value: Uint8Array.of(tsResolution) });
      if (tsOffset !== undefined) known.push({ code: 14, value: word64(tsOffset) });
      return block(1, concat(word16(linkType), word16(0), word32(snapLength), optionList([...known, ...options])));
    },
    packet: (bytes, { interface: index = 0, ticks = 0, wireLength = bytes.length, options = [] } = {}) =>
      block(6, concat(word32(index), stamp(ticks), word32(bytes.length), word32(wireLength), padded(bytes), optionList(options))),
    simplePacket: (bytes, wireLength = bytes.length) => block(3, concat(word32(wireLength), bytes)),
    oldPacket: (bytes, { interface: index = 0, ticks = 0, wireLength = bytes.length, drops = 0xffff, options = [] } = {}) =>
      block(2, concat(word16(index), word16(drops), stamp(ticks), word32(bytes.length), word32(wireLength), padded(bytes), optionList(options))),
    statistics: ({ interface: index = 0, ticks = 0n, received, dropped }) => block(5, concat(word32(index), stamp(ticks), optionList([
      ...(received === undefined ? [] : [{ code: 4, value: word64(received) }]),
      ...(dropped === undefined ? [] : [{ code: 5, value: word64(dropped) }]),
    ]))),
  };
}

/** A plain file: one section, one interface, one enhanced packet block a frame. */
export function pcapng(frames: readonly { readonly bytes: Uint8Array; readonly micros: number; readonly wireLength?: number }[], linkType = 1): Bytes {
  const blocks = pcapngBlocks();
  return concat(blocks.section(), blocks.interface({ linkType, tsResolution: 6 }), ...frames.map((f) =>
    blocks.packet(f.bytes, { ticks: BigInt(Math.round(f.micros)), ...(f.wireLength === undefined ? {} : { wireLength: f.wireLength }) })));
}

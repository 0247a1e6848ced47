// Builds the tree of a packet's fields. A field that is not wholly captured is left out, so nothing is ever read beyond the last byte.
import type { PacketField } from '@shared/trace';

/** Headers inside each other; more is made up. */
const MOST_LAYERS = 24;

export class Bytes {
  readonly bytes: Uint8Array;
  private readonly view: DataView;
  private layers = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  get length(): number { return this.bytes.length; }
  has(at: number, length: number): boolean { return at >= 0 && at + length <= this.bytes.length; }
  u8(at: number): number { return this.view.getUint8(at); }
  u16(at: number): number { return this.view.getUint16(at); }
  u32(at: number): number { return this.view.getUint32(at); }

  /** True while headers may be opened: a packet cannot make this go round for ever. */
  mayEnter(): boolean { return this.layers++ < MOST_LAYERS; }

  hex(at: number, length: number): string {
    let text = '';
    for (let i = at; i < Math.min(at + length, this.length); i++) text += this.u8(i).toString(16).padStart(2, '0');
    return text;
  }
}

/** One header: its fields are added one after the other. */
export class Header {
  readonly field: PacketField;
  private readonly from: Bytes;
  /** True once a field was not captured. */
  cut = false;

  constructor(from: Bytes, name: string, at: number) {
    this.from = from;
    // A length that lies may put a header behind the captured bytes.
    const begin = Math.min(at, from.length);
    this.field = { name, value: '', from: begin, to: begin, note: '', children: [] };
  }

  /** A field of `length` bytes; false when the capture does not hold all of it. */
  add(name: string, at: number, length: number, value: (bytes: Bytes) => string, note: (bytes: Bytes) => string = () => ''): boolean {
    if (!this.from.has(at, length)) {
      this.cut = true;
      return false;
    }
    this.field.children.push({ name, value: value(this.from), from: at, to: at + length, note: note(this.from), children: [] });
    this.field.to = Math.max(this.field.to, at + length);
    return true;
  }

  /** A field with fields of its own. */
  nest(header: Header): void {
    this.field.children.push(header.field);
    this.field.to = Math.max(this.field.to, header.field.to);
    this.cut ||= header.cut;
  }

  done(value: string, note = ''): PacketField {
    this.field.value = value;
    this.field.note = this.cut ? [note, 'Cut: the capture holds only its beginning.'].filter((part) => part !== '').join(' ') : note;
    return this.field;
  }
}

export const hexWord = (value: number, digits: number): string => `0x${value.toString(16).padStart(digits, '0')}`;
export const count = (value: number): string => value.toLocaleString('en');

/** Internet checksum (RFC 1071) of bytes, on top of a sum; 0 when right. */
export function checksum(bytes: Bytes, from: number, to: number, start = 0): number {
  let sum = start;
  for (let at = from; at + 1 < to; at += 2) sum += bytes.u16(at);
  if (((to - from) & 1) === 1) sum += bytes.u8(to - 1) << 8;
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x1_0000);
  return ~sum & 0xffff;
}

export const WRONG_CHECKSUM = 'Wrong checksum. Of a packet that this machine sent, that is usual: the network card fills it in later (offload).';

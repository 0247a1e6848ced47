// The block types of pcapng (draft-ietf-opsawg-pcapng) and what makes a block plausible.
import { MOST_CAPTURED } from './state';

export const INTERFACE_DESCRIPTION = 1;
export const OBSOLETE_PACKET = 2;
export const SIMPLE_PACKET = 3;
export const NAME_RESOLUTION = 4;
export const INTERFACE_STATISTICS = 5;
export const ENHANCED_PACKET = 6;
const SYSTEMD_JOURNAL = 9;
const DECRYPTION_SECRETS = 10;
const CUSTOM = 0x0bad;
const CUSTOM_NOT_COPIED = 0x4000_0bad;
export const SECTION_HEADER = 0x0a0d_0d0a;
export const BYTE_ORDER_MAGIC = 0x1a2b_3c4d;

/** Room for the options of a packet block. */
export const PACKET_OPTIONS = 1 << 20;
/** The longest block that is kept whole in memory. */
export const MOST_BLOCK = MOST_CAPTURED + PACKET_OPTIONS;
/** An unknown block up to this length is kept until its end confirms its length; a longer one is skipped as it comes. */
export const MOST_KEPT = 1 << 20;
/** The longest block that is skipped; the types above 0x80000000 are anybody's and so more likely to be damage. */
const MOST_SKIPPED = 1 << 30;
const MOST_SKIPPED_LOCAL = 1 << 26;

/** Bytes in front of the packet of an enhanced or obsolete packet block, and with the length at the end. */
export const PACKET_HEAD = 28;
export const PACKET_FRAME = 32;

/** The types the format names: what a search may stop at. */
export function isKnownType(type: number): boolean {
  return (type >= 1 && type <= 6) || type === SYSTEMD_JOURNAL || type === DECRYPTION_SECRETS
    || type === CUSTOM || type === CUSTOM_NOT_COPIED || type === SECTION_HEADER;
}

/** Whether a long block may be let go unread. Never one without which the packets after it cannot be read. */
export function mayBeSkipped(type: number, length: number): boolean {
  if ((length & 3) !== 0 || type === INTERFACE_DESCRIPTION || type === INTERFACE_STATISTICS) return false;
  if (type >= 0x8000_0000) return length <= MOST_SKIPPED_LOCAL;
  return length <= MOST_SKIPPED && type !== 0 && (type < 0x1_0000 || type === CUSTOM_NOT_COPIED);
}

/** Whether a section header with a byte-order magic is here; 12 bytes are there. */
export function isSectionHeader(view: DataView, at: number): boolean {
  return view.getUint32(at, true) === SECTION_HEADER
    && (view.getUint32(at + 8, true) === BYTE_ORDER_MAGIC || view.getUint32(at + 8, false) === BYTE_ORDER_MAGIC);
}

/** The least length of a block of this type. */
export function leastLength(type: number): number {
  if (type === SECTION_HEADER) return 28;
  if (type === INTERFACE_DESCRIPTION) return 20;
  if (type === ENHANCED_PACKET || type === OBSOLETE_PACKET) return PACKET_FRAME;
  if (type === SIMPLE_PACKET) return 16;
  if (type === INTERFACE_STATISTICS) return 24;
  return 12;
}

/** Bytes of its head that are needed before a length can be judged. */
export function headLength(type: number): number {
  return type === ENHANCED_PACKET || type === OBSOLETE_PACKET ? PACKET_HEAD : 12;
}

/** Whether type, length and captured length agree; `headLength` bytes are there. */
export function plausibleLength(view: DataView, at: number, little: boolean): boolean {
  const type = view.getUint32(at, little);
  const length = view.getUint32(at + 4, little);
  if ((length & 3) !== 0 || length < leastLength(type) || length > MOST_BLOCK) return false;
  if (type !== ENHANCED_PACKET && type !== OBSOLETE_PACKET) return true;
  const captured = view.getUint32(at + 20, little);
  return captured <= length - PACKET_FRAME && length - PACKET_FRAME - captured <= PACKET_OPTIONS;
}

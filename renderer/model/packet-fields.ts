// The header tree of a packet as rows: which are open, which byte belongs to which field, and bytes as text.
import type { PacketField } from '@shared/trace';

export interface FieldRow {
  field: PacketField;
  /** Place in the tree, `0.3.1`: stays the same from packet to packet, so that the same field stays chosen. */
  path: string;
  level: number;
  position: number;
  siblings: number;
  hasChildren: boolean;
  open: boolean;
}

/** More fields than anyone reads; a hostile packet may hold thousands of options. */
const MOST_ROWS = 2000;

/** The rows in sight, parents before their children. */
export function fieldRows(fields: readonly PacketField[], closed: ReadonlySet<string>): FieldRow[] {
  const rows: FieldRow[] = [];
  const walk = (siblings: readonly PacketField[], parent: string, level: number): void => {
    siblings.forEach((field, i) => {
      if (rows.length >= MOST_ROWS) return;
      const path = parent === '' ? String(i) : `${parent}.${i}`;
      const open = !closed.has(path);
      rows.push({ field, path, level, position: i + 1, siblings: siblings.length, hasChildren: field.children.length > 0, open });
      if (open) walk(field.children, path, level + 1);
    });
  };
  walk(fields, '', 1);
  return rows;
}

export const parentPath = (path: string): string | null => (path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : null);

export function fieldAt(fields: readonly PacketField[], path: string | null): PacketField | null {
  if (path === null) return null;
  let siblings = fields;
  let found: PacketField | null = null;
  for (const step of path.split('.')) {
    found = siblings[Number(step)] ?? null;
    if (found === null) return null;
    siblings = found.children;
  }
  return found;
}

/** Path of the narrowest field that holds a byte; null for a byte of no field. */
export function pathOfByte(fields: readonly PacketField[], offset: number): string | null {
  let path: string | null = null;
  let siblings = fields;
  for (;;) {
    let best = -1;
    siblings.forEach((field, i) => {
      const known = siblings[best];
      if (offset >= field.from && offset < field.to && (known === undefined || field.to - field.from <= known.to - known.from)) best = i;
    });
    const next = siblings[best];
    if (next === undefined) return path;
    path = path === null ? String(best) : `${path}.${best}`;
    siblings = next.children;
  }
}

export type TreeMove = { path: string } | { open: string } | { close: string } | null;

/** What a key does in the tree (the pattern of a tree view): moves, opens or closes. */
export function treeMove(rows: readonly FieldRow[], path: string | null, key: string, page: number): TreeMove {
  const at = rows.findIndex((row) => row.path === path);
  const row = rows[at];
  const to = (index: number): TreeMove => { const target = rows[Math.max(0, Math.min(rows.length - 1, index))]; return target === undefined ? null : { path: target.path }; };
  switch (key) {
    case 'ArrowDown': return to(at + 1);
    case 'ArrowUp': return to(at < 0 ? 0 : at - 1);
    case 'PageDown': return to(at + page);
    case 'PageUp': return to(at - page);
    case 'Home': return to(0);
    case 'End': return to(rows.length - 1);
    case 'ArrowRight': return row === undefined || !row.hasChildren ? null : row.open ? to(at + 1) : { open: row.path };
    case 'ArrowLeft': {
      if (row === undefined) return null;
      if (row.hasChildren && row.open) return { close: row.path };
      const parent = parentPath(row.path);
      return parent === null ? null : { path: parent };
    }
    default: return null;
  }
}

const hexByte = (byte: number): string => byte.toString(16).padStart(2, '0');
/** Printable ASCII as it is, everything else as a dot. */
export const byteText = (byte: number): string => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·');

export const BYTES_PER_LINE = 16;
export const hexText = (bytes: Uint8Array): string => Array.from(bytes, hexByte).join(' ');

/** As `xxd` and Wireshark print it: offset, sixteen bytes, the same as text. */
export function hexDump(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += BYTES_PER_LINE) {
    const line = bytes.subarray(at, at + BYTES_PER_LINE);
    const text = Array.from(line, byteText).join('').replaceAll('·', '.');
    lines.push(`${at.toString(16).padStart(4, '0')}  ${hexText(line).padEnd(BYTES_PER_LINE * 3 - 1)}  ${text}`);
  }
  return lines.join('\n');
}

export interface ByteCell { offset: number; hex: string; text: string; marked: boolean }

/** One line of the bytes, with those of a field marked. */
export function byteLine(bytes: Uint8Array, line: number, field: PacketField | null): ByteCell[] {
  const from = line * BYTES_PER_LINE;
  return Array.from(bytes.subarray(from, from + BYTES_PER_LINE), (byte, i) => {
    const offset = from + i;
    return { offset, hex: hexByte(byte), text: byteText(byte), marked: field !== null && offset >= field.from && offset < field.to };
  });
}

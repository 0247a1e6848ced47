// A row of the table as text for the clipboard: its cells with tabs between them, as a spreadsheet takes them.
import type { PlacedColumn } from './columns';
import { cellText } from './row-cells';
import type { RowCells } from './row-cells';

/** A capture's text must not begin another cell or line. */
const flat = (text: string): string => text.replaceAll(/[\t\r\n]+/g, ' ');

export const rowText = (cells: RowCells, columns: readonly PlacedColumn[]): string => columns.map(({ key }) => flat(cellText(cells, key))).join('\t');

// Columns chosen, ordered and sized: what is kept is always a table that can be shown.
import { describe, expect, it } from 'vitest';
import { COLUMNS, columnTemplate, leastWidth, moveColumn, placedColumns, resizeColumn, toggleColumn } from '../../../renderer/model/columns';
import { rowText } from '../../../renderer/model/row-text';
import { rowCells } from '../../../renderer/model/row-cells';
import { makeConnections } from '../harness/made-connections';

const keys = (choice: Parameters<typeof placedColumns>[0]): string[] => placedColumns(choice).map((column) => column.key);
const FIRST = ['id', 'protocol', 'originator', 'responder', 'originatorState', 'responderState', 'packets', 'originatorBytes', 'responderBytes', 'duration', 'handshake', 'lastSeen'];

describe('a choice of columns', () => {
  it('nothing kept shows those of the first start; what is unknown or twice is left out', () => {
    expect(keys([])).toEqual(FIRST);
    expect(keys([{ key: 'gone', width: 10 }])).toEqual(FIRST);
    expect(keys([{ key: 'rtt', width: null }, { key: 'id', width: 50 }, { key: 'rtt', width: 9 }])).toEqual(['rtt', 'id']);
  });
  it('moves a column, keeping the others in order', () => {
    expect(moveColumn([], 'lastSeen', 1).map(({ key }) => key)).toEqual(['id', 'lastSeen', ...FIRST.slice(1, -1)]);
    expect(moveColumn([], 'id', 99).at(-1)).toEqual({ key: 'id', width: null });
  });
  it('a width replaces the share of a column that grows, within limits', () => {
    const sized = resizeColumn([], 'originator', 333.4);
    expect(columnTemplate(placedColumns(sized)).split(' ').slice(0, 3)).toEqual(['78px', '54px', '333px']);
    expect(resizeColumn([], 'id', -5)[0]).toEqual({ key: 'id', width: 36 });
    expect(leastWidth(placedColumns(sized)) - leastWidth(placedColumns([]))).toBe(333 - 178);
  });
  it('shows and hides, but never the last one', () => {
    expect(keys(toggleColumn([], 'rtt'))).toEqual([...FIRST, 'rtt']);
    expect(keys(toggleColumn([], 'id'))).toEqual(FIRST.slice(1));
    expect(keys(toggleColumn([{ key: 'id', width: null }], 'id'))).toEqual(['id']);
  });
  it('fits the bits that mark changed cells', () => { expect(COLUMNS.length).toBeLessThanOrEqual(31); });
});

it('copies a row as cells with tabs, whatever a capture writes into them', () => {
  const page = makeConnections(3, 0, 1e6).page({ sort: 'id', descending: false, filter: '', offset: 0, count: 1 });
  page.context[0] = 'one\ttwo\nthree';
  page.extras = { rtt: Float64Array.of(1500), connState: ['SF'], goodput: Float64Array.of(Number.NaN) };
  const chosen = ['id', 'context', 'rtt', 'connState', 'goodput'].map((key) => ({ key, width: null }));
  expect(rowText(rowCells(page, 0, 0), placedColumns(chosen))).toBe('1\tone two three\t1.50 ms\tSF\t–');
});

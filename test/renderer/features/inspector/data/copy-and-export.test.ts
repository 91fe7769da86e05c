import { describe, expect, it } from 'vitest';
import { toCsv } from '../../../../../renderer/app/files/save-files.js';
import { copiedFormat, toPythonList, toTsv } from '../../../../../renderer/features/inspector/data/copy-text.js';
import { initialState, withCell, withWhole } from '../../../../../renderer/features/inspector/data/data-state.js';
import {
  type ExportWhat,
  exportFacts,
  exportStem,
  precisionWords,
} from '../../../../../renderer/features/inspector/data/export-plan.js';
import { pagesOf } from '../../../../../renderer/features/inspector/data/load-part.js';
import { autoLabel, headline } from '../../../../../renderer/features/inspector/data/number-formats.js';
import { visibleText } from '../../../../../renderer/features/inspector/data/visible-text.js';
import type { DataShape } from '../../../../../shared/contract/inspect/data.js';

const cells = { rowHeads: ['5', '6'], columnHeads: ['0', '1'], texts: ['1.5', 'nan', '-inf', '9007199254740993'] };

describe('copies', () => {
  it('are exact whatever the grid shows, unless they are to be as shown', () => {
    const rounded = { kind: 'fixed', digits: 1 } as const;
    expect(copiedFormat('plain', { kind: 'auto' })).toEqual({ kind: 'exact' });
    expect(copiedFormat('headers', rounded)).toEqual({ kind: 'exact' });
    expect(copiedFormat('shown', rounded)).toEqual(rounded);
    expect(copiedFormat('plain', { kind: 'hex' })).toEqual({ kind: 'hex' });
    expect(copiedFormat('python', { kind: 'hex' })).toEqual({ kind: 'exact' });
  });

  it('are separated by tabs, with heads on request', () => {
    expect(toTsv(cells, false)).toBe('1.5\tnan\n-inf\t9007199254740993');
    expect(toTsv(cells, true)).toBe('\t0\t1\n5\t1.5\tnan\n6\t-inf\t9007199254740993');
  });

  it('quote what would break the lines', () => {
    expect(toTsv({ rowHeads: ['0'], columnHeads: ['0'], texts: ['a\t"b"'] }, false)).toBe('"a\t""b"""');
    expect(toCsv(['a'], [['1,5'], ['x']])).toBe('a\r\n"1,5"\r\nx\r\n');
  });

  it('are lists that Python reads, nested for more than one row and column', () => {
    expect(toPythonList(cells)).toBe("[[1.5, float('nan')],\n [-float('inf'), 9007199254740993]]");
    expect(toPythonList({ rowHeads: ['0'], columnHeads: ['0', '1'], texts: ['(1+2j)', '2026-01-02'] })).toBe(
      '[(1+2j), "2026-01-02"]',
    );
    expect(toPythonList({ rowHeads: ['0', '1'], columnHeads: ['0'], texts: ['True', "b'x'"] })).toBe("[True, b'x']");
  });
});

it('reads a part in pages that one call can load', () => {
  const pages = pagesOf({ rowStart: 10, rowEnd: 130, columnStart: 0, columnEnd: 700 });
  expect(pages.every((page) => page.columnEnd - page.columnStart <= 500)).toBe(true);
  const cellsOf = (page: (typeof pages)[number]) => (page.rowEnd - page.rowStart) * (page.columnEnd - page.columnStart);
  expect(Math.max(...pages.map(cellsOf))).toBeLessThanOrEqual(20_000);
  expect(pages.reduce((sum, page) => sum + cellsOf(page), 0)).toBe(120 * 700);
});

const data: DataShape = {
  shape: [100, 20],
  dtype: 'float64',
  fields: [{ name: '', dtype: 'float64', drawable: true }],
  defaultPlane: { rowAxis: 0, columnAxis: 1, held: [0, 0] },
};

describe('an export', () => {
  const part = { rowStart: 0, rowEnd: 10, columnStart: 0, columnEnd: 20 };

  it('has its shape and bytes computed beforehand', () => {
    expect(exportFacts('plane', data, part, 8, '')).toEqual({ shape: [10, 20], values: 200, plainBytes: 1600 });
    expect(exportFacts('array', data, part, 8, '')).toEqual({ shape: [100, 20], values: 2000, plainBytes: 16_000 });
    expect(exportFacts('array', data, part, 8, '::2')).toBeUndefined();
  });

  it('has the slice in its name, unless it is all of the array', () => {
    const all = { rowStart: 0, rowEnd: 100, columnStart: 0, columnEnd: 20 };
    const state = initialState(data);
    const stem = (...[what, rows, slice]: [ExportWhat, typeof part, string]) =>
      exportStem('walk.npy.blp', what, data, state, rows, slice);
    expect(stem('selection', part, '')).toBe('walk[0-10,-]');
    expect(stem('plane', all, '')).toBe('walk');
    expect(stem('array', all, '')).toBe('walk');
    expect(stem('array', all, '[0:5, ::2]')).toBe('walk[0-5,--2]');
    const cube = { ...data, shape: [4, 100, 20], defaultPlane: { rowAxis: 1, columnAxis: 2, held: [3, 0, 0] } };
    expect(exportStem('c.blp', 'plane', cube, initialState(cube), all, '')).toBe('c[3,-,-]');
  });

  it('states its precision, and what JSON cannot hold', () => {
    expect(precisionWords('json', 'array', { kind: 'exact' })).toContain('NaN and infinities');
    expect(precisionWords('csv', 'array', { kind: 'exact' })).not.toContain('NaN');
    expect(precisionWords('npy', 'plane', { kind: 'auto' })).toBe('Every bit, as stored; numpy.load reads it');
    expect(precisionWords('csv', 'plane', { kind: 'fixed', digits: 1 })).toBe('1 decimal');
  });
});

describe('the first state of the Data view', () => {
  it('has plots for numbers, and only a grid for text', () => {
    expect([...initialState(data).views]).toEqual(['grid', 'heatmap', 'histogram']);
    const line = { ...data, shape: [100], defaultPlane: { rowAxis: 0, held: [0] } };
    expect([...initialState(line).views]).toEqual(['grid', 'histogram', 'line']);
    const text = { ...data, fields: [{ name: '', dtype: 'S5', drawable: false }] };
    expect([...initialState(text).views]).toEqual(['grid']);
    expect([...initialState({ ...data, shape: [0, 20] }).views]).toEqual(['grid']);
  });

  it('selects a row, a column or all, from their first cell', () => {
    const state = initialState(data);
    const [rows, columns] = [data.shape[0] ?? 0, data.shape[1] ?? 0];
    expect(withWhole(state, data, { row: 1 }).range).toEqual({
      active: { row: 1, column: 0 },
      anchor: { row: 1, column: columns - 1 },
    });
    expect(withWhole(state, data, {}).range).toEqual({
      active: { row: 0, column: 0 },
      anchor: { row: rows - 1, column: columns - 1 },
    });
  });

  it('goes to a cell that was found', () => {
    expect(withCell(initialState(data), data, { index: [7, 3] }).range.active).toEqual({ row: 7, column: 3 });
    expect(withCell(initialState(data), data, { index: [700, 3] }).range.active).toEqual({ row: 99, column: 3 });
  });
});

it('says which decimals Auto chose when all columns have the same', () => {
  expect(autoLabel(['1.500', '-2.125'])).toBe('Auto, 3 decimals');
  expect(autoLabel(['1.5', '2.25'])).toBe('Auto');
  expect(autoLabel(['1', 'text'])).toBe('Auto');
});

it('shows every character of a text', () => {
  expect(visibleText(' a\nb\u202eRTL ')).toBe('␣a\\nb\\u202eRTL␣');
  expect(visibleText('plain text')).toBe('plain text');
  expect(visibleText('\u0007')).toBe('\\x07');
});

it('heads a cell with the digits that matter, and marks what is rounded', () => {
  expect(headline('0.0004')).toBe('0.0004');
  expect(headline('0.00043217654321')).toBe('≈ 0.000432177');
  expect(headline('1000000000.2729877')).toBe('≈ 1000000000.273');
  expect(headline('1704067200000000000')).toBe('1704067200000000000');
  expect(headline('nan')).toBe('nan');
});

import { describe, expect, it } from 'vitest';
import {
  addressOf,
  heldAxes,
  placeOf,
  planeSize,
  planeWith,
  swapAxes,
  withColumnAxis,
  withRowAxis,
} from '../../../../../renderer/features/inspector/data/plane-model.js';
import type { DataShape, Plane } from '../../../../../shared/contract/inspect/data.js';

const number = [{ name: '', dtype: 'float64', drawable: true }];
const cube: DataShape = {
  shape: [4, 30, 20],
  dtype: 'float64',
  fields: number,
  defaultPlane: { rowAxis: 1, columnAxis: 2, held: [0, 0, 0] },
};
const records: DataShape = {
  shape: [4, 5],
  dtype: '{a: float64, b: int32}',
  fields: [
    { name: 'id', dtype: 'int64', drawable: true },
    { name: 'pos.x', dtype: 'float64', drawable: true },
  ],
  defaultPlane: { rowAxis: 1, held: [0, 0] },
};
const scalar: DataShape = { shape: [], dtype: 'int8', fields: number, defaultPlane: { held: [] } };

describe('planeSize', () => {
  it('is that of its two axes, thinned by the steps', () => {
    expect(planeSize(cube, cube.defaultPlane)).toEqual({ rows: 30, columns: 20 });
    expect(planeSize(cube, { ...cube.defaultPlane, rowStep: 7, columnStep: 20 })).toEqual({ rows: 5, columns: 1 });
  });

  it('has a column a field without a column axis', () => {
    expect(planeSize(records, records.defaultPlane)).toEqual({ rows: 5, columns: 2 });
    expect(planeSize(records, { rowAxis: 0, columnAxis: 1, held: [0, 0] })).toEqual({ rows: 4, columns: 5 });
  });

  it('is one cell for a 0-d array and none for an empty one', () => {
    expect(planeSize(scalar, scalar.defaultPlane)).toEqual({ rows: 1, columns: 1 });
    expect(planeSize({ ...cube, shape: [0, 30, 20] }, cube.defaultPlane).rows).toBe(0);
  });
});

describe('a cell', () => {
  const plane: Plane = { rowAxis: 2, columnAxis: 0, held: [0, 7, 0], rowStep: 3 };

  it('has the indices of its row, its column and the held axes', () => {
    expect(addressOf(cube, plane, { row: 4, column: 2 })).toEqual({ index: [2, 7, 12] });
    expect(addressOf(records, records.defaultPlane, { row: 4, column: 1 })).toEqual({ index: [0, 4], field: 1 });
  });

  it('is found again at its place', () => {
    expect(placeOf(plane, { index: [2, 7, 12] })).toEqual({ row: 4, column: 2 });
    expect(placeOf(records.defaultPlane, { index: [0, 4], field: 1 })).toEqual({ row: 4, column: 1 });
  });

  it('moves the plane so that it contains it, with its free axes as rows and columns', () => {
    expect(planeWith(cube.defaultPlane, { index: [3, 2, 1] }).held).toEqual([3, 0, 0]);
    expect(planeWith(cube.defaultPlane, { index: [3, 2, 1] }, [0, 1])).toMatchObject({
      rowAxis: 0,
      columnAxis: 1,
      held: [0, 0, 1],
    });
  });
});

describe('axes', () => {
  it('are swapped with their steps', () => {
    expect(swapAxes({ rowAxis: 1, columnAxis: 2, held: [0, 0, 0], rowStep: 3 })).toEqual({
      rowAxis: 2,
      columnAxis: 1,
      held: [0, 0, 0],
      columnStep: 3,
    });
  });

  it('swap when one is set to the other', () => {
    expect(withRowAxis(cube.defaultPlane, 2)).toMatchObject({ rowAxis: 2, columnAxis: 1 });
    expect(withColumnAxis(cube.defaultPlane, 1)).toMatchObject({ rowAxis: 2, columnAxis: 1 });
  });

  it('leave the others held', () => {
    expect(heldAxes(withRowAxis(cube.defaultPlane, 0))).toEqual([1]);
    expect(withColumnAxis(cube.defaultPlane, undefined)).toEqual({ rowAxis: 1, held: [0, 0, 0] });
  });
});

import { describe, expect, test } from 'vitest';
import { parseSlices, resolveSlices, type SliceItem } from '../../../../electron/engine/container/slices.js';
import { ArgumentError } from '../../../../shared/format/errors.js';

describe('parseSlices', () => {
  test('reads indices, ranges and an ellipsis, with or without brackets', () => {
    const expected: readonly SliceItem[] = [
      { kind: 'range', start: 100, stop: 200 },
      { kind: 'index', index: -5 },
      { kind: 'ellipsis' },
      { kind: 'range', step: -1 },
    ];
    expect(parseSlices('100:200,-5,...,::-1')).toEqual(expected);
    expect(parseSlices(' [ 100 : 200 , -5 , ... , : : -1 ] ')).toEqual(expected);
    expect(parseSlices('')).toEqual([]);
    expect(parseSlices('[]')).toEqual([]);
    expect(parseSlices(':')).toEqual([{ kind: 'range' }]);
  });

  test.each(['a', '1.5', '1:2:3:4', '1,,2', ',', '1e3', '0x10', '....', '9007199254740993', '--1', '1:x'])(
    'refuses %s',
    (text) => {
      expect(() => parseSlices(text)).toThrow(ArgumentError);
    },
  );
});

describe('resolveSlices', () => {
  test('takes everything of the axes left out', () => {
    const all = { start: 0, step: 1, kept: true };
    expect(resolveSlices([3, 4, 5], parseSlices('...,1'))).toEqual([
      { ...all, count: 3 },
      { ...all, count: 4 },
      { start: 1, count: 1, step: 1, kept: false },
    ]);
    expect(resolveSlices([3, 4], [])).toEqual([
      { ...all, count: 3 },
      { ...all, count: 4 },
    ]);
    expect(resolveSlices([], parseSlices('...'))).toEqual([]);
  });

  test.each([
    [[3], '3', 'index 3 is out of bounds for axis 0 with 3 items'],
    [[3], '-4', 'index -4 is out of bounds'],
    [[0], '0', 'out of bounds'],
    [[3], '1,1', 'the slice has 2 parts, but the array has 1 axes'],
    [[3, 3], '...,...', "only one '...'"],
    [[3], '::0', 'cannot be 0'],
  ])('refuses for the shape %j the slice %s', (shape, text, message) => {
    expect(() => resolveSlices(shape, parseSlices(text))).toThrow(message);
  });

  test.each([
    { kind: 'index', index: Number.NaN },
    { kind: 'index', index: 0.5 },
    { kind: 'range', start: 0.5 },
    { kind: 'range', step: Number.POSITIVE_INFINITY },
  ] satisfies readonly SliceItem[])('refuses items that are not whole numbers: %o', (item) => {
    expect(() => resolveSlices([3], [item])).toThrow(ArgumentError);
  });
});

import { describe, expect, it } from 'vitest';
import { expandPlan, planPreset } from '../../../../shared/compare/plan.js';
import { dtypeOfText } from '../../../../shared/format/numpy/dtype-parse.js';
import { typesizesForChunks, typesizesToTry } from '../../../../shared/format/numpy/typesizes.js';

const record = (count: number) =>
  `[${Array.from({ length: count }, (_, at) => `('f${at}', '<f8')`).join(', ')}, ('id', '<i4')]`;

describe('typesizesToTry', () => {
  it.each([
    ['<f8', [1000], 'C', [8]],
    ['<f8', [], 'C', [8]],
    ['<f4', [1000, 3], 'C', [4, 12]],
    ['<u2', [480, 640, 4], 'C', [2, 8]],
    ['<f4', [3, 1000], 'F', [4, 12]],
    ['<f8', [1000, 1000], 'C', [8]],
    ["[('x', '<f4'), ('y', '<f4'), ('t', '<f8')]", [10], 'C', [4, 16]],
    [record(40), [10], 'C', [1, 8]],
    ["[('v', '<i2', (100,)), ('t', '<f8')]", [10], 'C', [2, 208]],
    ['|S300', [10], 'C', [1]],
  ] as const)(
    'of %s with shape %j in order %s are those of an item, a row and the main field',
    (text, shape, order, expected) => {
      expect(typesizesToTry({ dtype: dtypeOfText(text), shape, order })).toEqual(expected);
    },
  );

  it('are all measured by the presets, without a filter at that of an item alone', () => {
    const settings = expandPlan(planPreset('quick', 4, 1, [4, 12]));
    const at = (typesize: number) =>
      settings.filter((setting) => setting.codec === 'zstd' && setting.typesize === typesize);
    expect(at(4).map(({ shuffle }) => shuffle)).toEqual(['none', 'byte', 'bit']);
    expect(at(12).map(({ shuffle }) => shuffle)).toEqual(['byte', 'bit']);
  });
});

describe('typesizesForChunks', () => {
  it.each([
    ['<u2', [480, 640, 4], [2, 4, 6, 8]],
    ['<f4', [3000], [4, 8, 12, 16]],
    ['<c16', [10, 9], [16, 32, 48, 64, 144]],
    ['|S200', [10], [200]],
    ['|S0', [10], [1]],
  ] as const)('of %s with shape %j are also small multiples of an item', (text, shape, expected) => {
    expect(typesizesForChunks({ dtype: dtypeOfText(text), shape, order: 'C' })).toEqual(expected);
  });

  it('of bytes without a dtype are those of the usual scalars', () => {
    expect(typesizesForChunks(undefined)).toEqual([1, 2, 4, 8, 16]);
  });
});

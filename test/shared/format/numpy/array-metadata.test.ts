import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../../shared/format/json.js';
import {
  type ArraySpec,
  arrayMetadata,
  arrayNbytes,
  effectiveTypesize,
  itemCount,
  parseArrayMetadata,
} from '../../../../shared/format/numpy/array-metadata.js';
import { scalarDtype } from '../../../../shared/format/numpy/dtype.js';
import { parseNpyHeader } from '../../../../shared/format/numpy/npy-header.js';
import { manifest, readFixture } from '../../../fixtures.js';
import { dtypeArbitrary } from './dtype-arbitrary.js';

const arrays = manifest.golden.filter((golden) => golden.npy_sha256);
const broken = { dtype: "'<f8'", shape: [3], order: 'C', container: 'numpy' };

describe('the metadata of a golden array', () => {
  it.each(arrays)('$name describe what its .npy describes', ({ name, metadata, plain_nbytes, header }) => {
    const npy = parseNpyHeader(readFixture('golden', `${name}.npy`));
    const spec = parseArrayMetadata(metadata);
    expect(spec).toEqual({ dtype: npy.dtype, shape: npy.shape, order: npy.fortranOrder ? 'F' : 'C' });
    expect(arrayNbytes(npy)).toBe(plain_nbytes);
    expect(effectiveTypesize(npy.dtype.itemsize)).toBe(header.typesize);
  });

  it.each(arrays.filter(({ args }) => !args.legacy_dtype))('$name are written back the same', ({ metadata }) => {
    const spec = parseArrayMetadata(metadata);
    expect(JSON.stringify(spec && arrayMetadata(spec))).toBe(JSON.stringify(metadata));
  });
});

describe('parseArrayMetadata', () => {
  it.each([null, undefined, 7, 'numpy', [], {}, { container: 'other' }, new Map()])(
    'takes %j for no array',
    (metadata) => {
      expect(parseArrayMetadata(metadata)).toBeUndefined();
    },
  );

  it('reads objects, Maps, and every kind of integer', () => {
    const spec = parseArrayMetadata(broken);
    expect(parseArrayMetadata({ ...broken, shape: [3n] })).toEqual(spec);
    expect(parseArrayMetadata({ ...broken, shape: [Object(3)] })).toEqual(spec);
    expect(parseArrayMetadata(new Map(Object.entries(broken)))).toEqual(spec);
    expect(parseArrayMetadata(parseJson(JSON.stringify(broken)))).toEqual(spec);
  });

  it('reads the nested lists of old files', () => {
    const dtype = [
      [
        ['Position', 'p'],
        [
          ['x', '<f4'],
          ['y', '<f4'],
        ],
      ],
      ['m', '<i2', [2, 3]],
      ['n', '|S3', 2],
    ];
    const descr = "[(('Position', 'p'), [('x', '<f4'), ('y', '<f4')]), ('m', '<i2', (2, 3)), ('n', '|S3', (2,))]";
    const spec = parseArrayMetadata({ ...broken, dtype });
    expect(spec && arrayMetadata(spec).dtype).toBe(descr);
  });

  it.each([
    ['a missing dtype', { ...broken, dtype: undefined }, 'dtype of the numpy array is not text'],
    ['an object dtype', { ...broken, dtype: "'|O'" }, 'Python objects'],
    ['nonsense', { ...broken, dtype: 'nonsense' }, "'nonsense' is not a dtype"],
    ['a sub-array', { ...broken, dtype: "('<f8', (2,))" }, 'is a sub-array'],
    ['damaged lists', { ...broken, dtype: [['a']] }, 'fields of the form [name, type]'],
    ['damaged names', { ...broken, dtype: [[{}, '<i4']] }, 'strings and integers'],
    ['a dtype of numbers', { ...broken, dtype: [['a', 4]] }, 'a type string or a list of fields'],
    ['no shape', { ...broken, shape: 3 }, 'is not a list'],
    ['a negative shape', { ...broken, shape: [-3] }, 'impossible'],
    ['a fractional shape', { ...broken, shape: [1.5] }, 'impossible'],
    ['a huge shape', { ...broken, shape: [2 ** 40, 2 ** 40] }, 'at most 2^53-1 items'],
    ['too many dimensions', { ...broken, shape: Array(65).fill(1) }, 'at most 64 dimensions'],
    ['an unknown order', { ...broken, order: 'K' }, "is not 'C' or 'F'"],
  ])('refuses %s', (_, metadata, message) => {
    expect(() => parseArrayMetadata(metadata)).toThrow(message);
  });

  it('refuses lists that are nested too deeply', () => {
    let dtype: unknown = '<i4';
    for (let depth = 0; depth < 500; depth += 1) dtype = [['a', dtype]];
    expect(() => parseArrayMetadata({ ...broken, dtype })).toThrow('damaged');
  });

  it('reads back what arrayMetadata wrote', () => {
    const spec: fc.Arbitrary<ArraySpec> = fc.record({
      dtype: dtypeArbitrary,
      shape: fc.array(fc.nat({ max: 1000 }), { maxLength: 4 }),
      order: fc.constantFrom('C', 'F'),
    });
    fc.assert(
      fc.property(spec, (array) => {
        expect(parseArrayMetadata(JSON.parse(JSON.stringify(arrayMetadata(array))))).toEqual(array);
      }),
    );
  });
});

describe('sizes', () => {
  it('counts items without rounding', () => {
    expect(itemCount([])).toBe(1);
    expect(itemCount([2 ** 52, 2 ** 52, 0])).toBe(0);
    expect(itemCount([2 ** 26, 2 ** 26])).toBe(2 ** 52);
    expect(() => itemCount([2 ** 27, 2 ** 27])).toThrow('at most 2^53-1 items');
    expect(() => arrayNbytes({ dtype: scalarDtype('<', 'f', 8), shape: [2 ** 52] })).toThrow(
      'larger than 2^53-1 bytes',
    );
  });

  it('uses typesize 1 where Blosc has no room for the item size', () => {
    expect([0, 1, 8, 255, 256].map(effectiveTypesize)).toEqual([1, 1, 8, 255, 1]);
  });
});

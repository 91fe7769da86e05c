import { describe, expect, test } from 'vitest';
import { ItemDifferences, type Tolerance } from '../../../../electron/engine/arrays/item-differences.js';
import { dtypeOfText } from '../../../../shared/format/numpy/dtype-parse.js';

function differences(
  [leftType, rightType]: readonly [string, string],
  left: ArrayBufferView,
  right: ArrayBufferView,
  tolerance?: Tolerance,
): ItemDifferences {
  const found = new ItemDifferences(dtypeOfText(leftType), dtypeOfText(rightType), tolerance);
  found.add(bytesOf(left), bytesOf(right), 0);
  return found;
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

const DOUBLE = ["'<f8'", "'<f8'"] as const;
const INT64 = ["'<i8'", "'<i8'"] as const;

describe('without a tolerance', () => {
  test('64-bit integers are exact', () => {
    const left = BigInt64Array.of(2n ** 53n, -(2n ** 63n), 5n);
    const right = BigInt64Array.of(2n ** 53n + 1n, 2n ** 63n - 1n, 5n);
    const { differing, first, largest } = differences(INT64, left, right);
    expect(differing).toBe(2);
    expect(first).toEqual({ item: 0, left: '9007199254740992', right: '9007199254740993' });
    expect(largest).toEqual({ item: 1, difference: 2n ** 64n - 1n });
  });

  test('items with the same bits are the same, NaN too, and -0 is not 0', () => {
    const { differing, first } = differences(DOUBLE, Float64Array.of(Number.NaN, -0), Float64Array.of(Number.NaN, 0));
    expect([differing, first]).toEqual([1, { item: 1, left: '-0.0', right: '0.0' }]);
  });

  test('a difference with NaN or infinity is counted, and only infinity is a size', () => {
    const left = Float64Array.of(Number.NaN, Number.POSITIVE_INFINITY, 1);
    const { differing, largest } = differences(DOUBLE, left, Float64Array.of(1, 1, 3));
    expect([differing, largest]).toEqual([3, { item: 1, difference: Number.POSITIVE_INFINITY }]);
  });

  test('the largest relative difference leaves out zeros of the second array', () => {
    const { largestRelative } = differences(DOUBLE, Float64Array.of(5, 3, 11), Float64Array.of(0, 2, 10));
    expect(largestRelative).toEqual({ item: 1, difference: 0.5 });
  });

  test('every dtype is compared: text, times, records, big-endian numbers', () => {
    const bytes = Uint8Array.from({ length: 48 }, (_, at) => at);
    const other = bytes.slice();
    other[25] = 99;
    for (const dtype of ["'|S4'", "'>i4'", "'<M8[s]'", "'>c16'", "'|V8'", "[('a', '<i4'), ('b', '>f8')]"]) {
      const { differing, first } = differences([dtype, dtype], bytes, other);
      expect(differing, dtype).toBe(1);
      expect(first?.item, dtype).toBe(Math.floor(25 / dtypeOfText(dtype).itemsize));
      expect(first?.left, dtype).not.toBe(first?.right);
    }
  });
});

describe('within a tolerance', () => {
  const close = (left: number, right: number, tolerance: Partial<Tolerance>): boolean =>
    differences(DOUBLE, Float64Array.of(left), Float64Array.of(right), {
      rtol: 0,
      atol: 0,
      equalNan: false,
      ...tolerance,
    }).differing === 0;

  test('numbers are the same as in numpy.isclose', () => {
    expect(close(1.5, 1, { atol: 0.5 })).toBe(true);
    expect(close(1.5, 1, { atol: 0.49 })).toBe(false);
    // Relative to the second: 0.5 of 1, a third of 1.5.
    expect([close(1.5, 1, { rtol: 0.4 }), close(1, 1.5, { rtol: 0.4 })]).toEqual([false, true]);
    expect(close(-0, 0, {})).toBe(true);
    expect(close(Number.POSITIVE_INFINITY, 1, { rtol: 1, atol: 1 })).toBe(false);
    expect(close(1, Number.NEGATIVE_INFINITY, { rtol: 1 })).toBe(false);
  });

  test('two NaN of other bits are the same only with equalNan', () => {
    const [left, right] = [BigUint64Array.of(0x7ff8000000000000n), BigUint64Array.of(0x7ff8000000000001n)];
    const differing = (equalNan: boolean): number =>
      differences(DOUBLE, left, right, { rtol: 0, atol: 0, equalNan }).differing;
    expect([differing(false), differing(true)]).toEqual([1, 0]);
  });

  test('complex numbers by their distance, and the numbers of records each', () => {
    const tolerance = { rtol: 0, atol: 5, equalNan: false };
    const [left, right] = [Float64Array.of(0, 0), Float64Array.of(3, 4)];
    expect(differences(["'<c16'", "'<c16'"], left, right, tolerance).differing).toBe(0);
    expect(differences(["'<c16'", "'<c16'"], left, right, { ...tolerance, atol: 4.9 }).differing).toBe(1);
    const record = "[('a', '<f8'), ('b', '<f8')]";
    expect(differences([record, record], left, right, { ...tolerance, atol: 4 }).differing).toBe(0);
    expect(differences([record, record], left, right, { ...tolerance, atol: 3 }).differing).toBe(1);
  });

  test('64-bit integers by their exact difference', () => {
    const [left, right] = [BigInt64Array.of(2n ** 60n), BigInt64Array.of(2n ** 60n + 2n)];
    const differing = (atol: number): number =>
      differences(INT64, left, right, { rtol: 0, atol, equalNan: false }).differing;
    expect([differing(1), differing(2)]).toEqual([1, 0]);
  });
});

test('between two dtypes the values count, exactly', () => {
  const types = ["'<i8'", "'<f8'"] as const;
  const floats = Float64Array.of(2 ** 53, 3, 0.5);
  const { differing, first } = differences(types, BigInt64Array.of(2n ** 53n + 1n, 3n, 0n), floats);
  expect([differing, first?.item]).toEqual([2, 0]);
});

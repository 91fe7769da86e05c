import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBloscpackError } from '../../../../shared/format/errors.js';
import { scalarDtype, structDtype } from '../../../../shared/format/numpy/dtype.js';
import { dtypeDescrRepr } from '../../../../shared/format/numpy/dtype-print.js';
import {
  MAX_NPY_HEADER_BYTES,
  NPY_PREFIX_BYTES,
  npyHeaderBytesNeeded,
  parseNpyHeader,
  printNpyHeader,
} from '../../../../shared/format/numpy/npy-header.js';
import { caseCount } from '../../../cases.js';
import { manifest, readFixture } from '../../../fixtures.js';
import { dtypeArbitrary } from './dtype-arbitrary.js';

const f8 = scalarDtype('<', 'f', 8);

function npy(text: string, major = 1, minor = 0): Uint8Array {
  const body = new TextEncoder().encode(text);
  const length =
    major === 1 ? [body.length & 0xff, body.length >> 8] : [0, 8, 16, 24].map((s) => (body.length >> s) & 255);
  return Uint8Array.from([0x93, ...new TextEncoder().encode('NUMPY'), major, minor, ...length, ...body]);
}

const npyFiles = [
  ...manifest.golden.filter((golden) => golden.npy_sha256).map((golden) => `golden/${golden.name}.npy`),
  ...Object.values(manifest.plain).flatMap((plain) => plain.npy ?? []),
];

describe('a .npy header that numpy wrote', () => {
  it.each(npyFiles)('%s is read and printed back to the same bytes', (file) => {
    const bytes = readFixture(file);
    const header = parseNpyHeader(bytes);
    expect(header.version).toEqual([1, 0]);
    expect(npyHeaderBytesNeeded(bytes.subarray(0, NPY_PREFIX_BYTES))).toBe(header.dataOffsetBytes);
    expect(parseNpyHeader(bytes.subarray(0, header.dataOffsetBytes))).toEqual(header);
    expect(printNpyHeader(header)).toEqual(bytes.slice(0, header.dataOffsetBytes));
    const count = header.shape.reduce((product, dimension) => product * dimension, 1);
    expect(bytes.length - header.dataOffsetBytes).toBe(count * header.dtype.itemsize);
  });

  it.each(Object.entries(manifest.plain).filter(([, plain]) => plain.npy))(
    '%s has the dtype and shape made',
    (_, plain) => {
      const header = parseNpyHeader(readFixture(plain.npy ?? ''));
      expect(dtypeDescrRepr(header.dtype)).toBe(`'${plain.dtype}'`);
      expect(header.shape).toEqual(plain.shape);
    },
  );
});

describe('parseNpyHeader', () => {
  it('accepts Python 2 notation and unpadded headers', () => {
    const header = parseNpyHeader(npy("{'shape': (3L, 2L), 'descr': [(u'a', '<i4')], 'fortran_order': True}", 2));
    expect(header).toMatchObject({ version: [2, 0], shape: [3, 2], fortranOrder: true, dtype: { itemsize: 4 } });
  });

  it('uses the byteOffset of its argument', () => {
    const bytes = printNpyHeader({ dtype: f8, fortranOrder: false, shape: [3] });
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(parseNpyHeader(shifted.subarray(3)).shape).toEqual([3]);
  });

  const good = "'descr': '<f8', 'fortran_order': False, 'shape': (3,)";
  it.each<[string, Uint8Array, string]>([
    ['no bytes', new Uint8Array(0), 'ends after 0 bytes'],
    [
      'another file type',
      new TextEncoder().encode('blpk and more'),
      "not a .npy file: expected it to start with b'\\x93NUMPY'",
    ],
    ['a cut prefix', npy(`{${good}}`).subarray(0, 11), 'ends after 11 bytes'],
    ['a cut header', npy(`{${good}}`).subarray(0, 40), 'ends after 40 bytes, its header needs'],
    ['version 4.0', npy(`{${good}}`, 4), 'unsupported .npy version 4.0'],
    ['version 1.1', npy(`{${good}}`, 1, 1), 'unsupported .npy version 1.1'],
    ['a list', npy('[1, 2]'), 'not a Python dict'],
    ['an expression', npy('dict(descr=1)  '), 'not a Python dict: expected a Python literal at position 0'],
    [
      'a missing key',
      npy("{'descr': '<f8', 'shape': ()}"),
      "must hold the keys descr, fortran_order, shape, found 'descr', 'shape'",
    ],
    ['a further key', npy(`{${good}, 'x': 1}`), 'must hold the keys'],
    ['a repeated key', npy(`{${good}, 'shape': ()}`), 'must hold the keys'],
    ['a list as shape', npy("{'descr': '<f8', 'fortran_order': False, 'shape': [3]}"), 'shape is not a tuple'],
    [
      'a fraction as shape',
      npy("{'descr': '<f8', 'fortran_order': False, 'shape': (3.0,)}"),
      'values that are not integers',
    ],
    ['a negative shape', npy("{'descr': '<f8', 'fortran_order': False, 'shape': (-3,)}"), 'shape (-3) is impossible'],
    [
      'a huge shape',
      npy("{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296)}"),
      'at most 2^53-1 items',
    ],
    ['an integer order', npy("{'descr': '<f8', 'fortran_order': 0, 'shape': ()}"), 'not True or False'],
    ['a sub-array', npy("{'descr': ('<f8', (2,)), 'fortran_order': False, 'shape': ()}"), 'sub-array'],
    ['bad UTF-8', npy('{}  ', 3).with(13, 0xff), 'not valid UTF-8'],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => parseNpyHeader(bytes)).toThrow(message);
    expect(() => parseNpyHeader(bytes)).toThrow(expect.objectContaining({ kind: 'format', problem: 'bad-npy' }));
  });

  it('names the dtype when only the dtype is wrong', () => {
    const bytes = npy("{'descr': '|O', 'fortran_order': False, 'shape': ()}");
    expect(() => parseNpyHeader(bytes)).toThrow(expect.objectContaining({ problem: 'bad-dtype' }));
  });

  it('refuses a header with a huge length before reading it', () => {
    const prefix = npy('        ', 2);
    new DataView(prefix.buffer).setUint32(8, MAX_NPY_HEADER_BYTES + 1, true);
    expect(() => npyHeaderBytesNeeded(prefix.subarray(0, NPY_PREFIX_BYTES))).toThrow('at most 10485760 are accepted');
  });

  it('fails only with a FormatError when any byte is changed', () => {
    const bytes = printNpyHeader({
      dtype: structDtype([{ name: 'a', dtype: f8 }]),
      fortranOrder: false,
      shape: [3, 4],
    });
    const index = fc.nat({ max: bytes.length - 1 });
    fc.assert(
      fc.property(index, fc.nat({ max: 255 }), (at, byte) => {
        try {
          parseNpyHeader(bytes.with(at, byte));
        } catch (error) {
          expect(isBloscpackError(error)).toBe(true);
        }
      }),
      { numRuns: caseCount(400) },
    );
  });
});

describe('printNpyHeader', () => {
  it('is read back as the same header', () => {
    const shape = fc.array(fc.nat({ max: 100_000 }), { maxLength: 3 });
    fc.assert(
      fc.property(dtypeArbitrary, fc.boolean(), shape, (dtype, fortranOrder, dimensions) => {
        const bytes = printNpyHeader({ dtype, fortranOrder, shape: dimensions });
        const header = parseNpyHeader(bytes);
        expect(header).toMatchObject({ dtype, fortranOrder, shape: dimensions, dataOffsetBytes: bytes.length });
        expect(bytes.length % 64).toBe(0);
      }),
    );
  });

  it('uses version 2.0 for a long header and 3.0 for one that cannot be encoded in latin-1', () => {
    const wide = structDtype(Array.from({ length: 5000 }, (_, index) => ({ name: `column_${index}`, dtype: f8 })));
    expect(parseNpyHeader(printNpyHeader({ dtype: wide, fortranOrder: false, shape: [1] })).version).toEqual([2, 0]);
    const accented = structDtype([{ name: 'é', dtype: f8 }]);
    expect(parseNpyHeader(printNpyHeader({ dtype: accented, fortranOrder: false, shape: [] })).version).toEqual([1, 0]);
    const chinese = structDtype([{ name: '中', dtype: f8 }]);
    expect(parseNpyHeader(printNpyHeader({ dtype: chinese, fortranOrder: false, shape: [] }))).toMatchObject({
      version: [3, 0],
      dtype: chinese,
    });
  });

  it('refuses an impossible shape', () => {
    expect(() => printNpyHeader({ dtype: f8, fortranOrder: false, shape: [-1] })).toThrow('impossible');
  });
});

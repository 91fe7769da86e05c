import { writeFileSync } from 'node:fs';
import { type NdArray, ndarray } from '../../../../electron/engine/arrays/ndarray.js';
import { npyHeaderFor } from '../../../../electron/engine/arrays/npy-head.js';
import { itemCount } from '../../../../shared/format/numpy/array-metadata.js';
import { dtypeOfText } from '../../../../shared/format/numpy/dtype-parse.js';

/** Every kind of dtype, as `repr` of numpy's descr. */
export const DTYPES: readonly string[] = [
  "'|b1'",
  "'|i1'",
  "'<i2'",
  "'>i4'",
  "'<i8'",
  "'>u8'",
  "'<f2'",
  "'<f4'",
  "'>f8'",
  "'<c8'",
  "'>c16'",
  "'|S5'",
  "'<U3'",
  "'>U2'",
  "'<M8[ms]'",
  "'>m8[D]'",
  "[('id', '<i4'), ('tag', '|S3'), ('p', '<f4', (2,)), ('in', [('z', '>c8'), ('u', '<U2')])]",
];

/** Zero to five axes, and without items. */
export const SHAPES: readonly (readonly number[])[] = [
  [],
  [7],
  [4, 6],
  [1, 3, 5],
  [3, 2, 2, 2],
  [2, 3, 1, 2, 2],
  [0],
  [3, 0, 2],
];

/** Every dtype in two shapes, every shape with two dtypes, in both orders, each under a name of its own. */
export function sampleArrays(): ReadonlyMap<string, NdArray> {
  const pairs = [
    ...DTYPES.map((dtype, turn) => [dtype, SHAPES[2 + (turn % 3)] ?? []] as const),
    ...SHAPES.map((shape, turn) => [DTYPES[(5 * turn) % DTYPES.length] ?? '', shape] as const),
  ];
  return new Map(
    pairs.map(([dtype, shape], turn) => [
      `a${turn}_${shape.join('x')}`,
      sampleArray(dtype, shape, turn % 2 === 0 ? 'C' : 'F'),
    ]),
  );
}

/** An array with bytes that repeat after 251, which is no multiple of an item; of bools and texts they are valid. */
export function sampleArray(dtypeText: string, shape: readonly number[], order: 'C' | 'F' = 'C'): NdArray {
  const dtype = dtypeOfText(dtypeText);
  const bytes = new Uint8Array(itemCount(shape) * dtype.itemsize);
  for (const at of bytes.keys()) bytes[at] = (at * 37) % 251;
  if (dtype.kind === 'scalar' && dtype.code === 'b') for (const at of bytes.keys()) bytes[at] = at % 3 === 0 ? 1 : 0;
  if (dtype.kind === 'scalar' && dtype.code === 'U') {
    const view = new DataView(bytes.buffer);
    for (let at = 0; at < bytes.byteLength; at += 4) view.setUint32(at, 65 + ((at / 4) % 60), dtype.byteOrder !== '>');
  }
  return ndarray(bytes, { dtype: dtypeText, shape, order });
}

export function writeNpy(path: string, array: NdArray): void {
  writeFileSync(path, Buffer.concat([npyHeaderFor(array), array.bytes]));
}

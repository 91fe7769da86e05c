import type { Plane } from '../../../shared/contract/inspect/data.js';
import { itemCount } from '../../../shared/format/numpy/array-metadata.js';
import type { Dtype, ScalarCode, ScalarDtype } from '../../../shared/format/numpy/dtype.js';
import { type ArrayAccess, requireArray } from '../document.js';
import type { DocumentCall } from '../inspect-service.js';
import { isDrawable, leavesOf } from './leaves.js';

/** The shape of the data, and the plane that is shown first. */
export const dataShape: DocumentCall<'inspect.data'> = async (document) => {
  const access = requireArray(document);
  const { shape, dtype } = access.spec;
  const leaves = leavesOf(dtype);
  const rowsPerChunk = wholeRowsPerChunk(access);
  return {
    shape,
    dtype: document.overview.array?.dtype ?? dtypeName(dtype),
    fields: leaves.map((leaf) => ({ name: leaf.name, dtype: dtypeName(leaf.dtype), drawable: isDrawable(leaf) })),
    defaultPlane: defaultPlane(shape, leaves.length > 1),
    ...(rowsPerChunk !== undefined && { rowsPerChunk }),
  };
};

/** The last two axes; for records one axis as rows, and their fields as columns. */
function defaultPlane({ length: axes }: readonly number[], structured: boolean): Plane {
  const held = new Array<number>(axes).fill(0);
  if (axes === 0) return { held };
  return axes === 1 || structured ? { held, rowAxis: axes - 1 } : { held, rowAxis: axes - 2, columnAxis: axes - 1 };
}

/** Rows of the first axis in a chunk, if each chunk holds a whole number of them. */
function wholeRowsPerChunk({ spec, chunkBytes }: ArrayAccess): number | undefined {
  const [, ...inner] = spec.shape;
  if (chunkBytes === undefined || spec.shape.length === 0 || (spec.order === 'F' && inner.length > 0)) return undefined;
  const rowBytes = itemCount(inner) * spec.dtype.itemsize;
  return rowBytes > 0 && chunkBytes >= rowBytes && chunkBytes % rowBytes === 0 ? chunkBytes / rowBytes : undefined;
}

const NAMES = {
  b: () => 'bool',
  i: ({ itemsize }) => `int${8 * itemsize}`,
  u: ({ itemsize }) => `uint${8 * itemsize}`,
  f: ({ itemsize }) => `float${8 * itemsize}`,
  c: ({ itemsize }) => `complex${8 * itemsize}`,
  S: ({ itemsize }) => `S${itemsize}`,
  U: ({ itemsize }) => `U${itemsize / 4}`,
  V: ({ itemsize }) => `V${itemsize}`,
  M: ({ unit = '' }) => `datetime64${unit}`,
  m: ({ unit = '' }) => `timedelta64${unit}`,
} as const satisfies Record<ScalarCode, (dtype: ScalarDtype) => string>;

/** numpy's name of a leaf's dtype, such as `float64`, for a column's head. */
function dtypeName(dtype: Dtype): string {
  switch (dtype.kind) {
    case 'scalar':
      return NAMES[dtype.code](dtype);
    case 'struct':
      return `V${dtype.itemsize}`;
    case 'subarray':
      return `${dtypeName(dtype.base)}[${dtype.shape.join(',')}]`;
  }
}

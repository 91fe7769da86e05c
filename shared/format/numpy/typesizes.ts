import { type ArraySpec, effectiveTypesize } from './array-metadata.js';
import type { Dtype } from './dtype.js';

/** Blosc has typesizes up to this. */
const MAX_TYPESIZE = 255;

/**
 * The typesizes worth measuring for an array, ascending: that of an item; that of a row along the fastest axis, such as the three
 * coordinates of a point or the channels of a pixel; and the scalar that fills most of a record.
 */
export function typesizesToTry({ dtype, shape, order }: ArraySpec): readonly number[] {
  const rowItems = (order === 'F' ? shape[0] : shape.at(-1)) ?? 1;
  const row = shape.length > 1 && rowItems > 1 ? [dtype.itemsize * rowItems] : [];
  const sizes = [effectiveTypesize(dtype.itemsize), ...row, ...mainScalar(dtype)];
  return [...new Set(sizes)].filter((size) => size >= 1 && size <= MAX_TYPESIZE).toSorted((a, b) => a - b);
}

/** What bytes without a dtype may be made of. */
const USUAL_TYPESIZES: readonly number[] = [1, 2, 4, 8, 16];
/** A flat array may hold pairs, points or pixels, one after the other. */
const INTERLEAVED_ITEMS: readonly number[] = [2, 3, 4];

/**
 * The typesizes of which `typesize: 'auto'` takes one for each chunk, ascending: those of `typesizesToTry` and small multiples of an
 * item; for bytes without a dtype (`spec` undefined) those of the usual scalars.
 */
export function typesizesForChunks(spec: ArraySpec | undefined): readonly number[] {
  if (spec === undefined) return USUAL_TYPESIZES;
  const multiples = INTERLEAVED_ITEMS.map((items) => items * spec.dtype.itemsize);
  const sizes = new Set([...typesizesToTry(spec), ...multiples.filter((size) => size <= MAX_TYPESIZE && size > 0)]);
  return [...sizes].toSorted((a, b) => a - b);
}

/** The scalar size with the most bytes in a record; none for a scalar. */
function mainScalar(dtype: Dtype): readonly number[] {
  if (dtype.kind === 'scalar') return [];
  const bytes = new Map<number, number>();
  for (const size of scalarSizes(dtype)) bytes.set(size, (bytes.get(size) ?? 0) + size);
  const [main] = [...bytes].toSorted(([, a], [, b]) => b - a);
  return main ? [main[0]] : [];
}

/** Bytes of each scalar of an item, without padding; a sub-array counts once for each of its first items. */
function scalarSizes(dtype: Dtype): readonly number[] {
  switch (dtype.kind) {
    case 'scalar':
      return [dtype.itemsize];
    case 'subarray': {
      const count = Math.min(MAX_TYPESIZE, Math.round(dtype.itemsize / Math.max(1, dtype.base.itemsize)));
      const base = scalarSizes(dtype.base);
      return Array.from({ length: count }, () => base).flat();
    }
    case 'struct':
      return dtype.fields.filter(({ padding }) => !padding).flatMap((field) => scalarSizes(field.dtype));
  }
}

import { ArgumentError } from '../../../../shared/format/errors.js';
import type { Dtype, Field } from '../../../../shared/format/numpy/dtype.js';
import { dtypeStr } from '../../../../shared/format/numpy/dtype-print.js';

/** A dtype as Zarr version 2 writes it in JSON: a type string, or a list of `[name, dtype]` or `[name, dtype, shape]`. */
export type ZarrDtype = string | readonly (readonly [string, ZarrDtype, (readonly number[])?])[];

/** Throws ArgumentError for the dtypes that only numpy has: fields without names, with titles, or of sub-arrays of sub-arrays. */
export function zarrDtype(dtype: Dtype): ZarrDtype {
  if (dtype.itemsize === 0) throw notInZarr('items without bytes');
  if (dtype.kind === 'struct') return dtype.fields.map(zarrField);
  return dtypeStr(dtype);
}

function zarrField({ name, title, dtype, padding }: Field): readonly [string, ZarrDtype, (readonly number[])?] {
  if (padding) throw notInZarr('unused bytes between fields');
  if (title !== undefined) throw notInZarr(`the title '${title}' of a field`);
  if (dtype.kind !== 'subarray') return [name, zarrDtype(dtype)];
  if (dtype.base.kind === 'subarray') throw notInZarr('sub-arrays of sub-arrays');
  return [name, zarrDtype(dtype.base), dtype.shape];
}

function notInZarr(what: string): ArgumentError {
  return new ArgumentError(`Zarr has no ${what}: \`blpk unpack\` keeps the array's dtype, as .npy`);
}

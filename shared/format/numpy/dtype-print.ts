/** Prints a dtype exactly as numpy does in `dtype.str`, `dtype.descr` and `.npy` headers. */
import type { Dtype, Field, ScalarDtype } from './dtype.js';
import { type PyTuple, type PyValue, reprPython } from './python-literal.js';

function scalarStr({ byteOrder, code, itemsize, unit = '' }: ScalarDtype): string {
  return `${byteOrder}${code}${code === 'U' ? itemsize / 4 : itemsize}${unit}`;
}

/** numpy's `dtype.str`: `<f8`, `|S10`, `<M8[ms]`; structs and sub-arrays are plain bytes there, `|V18`. */
export function dtypeStr(dtype: Dtype): string {
  return dtype.kind === 'scalar' ? scalarStr(dtype) : `|V${dtype.itemsize}`;
}

/** A shape as a Python tuple. */
export function pyShape(shape: readonly number[]): PyTuple {
  return { kind: 'tuple', items: shape.map(BigInt) };
}

function fieldDescr({ name, title, dtype }: Field): PyTuple {
  const fullName: PyValue = title === undefined ? name : { kind: 'tuple', items: [title, name] };
  if (dtype.kind !== 'subarray') return { kind: 'tuple', items: [fullName, nestedDescr(dtype)] };
  return { kind: 'tuple', items: [fullName, nestedDescr(dtype.base), pyShape(dtype.shape)] };
}

function nestedDescr(dtype: Dtype): PyValue {
  switch (dtype.kind) {
    case 'scalar':
      return scalarStr(dtype);
    case 'struct':
      return { kind: 'list', items: dtype.fields.map(fieldDescr) };
    case 'subarray':
      return { kind: 'tuple', items: [nestedDescr(dtype.base), pyShape(dtype.shape)] };
  }
}

/** What numpy writes as `descr`: the field list of a struct, the type string of anything else. */
export function dtypeDescr(dtype: Dtype): PyValue {
  return dtype.kind === 'struct' ? nestedDescr(dtype) : dtypeStr(dtype);
}

/** `repr(dtype.descr)` of a struct, `repr(dtype.str)` of anything else: the text in container metadata. */
export function dtypeDescrRepr(dtype: Dtype): string {
  return reprPython(dtypeDescr(dtype));
}

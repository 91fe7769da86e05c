import type { ArrayFacts } from '../../../shared/contract/files.js';
import type { ArraySpec } from '../../../shared/format/numpy/array-metadata.js';
import type { Dtype } from '../../../shared/format/numpy/dtype.js';
import { dtypeDescrRepr, dtypeStr } from '../../../shared/format/numpy/dtype-print.js';
import { dtypeWords } from '../../../shared/format/numpy/dtype-words.js';
import type { NpyHeader } from '../../../shared/format/numpy/npy-header.js';

export function arrayFacts({ dtype, shape, order }: ArraySpec): ArrayFacts {
  return { descr: descrText(dtype), dtype: dtypeWords(dtype), shape, order, itemsize: dtype.itemsize };
}

/** The same for a `.npy` header. */
export function npyArrayFacts({ dtype, shape, fortranOrder }: NpyHeader): ArrayFacts {
  return arrayFacts({ dtype, shape, order: fortranOrder ? 'F' : 'C' });
}

/** numpy's spelling: `<f8`, or the list of a structured dtype. */
function descrText(dtype: Dtype): string {
  return dtype.kind === 'struct' ? dtypeDescrRepr(dtype) : dtypeStr(dtype);
}

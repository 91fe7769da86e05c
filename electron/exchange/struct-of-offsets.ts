import { FormatError } from '../../shared/format/errors.js';
import { type Dtype, type FieldSpec, scalarDtype, structDtype } from '../../shared/format/numpy/dtype.js';

export interface PlacedField extends FieldSpec {
  /** Bytes from the start of the item. */
  readonly offset: number;
}

/**
 * A structured dtype whose fields have places of their own, with the bytes between them as padding. Throws FormatError('bad-dtype')
 * for fields that overlap or lie outside the item.
 */
export function structOfOffsets(fields: readonly PlacedField[], itemsize: number): Dtype {
  const specs: FieldSpec[] = [];
  let endByte = 0;
  for (const { offset, ...spec } of [...fields].sort((a, b) => a.offset - b.offset)) {
    if (!Number.isSafeInteger(offset) || offset < endByte) throw misplaced(spec.name, offset);
    specs.push(...padding(offset - endByte), spec);
    endByte = offset + spec.dtype.itemsize;
  }
  if (!Number.isSafeInteger(itemsize) || itemsize < endByte) throw misplaced('the item itself', itemsize);
  return structDtype([...specs, ...padding(itemsize - endByte)]);
}

function padding(lengthBytes: number): readonly FieldSpec[] {
  return lengthBytes === 0 ? [] : [{ name: '', dtype: scalarDtype('|', 'V', lengthBytes) }];
}

function misplaced(name: string, at: number): FormatError {
  return new FormatError('bad-dtype', `the field '${name}' of a structured dtype overlaps another one at byte ${at}`, {
    found: at,
  });
}

import { ArgumentError } from '../../../../shared/format/errors.js';
import type { JsonValue } from '../../../../shared/format/json.js';
import { type ArraySpec, arrayNbytes, parseArrayMetadata } from '../../../../shared/format/numpy/array-metadata.js';
import { dtypeDescrRepr } from '../../../../shared/format/numpy/dtype-print.js';
import type { PlainSource } from '../../pack/plain/plain-source.js';

/** An array in a container that can grow along axis 0, by whole rows. */
export interface GrowingArray {
  readonly spec: ArraySpec;
  /** Bytes of one row: of all axes except the first. */
  readonly rowBytes: number;
}

/**
 * The array in the container; undefined when it holds plain bytes. Throws ArgumentError when the array cannot grow along axis 0
 * (F order, no axes), and when the source is an array of another dtype, shape or order.
 */
export function growingArray(metadata: JsonValue | undefined, source: PlainSource): GrowingArray | undefined {
  const spec = parseArrayMetadata(metadata);
  if (!spec) return undefined;
  if (spec.shape.length === 0)
    throw new ArgumentError('the container holds a single value without axes, which cannot grow');
  if (spec.order === 'F' && spec.shape.length > 1) {
    throw new ArgumentError(
      'the array is in Fortran order, to which no rows can be added along axis 0; unpack it to append',
    );
  }
  const added = parseArrayMetadata(source.metadata);
  if (added) requireSameKind(spec, added, source.name);
  return { spec, rowBytes: spec.dtype.itemsize * spec.shape.slice(1).reduce((product, length) => product * length, 1) };
}

function requireSameKind(spec: ArraySpec, added: ArraySpec, name: string): void {
  const [wanted, given] = [dtypeDescrRepr(spec.dtype), dtypeDescrRepr(added.dtype)];
  if (wanted !== given)
    throw new ArgumentError(`'${name}' has dtype ${given}, but the container's array has ${wanted}`);
  const [trailing, addedTrailing] = [spec.shape.slice(1), added.shape.slice(1)];
  const sameAxes =
    spec.shape.length === added.shape.length && trailing.every((length, axis) => length === addedTrailing[axis]);
  if (!sameAxes) {
    throw new ArgumentError(
      `'${name}' has shape (${added.shape.join(', ')}), which cannot be appended to (${spec.shape.join(', ')}): all axes except the first must be equal`,
    );
  }
  if (added.order === 'F' && added.shape.length > 1) {
    throw new ArgumentError(`'${name}' is in Fortran order; save it in C order to append it`);
  }
}

/** The shape after `addedBytes` more. Throws ArgumentError unless they are whole rows. */
export function grownShape({ spec, rowBytes }: GrowingArray, addedBytes: number): readonly number[] {
  const rows = rowBytes === 0 ? 0 : addedBytes / rowBytes;
  if (!Number.isInteger(rows)) {
    throw new ArgumentError(
      `${addedBytes} bytes are not a whole number of rows of ${rowBytes} bytes of the container's array`,
    );
  }
  const [length = 0, ...trailing] = spec.shape;
  return [length + rows, ...trailing];
}

/** Throws ArgumentError when metadata describe an array of another size than the data will have. */
export function requireDescribed(metadata: JsonValue, plainBytes: number): void {
  const spec = parseArrayMetadata(metadata);
  if (!spec || arrayNbytes(spec) === plainBytes) return;
  throw new ArgumentError(
    `the metadata describe an array of ${arrayNbytes(spec)} bytes, but the container would hold ${plainBytes}`,
    { expected: arrayNbytes(spec), found: plainBytes },
  );
}

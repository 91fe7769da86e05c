import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { ArgumentError } from '../../../shared/format/errors.js';
import { dtypeStr } from '../../../shared/format/numpy/dtype-print.js';
import { prettySize } from '../../../shared/format/sizes.js';
import { type NdArray, ndarray } from '../../engine/arrays/ndarray.js';
import { npyExtent, readNpyHeader } from '../../engine/arrays/npy-head.js';
import { openRegularFile, readFully } from '../../engine/io/file-reader.js';
import { DATA_SET_SIZES, dataSetArray, dataSetByName } from '../datasets/data-sets.js';
import type { ArrayFacts, Subject } from './types.js';

/** The array is in memory, and a copy that is read back; HDF5 as WebAssembly has a third, within 2 GiB. */
const MAX_BYTES = 2 ** 30;

/** Generates or reads the array. Throws the engine's errors for a bad file, ArgumentError for one that is empty or too large. */
export async function subjectArray(subject: Subject): Promise<NdArray> {
  if (subject.kind === 'data-set') return dataSetArray(dataSetByName(subject.name), DATA_SET_SIZES[subject.size]);
  const { handle, sizeBytes } = await openRegularFile(subject.path);
  try {
    const readHead = async (lengthBytes: number): Promise<Uint8Array> => {
      const head = new Uint8Array(lengthBytes);
      await readFully(handle, head, 0, subject.path);
      return head;
    };
    const header = await readNpyHeader(readHead, sizeBytes, subject.path);
    const { dtype, shape, order, startByte, endByte } = npyExtent(header, sizeBytes, subject.path);
    requireMeasurable(endByte - startByte, subject.path);
    const bytes = new Uint8Array(endByte - startByte);
    await readFully(handle, bytes, startByte, subject.path);
    return ndarray(bytes, { dtype, shape, order });
  } finally {
    await handle.close();
  }
}

function requireMeasurable(sizeBytes: number, path: string): void {
  if (sizeBytes === 0) throw new ArgumentError(`the array in '${path}' is empty: there is nothing to measure`);
  if (sizeBytes <= MAX_BYTES) return;
  throw new ArgumentError(
    `the array in '${path}' has ${prettySize(sizeBytes)}, at most ${prettySize(MAX_BYTES)} can be measured: take a part of it`,
    { expected: MAX_BYTES, found: sizeBytes },
  );
}

export function arrayFacts(subject: Subject, array: NdArray): ArrayFacts {
  return {
    subject,
    name: subjectName(subject),
    dtype: dtypeStr(array.dtype),
    shape: array.shape,
    plainBytes: array.bytes.byteLength,
    sha256: createHash('sha256').update(array.bytes).digest('hex'),
  };
}

/** `bitcoin, large`, or the file's name. */
export function subjectName(subject: Subject): string {
  return subject.kind === 'file' ? basename(subject.path) : `${subject.name}, ${subject.size}`;
}

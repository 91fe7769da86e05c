import { isBloscpackError } from '../../shared/format/errors.js';
import type { OperationOptions } from '../engine/operation.js';
import { compressedFileSource } from '../engine/pack/compressed/compressed-source.js';
import { containerFilePlainSource } from '../engine/pack/plain/container-plain-source.js';
import { requireSameBytes } from '../jobs/run/compare-plain.js';

/** Whether two containers hold the same data, however they are compressed; false for one that is damaged. */
export async function holdSameData(onePath: string, otherPath: string, options: OperationOptions): Promise<boolean> {
  try {
    const plain = await containerFilePlainSource(onePath, options);
    await requireSameBytes(() => compressedFileSource(otherPath), plain, options);
    return true;
  } catch (error) {
    if (isBloscpackError(error) && (error.kind === 'format' || error.kind === 'checksum')) return false;
    throw error;
  }
}

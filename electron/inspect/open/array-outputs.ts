import type { DocumentOverview } from '../../../shared/contract/inspect/document.js';
import { isBloscpackError } from '../../../shared/format/errors.js';
import type { Dtype } from '../../../shared/format/numpy/dtype.js';
import { dtypeOfText } from '../../../shared/format/numpy/dtype-parse.js';
import { recompressReasonOf } from '../../exchange/convert/chunk-plan.js';
import type { ArrayFormat } from '../../exchange/dataset.js';
import { openArray } from '../../exchange/find-arrays.js';
import { formatByEnding } from '../../exchange/output-target.js';

/** A format, by its ending, that can hold the array of a document. */
export interface ArrayOutput {
  readonly ending: string;
  /** Why its chunks would be compressed anew and not moved; completes "it was recompressed, because ...". */
  readonly recompressReason?: string;
}

/** Those of the endings whose formats can hold the array of a container; none of a document that is no container with an array. */
export async function arrayOutputs(
  path: string,
  { container, array, isReadAs }: DocumentOverview,
  endings: readonly string[],
): Promise<readonly ArrayOutput[]> {
  if (!container || !array || isReadAs) return [];
  const dtype = dtypeOfText(array.descr);
  const outputs = endings.flatMap((ending) => {
    const format = formatByEnding(ending);
    return format && holds(format, dtype) ? [{ ending, format }] : [];
  });
  const dataset = await openArray(path, {});
  try {
    const found: ArrayOutput[] = [];
    for (const { ending, format } of outputs) {
      // Of a format without chunks of Blosc it goes without saying.
      const reason = format.chunkRules && (await recompressReasonOf(dataset, format, {}));
      found.push({ ending, ...(reason !== undefined && { recompressReason: reason }) });
    }
    return found;
  } finally {
    await dataset.close();
  }
}

function holds(format: ArrayFormat, dtype: Dtype): boolean {
  try {
    format.requireDtype?.(dtype);
    return format.create !== undefined;
  } catch (error) {
    if (isBloscpackError(error)) return false;
    throw error;
  }
}

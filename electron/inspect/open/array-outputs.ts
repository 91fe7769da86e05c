import type { DocumentOverview } from '../../../shared/contract/inspect/document.js';
import { isBloscpackError } from '../../../shared/format/errors.js';
import type { Dtype } from '../../../shared/format/numpy/dtype.js';
import { dtypeOfText } from '../../../shared/format/numpy/dtype-parse.js';
import { formatByEnding } from '../../exchange/output-target.js';

/** Those of the endings whose formats can hold the array of a container; none of a document that is no container with an array. */
export function arrayOutputs(
  { container, array, isReadAs }: DocumentOverview,
  endings: readonly string[],
): readonly string[] {
  if (!container || !array || isReadAs) return [];
  const dtype = dtypeOfText(array.descr);
  return endings.filter((ending) => holds(ending, dtype));
}

function holds(ending: string, dtype: Dtype): boolean {
  const format = formatByEnding(ending);
  try {
    format?.requireDtype?.(dtype);
    return format?.create !== undefined;
  } catch (error) {
    if (isBloscpackError(error)) return false;
    throw error;
  }
}

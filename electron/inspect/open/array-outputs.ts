import type { DocumentOverview } from '../../../shared/contract/inspect/document.js';
import { isBloscpackError } from '../../../shared/format/errors.js';
import type { Dtype } from '../../../shared/format/numpy/dtype.js';
import { dtypeOfText } from '../../../shared/format/numpy/dtype-parse.js';
import { recompressReasonOf } from '../../exchange/convert/chunk-plan.js';
import type { ArrayFormat, Dataset } from '../../exchange/dataset.js';
import { formatAt } from '../../exchange/find-arrays.js';
import { formatByEnding } from '../../exchange/output-target.js';

/** A format, by its ending, that can hold the array of a document. */
export interface ArrayOutput {
  readonly ending: string;
  /** Why its chunks would be compressed anew and not moved; completes "it was recompressed, because ...". */
  readonly recompressReason?: string;
}

/** What the array of a document can become. */
export interface ArrayOutputs {
  readonly outputs: readonly ArrayOutput[];
  /** The id of the file's format; undefined for a container. */
  readonly sourceFormat?: string;
  /** The array, where the file has several. */
  readonly member?: string;
}

/**
 * Those of the endings whose formats can hold the array of a document and are not its own; none of a document without an array, and of
 * bytes that are read as one.
 */
export async function arrayOutputs(
  path: string,
  { array, isReadAs, member }: DocumentOverview,
  endings: readonly string[],
): Promise<ArrayOutputs> {
  const source = array && !isReadAs ? await formatAt(path) : undefined;
  if (!source || !array) return { outputs: [] };
  const dtype = dtypeOfText(array.descr);
  const targets = endings.flatMap((ending) => {
    const format = formatByEnding(ending);
    return format && format !== source && holds(format, dtype) ? [{ ending, format }] : [];
  });
  const outputs = await withReasons(await source.open(path, member, {}), targets);
  const sourceFormat = source.id === 'bloscpack' ? {} : { sourceFormat: source.id };
  return { outputs, ...sourceFormat, ...(member !== undefined && { member }) };
}

interface Target {
  readonly ending: string;
  readonly format: ArrayFormat;
}

/** Closes the dataset. */
async function withReasons(dataset: Dataset, targets: readonly Target[]): Promise<readonly ArrayOutput[]> {
  try {
    const found: ArrayOutput[] = [];
    for (const { ending, format } of targets) {
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

import type { FileFacts } from '../../../../shared/contract/files.js';
import type { DocumentOverview } from '../../../../shared/contract/inspect/document.js';

/** Whether a file's rows can be appended to a container: the same dtype, and the same lengths of all axes but the first. */
export function canAppend({ container, array, file }: DocumentOverview, source: FileFacts): boolean {
  if (file.address !== undefined || !container || source.kind !== 'npy' || !source.array || !array) return false;
  const own = array.shape.slice(1);
  const added = source.array.shape.slice(1);
  return (
    array.descr === source.array.descr &&
    array.shape.length > 0 &&
    array.shape.length === source.array.shape.length &&
    own.every((length, axis) => length === added[axis])
  );
}

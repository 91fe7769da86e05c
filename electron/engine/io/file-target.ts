import { AtomicFile, type OutputOptions } from './atomic-file.js';
import type { ByteTarget } from './byte-target.js';

/** A file, written beside its name and renamed on commit. */
export async function openFileTarget(path: string, options: OutputOptions = {}): Promise<ByteTarget> {
  const file = await AtomicFile.create(path, options);
  let sizeBytes = 0;
  return {
    name: path,
    patchable: true,
    async append(bytes) {
      await file.writeAt(bytes, sizeBytes);
      sizeBytes += bytes.byteLength;
    },
    patch: (positionBytes, bytes) => file.writeAt(bytes, positionBytes),
    commit: () => file.commit(),
    discard: () => file.discard(),
  };
}

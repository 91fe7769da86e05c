import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { ArgumentError } from '../../../shared/format/errors.js';
import { type ArraySpec, arrayNbytes } from '../../../shared/format/numpy/array-metadata.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import type { ArrayAccess } from '../document.js';
import { fileArray } from './array-access.js';

/** An array of a file, and the function that closes it. */
export interface OpenedArray {
  readonly array: ArrayAccess;
  close(): Promise<void>;
}

/**
 * An array that has no random access. `copy` puts its bytes into a temporary file when the first value is read, and again when that
 * failed; there they begin at `startByte`. `close` waits for a copy that is under way, and deletes it.
 */
export function copiedArray(spec: ArraySpec, startByte: number, copy: () => Promise<RandomReader>): OpenedArray {
  let copied: Promise<RandomReader> | undefined;
  const whole = (): Promise<RandomReader> => {
    copied ??= copy().catch((error: unknown) => {
      copied = undefined;
      throw error;
    });
    return copied;
  };
  return {
    array: {
      spec,
      plainBytes: arrayNbytes(spec),
      chunkAt: () => undefined,
      readBytes: async (start, end, options) =>
        fileArray(await whole(), spec, startByte).readBytes(start, end, options),
    },
    async close() {
      await copied?.then((reader) => reader.close()).catch(() => undefined);
    },
  };
}

/** So many bytes remain free on the disk. */
const SPARE_DISK_BYTES = 2 ** 30;

/** Throws ArgumentError when the temporary folder has no room for a copy. `what` begins the sentence: `'x' is compressed and`. */
export async function requireRoom(what: string, sizeBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(tmpdir());
  const freeBytes = bavail * bsize;
  if (sizeBytes + SPARE_DISK_BYTES <= freeBytes) return;
  throw new ArgumentError(
    `${what} has to be copied, as ${sizeBytes} plain bytes, to be looked at, but the temporary folder has ${freeBytes} bytes free`,
    { expected: sizeBytes, found: freeBytes },
  );
}

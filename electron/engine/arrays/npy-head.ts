import { FormatError } from '../../../shared/format/errors.js';
import { type ArraySpec, itemCount } from '../../../shared/format/numpy/array-metadata.js';
import {
  NPY_PREFIX_BYTES,
  type NpyHeader,
  npyHeaderBytesNeeded,
  parseNpyHeader,
  printNpyHeader,
} from '../../../shared/format/numpy/npy-header.js';

/** An array in a `.npy` file, and where its bytes are: [startByte, endByte) of the file. */
export interface NpyExtent extends ArraySpec {
  /** The file's bytes before `startByte`. */
  readonly header: Uint8Array;
  readonly startByte: number;
  readonly endByte: number;
}

/** A `.npy` header, and its bytes. */
export interface ReadNpyHeader extends NpyHeader {
  readonly bytes: Uint8Array;
}

/** Returns the first `lengthBytes` bytes of a file that has at least so many. */
export type HeadReader = (lengthBytes: number) => Promise<Uint8Array>;

/**
 * Reads the header of a `.npy` file of `fileBytes` bytes (undefined for a stream, whose `readHead` returns fewer bytes at its end).
 * First reads its length, then the header. Throws FormatError 'bad-npy', 'bad-dtype' or 'truncated', which names the file.
 */
export async function readNpyHeader(
  readHead: HeadReader,
  fileBytes: number | undefined,
  name: string,
): Promise<ReadNpyHeader> {
  const maxBytes = fileBytes ?? Number.POSITIVE_INFINITY;
  try {
    const prefix = await readHead(Math.min(NPY_PREFIX_BYTES, maxBytes));
    const headerBytes = npyHeaderBytesNeeded(prefix);
    const head = await readHead(Math.min(headerBytes, maxBytes));
    if (head.byteLength < headerBytes) {
      throw new FormatError(
        'truncated',
        `its header ends at byte ${headerBytes}, but the file at byte ${head.byteLength}`,
        { offsetBytes: NPY_PREFIX_BYTES, expected: headerBytes, found: head.byteLength },
      );
    }
    return { ...parseNpyHeader(head), bytes: head };
  } catch (error) {
    throw withFileName(error, name);
  }
}

/** Adds the name of the file, or of the member of an archive, to a FormatError. */
function withFileName(error: unknown, name: string): unknown {
  if (!(error instanceof FormatError) || error.context.file !== undefined) return error;
  return new FormatError(error.problem, `'${name}': ${error.message}`, { ...error.context, file: name }, error);
}

/**
 * The position of the array in the file. Throws FormatError 'truncated' when its end is missing, and 'bad-npy' when bytes follow
 * it: `np.save` can write several arrays into one file, and none must be dropped.
 */
export function npyExtent(header: ReadNpyHeader, fileBytes: number, name: string): NpyExtent {
  const extent = arrayOfHeader(header);
  const { shape, startByte, endByte } = extent;
  const context = { file: name, offsetBytes: startByte, expected: endByte, found: fileBytes };
  if (endByte > fileBytes) {
    throw new FormatError(
      'truncated',
      `'${name}' should hold an array of shape (${shape.join(', ')}) up to byte ${endByte}, but ends at byte ${fileBytes}`,
      context,
    );
  }
  if (endByte < fileBytes) {
    throw new FormatError(
      'bad-npy',
      `${fileBytes - endByte} bytes follow the array in '${name}': several arrays in one file must be split up first`,
      context,
    );
  }
  return extent;
}

/** The position of the array as its header gives it. */
export function arrayOfHeader({ dtype, shape, fortranOrder, dataOffsetBytes, bytes }: ReadNpyHeader): NpyExtent {
  const startByte = dataOffsetBytes;
  // Inexact beyond 2^53, which is far beyond any file.
  const endByte = startByte + itemCount(shape, 'bad-npy') * dtype.itemsize;
  return { dtype, shape, order: fortranOrder ? 'F' : 'C', startByte, endByte, header: bytes };
}

/** The same bytes as the header that numpy writes for the array. */
export function npyHeaderFor({ dtype, shape, order }: ArraySpec): Uint8Array {
  return printNpyHeader({ dtype, shape, fortranOrder: order === 'F' && !isContiguousInC(shape) });
}

/** With fewer than two dimensions longer than 1 (or no items) both orders are the same; numpy writes C then. */
function isContiguousInC(shape: readonly number[]): boolean {
  return shape.includes(0) || shape.filter((dimension) => dimension > 1).length < 2;
}

import type { RawImport } from '../../../shared/contract/intake.js';
import { ArgumentError } from '../../../shared/format/errors.js';
import { type ArraySpec, arrayNbytes, itemCount } from '../../../shared/format/numpy/array-metadata.js';
import { dtypeOfText } from '../../../shared/format/numpy/dtype-parse.js';
import type { Container } from '../../engine/container/container.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import { throwIfCancelled } from '../../engine/operation.js';
import type { ArrayAccess } from '../document.js';

/** The array as which the user wants to read the bytes. Throws ArgumentError when it needs more bytes than there are. */
export function readAsSpec({ descr, shape, order, skipBytes }: RawImport, availableBytes: number): ArraySpec {
  const dtype = dtypeOfText(descr);
  const spec: ArraySpec = { dtype, shape, order };
  const needed = skipBytes + arrayNbytes(spec);
  if (needed <= availableBytes) return spec;
  throw new ArgumentError(
    `${itemCount(shape)} items of ${dtype.itemsize} bytes after the first ${skipBytes} need ${needed} bytes, but there are ${availableBytes}`,
    { expected: needed, found: availableBytes },
  );
}

/** An array that is stored uncompressed in a file, from `startByte` on. */
export function fileArray(reader: RandomReader, spec: ArraySpec, startByte: number): ArrayAccess {
  return {
    spec,
    plainBytes: arrayNbytes(spec),
    async readBytes(start, end, { signal } = {}) {
      throwIfCancelled(signal);
      const bytes = await reader.readAt(startByte + start, end - start);
      return bytes;
    },
    chunkAt: () => undefined,
  };
}

/** The array of a container, or its data after `skipBytes`. */
export function containerArrayAccess(container: Container, spec: ArraySpec, skipBytes = 0): ArrayAccess {
  const { chunkSize } = container.header;
  const plainBytes = arrayNbytes(spec);
  return {
    spec,
    plainBytes,
    readBytes: (start, end, options = {}) => container.readBytes(skipBytes + start, skipBytes + end, options),
    chunkAt: (byte) => chunkAround(byte, { chunkSize, plainBytes, skipBytes }),
    ...(chunkSize > 0 && { chunkBytes: chunkSize }),
  };
}

interface Chunking {
  readonly chunkSize: number;
  readonly plainBytes: number;
  readonly skipBytes: number;
}

function chunkAround(byte: number, { chunkSize, plainBytes, skipBytes }: Chunking): ReturnType<ArrayAccess['chunkAt']> {
  if (chunkSize <= 0) return undefined;
  const chunkIndex = Math.floor((byte + skipBytes) / chunkSize);
  const startByte = Math.max(0, chunkIndex * chunkSize - skipBytes);
  return { chunkIndex, startByte, endByte: Math.min(plainBytes, (chunkIndex + 1) * chunkSize - skipBytes) };
}

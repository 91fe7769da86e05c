import { readFileSync } from 'node:fs';
import { Container } from '../../../../electron/engine/container/container.js';
import { readLayout } from '../../../../electron/engine/container/layout.js';
import { openSourceReader } from '../../../../electron/engine/io/file-reader.js';
import { memoryReader } from '../../../../electron/engine/io/memory-reader.js';
import { ContainerChunks } from '../../../../electron/inspect/chunks/container-chunks.js';
import type { ArrayAccess, OpenDocument } from '../../../../electron/inspect/document.js';
import type { ByteAnswer } from '../../../../shared/contract/streams.js';
import { ChecksumError } from '../../../../shared/format/errors.js';
import { type ArraySpec, arrayNbytes } from '../../../../shared/format/numpy/array-metadata.js';
import { parseNpyHeader } from '../../../../shared/format/numpy/npy-header.js';

export interface MemoryOptions {
  readonly chunkBytes?: number;
  /** Chunks that cannot be read. */
  readonly badChunks?: readonly number[];
}

/** Counts the bytes read of an array. */
export interface Readings {
  bytes: number;
  reads: number;
}

/** An array in memory as an open document. */
export function memoryDocument(
  spec: ArraySpec,
  bytes: Uint8Array,
  { chunkBytes, badChunks = [] }: MemoryOptions = {},
): OpenDocument & { readonly array: ArrayAccess; readonly readings: Readings } {
  const readings = { bytes: 0, reads: 0 };
  const array: ArrayAccess = {
    spec,
    plainBytes: arrayNbytes(spec),
    ...(chunkBytes !== undefined && { chunkBytes }),
    async readBytes(startByte, endByte) {
      readings.bytes += endByte - startByte;
      readings.reads++;
      const chunkIndex = badChunks.find(
        (bad) => chunkBytes && bad * chunkBytes < endByte && (bad + 1) * chunkBytes > startByte,
      );
      if (chunkIndex !== undefined) {
        throw new ChecksumError('chunk', `chunk ${chunkIndex} is damaged`, { chunkIndex });
      }
      return bytes.slice(startByte, endByte);
    },
    chunkAt(byte) {
      if (chunkBytes === undefined) return undefined;
      const chunkIndex = Math.floor(byte / chunkBytes);
      const startByte = chunkIndex * chunkBytes;
      return { chunkIndex, startByte, endByte: Math.min(startByte + chunkBytes, array.plainBytes) };
    },
  };
  return { ...documentOf(array, 'memory.npy'), array, readings };
}

/** A `.npy` file as an open document. */
export function npyDocument(path: string, options?: MemoryOptions): ReturnType<typeof memoryDocument> {
  const file = new Uint8Array(readFileSync(path));
  const { dtype, shape, fortranOrder, dataOffsetBytes } = parseNpyHeader(file);
  return memoryDocument({ dtype, shape, order: fortranOrder ? 'F' : 'C' }, file.slice(dataOffsetBytes), options);
}

/** A container with an array as an open document. */
export async function containerDocument(path: string): Promise<OpenDocument> {
  const reader = await openSourceReader(path);
  const layout = await readLayout(reader);
  const container = await Container.open(reader);
  const spec = await container.arraySpec();
  if (!spec) throw new Error(`'${path}' holds no array`);
  const { chunkSize } = container.header;
  const array: ArrayAccess = {
    spec,
    plainBytes: arrayNbytes(spec),
    chunkBytes: chunkSize,
    readBytes: (startByte, endByte, options) => container.readBytes(startByte, endByte, options),
    chunkAt(byte) {
      const chunkIndex = chunkSize > 0 ? Math.floor(byte / chunkSize) : 0;
      const startByte = chunkIndex * chunkSize;
      return { chunkIndex, startByte, endByte: Math.min(startByte + chunkSize, array.plainBytes) };
    },
  };
  const chunks = new ContainerChunks({ reader, layout, container, hasOffsets: layout.offsets !== undefined });
  return { ...documentOf(array, 'container.blp'), container, chunks, close: () => container.close() };
}

function documentOf(array: ArrayAccess, name: string): OpenDocument {
  return {
    id: 'document',
    reader: memoryReader(new Uint8Array(0)),
    array,
    overview: {
      document: 'document',
      kind: 'npy',
      file: { id: 'file', name, folder: '', sizeBytes: 0, modifiedMs: 0 },
      isReadAs: false,
      problems: [],
    },
    async close() {},
  };
}

/** All bytes of a response. */
export async function collect({ body }: ByteAnswer): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces);
}

export const never: AbortSignal = new AbortController().signal;
export const quiet: { readonly signal: AbortSignal; readonly onProgress: () => undefined } = {
  signal: never,
  onProgress: () => undefined,
};

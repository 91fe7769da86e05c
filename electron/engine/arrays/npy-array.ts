import type { ArraySpec } from '../../../shared/format/numpy/array-metadata.js';
import { closingOnError } from '../io/close-file.js';
import type { RandomReader } from '../io/random-reader.js';
import { readerRange } from '../pack/plain/plain-file.js';
import type { PlainSource } from '../pack/plain/plain-source.js';
import { npyExtent, readNpyHeader } from './npy-head.js';
import { npySourceFacts } from './npy-metadata.js';

/** An array that is stored uncompressed, from `startByte` of a file on. The caller closes the reader. */
export interface PlainArray {
  readonly reader: RandomReader;
  readonly startByte: number;
  readonly spec: ArraySpec;
  /** What it becomes as the source of a container. */
  readonly facts: Pick<PlainSource, 'itemsize' | 'metadata'> & { readonly sizeBytes: number };
}

/** The array of a `.npy` file. Throws FormatError as `npyFileSource` does. */
export async function npyArray(reader: RandomReader): Promise<PlainArray> {
  const { name, sizeBytes } = reader;
  const readHead = (lengthBytes: number): Promise<Uint8Array> => reader.readAt(0, lengthBytes);
  const extent = npyExtent(await readNpyHeader(readHead, sizeBytes, name), sizeBytes, name);
  return { reader, startByte: extent.startByte, spec: extent, facts: npySourceFacts(extent, name) };
}

/** The array of a `.npy` file that is read by position, from its start to its end. Owns the reader. Throws as `npyArray` does. */
export async function npyReaderSource(reader: RandomReader): Promise<PlainSource> {
  return closingOnError(reader, async () => {
    const { startByte, facts } = await npyArray(reader);
    return {
      name: reader.name,
      ...facts,
      ...(await readerRange(reader, { startByte, endByte: startByte + facts.sizeBytes })),
      requireUnchanged: () => reader.requireUnchanged(),
      close: () => reader.close(),
    };
  });
}

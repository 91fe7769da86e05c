import type { ContainerLayout } from '../../container/layout.js';
import { closingOnError } from '../../io/close-file.js';
import type { OperationOptions } from '../../operation.js';
import { type CompressedSource, compressedFileSource } from '../compressed/compressed-source.js';
import { unpackedPieces } from '../unpack.js';
import type { PlainSource } from './plain-source.js';

/** What `containerPlainSource` needs to know of a container. */
export interface ContainerFacts {
  readonly layout: ContainerLayout;
  /** Plain bytes in all. */
  readonly sizeBytes: number;
  /** Bytes of an item, when the container holds an array. */
  readonly itemsize: number | undefined;
}

/**
 * The data of a container as plain chunks of any size. They are decompressed in parallel; every digest and size is checked. The
 * caller has opened `container` and closes it.
 */
export function containerPlainSource(
  container: CompressedSource,
  { layout, sizeBytes, itemsize }: ContainerFacts,
  options: OperationOptions = {},
): PlainSource {
  return {
    name: container.name,
    sizeBytes,
    ...(itemsize !== undefined && { itemsize }),
    requireUnchanged: () => container.requireUnchanged(),
    pieces: () => plainPieces(container, layout, options),
  };
}

/** The same of a container file, which the source owns. Its size is not known before it has been read. */
export async function containerFilePlainSource(path: string, options: OperationOptions = {}): Promise<PlainSource> {
  const container = await compressedFileSource(path);
  return closingOnError(container, async () => {
    const { layout } = await container.open();
    return {
      name: container.name,
      sizeBytes: undefined,
      pieces: () => plainPieces(container, layout, options),
      requireUnchanged: () => container.requireUnchanged(),
      close: () => container.close(),
    };
  });
}

async function* plainPieces(
  container: CompressedSource,
  layout: ContainerLayout,
  options: OperationOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const { plain } of unpackedPieces(container, layout, options)) yield plain;
}

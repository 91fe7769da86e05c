import { ArgumentError, isBloscpackError } from '../../../shared/format/errors.js';
import { metadataSectionBytes } from '../../../shared/format/metadata-section.js';
import { parseArrayMetadata } from '../../../shared/format/numpy/array-metadata.js';
import { openChunkIndex } from '../container/chunk-index.js';
import { encodeMetadata } from '../container/encode-metadata.js';
import type { ContainerLayout } from '../container/layout.js';
import { walkChunks } from '../container/stored-chunks.js';
import { openContainerFile } from '../in-place/container-file.js';
import { sectionArgs } from '../in-place/metadata/section-plan.js';
import { type WriteLock, withWriteLock } from '../in-place/write-lock.js';
import type { OutputOptions } from '../io/atomic-file.js';
import { openFileReader } from '../io/file-reader.js';
import type { RandomReader } from '../io/random-reader.js';
import { isSameFile } from '../io/same-file.js';
import { throwIfCancelled } from '../operation.js';
import type { BloscArgs, MetadataArgs } from './args.js';
import { chunkSizeOf } from './chunk-rows.js';
import { type CompressedSink, compressedFileSink } from './compressed/compressed-sink.js';
import { type CompressedInfo, containerSource, jsonOf } from './compressed/compressed-source.js';
import { type PackOptions, type PackResult, pack } from './pack.js';
import { containerPlainSource } from './plain/container-plain-source.js';
import { bloscArgsOf } from './single-chunk.js';

/**
 * Defaults are the values of the old container: typesize, chunk size, checksum and offsets from its header, codec and shuffle from
 * its first chunk. The level is not stored in a container: its default is that of a new one. With `meta` the metadata are stored
 * again, without it their section is copied byte for byte.
 */
export interface RecompressOptions extends Omit<PackOptions, 'metadata'> {}

export interface RecompressResult extends PackResult {
  /** Size of the old container in bytes. */
  readonly oldStoredBytes: number;
  /** Position of bytes behind the last old chunk, which were left out; undefined when there were none. */
  readonly trailingAt: number | undefined;
}

/**
 * Packs the data of a container into another one, in one pass and with bounded memory; the metadata stay the same. All digests and
 * sizes of the old container are checked. Throws ArgumentError when both are the same file (see `recompressInPlace`), and what
 * `unpack` and `pack` throw. When it throws or is cancelled, the target is unchanged.
 */
export async function recompress(
  sourcePath: string,
  targetPath: string,
  options: RecompressOptions & OutputOptions = {},
): Promise<RecompressResult> {
  await requireDifferentFiles(sourcePath, targetPath);
  const from = options.from ?? { paths: [sourcePath], times: true };
  return recompressFrom(await openContainerFile(sourcePath), targetPath, { ...options, from });
}

/**
 * The same; the new container replaces the old one when it is complete. Holds the write lock during the operation. Throws
 * IoError('EBUSY') when another process is changing the container. After a crash the container is the old or the new one.
 */
export async function recompressInPlace(path: string, options: RecompressOptions = {}): Promise<RecompressResult> {
  throwIfCancelled(options.signal);
  const replace = async (lock: WriteLock): Promise<RecompressResult> => {
    const reader = await openFileReader(lock.path);
    // Windows does not replace an open file.
    return recompressFrom(reader, lock.path, { ...options, overwrite: true, beforePublish: () => reader.close() });
  };
  return withWriteLock(path, 'recompress', replace, options);
}

async function requireDifferentFiles(sourcePath: string, targetPath: string): Promise<void> {
  if (!(await isSameFile(sourcePath, targetPath))) return;
  throw new ArgumentError(`'${sourcePath}' is both source and target: a container can be replaced only in place`, {
    file: sourcePath,
  });
}

/** Closes the reader. */
async function recompressFrom(
  reader: RandomReader,
  targetPath: string,
  options: RecompressOptions & OutputOptions,
): Promise<RecompressResult> {
  try {
    const container = containerSource(reader);
    const info = await container.open();
    const section = await metadataSection(reader, info, options.meta);
    const packOptions = await withOldSettings(reader, info, options);
    const sizeBytes = await openChunkIndex(reader, info.layout).plainBytes();
    const source = containerPlainSource(
      container,
      { layout: info.layout, sizeBytes, itemsize: itemsizeOf(info) },
      options,
    );
    const sink = withMetadataSection(await compressedFileSink(targetPath, options), section);
    const packed = await pack(source, sink, packOptions);
    return {
      ...packed,
      header: { ...packed.header, metadata: section.byteLength > 0 },
      oldStoredBytes: reader.sizeBytes,
      trailingAt: container.trailingAt(),
    };
  } finally {
    await reader.close();
  }
}

/** Adds the old container's settings for all options that are not given. */
async function withOldSettings(
  reader: RandomReader,
  { layout, metadata }: CompressedInfo,
  options: RecompressOptions,
): Promise<PackOptions> {
  const { typesize, checksum, offsets } = layout.header;
  const chunkSize = chunkSizeOf(options, jsonOf(metadata), reader.name) ?? layout.header.chunkSize;
  return {
    ...options,
    chunkRows: undefined,
    // 0 in an empty container and -1 in a streamed one are not chunk sizes to keep.
    ...(chunkSize > 0 && { chunkSize }),
    blosc: { ...(await firstChunkArgs(reader, layout)), ...(typesize > 0 && { typesize }), ...options.blosc },
    bloscpack: { checksum, offsets, ...options.bloscpack },
  };
}

/** How the first chunk was compressed. */
async function firstChunkArgs(reader: RandomReader, layout: ContainerLayout): Promise<BloscArgs> {
  for await (const { blosc } of walkChunks(reader, layout)) return bloscArgsOf(blosc);
  return {};
}

/** The metadata section to write; empty when there are no metadata. */
async function metadataSection(
  reader: RandomReader,
  { layout, metadata }: CompressedInfo,
  meta: MetadataArgs | undefined,
): Promise<Uint8Array> {
  const old = layout.metadata;
  if (!old || !metadata) return new Uint8Array(0);
  if (!meta) return reader.readAt(old.positionBytes, metadataSectionBytes(old.header));
  if (metadata.kind === 'json') return encodeMetadata(metadata.value, sectionArgs(old.header, meta));
  throw new ArgumentError(`the metadata have the unknown format '${metadata.magicFormat}': they can only be copied`);
}

/** Undefined for plain bytes, and for invalid array metadata, which are copied nevertheless. */
function itemsizeOf({ metadata }: CompressedInfo): number | undefined {
  try {
    return parseArrayMetadata(jsonOf(metadata))?.dtype.itemsize;
  } catch (error) {
    if (isBloscpackError(error)) return undefined;
    throw error;
  }
}

/** A sink that writes a ready-made metadata section, which `pack` does not know. */
function withMetadataSection(sink: CompressedSink, section: Uint8Array): CompressedSink {
  if (section.byteLength === 0) return sink;
  return {
    name: sink.name,
    patchable: sink.patchable,
    begin: (header) => sink.begin({ ...header, metadata: true }, section),
    ...(sink.direct && { direct: sink.direct }),
    writeChunks: (stored, lengths) => sink.writeChunks(stored, lengths),
    ...(sink.writeLargeChunk && { writeLargeChunk: sink.writeLargeChunk.bind(sink) }),
    continueChunk: (stored) => sink.continueChunk(stored),
    finish: (header) => sink.finish({ ...header, metadata: true }),
    abort: () => sink.abort(),
  };
}

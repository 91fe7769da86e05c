import { opendir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { DataSource } from '../../../shared/compare/data-source.js';
import { ArgumentError } from '../../../shared/format/errors.js';
import { type ArraySpec, arrayMetadata } from '../../../shared/format/numpy/array-metadata.js';
import type { Dtype } from '../../../shared/format/numpy/dtype.js';
import { dtypeDescrRepr, dtypeStr } from '../../../shared/format/numpy/dtype-print.js';
import { typesizesForChunks, typesizesToTry } from '../../../shared/format/numpy/typesizes.js';
import { type NpyExtent, npyExtent, readNpyHeader } from '../../engine/arrays/npy-head.js';
import { NpzArchive } from '../../engine/arrays/npz-reader.js';
import { Container } from '../../engine/container/container.js';
import { closingOnError } from '../../engine/io/close-file.js';
import { openRegularFile, readFully } from '../../engine/io/file-reader.js';
import { withIoErrors } from '../../engine/io/io-error.js';
import { throwIfCancelled } from '../../engine/operation.js';
import type { ByteRange, CompareData } from './data.js';
import { sequentialData } from './data.js';

/** The data of a comparison. */
export type DataChoice =
  /** By its suffix: the array of a `.npy`, the content of a `.blp`, else the bytes of the file. */
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'raw'; readonly path: string; readonly itemsize?: number }
  /** One chunk of a container, decompressed. */
  | { readonly kind: 'chunk'; readonly path: string; readonly chunkIndex: number }
  | { readonly kind: 'npz'; readonly path: string; readonly member: string }
  /** All files in the folder and below, one after the other in the order of their names. */
  | { readonly kind: 'folder'; readonly path: string };

/** Opens data to sample. Throws the errors of opening it, and IoError if it cannot be read. */
export async function openData(choice: DataChoice): Promise<CompareData> {
  switch (choice.kind) {
    case 'file':
      return openByName(choice.path);
    case 'raw':
      return openParts(
        { kind: 'bytes', file: basename(choice.path) },
        [await filePart(choice.path, false)],
        choice.itemsize,
      );
    case 'chunk':
      return openChunk(choice.path, choice.chunkIndex);
    case 'npz':
      return openMember(choice.path, choice.member);
    case 'folder':
      return openFolder(choice.path);
  }
}

async function openByName(path: string): Promise<CompareData> {
  if (path.endsWith('.blp')) return openContainer(path);
  if (path.endsWith('.npz')) return refuseArchive(path);
  const isNpy = path.endsWith('.npy');
  return openParts({ kind: isNpy ? 'npy' : 'bytes', file: basename(path) }, [await filePart(path, isNpy)]);
}

/** Names that an error lists; an archive can have thousands. */
const MAX_NAMES = 10;

async function refuseArchive(path: string): Promise<never> {
  const archive = await NpzArchive.open(path);
  const { names } = archive;
  await archive.close();
  const listed = names.slice(0, MAX_NAMES).map((name) => `'${name}'`);
  const more = names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : '';
  throw new ArgumentError(`'${path}' is an archive: choose one of its arrays (--member), ${listed.join(', ')}${more}`, {
    file: path,
  });
}

async function openContainer(path: string): Promise<CompareData> {
  const container = await Container.open(path);
  return closingOnError(container, async () => {
    const spec = await container.arraySpec();
    return {
      name: basename(path),
      source: { kind: 'container', file: basename(path) },
      sizeBytes: await container.plainBytes(),
      ...(spec && arrayFacts(spec)),
      readRanges: (ranges, target, signal) => readContainer(container, ranges, target, signal),
      close: () => container.close(),
    };
  });
}

async function openChunk(path: string, chunkIndex: number): Promise<CompareData> {
  const whole = await openContainer(path);
  const container = await Container.open(path);
  try {
    const { plainStartByte, blosc } = await container.chunk(chunkIndex);
    const { metadata: _, ...facts } = whole;
    return {
      ...facts,
      name: `${whole.name}, chunk ${chunkIndex}`,
      source: { kind: 'chunk', file: whole.name, chunkIndex },
      sizeBytes: blosc.nbytes,
      readRanges: (ranges, target, signal) =>
        whole.readRanges(
          ranges.map(({ startByte, endByte }) => ({
            startByte: plainStartByte + startByte,
            endByte: plainStartByte + endByte,
          })),
          target,
          signal,
        ),
    };
  } catch (error) {
    await whole.close();
    throw error;
  } finally {
    await container.close();
  }
}

/** Bytes that are decompressed at a time for the sample. */
const PIECE_BYTES = 16 * 2 ** 20;

async function readContainer(
  container: Container,
  ranges: readonly ByteRange[],
  target: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<void> {
  let filled = 0;
  for (const { startByte, endByte } of ranges) {
    for (let from = startByte; from < endByte; from += PIECE_BYTES) {
      const to = Math.min(endByte, from + PIECE_BYTES);
      target.set(await container.readBytes(from, to, { ...(signal && { signal }) }), filled);
      filled += to - from;
    }
  }
}

async function openMember(path: string, member: string): Promise<CompareData> {
  const archive = await NpzArchive.open(path);
  return closingOnError(archive, async () => {
    const source = await archive.source(member);
    const { dtype, shape, fortranOrder } = await archive.header(member);
    const sized = { ...source, sizeBytes: source.sizeBytes ?? 0, name: `${basename(path)}: ${member}` };
    return {
      ...sequentialData(sized, {
        source: { kind: 'member', file: basename(path), member },
        dtype: dtypeName(dtype),
        ...typesizesOf({ dtype, shape, order: fortranOrder ? 'F' : 'C' }),
      }),
      close: () => archive.close(),
    };
  });
}

/** A range of a file that belongs to the data. */
interface FilePart extends ByteRange {
  readonly path: string;
  readonly array?: ArraySpec;
}

async function filePart(path: string, isNpy: boolean): Promise<FilePart> {
  const { handle, sizeBytes } = await openRegularFile(path);
  try {
    if (!isNpy) return { path, startByte: 0, endByte: sizeBytes };
    const readHead = async (lengthBytes: number): Promise<Uint8Array> => {
      const head = new Uint8Array(lengthBytes);
      await readFully(handle, head, 0, path);
      return head;
    };
    const array: NpyExtent = npyExtent(await readNpyHeader(readHead, sizeBytes, path), sizeBytes, path);
    return { path, startByte: array.startByte, endByte: array.endByte, array };
  } finally {
    await handle.close();
  }
}

/** A folder with more files is refused, since listing them would delay the run. */
const MAX_FILES = 10_000;

async function openFolder(path: string): Promise<CompareData> {
  const found = await listFiles(path);
  if (found.length === 0) throw new ArgumentError(`the folder '${path}' has no files to measure`, { file: path });
  const parts: FilePart[] = [];
  for (const file of found) parts.push(await filePart(file, file.endsWith('.npy')));
  return openParts({ kind: 'folder', file: basename(path) }, parts);
}

async function listFiles(folder: string): Promise<readonly string[]> {
  const files: string[] = [];
  const waiting = [folder];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const current = next;
    const directory = await withIoErrors('read', current, () => opendir(current));
    for await (const entry of directory) {
      if (entry.name.startsWith('.')) continue;
      if (entry.isDirectory()) waiting.push(join(current, entry.name));
      if (entry.isFile()) files.push(join(current, entry.name));
    }
    if (files.length > MAX_FILES) {
      throw new ArgumentError(`the folder '${folder}' has more than ${MAX_FILES} files`, { file: folder });
    }
  }
  return files.sort();
}

type PartsSource = Extract<DataSource, { kind: 'npy' | 'bytes' | 'container' | 'folder' }>;

/** Parts of files as one sequence of bytes, with an item size if all have the same. */
function openParts(source: PartsSource, parts: readonly FilePart[], itemsize?: number): CompareData {
  const sizes = new Set(parts.map(({ array }) => array?.dtype.itemsize));
  const first = parts[0]?.array;
  const alike = sizes.size === 1 && first !== undefined;
  const only = parts.length === 1 && first !== undefined ? arrayFacts(first) : undefined;
  return {
    name: source.file,
    source,
    sizeBytes: parts.reduce((total, { startByte, endByte }) => total + endByte - startByte, 0),
    ...(itemsize !== undefined && { itemsize }),
    ...(alike && { itemsize: first.dtype.itemsize, dtype: dtypeName(first.dtype), ...typesizesOf(first) }),
    ...only,
    readRanges: (ranges, target, signal) => readParts(parts, ranges, target, signal),
    async close() {},
  };
}

async function readParts(
  parts: readonly FilePart[],
  ranges: readonly ByteRange[],
  target: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<void> {
  let partStart = 0;
  let filled = 0;
  for (const { path, startByte, endByte } of parts) {
    const sizeBytes = endByte - startByte;
    const wanted = within(ranges, partStart, sizeBytes);
    partStart += sizeBytes;
    if (wanted.length === 0) continue;
    const { handle } = await openRegularFile(path);
    try {
      for (const range of wanted) {
        throwIfCancelled(signal);
        const lengthBytes = range.endByte - range.startByte;
        await readFully(handle, target.subarray(filled, filled + lengthBytes), startByte + range.startByte, path);
        filled += lengthBytes;
      }
    } finally {
      await handle.close();
    }
  }
}

/** The overlap of the ranges with the `sizeBytes` bytes at `startByte`, relative to that. */
function within(ranges: readonly ByteRange[], startByte: number, sizeBytes: number): readonly ByteRange[] {
  return ranges
    .map((range) => ({
      startByte: Math.max(0, range.startByte - startByte),
      endByte: Math.min(sizeBytes, range.endByte - startByte),
    }))
    .filter((range) => range.startByte < range.endByte);
}

function arrayFacts(
  spec: ArraySpec,
): Pick<CompareData, 'itemsize' | 'dtype' | 'typesizes' | 'moreTypesizes' | 'metadata'> {
  const { dtype } = spec;
  return {
    itemsize: dtype.itemsize,
    dtype: dtypeName(dtype),
    ...typesizesOf(spec),
    metadata: { ...arrayMetadata(spec) },
  };
}

function typesizesOf(spec: ArraySpec): Pick<CompareData, 'typesizes' | 'moreTypesizes'> {
  const typesizes = typesizesToTry(spec);
  return { typesizes, moreTypesizes: typesizesForChunks(spec).filter((size) => !typesizes.includes(size)) };
}

function dtypeName(dtype: Dtype): string {
  return dtype.kind === 'scalar' ? dtypeStr(dtype) : dtypeDescrRepr(dtype);
}

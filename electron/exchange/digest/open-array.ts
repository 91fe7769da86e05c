import { stat } from 'node:fs/promises';
import { ArgumentError } from '../../../shared/format/errors.js';
import { arrayNbytes, parseArrayMetadata } from '../../../shared/format/numpy/array-metadata.js';
import { fileContent } from '../../engine/arrays/array-or-bytes.js';
import { containerArray } from '../../engine/arrays/container-array.js';
import { npyFileSource } from '../../engine/arrays/npy-file.js';
import { NpzArchive, npzMemberSource } from '../../engine/arrays/npz-reader.js';
import type { OperationOptions } from '../../engine/operation.js';
import { compressedFileSource, jsonOf } from '../../engine/pack/compressed/compressed-source.js';
import { containerPlainSource } from '../../engine/pack/plain/container-plain-source.js';
import type { PlainSource } from '../../engine/pack/plain/plain-source.js';
import type { ArraySource, OpenArray } from './digest-array.js';

/** Between the path of a `.npz` file and the name of one of its arrays. */
export const MEMBER_MARK = '::';

export interface NamedArray {
  /** The path of the file, and for a member of a `.npz` its name: `run.npz::times`. */
  readonly name: string;
  readonly open: OpenArray;
}

/**
 * The arrays that a name stands for, each file recognised by its first bytes: a `.npy` file, a container, all arrays of a `.npz` file,
 * or the one that is named behind `::`. Throws ArgumentError for a file of another kind, IoError when it cannot be read.
 */
export async function arraysOf(name: string): Promise<readonly NamedArray[]> {
  const { path, member } = await splitName(name);
  const content = await fileContent(path);
  if (member !== undefined && content !== 'zip')
    throw new ArgumentError(`'${path}' is no .npz file, and has no members`);
  if (content === 'npy') return [{ name, open: async () => sourceOf(await npyFileSource(path)) }];
  if (content === 'container') return [{ name, open: (options) => openContainer(path, options) }];
  if (content !== 'zip') {
    throw new ArgumentError(`'${path}' holds no array: it is neither .npy nor .npz nor a container`, { file: path });
  }
  const members = member === undefined ? await memberNames(path) : [member];
  return members.map((array) => ({
    name: `${path}${MEMBER_MARK}${array}`,
    open: async () => sourceOf(await npzMemberSource(path, array)),
  }));
}

/** A file of the whole name comes first: it may have the mark in it. */
async function splitName(name: string): Promise<{ readonly path: string; readonly member?: string }> {
  const at = name.lastIndexOf(MEMBER_MARK);
  if (at < 1 || (await stat(name).catch(() => undefined))) return { path: name };
  return { path: name.slice(0, at), member: name.slice(at + MEMBER_MARK.length) };
}

async function memberNames(path: string): Promise<readonly string[]> {
  const archive = await NpzArchive.open(path);
  try {
    return archive.names;
  } finally {
    await archive.close();
  }
}

function sourceOf(bytes: PlainSource): ArraySource {
  const spec = parseArrayMetadata(bytes.metadata);
  if (spec === undefined) throw new TypeError('an array source without the metadata of an array');
  return { spec, bytes };
}

async function openContainer(path: string, options: OperationOptions): Promise<ArraySource> {
  const container = await compressedFileSource(path);
  try {
    const { layout, metadata } = await container.open();
    const { spec } = containerArray({ metadata: jsonOf(metadata), sizeBytes: undefined });
    const facts = { layout, sizeBytes: arrayNbytes(spec), itemsize: spec.dtype.itemsize };
    return { spec, bytes: { ...containerPlainSource(container, facts, options), close: () => container.close() } };
  } catch (error) {
    await container.close();
    throw error;
  }
}

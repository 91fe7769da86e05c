import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ArgumentError, IoError } from '../../../shared/format/errors.js';
import type { OutputOptions } from '../io/atomic-file.js';
import { folderModeFor } from '../io/file-access.js';
import { fileNameProblem, pathKey } from '../io/file-name.js';
import { createFolder } from '../io/new-folder.js';
import { type OperationOptions, throwIfCancelled } from '../operation.js';
import { compressedFileSink } from '../pack/compressed/compressed-sink.js';
import { compressedFileSource } from '../pack/compressed/compressed-source.js';
import { type PackOptions, type PackResult, pack } from '../pack/pack.js';
import { type UnpackResult, unpack } from '../pack/unpack.js';
import { NpzArchive } from './npz-archive.js';
import { type NpzOptions, NpzWriter } from './npz-writer.js';

const CONTAINER_SUFFIX = '.blp';

export interface PackNpzOptions extends Omit<PackOptions, 'metadata'>, OutputOptions {
  /** Only these arrays. Default: all. */
  readonly members?: readonly string[];
}

export interface PackedMember {
  readonly name: string;
  /** The container. */
  readonly path: string;
  readonly result: PackResult;
}

export interface PackNpzResult {
  readonly packed: readonly PackedMember[];
  /** Files in the archive that are no `.npy` and were left there. */
  readonly others: readonly string[];
}

/**
 * Packs every array of a `.npz` file into `<directory>/<name>.blp`; the directory is made where it is missing. Names that
 * cannot be file names, outputs that exist (unless `overwrite`) and arrays that cannot be packed are refused before anything
 * is written. Each container is written whole or not at all; those that were finished before a failure stay.
 */
export async function packNpzToDirectory(
  npzPath: string,
  directory: string,
  options: PackNpzOptions = {},
): Promise<PackNpzResult> {
  const { members, ...packOptions } = options;
  const archive = await NpzArchive.open(npzPath);
  try {
    const names = members ?? archive.names;
    const fileNames = memberFileNames(names);
    const outputs = names.map((name, index) => ({ name, path: join(directory, fileNames[index] ?? '') }));
    if (!options.overwrite) await refuseExisting(outputs.map(({ path }) => path));
    const totalBytes = await plainBytesOf(archive, names);
    const from = options.from ?? { paths: [npzPath], times: true };
    const folder = await createFolder(directory, await folderModeFor(from));
    const packed: PackedMember[] = [];
    const progress = new PartsProgress(packOptions, totalBytes);
    try {
      for (const { name, path } of outputs) {
        throwIfCancelled(options.signal);
        const source = await archive.source(name);
        const sink = await compressedFileSink(path, { ...packOptions, from });
        packed.push({ name, path, result: await pack(source, sink, progress.nextPart()) });
      }
    } catch (error) {
      await folder.removeIfEmpty();
      throw error;
    }
    return { packed, others: archive.list().flatMap((member) => (member.kind === 'other' ? [member.fileName] : [])) };
  } finally {
    await archive.close();
  }
}

/** Reads every header, so that an array that cannot be packed is known before the first is. */
async function plainBytesOf(archive: NpzArchive, names: readonly string[]): Promise<number> {
  let totalBytes = 0;
  for (const name of names) totalBytes += (await archive.source(name)).sizeBytes ?? 0;
  return totalBytes;
}

async function refuseExisting(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const existing = await stat(path).catch(() => undefined);
    if (existing) throw new IoError('EEXIST', `output file '${path}' exists!`, { file: path });
  }
}

/**
 * Arrays' names as the names of files, in the same order: never with folders, which could be anyone's, and never two that
 * are one file to the system. Throws ArgumentError.
 */
export function memberFileNames(names: readonly string[], platform = process.platform): readonly string[] {
  const taken = new Map<string, string>();
  return names.map((name) => {
    const fileName = `${name}${CONTAINER_SUFFIX}`;
    const [quoted, key] = [JSON.stringify(name), pathKey(fileName, platform)];
    const other = taken.get(key);
    if (name === '' || fileNameProblem(fileName, platform) !== undefined) {
      throw new ArgumentError(`the array ${quoted} cannot become a file of that name in the directory; ${advice}`);
    }
    if (other !== undefined) {
      const pair = `the arrays ${JSON.stringify(other)} and ${quoted}`;
      throw new ArgumentError(`${pair} would become one file in the directory; ${advice}`);
    }
    taken.set(key, name);
    return fileName;
  });
}

const advice = 'pack it on its own, to a name of your choice';

export interface UnpackNpzOptions extends OperationOptions, NpzOptions {
  /** Names of the arrays, one for each container. Default: the containers' file names without `.blp`. */
  readonly names?: readonly string[];
}

/** Unpacks containers that hold arrays into one `.npz` file, which appears only when all of them are in it. */
export async function unpackFilesToNpz(
  paths: readonly string[],
  npzPath: string,
  options: UnpackNpzOptions = {},
): Promise<readonly UnpackResult[]> {
  const names = options.names ?? paths.map((path) => basename(path, CONTAINER_SUFFIX));
  if (names.length !== paths.length) {
    throw new ArgumentError(`${paths.length} containers need as many names, not ${names.length}`);
  }
  const writer = await NpzWriter.create(npzPath, { ...options, from: options.from ?? { paths, times: true } });
  try {
    const results: UnpackResult[] = [];
    const progress = new PartsProgress(options, undefined);
    for (const [index, path] of paths.entries()) {
      const sink = writer.member(names[index] ?? '');
      results.push(await unpack(await compressedFileSource(path), sink, progress.nextPart()));
    }
    throwIfCancelled(options.signal);
    await writer.finish();
    return results;
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

/** Joins the progress of parts done one after the other into that of the whole. */
class PartsProgress<Options extends OperationOptions> {
  readonly #options: Options;
  readonly #totalBytes: number | undefined;
  #doneBytes = 0;
  #chunksDone = 0;

  constructor(options: Options, totalBytes: number | undefined) {
    this.#options = options;
    this.#totalBytes = totalBytes;
  }

  /** The options for the next part: its progress starts where the one before it ended. */
  nextPart(): Options {
    const { onProgress } = this.#options;
    if (onProgress === undefined) return this.#options;
    const [bytesBefore, chunksBefore] = [this.#doneBytes, this.#chunksDone];
    return {
      ...this.#options,
      onProgress: ({ doneBytes, chunksDone }) => {
        this.#doneBytes = bytesBefore + doneBytes;
        this.#chunksDone = chunksBefore + chunksDone;
        onProgress({ doneBytes: this.#doneBytes, totalBytes: this.#totalBytes, chunksDone: this.#chunksDone });
      },
    };
  }
}

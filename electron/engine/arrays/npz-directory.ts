import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ArgumentError, type BloscpackError, IoError, isBloscpackError } from '../../../shared/format/errors.js';
import type { OutputOptions } from '../io/atomic-file.js';
import { folderModeFor } from '../io/file-access.js';
import { fileNameProblem, pathKey } from '../io/file-name.js';
import { createFolder, type NewFolder } from '../io/new-folder.js';
import { type OperationOptions, throwIfCancelled } from '../operation.js';
import { compressedFileSink } from '../pack/compressed/compressed-sink.js';
import { compressedFileSource } from '../pack/compressed/compressed-source.js';
import { type PackOptions, type PackResult, pack, planPack } from '../pack/pack.js';
import { type UnpackResult, unpack } from '../pack/unpack.js';
import { NpzArchive } from './npz-reader.js';
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

/** An array that was not packed, and why. */
export interface RefusedMember {
  readonly name: string;
  readonly error: BloscpackError;
}

export interface PackNpzResult {
  readonly packed: readonly PackedMember[];
  /** Arrays that cannot become containers: of Python objects, damaged, or with a name that is not a valid file name. */
  readonly refused: readonly RefusedMember[];
  /** Names of the other members, which are not arrays. */
  readonly others: readonly string[];
}

/**
 * Packs every array of a `.npz` file into `<directory>/<name>.blp`, where `/` in a name creates folders. Arrays that cannot be
 * packed, or whose names are not valid file names, are left out and reported; if they are named in `members`, or if there are no
 * others, the error of the first one is thrown. These errors, and those about existing outputs (without `overwrite`), are thrown
 * before anything is written. After a later failure, the containers that are complete stay.
 */
export async function packNpzToDirectory(
  npzPath: string,
  directory: string,
  options: PackNpzOptions = {},
): Promise<PackNpzResult> {
  const { members, ...packOptions } = options;
  const archive = await NpzArchive.open(npzPath);
  try {
    const { usable, refused, totalBytes } = await checkMembers(archive, members ?? archive.names, packOptions);
    const [first] = refused;
    if (first && (members !== undefined || usable.length === 0)) throw first.error;
    const outputs = usable.map(({ name, fileName }) => ({ name, path: join(directory, fileName) }));
    if (!options.overwrite) await refuseExisting(outputs.map(({ path }) => path));
    const from = options.from ?? { paths: [npzPath], times: true };
    const mode = await folderModeFor(from);
    const folders: NewFolder[] = [];
    const packed: PackedMember[] = [];
    const progress = new PartsProgress(packOptions, totalBytes);
    try {
      for (const { name, path } of outputs) {
        throwIfCancelled(options.signal);
        const source = await archive.source(name);
        folders.push(await createFolder(dirname(path), mode));
        const sink = await compressedFileSink(path, { ...packOptions, from });
        packed.push({ name, path, result: await pack(source, sink, progress.nextPart()) });
      }
    } catch (error) {
      for (const folder of folders.toReversed()) await folder.removeIfEmpty();
      throw error;
    }
    const others = archive.list().flatMap((member) => (member.kind === 'other' ? [member.fileName] : []));
    return { packed, refused, others };
  } finally {
    await archive.close();
  }
}

/** The containers that `packNpzToDirectory` makes of an archive. */
export async function npzOutputs(npzPath: string, directory: string): Promise<readonly string[]> {
  const archive = await NpzArchive.open(npzPath);
  try {
    const { usable } = await checkMembers(archive, archive.names, {});
    return usable.map(({ fileName }) => join(directory, fileName));
  } finally {
    await archive.close();
  }
}

interface CheckedMembers {
  readonly usable: readonly { readonly name: string; readonly fileName: string }[];
  readonly refused: readonly RefusedMember[];
  /** Plain bytes of the usable ones. */
  readonly totalBytes: number;
}

/** Reads every header, and checks every name and the options for every array, before the first array is packed. */
async function checkMembers(
  archive: NpzArchive,
  names: readonly string[],
  options: PackOptions,
): Promise<CheckedMembers> {
  const usable: { name: string; fileName: string }[] = [];
  const refused: RefusedMember[] = [];
  const taken = new UsedNames();
  let totalBytes = 0;
  for (const name of names) {
    try {
      const source = await archive.source(name);
      planPack(source, options);
      usable.push({ name, fileName: taken.fileNameOf(name) });
      totalBytes += source.sizeBytes ?? 0;
    } catch (error) {
      if (!isBloscpackError(error) || (error.kind !== 'format' && error.kind !== 'argument')) throw error;
      refused.push({ name, error });
    }
  }
  return { usable, refused, totalBytes };
}

async function refuseExisting(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const existing = await stat(path).catch(() => undefined);
    if (existing) throw new IoError('EEXIST', `output file '${path}' exists!`, { file: path });
  }
}

/**
 * Gives arrays the paths of files in one folder. `/` separates subfolders; all paths are inside the folder and different for the
 * file system. `fileNameOf` throws ArgumentError for a name that has no such path.
 */
export class UsedNames {
  readonly #platform: NodeJS.Platform;
  readonly #suffix: string;
  readonly #names = new Map<string, string>();

  constructor(platform = process.platform, suffix = CONTAINER_SUFFIX) {
    this.#platform = platform;
    this.#suffix = suffix;
  }

  fileNameOf(name: string): string {
    const fileName = `${name}${this.#suffix}`;
    const [quoted, key] = [JSON.stringify(name), pathKey(fileName, this.#platform)];
    const parts = fileName.split('/');
    const isNone = name === '' || name.endsWith('/');
    if (isNone || parts.some((part) => fileNameProblem(part, this.#platform) !== undefined)) {
      throw new ArgumentError(`the array ${quoted} cannot become a file of that name in the directory; ${ADVICE}`);
    }
    const other = this.#names.get(key);
    if (other !== undefined) {
      const pair = `the arrays ${JSON.stringify(other)} and ${quoted}`;
      throw new ArgumentError(`${pair} would become the same file in the directory; ${ADVICE}`);
    }
    this.#names.set(key, name);
    return fileName;
  }
}

const ADVICE = 'pack it separately and choose a name';

export interface UnpackNpzOptions extends OperationOptions, NpzOptions {
  /** Names of the arrays, one for each container. Default: the containers' file names without `.blp`. */
  readonly names?: readonly string[];
}

/** Unpacks containers that hold arrays into one `.npz` file, which gets its name only when it is complete. */
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

/** Adds up the progress of operations that run one after the other. */
class PartsProgress<Options extends OperationOptions> {
  readonly #options: Options;
  readonly #totalBytes: number | undefined;
  #doneBytes = 0;
  #chunksDone = 0;

  constructor(options: Options, totalBytes: number | undefined) {
    this.#options = options;
    this.#totalBytes = totalBytes;
  }

  /** The options for the next part, whose progress continues that of the previous one. */
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

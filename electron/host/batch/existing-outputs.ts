import { lstat, stat } from 'node:fs/promises';
import { identityKey, identityOf } from '../../engine/io/same-file.js';
import { isRemoteAddress } from '../../remote/remote-address.js';
import { isKeyTooLong } from '../../remote/s3/s3-address.js';
import { mapConcurrently } from '../concurrency.js';
import type { Inspection } from '../inspection.js';
import type { Target } from './target.js';

const FILES_AT_ONCE = 16;

/** An output with its path, of which it is not known yet what has that path now. */
export type PlacedOutput = Omit<Target, 'existing' | 'sourceModifiedMs' | 'sourceFile' | 'file'>;

type Existing = NonNullable<Target['existing']>;

/** The outputs with what is at their paths and addresses now. Throws IoError where a server does not say that. */
export async function withExistence(inspection: Inspection, outputs: readonly PlacedOutput[]): Promise<Target[]> {
  const objects = await objectsAt(
    inspection,
    outputs.map(({ path }) => path),
  );
  return mapConcurrently(outputs, FILES_AT_ONCE, (output) => withFiles(output, objects.get(output.path)));
}

export async function isOutputThere(inspection: Inspection, path: string): Promise<boolean> {
  if (isRemoteAddress(path)) return (await objectsAt(inspection, [path])).has(path);
  return (await lstat(path).catch(() => undefined)) !== undefined;
}

/** The objects that exist, by address. Paths are left out. */
async function objectsAt(
  { inspector }: Pick<Inspection, 'inspector'>,
  paths: readonly string[],
): Promise<ReadonlyMap<string, Existing>> {
  // A service does not answer about keys that are too long.
  const addresses = paths.filter((path) => isRemoteAddress(path) && !isKeyTooLong(path));
  if (addresses.length === 0) return new Map();
  const found = await inspector.call('objects', { addresses });
  return new Map(addresses.flatMap((address, index) => (found[index] ? [[address, found[index]]] : [])));
}

async function withFiles(output: PlacedOutput, object: Existing | undefined): Promise<Target> {
  const isRemote = isRemoteAddress(output.path);
  const there = isRemote ? undefined : await lstat(output.path).catch(() => undefined);
  const existing = there ? { sizeBytes: there.size, modifiedMs: Math.floor(there.mtimeMs) } : object;
  const sourcePath = output.address ? undefined : output.sourcePath;
  const sourceStats = sourcePath === undefined ? undefined : await stat(sourcePath).catch(() => undefined);
  const [source, file] = await Promise.all([
    sourcePath === undefined ? undefined : identityOf(sourcePath),
    there && identityOf(output.path),
  ]);
  return {
    ...output,
    ...(existing && { existing }),
    ...(sourceStats && { sourceModifiedMs: Math.floor(sourceStats.mtimeMs) }),
    sourceFile: source && identityKey(source),
    file: file && identityKey(file),
  };
}

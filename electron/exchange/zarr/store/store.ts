import type { FileRange } from '../../../../native/index.js';
import { ArgumentError, FormatError } from '../../../../shared/format/errors.js';
import type { RandomReader } from '../../../engine/io/random-reader.js';

/** Groups in groups are looked into so far. */
export const MAX_GROUP_DEPTH = 64;

/** A folder or zip archive of values, whose keys are paths with `/`. */
export interface ZarrStore {
  /** The path of the folder or archive. */
  readonly name: string;
  /** A value, which the caller closes; undefined when there is none. */
  open(key: string): Promise<RandomReader | undefined>;
  /** Where a value is in an open file; undefined where it is not there as one piece. */
  place?(key: string): Promise<ValuePlace | undefined>;
  /** Where a value is in the file that is the store, as it is; undefined where it is in a file of its own, or compressed once more. */
  piece?(key: string): Promise<ValuePiece | undefined>;
  /** The folders in a folder ('' is the store itself), sorted by name. */
  folders(key: string): AsyncIterable<StoreFolder>;
  /** Throws IoError('ESTALE') when what was read may have changed since the store was opened. */
  requireUnchanged(): Promise<void>;
  close(): Promise<void>;
}

export interface ValuePlace extends FileRange {
  /** As a container stores it. */
  readonly crc32?: Uint8Array;
  /** As `ChunkPlace.done`. */
  done?(): Promise<void>;
}

/** A value in an archive. */
export interface ValuePiece {
  readonly positionBytes: number;
  readonly lengthBytes: number;
}

export interface StoreFolder {
  readonly name: string;
  /** It is a symbolic link: it may lead back to a folder that it is in. */
  readonly isLink: boolean;
}

/** A key below another one. */
export function below(parent: string, key: string): string {
  return parent === '' ? key : `${parent}/${key}`;
}

/**
 * The key of an array or group by its name, `/a/b` or `a/b`; '' for `/`. Throws ArgumentError for a name that would lead out of the
 * store.
 */
export function keyOfName(name: string): string {
  const key = name.replace(/^\//, '');
  if (key === '') return key;
  const isBad = key.split('/').some((part) => part === '' || part === '.' || part === '..' || /[\\\0]/.test(part));
  if (isBad) throw new ArgumentError(`${JSON.stringify(name)} is not the name of an array or group of a Zarr store`);
  return key;
}

/** A whole value; undefined when there is none. Throws FormatError for one of more than `maxBytes` bytes. */
export async function readValue(store: ZarrStore, key: string, maxBytes: number): Promise<Uint8Array | undefined> {
  const reader = await store.open(key);
  if (!reader) return undefined;
  try {
    const { sizeBytes } = reader;
    if (sizeBytes > maxBytes) {
      const what = `'${key}' of '${store.name}'`;
      throw new FormatError('bad-metadata', `${what} has ${sizeBytes} bytes, more than the ${maxBytes} it can have`, {
        file: store.name,
        expected: maxBytes,
        found: sizeBytes,
      });
    }
    const bytes = await reader.readAt(0, sizeBytes);
    await reader.requireUnchanged();
    return bytes;
  } finally {
    await reader.close();
  }
}

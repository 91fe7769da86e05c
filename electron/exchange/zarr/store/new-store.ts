import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MAX_MEMBERS } from '../../../engine/arrays/zip-archive.js';
import { ZipWriter } from '../../../engine/arrays/zip-writer.js';
import { type OutputOptions, syncDirectory } from '../../../engine/io/atomic-file.js';
import { AtomicFolder } from '../../../engine/io/atomic-folder.js';
import { openFileTarget } from '../../../engine/io/byte-target.js';
import { closeFile, closingOnError } from '../../../engine/io/close-file.js';
import { folderModeFor, type Inherited, inherited, setAccess } from '../../../engine/io/file-access.js';
import { withIoErrors } from '../../../engine/io/io-error.js';
import { writeFully } from '../../../engine/io/write-fully.js';
import type { OperationOptions } from '../../../engine/operation.js';
import { copyPlaces, MAX_FILES, NO_DIGESTS } from '../../chunk-places.js';
import type { ChunkPlace } from '../../dataset.js';

/** A store that is being written. Call either `finish` or `abort`, once, last. */
export interface NewStore {
  readonly name: string;
  /** Most values that it holds. */
  readonly maxValues: number;
  /** Adds a value. The caller may reuse its memory when the promise is settled. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Adds values from where they are in open files. False where nothing was done, and each is to be put. */
  copy?(keys: readonly string[], places: readonly ChunkPlace[], options: OperationOptions): Promise<boolean>;
  /** Gives the store its name. Returns its size in bytes. */
  finish(): Promise<number>;
  abort(): Promise<void>;
}

/** A folder with a file for each value, which gets its name when it is complete. Throws IoError when it cannot be written. */
export async function newFolderStore(path: string, options: OutputOptions): Promise<NewStore> {
  const folder = await AtomicFolder.create(path, options);
  const rights = options.from && (await inherited(options.from));
  const folderMode = options.from && (await folderModeFor(options.from));
  /** Folders inside that were made. */
  const made = new Set<string>();
  let sizeBytes = 0;
  const makeFolders = async (key: string): Promise<void> => {
    if (key === '.' || made.has(key)) return;
    await makeFolders(dirname(key));
    await mkdir(join(folder.path, key), { recursive: true, ...(folderMode !== undefined && { mode: folderMode }) });
    made.add(key);
  };
  const newFile = async (key: string): Promise<FileHandle> => {
    await makeFolders(dirname(key));
    return createNew(join(folder.path, key), rights);
  };
  const copyFiles = async (keys: readonly string[], places: readonly ChunkPlace[], operation: OperationOptions) => {
    const handles: FileHandle[] = [];
    try {
      for (const key of keys) handles.push(await withIoErrors('write', join(path, key), () => newFile(key)));
      const fds = Int32Array.from(handles, ({ fd }) => fd);
      await copyPlaces(places, { name: path, fds, positions: new Float64Array(fds.length) }, NO_DIGESTS, operation);
      // Together, after all were written: a journal is written once for all of them.
      await withIoErrors('write', path, () => Promise.all(handles.map((handle) => handle.sync())));
    } finally {
      await Promise.all(handles.map(closeFile));
    }
  };
  return {
    name: path,
    maxValues: Number.MAX_SAFE_INTEGER,
    put: (key, bytes) =>
      withIoErrors('write', join(path, key), async () => {
        await writeNew(await newFile(key), bytes, path);
        sizeBytes += bytes.byteLength;
      }),
    async copy(keys, places, operation) {
      for (let at = 0; at < keys.length; at += MAX_FILES) {
        await copyFiles(keys.slice(at, at + MAX_FILES), places.slice(at, at + MAX_FILES), operation);
      }
      sizeBytes += places.reduce((sum, { lengthBytes }) => sum + lengthBytes, 0);
      return true;
    },
    async finish() {
      for (const key of made) await syncDirectory(join(folder.path, key));
      await folder.commit();
      return sizeBytes;
    },
    abort: () => folder.discard(),
  };
}

/** A new file, which at no time has more rights than its sources. */
async function createNew(path: string, rights: Inherited | undefined): Promise<FileHandle> {
  const mode = (rights?.mode ?? 0o666) & 0o666;
  const handle = await open(path, 'wx', rights?.access ? mode & 0o600 : mode);
  return closingOnError(handle, async () => {
    if (rights?.access) await setAccess(handle, { ...rights.access, mode });
    return handle;
  });
}

/** Writes, flushes and closes a file. */
async function writeNew(handle: FileHandle, bytes: Uint8Array, path: string): Promise<void> {
  try {
    await writeFully(handle, bytes, 0, path);
    await handle.sync();
  } finally {
    await closeFile(handle);
  }
}

/** A zip archive with a member for each value, stored as they are. Throws IoError when it cannot be written. */
export async function newZipStore(path: string, options: OutputOptions): Promise<NewStore> {
  const zip = new ZipWriter(await openFileTarget(path, options));
  let last: Promise<void> = Promise.resolve();
  const put = async (key: string, bytes: Uint8Array): Promise<void> => {
    const member = await zip.member(key, bytes.byteLength);
    await member.write(bytes);
    await member.end();
  };
  return {
    name: path,
    maxValues: MAX_MEMBERS,
    // In the order of the calls: an archive is written one member after the other.
    put(key, bytes) {
      const before = last;
      const done = before.then(() => put(key, bytes));
      last = done;
      return done;
    },
    async copy(fileNames, places, operation) {
      await last;
      const members = { fileNames, lengths: Uint32Array.from(places, ({ lengthBytes }) => lengthBytes) };
      const room = zip.room(members);
      if (!room) return false;
      const digests = await copyPlaces(
        places,
        { name: path, fds: new Int32Array(places.length).fill(room.fd), positions: room.positions },
        { checksum: 'crc32', isBehind: false },
        operation,
      );
      const view = new DataView(digests.buffer, digests.byteOffset);
      await zip.placed(
        members,
        members.lengths.map((_, index) => view.getUint32(4 * index, true)),
      );
      return true;
    },
    finish: () => zip.finish(),
    abort: () => zip.abort(),
  };
}

import type { FileHandle } from 'node:fs/promises';
import { supportsFileRanges } from '../../../native/index.js';
import { type ReplaceableFile, replaceableAtAddress } from '../io/address-opener.js';
import type { ByteTarget } from '../io/byte-target.js';
import { openFileReader } from '../io/file-reader.js';
import { withIoErrors } from '../io/io-error.js';
import type { RandomReader } from '../io/random-reader.js';
import { writeFully } from '../io/write-fully.js';
import { type CompressedSink, ContainerSink, compressedFileSink } from '../pack/compressed/compressed-sink.js';
import type { LockOptions } from './journal/journal-file.js';
import { type ByteRange, type ChangedPlaces, makeUndo, NO_BYTES, type UndoPatch } from './undo.js';
import { type WriteLock, withWriteLock } from './write-lock.js';

/** A container that may be changed: a file, under its write lock, or an object on a server, which is put together anew there. */
export interface EditableContainer {
  /** For messages: a path without symbolic links, or an address. */
  readonly name: string;
  /** The content before any change. */
  readonly reader: RandomReader;
  /**
   * Changes places. `apply` writes the early ones itself and returns the new bytes of the late ones, which are written last. All of
   * the edit is there when this returns, and nothing of it when it throws or the process is killed. Throws IoError('ESTALE') when
   * another file or object has replaced the container.
   */
  edit(changed: ChangedPlaces, apply: (bytes: EditedBytes) => Promise<readonly UndoPatch[]>): Promise<void>;
  /** A container that replaces this one when it is finished. */
  rewrite(): Promise<CompressedSink>;
}

/** Where an edit writes its early places. */
export interface EditedBytes {
  /** For native code, which writes itself; absent on servers and on Windows. */
  readonly fd?: number;
  /** The caller may reuse the memory when the promise is settled. */
  write(bytes: Uint8Array, positionBytes: number): Promise<void>;
  /** Ends the container here, behind all that was written. */
  truncate(positionBytes: number): Promise<void>;
}

/** Makes a container ready to be changed, calls `change` and releases it, also when `change` throws. Also at an address. */
export async function withEditableContainer<T>(
  path: string,
  operation: string,
  change: (container: EditableContainer) => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  const remote = await replaceableAtAddress(path);
  if (remote) return closingAfter(remote.reader, () => change(replaceableContainer(remote)));
  const changeFile = async (lock: WriteLock): Promise<T> => {
    const reader = await openFileReader(lock.path);
    return closingAfter(reader, () => change(lockedContainer(lock, reader)));
  };
  return withWriteLock(path, operation, changeFile, options);
}

async function closingAfter<T>(reader: RandomReader, use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } finally {
    await reader.close();
  }
}

function lockedContainer(lock: WriteLock, reader: RandomReader): EditableContainer {
  return {
    name: lock.path,
    reader,
    async edit(changed, apply) {
      const undo = await makeUndo(reader, changed);
      await lock.edit(undo, (container) => apply(fileBytes(container, lock.path)));
    },
    rewrite: () => compressedFileSink(lock.path, { overwrite: true }),
  };
}

function fileBytes(container: FileHandle, path: string): EditedBytes {
  return {
    ...(supportsFileRanges && { fd: container.fd }),
    write: (bytes, positionBytes) => writeFully(container, bytes, positionBytes, path),
    truncate: (positionBytes) => withIoErrors('write', path, () => container.truncate(positionBytes)),
  };
}

function replaceableContainer({ reader, replace }: ReplaceableFile): EditableContainer {
  return {
    name: reader.name,
    reader,
    async edit(changed, apply) {
      const target = await replace();
      try {
        const { patchedUntil, tailStart } = partsOf(changed, reader.sizeBytes);
        target.endOfPatches?.(patchedUntil);
        await target.copy(0, tailStart);
        for (const { positionBytes, bytes } of await apply(replacingBytes(target, tailStart))) {
          await target.patch(positionBytes, bytes);
        }
      } catch (error) {
        await target.discard();
        throw error;
      }
      await target.commit();
    },
    rewrite: async () => new ContainerSink(await replace()),
  };
}

/** What is patched ends before what is copied; the early place that ends with the container is its tail, which may grow. */
function partsOf({ early = [], late = [], unusedSlots = NO_BYTES }: ChangedPlaces, sizeBytes: number) {
  const tail = early.find((place) => endOf(place) === sizeBytes);
  const patched = [...early.filter((place) => place !== tail), ...late, unusedSlots];
  return { patchedUntil: Math.max(...patched.map(endOf)), tailStart: tail?.positionBytes ?? sizeBytes };
}

function endOf({ positionBytes, lengthBytes }: ByteRange): number {
  return positionBytes + lengthBytes;
}

/** Bytes behind the copied ones are added in order; others are patched. */
function replacingBytes(target: ByteTarget, tailStart: number): EditedBytes {
  let endByte = tailStart;
  return {
    async write(bytes, positionBytes) {
      if (positionBytes < tailStart) return target.patch(positionBytes, bytes);
      if (positionBytes !== endByte)
        throw new RangeError(`bytes at ${positionBytes} do not follow those up to ${endByte}`);
      await target.append(bytes);
      endByte += bytes.byteLength;
    },
    async truncate(positionBytes) {
      if (positionBytes !== endByte) throw new RangeError(`bytes from ${positionBytes} on were uploaded`);
    },
  };
}

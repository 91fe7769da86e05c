import { type FileHandle, open } from 'node:fs/promises';
import type { ByteTarget } from '../../engine/io/byte-target.js';

/**
 * A new file, written in place and synced on commit, as for all contenders. Elsewhere our own writers do more (a
 * temporary name, a rename, a synced folder), which would be an unfair disadvantage here.
 */
export async function syncedFile(path: string): Promise<ByteTarget> {
  const handle = await open(path, 'w');
  let sizeBytes = 0;
  return {
    name: path,
    patchable: true,
    async append(bytes) {
      await writeAll(handle, bytes, sizeBytes);
      sizeBytes += bytes.byteLength;
    },
    patch: (positionBytes, bytes) => writeAll(handle, bytes, positionBytes),
    async commit() {
      await handle.sync();
      await handle.close();
    },
    discard: () => handle.close(),
  };
}

/** Syncs a file that a library has written and closed. */
export async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, positionBytes: number): Promise<void> {
  for (let done = 0; done < bytes.byteLength; ) {
    const length = bytes.byteLength - done;
    done += (await handle.write(bytes, done, length, positionBytes + done)).bytesWritten;
  }
}

import { constants } from 'node:fs';
import { open, unlink } from 'node:fs/promises';
import { codeOf } from '../io/io-error.js';

/** libuv's UV_FS_O_EXLOCK on Windows, which Node hands on but has no name for: nobody else may open the file meanwhile. */
const OPEN_EXCLUSIVELY = 0x1000_0000;

/** A lock that is held; `release` never throws. */
export interface HeldLock {
  release(): Promise<void>;
}

/**
 * The lock of Windows, which has no flock: a file of its own that only one descriptor of the whole machine can have open, and
 * that the system closes with the process, however it ends. Undefined when another one has it. Throws what `open` throws where
 * no file can be made. The flag means nothing on other systems.
 */
export async function lockByExclusiveFile(path: string): Promise<HeldLock | undefined> {
  const file = await open(path, constants.O_RDWR | constants.O_CREAT | OPEN_EXCLUSIVELY).catch((error: unknown) => {
    if (codeOf(error) === 'EBUSY') return undefined;
    throw error;
  });
  if (file === undefined) return undefined;
  return {
    async release() {
      await file.close();
      // Not when the next one has it open already.
      await unlink(path).catch(() => undefined);
    },
  };
}

import type { FileHandle } from 'node:fs/promises';

/**
 * Closes a file of which nothing hangs on that: it was only read, or what was written to it has been flushed, which tells more
 * than closing does. The descriptor is free whatever the system answers, so that this never throws.
 */
export async function closeFile(handle: FileHandle): Promise<void> {
  await handle.close().catch(() => undefined);
}

/** A first look at what was opened: where that fails, the file is closed. */
export async function closingOnError<T>(handle: FileHandle, look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (error) {
    await closeFile(handle);
    throw error;
  }
}

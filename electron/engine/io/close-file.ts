import type { FileHandle } from 'node:fs/promises';

/**
 * Closes a file whose result does not depend on closing: it was only read, or its bytes have been flushed. The descriptor is freed
 * even if the system reports an error, so this never throws.
 */
export async function closeFile(handle: FileHandle): Promise<void> {
  await handle.close().catch(() => undefined);
}

/** Inspects a file that was just opened; closes it when that fails. */
export async function closingOnError<T>(handle: FileHandle, inspect: () => Promise<T>): Promise<T> {
  try {
    return await inspect();
  } catch (error) {
    await closeFile(handle);
    throw error;
  }
}

/** What has to be closed: a file, a reader, an archive. */
interface Closeable {
  close(): Promise<unknown>;
}

/**
 * Closes a file whose result does not depend on closing: it was only read, or its bytes have been flushed. The descriptor is freed
 * even if the system reports an error, so this never throws.
 */
export async function closeFile(opened: Closeable): Promise<void> {
  await opened.close().catch(() => undefined);
}

/** Works with what was just opened, and closes it when that fails; it then belongs to what `work` returns. */
export async function closingOnError<T>(opened: Closeable, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await closeFile(opened);
    throw error;
  }
}

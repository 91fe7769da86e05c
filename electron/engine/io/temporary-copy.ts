import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ByteIterable } from './async-chunks.js';
import { closeFile } from './close-file.js';
import { fileReader } from './file-reader.js';
import { withIoErrors } from './io-error.js';
import type { RandomReader } from './random-reader.js';
import { writeFully } from './write-fully.js';

/**
 * Opens a temporary file. No other user can open it, and it has no name: it is gone when it is closed, and after a crash. `path` is
 * for messages.
 */
export async function openTemporary(): Promise<{ readonly handle: FileHandle; readonly path: string }> {
  const path = join(tmpdir(), `bloscpack-${randomUUID()}`);
  const handle = await withIoErrors('write', path, () => open(path, 'wx+', 0o600));
  // Windows keeps the name while the file is open.
  await unlink(path).catch(() => undefined);
  return { handle, path };
}

/**
 * Copies a stream into a temporary file, so that it can be read by position. `name` is the stream's, for messages. Throws IoError
 * when it cannot be written, and what the stream throws.
 */
export async function temporaryCopy(pieces: ByteIterable, name: string): Promise<RandomReader> {
  const { handle, path } = await openTemporary();
  try {
    let sizeBytes = 0;
    for await (const piece of pieces) {
      await withIoErrors('write', path, () => writeFully(handle, piece, sizeBytes, path));
      sizeBytes += piece.byteLength;
    }
    return fileReader(handle, name, sizeBytes);
  } catch (error) {
    await closeFile(handle);
    throw error;
  }
}

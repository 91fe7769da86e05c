import type { FileHandle } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { IoError } from '../../../shared/format/errors.js';

/** What an open file was at one moment. Two equal stamps say that its bytes did not change between them. */
export interface FileStamp {
  readonly dev: bigint;
  readonly ino: bigint;
  readonly size: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
  readonly nlink: bigint;
}

/** File systems stamp changes with a clock that ticks every 4 to 16 ms: two changes within one tick look like one. */
const CLOCK_TICK_MS = 20;
/** The kernel writes changed pages back within about half a minute. */
const WRITE_BACK_MS = 60_000;

/**
 * The stamp of a file that is about to be read, such that every later change gives another one. A file that was changed
 * within the last clock tick is waited for. One that was changed within the last minute may have pages that another process
 * has mapped, and writes to without a change of time until they are written back: that is done here, after which the next
 * such write changes the time.
 */
export async function stampBeforeReading(handle: FileHandle): Promise<FileStamp> {
  const found = await stampOfHandle(handle);
  const ageMs = Date.now() - Number(found.mtimeNs / 1_000_000n);
  if (ageMs > WRITE_BACK_MS) return found;
  if (ageMs < CLOCK_TICK_MS) await sleep(CLOCK_TICK_MS);
  const stamp = ageMs < CLOCK_TICK_MS ? await stampOfHandle(handle) : found;
  // Not every file system can sync a file that is open for reading only; then its stamp is all there is.
  await handle.datasync().catch(() => undefined);
  return stamp;
}

export async function stampOfHandle(handle: FileHandle): Promise<FileStamp> {
  const { dev, ino, size, mtimeNs, ctimeNs, nlink } = await handle.stat({ bigint: true });
  return { dev, ino, size, mtimeNs, ctimeNs, nlink };
}

/** A new or removed name changes the time of change too, but no bytes. */
export function isSameStamp(a: FileStamp, b: FileStamp): boolean {
  const isSameChange = a.ctimeNs === b.ctimeNs || a.nlink !== b.nlink;
  return a.dev === b.dev && a.ino === b.ino && a.size === b.size && a.mtimeNs === b.mtimeNs && isSameChange;
}

/** Throws IoError('ESTALE') when the open file is not what it was: bytes of several moments may have been read. */
export async function requireSameStamp(handle: FileHandle, path: string, before: FileStamp): Promise<void> {
  if (isSameStamp(before, await stampOfHandle(handle))) return;
  throw new IoError('ESTALE', `'${path}' was changed while it was being read; try again when it no longer changes`, {
    file: path,
  });
}

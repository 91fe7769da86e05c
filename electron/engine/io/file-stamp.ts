import type { FileHandle } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { IoError } from '../../../shared/format/errors.js';

/** Identity, size and times of an open file. If two stamps are equal, its bytes did not change between them. */
export interface FileStamp {
  readonly dev: bigint;
  readonly ino: bigint;
  readonly size: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
  readonly nlink: bigint;
}

/** File systems set change times from a clock that ticks every 4 to 16 ms: two changes within one tick have the same time. */
const CLOCK_TICK_MS = 20;
/** The kernel writes changed pages back within about half a minute. */
const WRITE_BACK_MS = 60_000;

/**
 * The stamp of a file that is about to be read. Every later change gives another stamp: after a change within the last clock tick,
 * this waits for the next tick. If the file was changed within the last minute, another process may have mapped it and may write
 * to it without a change of its times until the pages are written back; this writes them back, so that the next such write does
 * change the times.
 */
export async function stampBeforeReading(handle: FileHandle): Promise<FileStamp> {
  const found = await stampOfHandle(handle);
  const ageMs = Date.now() - Number(found.mtimeNs / 1_000_000n);
  if (ageMs > WRITE_BACK_MS) return found;
  if (ageMs < CLOCK_TICK_MS) await sleep(CLOCK_TICK_MS);
  const stamp = ageMs < CLOCK_TICK_MS ? await stampOfHandle(handle) : found;
  // Some file systems cannot sync a file that is open for reading only: then the stamp has to do.
  await handle.datasync().catch(() => undefined);
  return stamp;
}

export async function stampOfHandle(handle: FileHandle): Promise<FileStamp> {
  const { dev, ino, size, mtimeNs, ctimeNs, nlink } = await handle.stat({ bigint: true });
  return { dev, ino, size, mtimeNs, ctimeNs, nlink };
}

/** As native code compares it, see `FirstPartRead` in native/read-part.ts. */
export function stampNumbers({ dev, ino, size, mtimeNs, ctimeNs, nlink }: FileStamp): BigInt64Array {
  return BigInt64Array.of(dev, ino, size, mtimeNs, ctimeNs, nlink);
}

/** Adding or removing a hard link changes `ctime` too, but no bytes. */
export function isSameStamp(a: FileStamp, b: FileStamp): boolean {
  const isSameChange = a.ctimeNs === b.ctimeNs || a.nlink !== b.nlink;
  return a.dev === b.dev && a.ino === b.ino && a.size === b.size && a.mtimeNs === b.mtimeNs && isSameChange;
}

/** Throws IoError('ESTALE') when the open file was changed since `before`: old and new bytes may have been read. */
export async function requireSameStamp(handle: FileHandle, path: string, before: FileStamp): Promise<void> {
  if (isSameStamp(before, await stampOfHandle(handle))) return;
  throw new IoError('ESTALE', `'${path}' was changed while it was being read; try again when it no longer changes`, {
    file: path,
  });
}

import { randomBytes, randomFillSync } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readFully } from '../../engine/io/file-reader.js';
import { withIoErrors } from '../../engine/io/io-error.js';
import { inFolderOf } from '../../engine/io/roots.js';
import { throwIfCancelled } from '../../engine/operation.js';

/** Measured speed of a folder's storage in bytes per second. */
export interface StorageBandwidth {
  /** Including fsync, after which the bytes are on the device. */
  readonly write: number;
  readonly read: number;
  /** `warm`: the bytes may come from memory, so `read` is an upper bound; `cold`: the system's cache was bypassed. */
  readonly readCache: 'cold' | 'warm';
  readonly sizeBytes: number;
}

export interface StorageOptions {
  /** Bytes to write and read. Default 256 MiB; less if that takes too long. */
  readonly sizeBytes?: number;
  /** Writing stops after this time. Default 3 s. */
  readonly maxMs?: number;
  readonly signal?: AbortSignal;
}

const PIECE_BYTES = 8 * 2 ** 20;
const DEFAULT_SIZE = 256 * 2 ** 20;
const DEFAULT_MS = 3000;

/**
 * Writes a file of random bytes into a folder, flushes it to the device, reads it back, and always removes it. Random,
 * because some file systems compress. IoError when the folder cannot be written to.
 */
export function measureStorage(folder: string, options: StorageOptions = {}): Promise<StorageBandwidth> {
  const path = join(folder, `.blpk-bandwidth-${process.pid}-${randomBytes(4).toString('hex')}`);
  return withIoErrors('write', path, () => inFolderOf(path, (name) => measureFile(name, options)));
}

async function measureFile(path: string, options: StorageOptions): Promise<StorageBandwidth> {
  const handle = await withIoErrors('write', path, () => open(path, 'wx'));
  try {
    const written = await withIoErrors('write', path, () => timedWrite(handle, options));
    const cold = await withIoErrors('read', path, () => readDirectly(path, written.sizeBytes, options.signal));
    const read = cold ?? (await readThroughCache(path, written.sizeBytes, options.signal));
    return {
      write: written.speed,
      read,
      readCache: cold === undefined ? 'warm' : 'cold',
      sizeBytes: written.sizeBytes,
    };
  } finally {
    await handle.close();
    await rm(path, { force: true });
  }
}

async function timedWrite(
  handle: FileHandle,
  { sizeBytes: wanted = DEFAULT_SIZE, maxMs = DEFAULT_MS, signal }: StorageOptions,
): Promise<{ readonly speed: number; readonly sizeBytes: number }> {
  const piece = randomFillSync(new Uint8Array(PIECE_BYTES));
  const startMs = performance.now();
  let sizeBytes = 0;
  while (sizeBytes < wanted && (sizeBytes === 0 || performance.now() - startMs < maxMs)) {
    throwIfCancelled(signal);
    const { bytesWritten } = await handle.write(piece, 0, PIECE_BYTES, sizeBytes);
    sizeBytes += bytesWritten;
  }
  await handle.sync();
  return { speed: speedOf(sizeBytes, startMs), sizeBytes };
}

async function readThroughCache(path: string, sizeBytes: number, signal: AbortSignal | undefined): Promise<number> {
  const handle = await withIoErrors('read', path, () => open(path, 'r'));
  try {
    return await timedRead(handle, new Uint8Array(PIECE_BYTES), sizeBytes, path, signal);
  } finally {
    await handle.close();
  }
}

/** Alignment of the memory for direct reads: a page, which is always enough. */
const ALIGNMENT = 4096;
/** Minimum alignment of every allocator. */
const STEP = 16;

/** Undefined if the system (other than Linux) or the file system (in memory, some networks) has no direct reads. */
async function readDirectly(
  path: string,
  sizeBytes: number,
  signal: AbortSignal | undefined,
): Promise<number | undefined> {
  if (process.platform !== 'linux') return undefined;
  const handle = await open(path, constants.O_RDONLY | constants.O_DIRECT).catch(() => undefined);
  if (!handle) return undefined;
  try {
    const buffer = await alignedBuffer(handle);
    return buffer && (await timedRead(handle, buffer, sizeBytes, path, signal));
  } finally {
    await handle.close();
  }
}

/** Memory that direct reads accept. JavaScript does not give addresses, so offsets are tried in turn. */
async function alignedBuffer(handle: FileHandle): Promise<Uint8Array | undefined> {
  const room = new Uint8Array(PIECE_BYTES + ALIGNMENT);
  for (let offset = 0; offset < ALIGNMENT; offset += STEP) {
    const buffer = room.subarray(offset, offset + PIECE_BYTES);
    const read = await handle.read(buffer, 0, ALIGNMENT, 0).catch(() => undefined);
    if (read?.bytesRead === ALIGNMENT) return buffer;
  }
  return undefined;
}

async function timedRead(
  handle: FileHandle,
  buffer: Uint8Array,
  sizeBytes: number,
  path: string,
  signal: AbortSignal | undefined,
): Promise<number> {
  const startMs = performance.now();
  for (let startByte = 0; startByte < sizeBytes; startByte += PIECE_BYTES) {
    throwIfCancelled(signal);
    await readFully(handle, buffer.subarray(0, Math.min(PIECE_BYTES, sizeBytes - startByte)), startByte, path);
  }
  return speedOf(sizeBytes, startMs);
}

function speedOf(sizeBytes: number, startMs: number): number {
  return (sizeBytes * 1000) / Math.max(performance.now() - startMs, 0.001);
}

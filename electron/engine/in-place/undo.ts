import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { readFully } from '../io/file-reader.js';
import { toIoError } from '../io/io-error.js';

/** Bytes of the container as they were before an edit. */
export interface UndoPatch {
  readonly positionBytes: number;
  readonly bytes: Uint8Array;
}

/**
 * Everything that brings a container back to what it was before an edit in place: the old bytes of the places that the edit
 * changes, and the old length. Bytes that are not listed are never touched by the edit.
 */
export interface Undo {
  readonly sizeBytes: number;
  readonly patches: readonly UndoPatch[];
  /** Slots of the offsets section that held -1 (all bits set) and get an offset: not worth storing one by one. */
  readonly unusedSlots: { readonly positionBytes: number; readonly lengthBytes: number };
  /** Bytes that the edit leaves alone and that tell this container from another one that took its name. */
  readonly witness: Witness;
}

export interface Witness {
  readonly positionBytes: number;
  readonly lengthBytes: number;
  readonly sha256: string;
}

const FILL_PIECE_BYTES = 64 * 1024;

export async function makeWitness(
  handle: FileHandle,
  path: string,
  positionBytes: number,
  lengthBytes: number,
): Promise<Witness> {
  const bytes = new Uint8Array(lengthBytes);
  await readFully(handle, bytes, positionBytes, path);
  return { positionBytes, lengthBytes, sha256: sha256(bytes) };
}

/** Whether the file is still the one that the undo was made for. */
export async function matchesWitness(handle: FileHandle, path: string, witness: Witness): Promise<boolean> {
  const { size } = await handle.stat();
  if (size < witness.positionBytes + witness.lengthBytes) return false;
  const found = await makeWitness(handle, path, witness.positionBytes, witness.lengthBytes);
  return found.sha256 === witness.sha256;
}

/** Puts the old bytes back and cuts the file to its old length. Safe to repeat: a kill in the middle changes nothing. */
export async function rollBack(handle: FileHandle, undo: Undo): Promise<void> {
  await fillWithOnes(handle, undo.unusedSlots);
  for (const { positionBytes, bytes } of undo.patches) await writeFully(handle, bytes, positionBytes);
  await handle.truncate(undo.sizeBytes);
  await handle.sync();
}

async function fillWithOnes(handle: FileHandle, range: Undo['unusedSlots']): Promise<void> {
  const piece = new Uint8Array(Math.min(FILL_PIECE_BYTES, range.lengthBytes)).fill(0xff);
  for (let done = 0; done < range.lengthBytes; done += piece.byteLength) {
    const lengthBytes = Math.min(piece.byteLength, range.lengthBytes - done);
    await writeFully(handle, piece.subarray(0, lengthBytes), range.positionBytes + done);
  }
}

/** Writes all of `bytes`: one call may write fewer. Throws IoError, which names `path` where it is given. */
export async function writeFully(
  handle: FileHandle,
  bytes: Uint8Array,
  positionBytes: number,
  path?: string,
): Promise<void> {
  let done = 0;
  try {
    while (done < bytes.byteLength) {
      const { bytesWritten } = await handle.write(bytes, done, bytes.byteLength - done, positionBytes + done);
      done += bytesWritten;
    }
  } catch (error) {
    throw toIoError(error, 'write', path === undefined ? {} : { file: path });
  }
}

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

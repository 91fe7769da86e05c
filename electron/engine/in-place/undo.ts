import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { RandomReader } from '../io/random-reader.js';
import { writeFully } from '../io/write-fully.js';

/** Bytes of a container and their position. */
export interface UndoPatch {
  readonly positionBytes: number;
  readonly bytes: Uint8Array;
}

export interface ByteRange {
  readonly positionBytes: number;
  readonly lengthBytes: number;
}

/**
 * What is needed to restore a container after an edit in place was interrupted: the old length, and the old bytes of the places
 * that the edit changes. The edit must not change any other bytes.
 */
export interface Undo {
  readonly sizeBytes: number;
  /** Places that can have any content during the edit. One that ends at `sizeBytes` may grow. */
  readonly early: readonly UndoPatch[];
  /** Places that have their old bytes until the new ones are in the journal too; from then on each byte is the old or the new one. */
  readonly late: readonly UndoPatch[];
  /** Slots of the offsets section that have -1 (all bits set) before the edit, so that their old bytes need not be stored. */
  readonly unusedSlots: ByteRange;
  /** Of bytes near the start and the end that the edit does not change: shows whether a file is this container. */
  readonly fingerprint: Fingerprint;
}

/** A digest of some bytes of a container. */
export interface Fingerprint {
  readonly ranges: readonly ByteRange[];
  /** Of the bytes of all ranges, one after the other. */
  readonly sha256: string;
}

export function rangeOf({ positionBytes, bytes }: UndoPatch): ByteRange {
  return { positionBytes, lengthBytes: bytes.byteLength };
}

export function sameRange(a: ByteRange, b: ByteRange): boolean {
  return a.positionBytes === b.positionBytes && a.lengthBytes === b.lengthBytes;
}

/** The places that an edit will change; see `Undo`. */
export interface ChangedPlaces {
  readonly early?: readonly ByteRange[];
  readonly late?: readonly ByteRange[];
  readonly unusedSlots?: ByteRange;
}

export const NO_BYTES: ByteRange = { positionBytes: 0, lengthBytes: 0 };

/** Bytes at the start and at the end for the fingerprint: enough to differ between containers, and fast to read. */
const FINGERPRINT_BYTES = 64 * 1024;
const FILL_PIECE_BYTES = 64 * 1024;

/** Reads the bytes that an edit of these places would overwrite. Caller: holds the write lock of the container. */
export async function makeUndo(reader: RandomReader, changed: ChangedPlaces): Promise<Undo> {
  const { early = [], late = [], unusedSlots = NO_BYTES } = changed;
  const ranges = fingerprintRanges(reader.sizeBytes, [...early, ...late, unusedSlots]);
  return {
    sizeBytes: reader.sizeBytes,
    early: await patchesAt(reader, early),
    late: await patchesAt(reader, late),
    unusedSlots,
    fingerprint: { ranges, sha256: await digestOf(reader, ranges) },
  };
}

export async function patchesAt(reader: RandomReader, ranges: readonly ByteRange[]): Promise<readonly UndoPatch[]> {
  const patches: UndoPatch[] = [];
  for (const { positionBytes, lengthBytes } of ranges) {
    patches.push({ positionBytes, bytes: (await reader.readAt(positionBytes, lengthBytes)).slice() });
  }
  return patches;
}

export async function digestOf(reader: RandomReader, ranges: readonly ByteRange[]): Promise<string> {
  const hash = createHash('sha256');
  for (const { positionBytes, lengthBytes } of ranges) hash.update(await reader.readAt(positionBytes, lengthBytes));
  return hash.digest('hex');
}

/** The first and the last bytes that are not changed. */
function fingerprintRanges(sizeBytes: number, changed: readonly ByteRange[]): readonly ByteRange[] {
  const kept = keptRanges(sizeBytes, changed);
  const total = kept.reduce((sum, { lengthBytes }) => sum + lengthBytes, 0);
  return total <= 2 * FINGERPRINT_BYTES ? kept : [...firstOf(kept), ...lastOf(kept)];
}

/** The bytes between the changed places, in order. */
function keptRanges(sizeBytes: number, changed: readonly ByteRange[]): readonly ByteRange[] {
  const kept: ByteRange[] = [];
  let positionBytes = 0;
  const sorted = [...changed].filter(({ lengthBytes }) => lengthBytes > 0);
  sorted.sort((a, b) => a.positionBytes - b.positionBytes);
  for (const place of [...sorted, { positionBytes: sizeBytes, lengthBytes: 0 }]) {
    const lengthBytes = place.positionBytes - positionBytes;
    if (lengthBytes > 0) kept.push({ positionBytes, lengthBytes });
    positionBytes = Math.max(positionBytes, place.positionBytes + place.lengthBytes);
  }
  return kept;
}

function firstOf(ranges: readonly ByteRange[]): readonly ByteRange[] {
  let left = FINGERPRINT_BYTES;
  return ranges.flatMap(({ positionBytes, lengthBytes }) => {
    const taken = Math.min(left, lengthBytes);
    left -= taken;
    return taken > 0 ? [{ positionBytes, lengthBytes: taken }] : [];
  });
}

function lastOf(ranges: readonly ByteRange[]): readonly ByteRange[] {
  let left = FINGERPRINT_BYTES;
  const taken = ranges.toReversed().flatMap(({ positionBytes, lengthBytes }) => {
    const length = Math.min(left, lengthBytes);
    left -= length;
    return length > 0 ? [{ positionBytes: positionBytes + lengthBytes - length, lengthBytes: length }] : [];
  });
  return taken.reverse();
}

/**
 * Writes the old bytes back and cuts the file to its old length. Caller: holds the write lock, and the journal has `undo`. After it
 * returns, the old content is on the disk; after a crash during it, it has to be called again.
 */
export async function rollBack(handle: FileHandle, undo: Undo): Promise<void> {
  await fillWithOnes(handle, undo.unusedSlots);
  for (const { positionBytes, bytes } of [...undo.early, ...undo.late]) await writeFully(handle, bytes, positionBytes);
  await handle.truncate(undo.sizeBytes);
  await handle.sync();
}

async function fillWithOnes(handle: FileHandle, range: ByteRange): Promise<void> {
  const piece = new Uint8Array(Math.min(FILL_PIECE_BYTES, range.lengthBytes)).fill(0xff);
  for (let done = 0; done < range.lengthBytes; done += piece.byteLength) {
    const lengthBytes = Math.min(piece.byteLength, range.lengthBytes - done);
    await writeFully(handle, piece.subarray(0, lengthBytes), range.positionBytes + done);
  }
}

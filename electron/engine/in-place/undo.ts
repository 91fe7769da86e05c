import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { RandomReader } from '../io/random-reader.js';
import { writeFully } from '../io/write-fully.js';

/** Bytes for a place of the container. */
export interface UndoPatch {
  readonly positionBytes: number;
  readonly bytes: Uint8Array;
}

export interface ByteRange {
  readonly positionBytes: number;
  readonly lengthBytes: number;
}

/**
 * Everything that brings a container back to what it was before an edit in place: the old bytes of the places that the edit
 * changes, and the old length. Bytes that are not listed are never touched by the edit.
 */
export interface Undo {
  readonly sizeBytes: number;
  /** Places that may hold anything while the edit is under way. One that ends at `sizeBytes` may grow beyond. */
  readonly early: readonly UndoPatch[];
  /** Places that hold their old bytes until the journal has the new ones too; then each byte is the old or the new one. */
  readonly late: readonly UndoPatch[];
  /** Slots of the offsets section that held -1 (all bits set) and get an offset: not worth storing one by one. */
  readonly unusedSlots: ByteRange;
  /** Bytes that the edit leaves alone, at the head and at the tail: they tell this container from any other. */
  readonly witness: Witness;
}

export interface Witness {
  readonly ranges: readonly ByteRange[];
  /** Of the ranges' bytes, one after the other. */
  readonly sha256: string;
}

export function rangeOf({ positionBytes, bytes }: UndoPatch): ByteRange {
  return { positionBytes, lengthBytes: bytes.byteLength };
}

export function sameRange(a: ByteRange, b: ByteRange): boolean {
  return a.positionBytes === b.positionBytes && a.lengthBytes === b.lengthBytes;
}

/** What an edit is going to change; see Undo. */
export interface ChangedPlaces {
  readonly early?: readonly ByteRange[];
  readonly late?: readonly ByteRange[];
  readonly unusedSlots?: ByteRange;
}

export const NO_BYTES: ByteRange = { positionBytes: 0, lengthBytes: 0 };

/** Bytes of head and of tail that are compared: enough to differ, few enough to cost nothing. */
const WITNESS_BYTES = 64 * 1024;
const FILL_PIECE_BYTES = 64 * 1024;

/** Reads what an edit of these places would destroy. The container must not change meanwhile: hold its write lock. */
export async function makeUndo(reader: RandomReader, changed: ChangedPlaces): Promise<Undo> {
  const { early = [], late = [], unusedSlots = NO_BYTES } = changed;
  const ranges = witnessRanges(reader.sizeBytes, [...early, ...late, unusedSlots]);
  return {
    sizeBytes: reader.sizeBytes,
    early: await patchesAt(reader, early),
    late: await patchesAt(reader, late),
    unusedSlots,
    witness: { ranges, sha256: await digestOf(reader, ranges) },
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
function witnessRanges(sizeBytes: number, changed: readonly ByteRange[]): readonly ByteRange[] {
  const kept = keptRanges(sizeBytes, changed);
  const total = kept.reduce((sum, { lengthBytes }) => sum + lengthBytes, 0);
  return total <= 2 * WITNESS_BYTES ? kept : [...firstOf(kept), ...lastOf(kept)];
}

/** What lies between the changed places, in order. */
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
  let left = WITNESS_BYTES;
  return ranges.flatMap(({ positionBytes, lengthBytes }) => {
    const taken = Math.min(left, lengthBytes);
    left -= taken;
    return taken > 0 ? [{ positionBytes, lengthBytes: taken }] : [];
  });
}

function lastOf(ranges: readonly ByteRange[]): readonly ByteRange[] {
  let left = WITNESS_BYTES;
  const taken = ranges.toReversed().flatMap(({ positionBytes, lengthBytes }) => {
    const length = Math.min(left, lengthBytes);
    left -= length;
    return length > 0 ? [{ positionBytes: positionBytes + lengthBytes - length, lengthBytes: length }] : [];
  });
  return taken.reverse();
}

/** Puts the old bytes back and cuts the file to its old length. Safe to repeat: a kill in the middle changes nothing. */
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

import type { FileHandle } from 'node:fs/promises';
import { equalBytes } from '../container/digest.js';
import { fileReader } from '../io/file-reader.js';
import type { RandomReader } from '../io/random-reader.js';
import type { ContainerIdentity } from './journal/journal-facts.js';
import type { ArmedUndo } from './journal/journal-format.js';
import { digestOf, rangeOf, sameRange, type Undo, type UndoPatch } from './undo.js';

/** What identifies the open file, also after a restart. */
export async function containerIdentityOf(handle: FileHandle): Promise<ContainerIdentity> {
  const { ino, dev, birthtimeNs, ctimeNs } = await handle.stat({ bigint: true });
  // File systems that keep no creation time report 0 or the time of the last change.
  const isKnown = birthtimeNs > 0n && birthtimeNs < ctimeNs;
  return { inode: String(ino), device: String(dev), ...(isKnown && { bornNs: String(birthtimeNs) }) };
}

/** Compares creation times rather than devices where both are known: many file systems get another device number at a restart. */
function sameIdentity(one: ContainerIdentity, other: ContainerIdentity): boolean {
  if (one.inode !== other.inode) return false;
  if (one.bornNs !== undefined && other.bornNs !== undefined) return one.bornNs === other.bornNs;
  return one.device === other.device;
}

/**
 * How an open file relates to an undo: `same`: the file that the undo was made for, in a state that its edit can have left;
 * `copy`: another file in such a state; `other`: neither. Only a `same` file may be rolled back.
 */
export async function relationTo(
  handle: FileHandle,
  path: string,
  armed: ArmedUndo,
): Promise<'same' | 'copy' | 'other'> {
  const { size } = await handle.stat();
  if (!(await isPossibleState(fileReader(handle, path, size), armed))) return 'other';
  return sameIdentity(armed.container, await containerIdentityOf(handle)) ? 'same' : 'copy';
}

/**
 * Whether the file has a state before, during or after the edit. Reads about 128 KiB and the late places.
 */
export async function isPossibleState(
  reader: RandomReader,
  { undo, newBytes }: Pick<ArmedUndo, 'undo' | 'newBytes'>,
): Promise<boolean> {
  if (!isPossibleSize(reader.sizeBytes, undo)) return false;
  if ((await digestOf(reader, undo.fingerprint.ranges)) !== undo.fingerprint.sha256) return false;
  for (const old of undo.late) {
    const found = await reader.readAt(old.positionBytes, old.bytes.byteLength);
    if (!equalBytes(found, old.bytes) && !isMixture(found, old, newBytes)) return false;
  }
  return true;
}

/** The file may be shorter or longer than before only when the undo has the old bytes up to its end. */
function isPossibleSize(foundBytes: number, { sizeBytes, early, late, fingerprint }: Undo): boolean {
  if (foundBytes === sizeBytes) return true;
  const tail = early.find(({ positionBytes, bytes }) => positionBytes + bytes.byteLength === sizeBytes);
  const ends = [...fingerprint.ranges.map((range) => range.positionBytes + range.lengthBytes), ...late.map(endOf)];
  return tail !== undefined && foundBytes >= Math.max(tail.positionBytes, ...ends);
}

function endOf({ positionBytes, bytes }: UndoPatch): number {
  return positionBytes + bytes.byteLength;
}

/** Whether each byte is the old or the new one, as a crash leaves them while the new ones are written. */
function isMixture(found: Uint8Array, old: UndoPatch, newBytes: readonly UndoPatch[]): boolean {
  const next = newBytes.find((place) => sameRange(rangeOf(place), rangeOf(old)));
  return next !== undefined && found.every((byte, at) => byte === old.bytes[at] || byte === next.bytes[at]);
}

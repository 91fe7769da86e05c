import type { FileHandle } from 'node:fs/promises';
import { equalBytes } from '../container/digest.js';
import { fileReader } from '../io/file-reader.js';
import type { RandomReader } from '../io/random-reader.js';
import type { ContainerIdentity } from './journal-facts.js';
import type { ArmedUndo } from './journal-format.js';
import { digestOf, rangeOf, sameRange, type Undo, type UndoPatch } from './undo.js';

export async function containerIdentityOf(handle: FileHandle): Promise<ContainerIdentity> {
  const { ino, dev, birthtimeNs, ctimeNs } = await handle.stat({ bigint: true });
  // Where no time of birth is known, the time of the last change, or 0, stands for it.
  const isKnown = birthtimeNs > 0n && birthtimeNs < ctimeNs;
  return { inode: String(ino), device: String(dev), ...(isKnown && { bornNs: String(birthtimeNs) }) };
}

/** Inode and time of birth name a file across restarts, after which many file systems have other device numbers. */
function sameIdentity(one: ContainerIdentity, other: ContainerIdentity): boolean {
  if (one.inode !== other.inode) return false;
  if (one.bornNs !== undefined && other.bornNs !== undefined) return one.bornNs === other.bornNs;
  return one.device === other.device;
}

/**
 * What an open file is to an undo: `same`: the file that the undo was made for, in a state that its edit can have left;
 * `copy`: another file in such a state; `other`: neither. Only `same` may be written to.
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

/** Whether these bytes can be what the edit found, left half done or made. Costs about 128 KiB and the late places. */
export async function isPossibleState(
  reader: RandomReader,
  { undo, newBytes }: Pick<ArmedUndo, 'undo' | 'newBytes'>,
): Promise<boolean> {
  if (!isPossibleSize(reader.sizeBytes, undo)) return false;
  if ((await digestOf(reader, undo.witness.ranges)) !== undo.witness.sha256) return false;
  for (const old of undo.late) {
    const found = await reader.readAt(old.positionBytes, old.bytes.byteLength);
    if (!equalBytes(found, old.bytes) && !isMixture(found, old, newBytes)) return false;
  }
  return true;
}

/** Only the end of the file may have moved, and only where the old bytes from there on are known. */
function isPossibleSize(foundBytes: number, { sizeBytes, early, late, witness }: Undo): boolean {
  if (foundBytes === sizeBytes) return true;
  const tail = early.find(({ positionBytes, bytes }) => positionBytes + bytes.byteLength === sizeBytes);
  const ends = [...witness.ranges.map((range) => range.positionBytes + range.lengthBytes), ...late.map(endOf)];
  return tail !== undefined && foundBytes >= Math.max(tail.positionBytes, ...ends);
}

function endOf({ positionBytes, bytes }: UndoPatch): number {
  return positionBytes + bytes.byteLength;
}

function isMixture(found: Uint8Array, old: UndoPatch, newBytes: readonly UndoPatch[]): boolean {
  const announced = newBytes.find((place) => sameRange(rangeOf(place), rangeOf(old)));
  return announced !== undefined && found.every((byte, at) => byte === old.bytes[at] || byte === announced.bytes[at]);
}

import { createHash } from 'node:crypto';
import type { RandomReader } from '../../io/random-reader.js';
import { type ByteRange, digestOf, patchesAt, rangeOf, sameRange, type Undo, type UndoPatch } from '../undo.js';
import { type ContainerIdentity, type Holder, isNewBytesFacts, isUndoFacts, parseHolder } from './journal-facts.js';

/**
 * The content of a journal file: `idle`: nothing to undo, the file is only a lock; `undo`: the container may be partly changed;
 * `unknown`: not written by this program, or damaged.
 */
export type JournalContent =
  | { readonly kind: 'idle'; readonly holder: Holder | undefined }
  | ({ readonly kind: 'undo'; readonly holder: Holder | undefined } & ArmedUndo)
  | { readonly kind: 'unknown'; readonly holder: undefined };

/** An undo that is in force: its edit is running or was interrupted. */
export interface ArmedUndo {
  /** Random id of the edit. */
  readonly id: string;
  /** The file that the edit changes. */
  readonly container: ContainerIdentity;
  readonly undo: Undo;
  /** New bytes of late places; empty until the edit has written them to the journal. */
  readonly newBytes: readonly UndoPatch[];
}

/*
 * The journal has lines of text, each followed by bytes:
 *
 *   blpk-journal 2 F            F is `-` (nothing to undo) or `+` (undo it)
 *   {holder}
 *   {undo, without the bytes} <sha256 of this line up to the space>
 *   old bytes of the places, one after the other; the line above has their sha256
 *   {late places, with the id of the undo} <sha256 of this line up to the space>
 *   new bytes of the late places, one after the other; the line above has their sha256
 *
 * F is one byte, so that it is written whole or not at all. It becomes `+` when all of the undo is on the disk: a journal with `+`
 * that is incomplete was not left by a crash of this program. The sha256 of `fingerprint` and its ranges are stored as `witness`.
 */
const MAGIC = 'blpk-journal 2 ';
const IDLE = '-';
const ARMED = '+';
const NEWLINE = 0x0a;

/** Position of the flag F in the file, and its values. */
export const FLAG_AT = MAGIC.length;
export const idleFlag = new TextEncoder().encode(IDLE);
export const armedFlag = new TextEncoder().encode(ARMED);

/** Most bytes of a line: a few numbers for each place. */
const MAX_LINE_BYTES = 64 * 1024;

/** The start of a journal with nothing to undo. */
export function printHolder(holder: Holder): Uint8Array {
  return new TextEncoder().encode(`${MAGIC}${IDLE}\n${JSON.stringify(holder)}\n`);
}

/** The undo's line and bytes, in pieces to be written one after the other behind the holder's line. */
export function printUndo({ id, container, undo }: Omit<ArmedUndo, 'newBytes'>): readonly Uint8Array[] {
  const { sizeBytes, early, late, unusedSlots, fingerprint: witness } = undo;
  const facts = { id, container, sizeBytes, early: early.map(rangeOf), late: late.map(rangeOf), unusedSlots, witness };
  return lineAndBytes(facts, [...early, ...late]);
}

/** The line and bytes that are written behind the undo before late places get their new bytes. */
export function printNewBytes(id: string, newBytes: readonly UndoPatch[]): readonly Uint8Array[] {
  return lineAndBytes({ id, late: newBytes.map(rangeOf) }, newBytes);
}

function lineAndBytes(facts: object, patches: readonly UndoPatch[]): readonly Uint8Array[] {
  const bytes = patches.map((patch) => patch.bytes);
  const text = JSON.stringify({ ...facts, sha256: sha256(...bytes) });
  return [new TextEncoder().encode(`${text} ${sha256(text)}\n`), ...bytes];
}

/** Reads a journal. Every length in it is checked against the size of the file before memory is allocated for it. */
export async function readJournalContent(reader: RandomReader): Promise<JournalContent> {
  if (reader.sizeBytes === 0) return { kind: 'idle', holder: undefined };
  const [first, afterFirst] = await takeLine(reader, 0);
  const unknown: JournalContent = { kind: 'unknown', holder: undefined };
  if (first !== `${MAGIC}${IDLE}` && first !== `${MAGIC}${ARMED}`) {
    return (await isCutHead(reader)) ? { kind: 'idle', holder: undefined } : unknown;
  }
  const [holderLine, afterHolder] = await takeLine(reader, afterFirst);
  const holder = parseHolder(parseObject(holderLine));
  if (first.endsWith(IDLE)) return { kind: 'idle', holder };
  const undo = await readUndo(reader, afterHolder);
  return undo ? { kind: 'undo', holder, ...undo } : unknown;
}

/** A crash can leave the start of the first line. */
async function isCutHead(reader: RandomReader): Promise<boolean> {
  const head = `${MAGIC}${IDLE}`;
  if (reader.sizeBytes > head.length) return false;
  return head.startsWith(new TextDecoder('latin1').decode(await reader.readAt(0, reader.sizeBytes)));
}

async function readUndo(reader: RandomReader, position: number): Promise<ArmedUndo | undefined> {
  const facts = await takeFacts(reader, position);
  if (!facts || !isUndoFacts(facts.value)) return undefined;
  const { id, container, sizeBytes, early, late, unusedSlots, witness, sha256: digest } = facts.value;
  const stored = storedRanges(reader, facts.next, [...early, ...late]);
  if (!stored || (await digestOf(reader, stored)) !== digest) return undefined;
  const old = withPositions(await patchesAt(reader, stored), [...early, ...late]);
  return {
    id,
    container,
    undo: {
      sizeBytes,
      early: old.slice(0, early.length),
      late: old.slice(early.length),
      unusedSlots,
      fingerprint: witness,
    },
    newBytes: await readNewBytes(reader, endOf(stored, facts.next), id, late),
  };
}

/** Empty when they are missing, incomplete or of an earlier edit. */
async function readNewBytes(
  reader: RandomReader,
  position: number,
  id: string,
  late: readonly ByteRange[],
): Promise<readonly UndoPatch[]> {
  const facts = await takeFacts(reader, position);
  if (!facts || !isNewBytesFacts(facts.value) || facts.value.id !== id) return [];
  const { late: places, sha256: digest } = facts.value;
  const known = places.every((place) => late.some((old) => sameRange(old, place)));
  const stored = storedRanges(reader, facts.next, places);
  if (!known || !stored || (await digestOf(reader, stored)) !== digest) return [];
  return withPositions(await patchesAt(reader, stored), places);
}

/** Ranges of the journal that hold the bytes of these places; undefined when the journal is too short. */
function storedRanges(
  reader: RandomReader,
  start: number,
  places: readonly ByteRange[],
): readonly ByteRange[] | undefined {
  let positionBytes = start;
  const stored = places.map(({ lengthBytes }) => {
    positionBytes += lengthBytes;
    return { positionBytes: positionBytes - lengthBytes, lengthBytes };
  });
  return positionBytes <= reader.sizeBytes ? stored : undefined;
}

function endOf(stored: readonly ByteRange[], start: number): number {
  const last = stored.at(-1);
  return last ? last.positionBytes + last.lengthBytes : start;
}

function withPositions(patches: readonly UndoPatch[], places: readonly ByteRange[]): readonly UndoPatch[] {
  return patches.map(({ bytes }, index) => ({ positionBytes: places[index]?.positionBytes ?? 0, bytes }));
}

/** Parses a line that ends with its digest; undefined when it was cut or changed. */
async function takeFacts(
  reader: RandomReader,
  position: number,
): Promise<{ readonly value: unknown; readonly next: number } | undefined> {
  const [line, next] = await takeLine(reader, position);
  const space = line?.lastIndexOf(' ') ?? -1;
  if (line === undefined || space < 0 || sha256(line.slice(0, space)) !== line.slice(space + 1)) return undefined;
  return { value: parseObject(line.slice(0, space)), next };
}

async function takeLine(reader: RandomReader, start: number): Promise<[line: string | undefined, next: number]> {
  const bytes = await reader.readAt(start, Math.min(MAX_LINE_BYTES, reader.sizeBytes - start));
  const end = bytes.indexOf(NEWLINE);
  if (end < 0) return [undefined, reader.sizeBytes];
  return [new TextDecoder().decode(bytes.subarray(0, end)), start + end + 1];
}

function parseObject(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sha256(...parts: readonly (Uint8Array | string)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

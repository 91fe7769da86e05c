import { sha256, type Undo } from './undo.js';

/** Who works on a container. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
  /** What it does, as the user would say: `append`. */
  readonly operation: string;
  /** When it began, ISO 8601. */
  readonly since: string;
}

/** What a journal file says. `undo` is there only when it was written whole: then the container may have been changed. */
export interface JournalContent {
  readonly holder: Holder | undefined;
  readonly undo: Undo | undefined;
  /** Tells one undo from another; undefined when there is none. */
  readonly undoDigest: string | undefined;
}

/*
 * The journal is a text of three lines and the old bytes behind it:
 *
 *   blpk-journal 1
 *   {holder}
 *   {undo, without the bytes} <sha256 of this line up to the blank>
 *   bytes of the patches, one after the other; their sha256 stands in the line above
 *
 * The third line is written, and on the disk, before the container is touched. A line or bytes that a kill cut short do not
 * match their digest, and then the container is as it was.
 */
const MAGIC = 'blpk-journal 1';
const NEWLINE = 0x0a;

/** No undo has more text than this: a few numbers for each patch. */
const MAX_LINE_BYTES = 64 * 1024;

export function printHolder(holder: Holder): Uint8Array {
  return new TextEncoder().encode(`${MAGIC}\n${JSON.stringify(holder)}\n`);
}

/** The third line and the bytes, in pieces to be written one after the other behind the holder. */
export function printUndo(undo: Undo): readonly Uint8Array[] {
  const bytes = undo.patches.map((patch) => patch.bytes);
  const facts: UndoFacts = {
    sizeBytes: undo.sizeBytes,
    patches: undo.patches.map((patch) => ({ positionBytes: patch.positionBytes, lengthBytes: patch.bytes.byteLength })),
    unusedSlots: undo.unusedSlots,
    witness: undo.witness,
    sha256: sha256(Buffer.concat(bytes)),
  };
  const text = JSON.stringify(facts);
  return [new TextEncoder().encode(`${text} ${sha256(text)}\n`), ...bytes];
}

/** Reads a journal; what is damaged or cut short is left out, never half believed. */
export function parseJournal(bytes: Uint8Array): JournalContent {
  const [magic, afterMagic] = takeLine(bytes, 0);
  if (magic !== MAGIC) return { holder: undefined, undo: undefined, undoDigest: undefined };
  const [holderLine, afterHolder] = takeLine(bytes, afterMagic);
  const [undoLine, afterUndo] = takeLine(bytes, afterHolder);
  const undo = undoLine === undefined ? undefined : parseUndo(undoLine, bytes.subarray(afterUndo));
  return {
    holder: parseObject(holderLine) as Holder | undefined, // written by printHolder; used for a message only
    undo,
    undoDigest: undo && undoLine?.slice(undoLine.lastIndexOf(' ') + 1),
  };
}

interface UndoFacts extends Omit<Undo, 'patches'> {
  readonly patches: readonly { readonly positionBytes: number; readonly lengthBytes: number }[];
  /** Of all bytes of the patches together. */
  readonly sha256: string;
}

function parseUndo(line: string, bytes: Uint8Array): Undo | undefined {
  const blank = line.lastIndexOf(' ');
  const text = line.slice(0, blank);
  if (blank < 0 || sha256(text) !== line.slice(blank + 1)) return undefined;
  const { patches, sha256: digest, ...rest } = parseObject(text) as UndoFacts; // its digest says that printUndo wrote it
  const lengthBytes = patches.reduce((sum, patch) => sum + patch.lengthBytes, 0);
  if (bytes.byteLength < lengthBytes || sha256(bytes.subarray(0, lengthBytes)) !== digest) return undefined;
  let at = 0;
  return {
    ...rest,
    patches: patches.map((patch) => {
      const start = at;
      at += patch.lengthBytes;
      return { positionBytes: patch.positionBytes, bytes: bytes.subarray(start, at) };
    }),
  };
}

function takeLine(bytes: Uint8Array, start: number): [line: string | undefined, next: number] {
  const end = bytes.subarray(start, start + MAX_LINE_BYTES).indexOf(NEWLINE);
  if (end < 0) return [undefined, bytes.byteLength];
  return [new TextDecoder().decode(bytes.subarray(start, start + end)), start + end + 1];
}

function parseObject(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

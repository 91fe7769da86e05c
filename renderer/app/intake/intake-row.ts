import type { Action, FileFacts, FileId, FileKind, TypesizeProbe } from '../../../shared/contract/files.js';
import type { IntakeItem, RawImport } from '../../../shared/contract/intake.js';

/** What a batch can do with a file. The other actions of a file open other views. */
export type WorkAction = IntakeItem['action'];

/** Kinds of files in the list. Folders are replaced by the files in them. */
export type RowKind = Exclude<FileKind, 'folder'>;

/** A file of the intake card, with the user's choices. */
export interface IntakeRow {
  readonly id: FileId;
  readonly facts: FileFacts;
  readonly action: WorkAction;
  /** Arrays of a file that holds several, to compress; undefined for all that can be read. */
  readonly members?: readonly string[];
  /** The array in raw bytes, as the user described it; undefined keeps them as bytes. */
  readonly raw?: RawImport;
  /** The compression ratio of raw bytes at each typesize. */
  readonly probe?: TypesizeProbe;
}

const workActions: ReadonlySet<Action> = new Set<WorkAction>(['compress', 'decompress']);

/** The actions that a batch can do with a file, the likeliest first. */
export function workActionsOf({ actions }: FileFacts): readonly WorkAction[] {
  // The set contains only WorkActions.
  return actions.filter((action) => workActions.has(action)) as readonly WorkAction[];
}

/** A row for a new file; `flipped` selects the second of its actions, where it has one. */
export function rowOf(facts: FileFacts, flipped = false): IntakeRow {
  const [first = 'compress', second = first] = workActionsOf(facts);
  return { id: facts.id, facts, action: flipped ? second : first };
}

/** The kind under which a row is counted and filtered. */
export function kindOf({ facts: { kind } }: IntakeRow): RowKind {
  return kind === 'folder' ? 'unreadable' : kind;
}

/** Names of the arrays to compress, of a file that holds several. */
export function chosenMembers({ facts, members }: IntakeRow): readonly string[] {
  return members ?? (facts.members ?? []).flatMap(({ name, problem }) => (problem === undefined ? name : []));
}

/** Why nothing can be done with the row, as a sentence; undefined when something can. */
export function problemOf(row: IntakeRow): string | undefined {
  const { facts, raw, action } = row;
  if (facts.kind === 'unreadable' && !raw) return asSentence(facts.problem?.message ?? 'The file cannot be read');
  if (action === 'decompress' && facts.container?.aborted) {
    return 'Writing it was interrupted: all offsets are -1.';
  }
  if (facts.members && chosenMembers(row).length === 0) return 'No array is chosen.';
  return undefined;
}

/** Adds the full stop that the engine's messages do not have. */
function asSentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}

/** What the user can do about the problem. */
export function remedyOf({ facts }: IntakeRow): string | undefined {
  if (facts.kind === 'unreadable') return facts.problem?.remedy;
  if (facts.container?.aborted) return 'Recover its chunks with `blpk repair`.';
  return facts.members ? 'Tick the arrays to compress.' : undefined;
}

/** Bytes of the row that the batch reads. */
export function readBytes(row: IntakeRow): number {
  const { facts } = row;
  if (facts.arrays && facts.array)
    return facts.array.shape.reduce((product, length) => product * length, facts.array.itemsize);
  if (!facts.members) return facts.sizeBytes;
  const chosen = new Set(chosenMembers(row));
  return facts.members.reduce((sum, { name, sizeBytes }) => sum + (chosen.has(name) ? sizeBytes : 0), 0);
}

/** The row as an item of a batch request. `ownTypesize` is false where the user has set one typesize for the whole batch. */
export function itemOf(row: IntakeRow, ownTypesize: boolean): IntakeItem {
  const { id, action, members, raw, probe, facts } = row;
  const isBytes = facts.kind === 'raw' && !raw && action === 'compress';
  return {
    id,
    action,
    ...(members && { members: [...members] }),
    ...(raw && { raw }),
    ...(ownTypesize && isBytes && probe && { typesize: probe.best }),
  };
}

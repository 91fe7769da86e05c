import type { Action, FileFacts, FileId, FileKind, TypesizeProbe } from '../../../shared/contract/files.js';
import type { IntakeItem, RawImport } from '../../../shared/contract/intake.js';

/** What a batch does with a file; the other actions of a file lead to other places. */
export type WorkAction = IntakeItem['action'];

/** Kinds that can stand in the list; folders are opened, not listed. */
export type RowKind = Exclude<FileKind, 'folder'>;

/** A file of the intake card, as the user left it. */
export interface IntakeRow {
  readonly id: FileId;
  readonly facts: FileFacts;
  readonly action: WorkAction;
  /** Arrays of a `.npz` to take; undefined takes all that can be read. */
  readonly members?: readonly string[];
  /** What raw bytes are, once the user has said it; else they are kept as bytes. */
  readonly raw?: RawImport;
  /** How well raw bytes shrink at each typesize. */
  readonly probe?: TypesizeProbe;
}

const workActions: ReadonlySet<Action> = new Set<WorkAction>(['compress', 'decompress']);

/** The actions that a batch knows, the likeliest first. */
export function workActionsOf({ actions }: FileFacts): readonly WorkAction[] {
  // The set holds nothing else.
  return actions.filter((action) => workActions.has(action)) as readonly WorkAction[];
}

/** A row for a file that has just come; `flipped` takes the second of its actions, where it has one. */
export function rowOf(facts: FileFacts, flipped = false): IntakeRow {
  const [first = 'compress', second = first] = workActionsOf(facts);
  return { id: facts.id, facts, action: flipped ? second : first };
}

/** The kind under which a row is counted and filtered. */
export function kindOf({ facts: { kind } }: IntakeRow): RowKind {
  return kind === 'folder' ? 'unreadable' : kind;
}

/** Names of the arrays that are taken of a `.npz`. */
export function chosenMembers({ facts, members }: IntakeRow): readonly string[] {
  return members ?? (facts.members ?? []).flatMap(({ name, problem }) => (problem === undefined ? name : []));
}

/** Why nothing can be done with the row as it stands, in a sentence; undefined when something can. */
export function problemOf(row: IntakeRow): string | undefined {
  const { facts, raw, action } = row;
  if (facts.kind === 'unreadable' && !raw) return asSentence(facts.problem?.message ?? 'The file cannot be read');
  if (action === 'decompress' && facts.container?.aborted) {
    return 'Its writer was stopped before the end: all offsets are -1.';
  }
  if (facts.members && chosenMembers(row).length === 0) return 'No array is chosen.';
  return undefined;
}

/** The engine's messages end without a full stop, for others put them into sentences of their own. */
function asSentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}

/** What to do about it. */
export function remedyOf({ facts }: IntakeRow): string | undefined {
  if (facts.kind === 'unreadable') return facts.problem?.remedy;
  if (facts.container?.aborted) return 'Save what is in it with blpk repair.';
  return facts.members ? 'Tick the arrays to take.' : undefined;
}

/** Bytes that are read for the row. */
export function readBytes(row: IntakeRow): number {
  const { facts } = row;
  if (!facts.members) return facts.sizeBytes;
  const chosen = new Set(chosenMembers(row));
  return facts.members.reduce((sum, { name, sizeBytes }) => sum + (chosen.has(name) ? sizeBytes : 0), 0);
}

/** The row in the words of the contract. `ownTypesize` is false where the user has set one for the whole batch. */
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

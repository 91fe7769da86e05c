import type { ByteRange, Fingerprint, Undo } from '../undo.js';

/** The process that is changing a container. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Name of the operation for the user: `append`. */
  readonly operation: string;
  /** When it began, ISO 8601. */
  readonly since: string;
}

/** Identifies the file that a journal is about. 64-bit numbers are text. */
export interface ContainerIdentity {
  readonly inode: string;
  readonly device: string;
  /** Creation time in ns since 1970; undefined where the file system does not keep it. */
  readonly bornNs?: string;
}

/** Most places of one kind in one edit. */
const MAX_RANGES = 16;

/** The journal's line about an undo. Its field names are those of the file. */
export interface UndoFacts extends Omit<Undo, 'early' | 'late' | 'fingerprint'> {
  readonly id: string;
  readonly container: ContainerIdentity;
  readonly early: readonly ByteRange[];
  readonly late: readonly ByteRange[];
  /** `Undo.fingerprint`. */
  readonly witness: Fingerprint;
  /** Of all old bytes together. */
  readonly sha256: string;
}

/** Whether the value has the fields of an undo line, and all of its ranges are inside the container. */
export function isUndoFacts(value: unknown): value is UndoFacts {
  if (!isObject(value) || !isObject(value.container) || !isObject(value.witness)) return false;
  const { id, container, sizeBytes, early, late, unusedSlots, witness, sha256: digest } = value;
  if (![id, digest, container.inode, container.device, witness.sha256].every(isText)) return false;
  if (container.bornNs !== undefined && !isText(container.bornNs)) return false;
  if (!isCount(sizeBytes) || !isRanges(early) || !isRanges(late) || !isRanges(witness.ranges)) return false;
  if (!isRange(unusedSlots)) return false;
  const changed = [...early, ...late, unusedSlots];
  const changedBytes = changed.reduce((sum, { lengthBytes }) => sum + lengthBytes, 0);
  const isInside = ({ positionBytes, lengthBytes }: ByteRange) => positionBytes + lengthBytes <= sizeBytes;
  return changedBytes <= sizeBytes && [...changed, ...witness.ranges].every(isInside);
}

/** The journal's line about the new bytes of late places. */
export interface NewBytesFacts {
  readonly id: string;
  readonly late: readonly ByteRange[];
  readonly sha256: string;
}

export function isNewBytesFacts(value: unknown): value is NewBytesFacts {
  return isObject(value) && isText(value.id) && isText(value.sha256) && isRanges(value.late);
}

export function parseHolder(value: unknown): Holder | undefined {
  if (!isObject(value)) return undefined;
  const { pid, host, operation, since } = value;
  const isHolder = isCount(pid) && isText(host) && isText(operation) && isText(since);
  return isHolder ? { pid, host, operation, since } : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isRange(value: unknown): value is ByteRange {
  return isObject(value) && isCount(value.positionBytes) && isCount(value.lengthBytes);
}

function isRanges(value: unknown): value is readonly ByteRange[] {
  return Array.isArray(value) && value.length <= MAX_RANGES && value.every(isRange);
}

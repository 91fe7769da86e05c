/** Reads many runs of bytes of an array with few reads: neighbouring runs share one read. */
import { isBloscpackError } from '../../../shared/format/errors.js';
import { mapInOrder } from '../../engine/container/ordered-window.js';
import type { ByteRun } from '../../engine/container/slice-runs.js';
import { iterate } from '../../engine/io/async-chunks.js';
import { throwIfCancelled } from '../../engine/operation.js';
import type { ArrayAccess } from '../document.js';

/** A smaller gap between runs is read too: a separate read would cost more than copying so many bytes. */
export const MAX_GAP_BYTES = 64 * 1024;
/** Most bytes of one read. */
const MAX_READ_BYTES = 2 * 2 ** 20;

/** Runs whose bytes are taken from one read of [startByte, endByte). */
interface RunGroup<Run extends ByteRun = ByteRun> {
  startByte: number;
  endByte: number;
  readonly runs: Run[];
}

/** A range of the array that could not be read, end-exclusive, and why. */
export interface UnreadableRange {
  readonly startByte: number;
  readonly endByte: number;
  readonly problem: string;
}

export interface RunBytes<Run extends ByteRun> {
  readonly run: Run;
  /** The run's bytes; zeros where they could not be read. */
  readonly bytes: Uint8Array;
  /** The parts of the run that could not be read, in order; empty when all of it was. */
  readonly unreadable: readonly UnreadableRange[];
}

export interface ReadOptions {
  readonly signal?: AbortSignal;
  /** `report`: damaged chunks are reported as unreadable. `fail`: the first one ends the reading with its error. */
  readonly damage: 'report' | 'fail';
}

/**
 * Yields the bytes of each run, in the order given. Runs may overlap and be in any order; neighbouring ones share a read. None
 * may be much longer than `splitRuns` makes them, since each is held in memory. The next read runs while the caller works.
 */
export async function* readRuns<Run extends ByteRun>(
  access: ArrayAccess,
  runs: Iterable<Run>,
  { signal, damage }: ReadOptions,
): AsyncGenerator<RunBytes<Run>, void, undefined> {
  const unreadable = new Map<number, UnreadableRange>();
  const reads = mapInOrder(iterate(groupRuns(runs)), { window: 2, concurrency: 2 }, async (group) => {
    throwIfCancelled(signal);
    const read = damage === 'fail' ? readWhole(access, group, signal) : readAround(access, group, unreadable, signal);
    return { group, ...(await read) };
  });
  for await (const { group, bytes, unreadable: found } of reads) {
    for (const run of group.runs) {
      const start = run.startByte - group.startByte;
      yield { run, bytes: bytes.subarray(start, start + run.lengthBytes), unreadable: partsIn(run, found) };
    }
  }
}

/** The ranges, cut to the run. */
function partsIn({ startByte, lengthBytes }: ByteRun, ranges: readonly UnreadableRange[]): readonly UnreadableRange[] {
  const endByte = startByte + lengthBytes;
  return ranges
    .filter((range) => range.startByte < endByte && range.endByte > startByte)
    .map((range) => ({
      ...range,
      startByte: Math.max(range.startByte, startByte),
      endByte: Math.min(range.endByte, endByte),
    }));
}

/** Cuts long runs, so that memory is bounded by the length of a read and not by that of a run. */
export function* splitRuns(runs: Iterable<ByteRun>): Generator<ByteRun> {
  for (const { startByte, lengthBytes } of runs) {
    for (let done = 0; done < lengthBytes; done += MAX_READ_BYTES) {
      yield { startByte: startByte + done, lengthBytes: Math.min(MAX_READ_BYTES, lengthBytes - done) };
    }
  }
}

function* groupRuns<Run extends ByteRun>(runs: Iterable<Run>): Generator<RunGroup<Run>> {
  let group: RunGroup<Run> | undefined;
  for (const run of runs) {
    if (group && fitsGroup(group, run)) {
      group.startByte = Math.min(group.startByte, run.startByte);
      group.endByte = Math.max(group.endByte, run.startByte + run.lengthBytes);
      group.runs.push(run);
      continue;
    }
    if (group) yield group;
    group = { startByte: run.startByte, endByte: run.startByte + run.lengthBytes, runs: [run] };
  }
  if (group) yield group;
}

function fitsGroup(group: RunGroup, { startByte, lengthBytes }: ByteRun): boolean {
  const endByte = startByte + lengthBytes;
  const spanBytes = Math.max(group.endByte, endByte) - Math.min(group.startByte, startByte);
  const gapBytes = Math.max(startByte - group.endByte, group.startByte - endByte);
  return gapBytes <= MAX_GAP_BYTES && spanBytes <= MAX_READ_BYTES;
}

interface GroupBytes {
  readonly bytes: Uint8Array;
  readonly unreadable: readonly UnreadableRange[];
}

async function readWhole(access: ArrayAccess, group: RunGroup, signal: AbortSignal | undefined): Promise<GroupBytes> {
  return {
    bytes: await access.readBytes(group.startByte, group.endByte, { ...(signal && { signal }) }),
    unreadable: [],
  };
}

type ByteRange = Pick<UnreadableRange, 'startByte' | 'endByte'>;

/** Reads around damaged chunks, which are remembered by their first byte. */
async function readAround(
  access: ArrayAccess,
  group: RunGroup,
  known: Map<number, UnreadableRange>,
  signal: AbortSignal | undefined,
): Promise<GroupBytes> {
  const bytes = new Uint8Array(group.endByte - group.startByte);
  const unreadable: UnreadableRange[] = [];
  const lose = ({ startByte, endByte }: ByteRange, problem: string): void => {
    known.set(startByte, { startByte, endByte, problem });
    const range = { startByte: Math.max(startByte, group.startByte), endByte: Math.min(endByte, group.endByte) };
    unreadable.push({ ...range, problem });
  };
  const read = async (startByte: number, endByte: number): Promise<void> => {
    for (let at = startByte; at < endByte; ) {
      const first = access.chunkAt(at) ?? { startByte: at, endByte };
      // Always advance, whatever ranges the chunks of a damaged file have.
      const next = Math.max(first.endByte, at + 1);
      const problem = known.get(first.startByte)?.problem ?? (await readRest(at, endByte, next));
      if (problem === undefined) return;
      if (typeof problem === 'string') lose(first, problem);
      at = typeof problem === 'string' ? next : problem;
    }
  };
  /** Undefined when all was read; else why the first chunk cannot be read, or the byte up to which all was done. */
  const readRest = async (at: number, endByte: number, next: number): Promise<string | number | undefined> => {
    try {
      bytes.set(await access.readBytes(at, endByte, { ...(signal && { signal }) }), at - group.startByte);
      return undefined;
    } catch (error) {
      if (!isDamage(error)) throw error;
      const cut = next >= endByte ? at : cutBefore(access, error, at, endByte);
      if (cut <= at) return error.message;
      await read(at, cut);
      return cut;
    }
  };
  await read(group.startByte, group.endByte);
  return { bytes, unreadable };
}

/** The start of the chunk that an error names, or of the one in the middle: what is before it is read apart. */
function cutBefore(access: ArrayAccess, error: Error, at: number, endByte: number): number {
  const named = isBloscpackError(error) ? error.context.chunkIndex : undefined;
  const bad = named === undefined ? undefined : access.chunkAt(named * (access.chunkBytes ?? 0));
  if (bad && bad.chunkIndex === named && bad.endByte > at && bad.startByte < endByte) return bad.startByte;
  const middle = access.chunkAt(Math.floor((at + endByte) / 2));
  return middle && middle.startByte > at ? middle.startByte : (access.chunkAt(at)?.endByte ?? endByte);
}

/** Whether the file's bytes are wrong. Failed or cancelled reads, which may succeed later, are not damage. */
export function isDamage(error: unknown): error is Error {
  return isBloscpackError(error) && (error.kind === 'format' || error.kind === 'checksum');
}

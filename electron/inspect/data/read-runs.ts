/** Reads many runs of bytes of an array with few reads: neighbouring runs share one read. */
import { isBloscpackError } from '../../../shared/format/errors.js';
import type { ByteRun } from '../../engine/container/slice-runs.js';
import { iterate } from '../../engine/io/async-chunks.js';
import { throwIfCancelled } from '../../engine/operation.js';
import { mapInOrder } from '../../engine/pack/ordered-window.js';
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
    const read = damage === 'fail' ? readWhole(access, group, signal) : readByChunks(access, group, unreadable, signal);
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

/** Reads chunk by chunk if the group cannot be read as a whole. Remembers damaged chunks by their first byte. */
async function readByChunks(
  access: ArrayAccess,
  group: RunGroup,
  known: Map<number, UnreadableRange>,
  signal: AbortSignal | undefined,
): Promise<GroupBytes> {
  const chunks = [...chunksIn(access, group)];
  if (!chunks.some(({ startByte }) => known.has(startByte))) {
    try {
      return await readWhole(access, group, signal);
    } catch (error) {
      if (!isDamage(error)) throw error;
    }
  }
  const bytes = new Uint8Array(group.endByte - group.startByte);
  const unreadable: UnreadableRange[] = [];
  for (const chunk of chunks) {
    const startByte = Math.max(chunk.startByte, group.startByte);
    const endByte = Math.min(chunk.endByte, group.endByte);
    const part = known.get(chunk.startByte) ?? (await readOrReport(access, { startByte, endByte }, signal));
    if (part instanceof Uint8Array) bytes.set(part, startByte - group.startByte);
    else {
      known.set(chunk.startByte, part);
      unreadable.push({ startByte, endByte, problem: part.problem });
    }
  }
  return { bytes, unreadable };
}

async function readOrReport(
  access: ArrayAccess,
  { startByte, endByte }: Pick<UnreadableRange, 'startByte' | 'endByte'>,
  signal: AbortSignal | undefined,
): Promise<Uint8Array | UnreadableRange> {
  try {
    return await access.readBytes(startByte, endByte, { ...(signal && { signal }) });
  } catch (error) {
    if (!isDamage(error)) throw error;
    return { startByte, endByte, problem: error.message };
  }
}

function* chunksIn(access: ArrayAccess, { startByte, endByte }: RunGroup): Generator<Omit<UnreadableRange, 'problem'>> {
  for (let at = startByte; at < endByte; ) {
    const chunk = access.chunkAt(at) ?? { startByte, endByte };
    yield chunk;
    // Always advance, whatever ranges the chunks of a damaged file have.
    at = Math.max(chunk.endByte, at + 1);
  }
}

/** Whether the file's bytes are wrong. Failed or cancelled reads, which may succeed later, are not damage. */
export function isDamage(error: unknown): error is Error {
  return isBloscpackError(error) && (error.kind === 'format' || error.kind === 'checksum');
}

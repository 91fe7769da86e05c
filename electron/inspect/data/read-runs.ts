/** Reads many small stretches of an array with few reads: those that lie near each other are read as one. */
import { isBloscpackError } from '../../../shared/format/errors.js';
import type { ByteRun } from '../../engine/container/slice-runs.js';
import { iterate } from '../../engine/io/async-chunks.js';
import { throwIfCancelled } from '../../engine/operation.js';
import { mapInOrder } from '../../engine/pack/ordered-window.js';
import type { ArrayAccess } from '../document.js';

/** A gap that is cheaper to read than to step over: a read costs about as much as copying this. */
export const NEAR_BYTES = 64 * 1024;
/** Most bytes of one read. */
const SPAN_BYTES = 2 * 2 ** 20;

/** Runs whose bytes are taken from one read of [startByte, endByte). */
interface RunGroup<Run extends ByteRun = ByteRun> {
  startByte: number;
  endByte: number;
  readonly runs: Run[];
}

/** A stretch of the array that could not be read, end-exclusive, and why. */
export interface Hole {
  readonly startByte: number;
  readonly endByte: number;
  readonly problem: string;
}

export interface NearPiece<Run extends ByteRun> {
  readonly run: Run;
  /** The run's bytes; zeros where a hole is. */
  readonly bytes: Uint8Array;
  /** Set when some of the bytes could not be read. */
  readonly hole?: Hole;
}

export interface NearOptions {
  readonly signal?: AbortSignal;
  /** `report`: damaged chunks become holes. `fail`: the first one ends it with its error. */
  readonly damage: 'report' | 'fail';
}

/**
 * The bytes of each run, in the order given. Runs may overlap and go backwards; near ones share a read. None may be much longer
 * than `splitRuns` makes them, for each is held in memory. The next read is under way while a piece is looked at.
 */
export async function* readNear<Run extends ByteRun>(
  access: ArrayAccess,
  runs: Iterable<Run>,
  { signal, damage }: NearOptions,
): AsyncGenerator<NearPiece<Run>, void, undefined> {
  const holes = new Map<number, Hole>();
  const reads = mapInOrder(iterate(groupNear(runs)), { window: 2, concurrency: 2 }, async (group) => {
    throwIfCancelled(signal);
    const read = damage === 'fail' ? readWhole(access, group, signal) : readWithHoles(access, group, holes, signal);
    return { group, ...(await read) };
  });
  for await (const { group, bytes, holes: found } of reads) {
    for (const run of group.runs) {
      const start = run.startByte - group.startByte;
      const endByte = run.startByte + run.lengthBytes;
      const hole = found.find((one) => one.startByte < endByte && one.endByte > run.startByte);
      yield { run, bytes: bytes.subarray(start, start + run.lengthBytes), ...(hole && { hole }) };
    }
  }
}

/** Cuts long runs, so that memory is bounded by the length of a read and not by that of a run. */
export function* splitRuns(runs: Iterable<ByteRun>): Generator<ByteRun> {
  for (const { startByte, lengthBytes } of runs) {
    for (let done = 0; done < lengthBytes; done += SPAN_BYTES) {
      yield { startByte: startByte + done, lengthBytes: Math.min(SPAN_BYTES, lengthBytes - done) };
    }
  }
}

function* groupNear<Run extends ByteRun>(runs: Iterable<Run>): Generator<RunGroup<Run>> {
  let group: RunGroup<Run> | undefined;
  for (const run of runs) {
    if (group && isNear(group, run)) {
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

function isNear(group: RunGroup, { startByte, lengthBytes }: ByteRun): boolean {
  const endByte = startByte + lengthBytes;
  const spanBytes = Math.max(group.endByte, endByte) - Math.min(group.startByte, startByte);
  const gapBytes = Math.max(startByte - group.endByte, group.startByte - endByte);
  return gapBytes <= NEAR_BYTES && spanBytes <= SPAN_BYTES;
}

interface GroupBytes {
  readonly bytes: Uint8Array;
  readonly holes: readonly Hole[];
}

async function readWhole(access: ArrayAccess, group: RunGroup, signal: AbortSignal | undefined): Promise<GroupBytes> {
  return { bytes: await access.readBytes(group.startByte, group.endByte, { ...(signal && { signal }) }), holes: [] };
}

/** Reads chunk by chunk where the whole cannot be read. Remembers by their first byte the chunks that are damaged. */
async function readWithHoles(
  access: ArrayAccess,
  group: RunGroup,
  known: Map<number, Hole>,
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
  const holes: Hole[] = [];
  for (const chunk of chunks) {
    const startByte = Math.max(chunk.startByte, group.startByte);
    const endByte = Math.min(chunk.endByte, group.endByte);
    const part = known.get(chunk.startByte) ?? (await readOrHole(access, { startByte, endByte }, signal));
    if (part instanceof Uint8Array) bytes.set(part, startByte - group.startByte);
    else {
      known.set(chunk.startByte, part);
      holes.push({ startByte, endByte, problem: part.problem });
    }
  }
  return { bytes, holes };
}

async function readOrHole(
  access: ArrayAccess,
  { startByte, endByte }: Pick<Hole, 'startByte' | 'endByte'>,
  signal: AbortSignal | undefined,
): Promise<Uint8Array | Hole> {
  try {
    return await access.readBytes(startByte, endByte, { ...(signal && { signal }) });
  } catch (error) {
    if (!isDamage(error)) throw error;
    return { startByte, endByte, problem: error.message };
  }
}

function* chunksIn(access: ArrayAccess, { startByte, endByte }: RunGroup): Generator<Omit<Hole, 'problem'>> {
  for (let at = startByte; at < endByte; ) {
    const chunk = access.chunkAt(at) ?? { startByte, endByte };
    yield chunk;
    // Never stand still, whatever the chunks of a damaged file claim.
    at = Math.max(chunk.endByte, at + 1);
  }
}

/** Whether the file's bytes are wrong, as against a read that failed or was cancelled, which may succeed another time. */
export function isDamage(error: unknown): error is Error {
  return isBloscpackError(error) && (error.kind === 'format' || error.kind === 'checksum');
}

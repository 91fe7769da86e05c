import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { flagsOf, seriesOf } from '../../../shared/compare/statistics.js';
import { isBloscpackError } from '../../../shared/format/errors.js';
import type { NdArray } from '../../engine/arrays/ndarray.js';
import { throwIfCancelled } from '../../engine/operation.js';
import { Random } from '../datasets/random.js';
import { dropFromCache, filesIn } from './cold-cache.js';
import type { Contender, ContenderSession, ContenderSettings, LoadedArray } from './contender.js';
import type { Entry, FormatRow, Timing } from './types.js';

export interface ArrayBenchmark {
  readonly array: NdArray;
  readonly arrayIndex: number;
  readonly contenders: readonly { readonly contender: Contender; readonly levels: readonly number[] }[];
  readonly settings: ContenderSettings;
  /** Timed rounds, after an untimed one. */
  readonly repeats: number;
  /** Whether reading from a cold cache is timed too. */
  readonly cold: boolean;
}

export interface BenchmarkListener {
  /** Called before an entry is measured in a round; round 0 is not timed. */
  readonly step: (entry: Entry, round: number) => void;
  readonly row: (row: FormatRow) => void;
}

/** An entry with its measurements so far. */
interface Lane {
  readonly entry: Entry;
  readonly session: ContenderSession;
  readonly writeMs: number[];
  readonly readMs: number[];
  readonly coldMs: number[];
  storedBytes: number;
  failure: string | undefined;
}

/**
 * Measures all entries on one array, in rounds over all of them. Each round has another order, so that a machine that becomes
 * slower affects all alike. Every round compares the bytes read; an entry that fails is reported and not measured again.
 */
export async function measureArray(competition: ArrayBenchmark, listener: BenchmarkListener): Promise<void> {
  const sessions: ContenderSession[] = [];
  try {
    const lanes = await openLanes(competition, sessions, listener);
    const random = new Random(ORDER_SEED, competition.arrayIndex);
    for (let round = 0; round <= competition.repeats; round++) {
      for (const lane of shuffled(lanes, random)) {
        throwIfCancelled(competition.settings.signal);
        listener.step(lane.entry, round);
        if (lane.failure === undefined) await measureOnce(lane, round, competition);
      }
    }
    for (const lane of lanes) listener.row(rowOf(lane, competition));
  } finally {
    for (const session of sessions) await session.close();
  }
}

const ORDER_SEED = 1405803619;

/** A contender that cannot store the array fails at all its levels. */
async function openLanes(
  { contenders, array, arrayIndex, settings }: ArrayBenchmark,
  sessions: ContenderSession[],
  listener: BenchmarkListener,
): Promise<readonly Lane[]> {
  const lanes: Lane[] = [];
  for (const { contender, levels } of contenders) {
    throwIfCancelled(settings.signal);
    const entries = levels.map((level) => ({ contender: contender.id, level }));
    try {
      const session = await contender.open(array, settings);
      sessions.push(session);
      lanes.push(...entries.map((entry) => lane(entry, session)));
    } catch (error) {
      const reason = reasonOf(error);
      for (const entry of entries) listener.row({ kind: 'failed', entry, arrayIndex, reason });
    }
  }
  return lanes;
}

function lane(entry: Entry, session: ContenderSession): Lane {
  return { entry, session, writeMs: [], readMs: [], coldMs: [], storedBytes: 0, failure: undefined };
}

async function measureOnce(lane: Lane, round: number, { array, settings, cold }: ArrayBenchmark): Promise<void> {
  const path = join(settings.scratchFolder, `${lane.entry.contender}-${lane.entry.level}`);
  const isTimed = round > 0;
  try {
    const write = await timed(() => lane.session.write(path, lane.entry.level));
    lane.storedBytes = await sizeOf(path);
    const read = await timed(() => lane.session.read(path));
    await requireSame(read.value, array.bytes);
    if (isTimed) {
      lane.writeMs.push(write.elapsedMs);
      lane.readMs.push(read.elapsedMs);
    }
    if (isTimed && cold) {
      await dropFromCache(path);
      const coldRead = await timed(() => lane.session.read(path));
      await requireSame(coldRead.value, array.bytes);
      lane.coldMs.push(coldRead.elapsedMs);
    }
  } catch (error) {
    throwIfCancelled(settings.signal);
    lane.failure = reasonOf(error);
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}

async function requireSame(read: LoadedArray, written: Uint8Array): Promise<void> {
  const bytes = await read.bytes();
  if (bytes.byteLength !== written.byteLength) {
    throw new Error(`read ${bytes.byteLength} bytes, but ${written.byteLength} had been written`);
  }
  if (Buffer.compare(bytes, written) === 0) return;
  const index = bytes.findIndex((byte, at) => byte !== written[at]);
  throw new Error(`the bytes read differ from those written, from byte ${index} on`);
}

async function sizeOf(path: string): Promise<number> {
  let sizeBytes = 0;
  for (const file of await filesIn(path)) sizeBytes += (await stat(file)).size;
  return sizeBytes;
}

function rowOf({ entry, storedBytes, failure, ...lane }: Lane, { array, arrayIndex, cold }: ArrayBenchmark): FormatRow {
  if (failure !== undefined) return { kind: 'failed', entry, arrayIndex, reason: failure };
  return {
    kind: 'measured',
    entry,
    arrayIndex,
    storedBytes,
    ratio: array.bytes.byteLength / storedBytes,
    write: timingOf(lane.writeMs),
    read: timingOf(lane.readMs),
    ...(cold && { coldRead: timingOf(lane.coldMs) }),
    verified: true,
  };
}

/** Fisher and Yates. */
function shuffled<T>(items: readonly T[], random: Random): readonly T[] {
  const left = [...items];
  const order: T[] = [];
  while (left.length > 0) order.push(...left.splice(Math.floor(random.fraction() * left.length), 1));
  return order;
}

function reasonOf(error: unknown): string {
  if (isBloscpackError(error)) return error.message;
  return error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : String(error);
}

function timingOf(repeatsMs: readonly number[]): Timing {
  const series = seriesOf(repeatsMs);
  return {
    repeatsMs,
    medianMs: series.median,
    q1Ms: series.q1,
    q3Ms: series.q3,
    minMs: series.min,
    maxMs: series.max,
    flags: flagsOf([series]),
  };
}

/** Runs `work`; returns its time and result. */
async function timed<T>(work: () => Promise<T>): Promise<{ readonly elapsedMs: number; readonly value: T }> {
  const startMs = performance.now();
  const value = await work();
  return { elapsedMs: performance.now() - startMs, value };
}

import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { flagsOf, seriesOf } from '../../../shared/compare/statistics.js';
import { isBloscpackError } from '../../../shared/format/errors.js';
import type { NdArray } from '../../engine/arrays/ndarray.js';
import { throwIfCancelled } from '../../engine/operation.js';
import { Random } from '../datasets/random.js';
import { dropFromCache, filesIn } from './cold-cache.js';
import type { Contender, ContenderSession, ContenderSettings, LoadedArray } from './contender.js';
import type { KeptSamples, Sample } from './kept-samples.js';
import { type Entry, entryName, type FormatRow, type Timing } from './types.js';

export interface ArrayBenchmark {
  readonly array: NdArray;
  readonly arrayIndex: number;
  readonly contenders: readonly { readonly contender: Contender; readonly levels: readonly number[] }[];
  readonly settings: ContenderSettings;
  /** Timed rounds, after an untimed one. */
  readonly repeats: number;
  /** Whether reading from a cold cache is timed too. */
  readonly cold: boolean;
  /** SHA-256 of the array's bytes: the name of the array among the samples. */
  readonly sha256: string;
  /** What earlier runs measured, which is not measured again; and where new samples are kept. */
  readonly samples: KeptSamples;
  /** Aborted when the time is over: an entry then has the rounds that were measured. */
  readonly stop?: AbortSignal;
}

export interface BenchmarkListener {
  /** Called before an entry is measured in a round; round 0 is not timed. */
  readonly step: (entry: Entry, round: number) => void;
  readonly row: (row: FormatRow) => void;
}

/** An entry with its measurements so far. */
interface Lane {
  readonly entry: Entry;
  /** Undefined when all rounds are known. */
  readonly session: ContenderSession | undefined;
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
        const isNeeded = lane.failure === undefined && !competition.stop?.aborted;
        if (isNeeded) await measureOnce(lane, round, competition);
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
  competition: ArrayBenchmark,
  sessions: ContenderSession[],
  listener: BenchmarkListener,
): Promise<readonly Lane[]> {
  const { contenders, array, arrayIndex, settings, stop } = competition;
  const lanes: Lane[] = [];
  for (const { contender, levels } of contenders) {
    throwIfCancelled(settings.signal);
    const entries = levels.map((level) => ({ contender: contender.id, level }));
    const isKnown = stop?.aborted === true || entries.every((entry) => isComplete(entry, competition));
    try {
      const session = isKnown ? undefined : await contender.open(array, settings);
      if (session) sessions.push(session);
      lanes.push(...entries.map((entry) => ({ entry, session, failure: undefined })));
    } catch (error) {
      const reason = reasonOf(error);
      for (const entry of entries) listener.row({ kind: 'failed', entry, arrayIndex, reason });
    }
  }
  return lanes;
}

/** The samples of an entry so far, at most one for each round. */
function samplesOf(entry: Entry, { samples, sha256, repeats }: ArrayBenchmark): readonly Sample[] {
  return Array.from({ length: repeats }, (_, index) => samples.of(sha256, entry, index + 1) ?? []).flat();
}

function isComplete(entry: Entry, benchmark: ArrayBenchmark): boolean {
  return samplesOf(entry, benchmark).length === benchmark.repeats;
}

/** Measures a round of an entry, or takes it from an earlier run. Before its first round that is measured, an entry has one that is not timed. */
async function measureOnce(lane: Lane, round: number, competition: ArrayBenchmark): Promise<void> {
  const { array, settings, samples, sha256 } = competition;
  const { entry, session } = lane;
  if (!session || isComplete(entry, competition) || samples.of(sha256, entry, round)) return;
  const path = join(settings.scratchFolder, `${entry.contender}-${entry.level}`);
  try {
    const times = await timesOf(session, path, entry.level, array.bytes, round > 0 && competition.cold);
    if (round > 0) await samples.keep({ array: sha256, entry: entryName(entry), round, ...times });
  } catch (error) {
    throwIfCancelled(settings.signal);
    lane.failure = reasonOf(error);
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}

/** Writes and reads once, warm and, where it is asked for, cold. Throws when other bytes come back. */
async function timesOf(
  session: ContenderSession,
  path: string,
  level: number,
  bytes: Uint8Array,
  cold: boolean,
): Promise<Pick<Sample, 'storedBytes' | 'writeMs' | 'readMs' | 'coldMs'>> {
  const write = await timed(() => session.write(path, level));
  const storedBytes = await sizeOf(path);
  const read = await timed(() => session.read(path));
  await requireSame(read.value, bytes);
  const times = { storedBytes, writeMs: write.elapsedMs, readMs: read.elapsedMs };
  if (!cold) return times;
  await dropFromCache(path);
  const coldRead = await timed(() => session.read(path));
  await requireSame(coldRead.value, bytes);
  return { ...times, coldMs: coldRead.elapsedMs };
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

function rowOf({ entry, failure }: Lane, competition: ArrayBenchmark): FormatRow {
  const { array, arrayIndex } = competition;
  const samples = samplesOf(entry, competition);
  const last = samples.at(-1);
  if (failure !== undefined || !last) {
    return { kind: 'failed', entry, arrayIndex, reason: failure ?? 'the time was over before it was measured' };
  }
  const { storedBytes } = last;
  const coldMs = samples.flatMap((one) => one.coldMs ?? []);
  return {
    kind: 'measured',
    entry,
    arrayIndex,
    storedBytes,
    ratio: array.bytes.byteLength / storedBytes,
    write: timingOf(samples.map(({ writeMs }) => writeMs)),
    read: timingOf(samples.map(({ readMs }) => readMs)),
    ...(coldMs.length === samples.length && { coldRead: timingOf(coldMs) }),
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

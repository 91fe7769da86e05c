/**
 * Measures Blosc: no JavaScript runs while the time is measured. Throws and rejects as `index.ts` does.
 */
import { checkBytes, checkInteger } from './arguments.js';
import { type CompressSettings, flatSettings, guardAsync, MAX_OVERHEAD } from './index.js';
import { addon } from './load.js';
import { NativeError } from './native-error.js';

/**
 * A sample and the buffers for measuring it. They belong to the caller and must not be used until the promise has settled. They should
 * have been written to before: otherwise the first pass includes the time for mapping their pages.
 */
export interface MeasureJob {
  /** The sample's chunks, one after the other. */
  readonly plain: Uint8Array;
  /** Plain bytes of every chunk; they add up to `plain`. */
  readonly chunkLengths: Uint32Array;
  /** Receives the chunks: `packedRoom(plain.length, chunkLengths.length)` bytes or more. */
  readonly packed: Uint8Array;
  /** Receives the decompressed bytes: as many as `plain` or more. */
  readonly back: Uint8Array;
  /** How to compress; `copy` is a plain copy of memory, cut into the same chunks. */
  readonly settings: CompressSettings | 'copy';
  /** 1 to 256; each takes the next chunk and uses one Blosc thread. */
  readonly threads: number;
  /** Minimum time in each direction, in whole passes over the sample; 0 = one pass. */
  readonly minimumMs: number;
  /** Start with an untimed pass in both directions, and compare all decompressed bytes. */
  readonly isChecked: boolean;
  /** Set byte 0 to stop between two chunks. */
  readonly cancel: Uint8Array;
}

/** Whole passes over the sample. Times in nanoseconds; `cpuNs` counts all threads. */
export interface PassTimes {
  readonly elapsedNs: number;
  readonly passes: number;
  readonly cpuNs: number;
}

export type MeasureOutcome =
  | {
      readonly kind: 'done';
      readonly compress: PassTimes;
      readonly decompress: PassTimes;
      /** Stored bytes of every chunk, including its Blosc header. */
      readonly storedLengths: Uint32Array;
    }
  | { readonly kind: 'cancelled' }
  /** The decompressed bytes differ from the sample; nothing was timed. */
  | { readonly kind: 'mismatch'; readonly firstDifferentByte: number };

/** Bytes of a `packed` buffer. */
export function packedRoom(plainBytes: number, chunks: number): number {
  return plainBytes + chunks * MAX_OVERHEAD;
}

const COPY_SETTINGS: CompressSettings = { codec: 'blosclz', clevel: 0, shuffle: 0, typesize: 1, blocksize: 0 };
const MAX_THREADS = 256;
const MAX_MS = 3_600_000;

/**
 * Compresses and decompresses a sample on `threads` separate threads, which are started before the time is measured. Rejects with
 * NativeError `codec-failed` when Blosc fails, `bad-chunk` when it wrote an invalid chunk.
 */
export async function measureChunks(job: MeasureJob): Promise<MeasureOutcome> {
  checkJob(job);
  const results = new Float64Array(7);
  const storedLengths = new Uint32Array(job.chunkLengths.length);
  const copied = job.settings === 'copy';
  const settings = flatSettings(job.settings === 'copy' ? COPY_SETTINGS : job.settings);
  const outcome = await guardAsync(() =>
    addon().measureChunks(
      job.plain,
      bytesOf(job.chunkLengths),
      job.packed,
      job.back,
      bytesOf(storedLengths),
      bytesOf(results),
      copied ? 1 : 0,
      ...settings,
      job.threads,
      Math.round(job.minimumMs * 1e6),
      job.isChecked ? 1 : 0,
      job.cancel,
    ),
  );
  return outcomeOf(outcome, results, storedLengths);
}

function checkJob(job: MeasureJob): void {
  for (const name of ['plain', 'packed', 'back', 'cancel'] as const) checkBytes(name, job[name]);
  checkInteger('threads', job.threads, 1, MAX_THREADS);
  checkInteger('minimumMs', Math.ceil(job.minimumMs), 0, MAX_MS);
  if (job.chunkLengths instanceof Uint32Array) return;
  throw new NativeError('bad-argument', 'Expected Uint32Array for chunkLengths');
}

/** As the add-on numbers its outcomes (MeasureOutcome in core/measure.h) and orders its results (measure-functions.cc). */
function outcomeOf(outcome: number, results: Float64Array, storedLengths: Uint32Array): MeasureOutcome {
  if (outcome === 1) return { kind: 'cancelled' };
  if (outcome === 2) return { kind: 'mismatch', firstDifferentByte: results[6] ?? 0 };
  return { kind: 'done', compress: timesAt(results, 0), decompress: timesAt(results, 3), storedLengths };
}

function timesAt(results: Float64Array, index: number): PassTimes {
  const [elapsedNs = 0, passes = 0, cpuNs = 0] = results.subarray(index, index + 3);
  return { elapsedNs, passes, cpuNs };
}

function bytesOf(array: Uint32Array | Float64Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

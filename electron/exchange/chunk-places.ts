import { NativeError } from '../../native/native-error.js';
import { copyRun, RunCounters, type RunDigests } from '../../native/runs.js';
import type { ChecksumName } from '../../shared/format/checksums.js';
import { CancelledError } from '../../shared/format/errors.js';
import { digestBytes } from '../engine/container/digest.js';
import { fromNative } from '../engine/native-failures.js';
import { type OperationOptions, runLimits, throwIfCancelled, watchRun } from '../engine/operation.js';
import type { ChunkPlace, StoredBloscChunk } from './dataset.js';

/** Most of one native call, after which it can be cancelled, and a failure is reported. */
const MAX_BYTES = 64 * 2 ** 20;
const MAX_CHUNKS = 4096;
/** Most chunks with a file of their own, which are all open during the call. */
export const MAX_FILES = 64;

/** Chunks that follow each other: several in open files, or one that is in memory or missing. */
export type ChunkGroup = { readonly places: readonly ChunkPlace[] } | { readonly bytes: Uint8Array | undefined };

/** Chunks in as large groups as one native call takes. Bytes are valid until the next group is asked for. */
export async function* inGroups(chunks: AsyncIterable<StoredBloscChunk>): AsyncGenerator<ChunkGroup, void, undefined> {
  let places: ChunkPlace[] = [];
  let sizeBytes = 0;
  for await (const { bytes, place } of chunks) {
    const isFull = sizeBytes >= MAX_BYTES || places.length === (place?.done ? MAX_FILES : MAX_CHUNKS);
    if (places[0] && (!place || isFull || !isAlike(places[0], place))) {
      yield { places };
      [places, sizeBytes] = [[], 0];
    }
    if (place) {
      places.push(place);
      sizeBytes += place.lengthBytes;
    } else yield { bytes };
  }
  if (places.length > 0) yield { places };
}

function isAlike(one: ChunkPlace, other: ChunkPlace): boolean {
  const isBehind = (place: ChunkPlace): boolean => place.digest === undefined;
  return one.checksum === other.checksum && isBehind(one) === isBehind(other);
}

/** The open file of each chunk, and its position there. */
export interface CopyTarget {
  /** The path, for messages. */
  readonly name: string;
  readonly fds: Int32Array;
  readonly positions: Float64Array;
}

/** What a chunk gets in the output: its digest behind it, or none there. */
export interface MadeDigests {
  readonly checksum: ChecksumName;
  readonly isBehind: boolean;
}

export const NO_DIGESTS: MadeDigests = { checksum: 'None', isBehind: true };

/**
 * Copies the chunks of a group, or reads them only, where there is no target. Their digests are checked, and the hashes of their bytes
 * reported; they are done with then. Returns the digests that were made, one after the other, where they do not stand behind the chunks.
 * Throws ChecksumError, FormatError('truncated') and IoError.
 */
export async function copyPlaces(
  places: readonly ChunkPlace[],
  target: CopyTarget | undefined,
  { checksum, isBehind }: MadeDigests,
  options: OperationOptions,
): Promise<Uint8Array> {
  throwIfCancelled(options.signal);
  const [first] = places;
  const made = new Uint8Array(isBehind ? 0 : places.length * digestBytes(checksum));
  if (!first) return made;
  const run = {
    fds: Int32Array.from(places, ({ fd }) => fd),
    positions: Float64Array.from(places, ({ positionBytes }) => positionBytes),
    lengths: Uint32Array.from(places, ({ lengthBytes }) => lengthBytes),
    expected: expectedDigests(places, first),
    made: { digest: checksum, ...(!isBehind && { memory: made }) },
    ...(target && { target: { fds: target.fds, positions: target.positions } }),
    ...runLimits(options),
    counters: new RunCounters(),
  };
  const nothing = (): void => undefined;
  const hashes = await watchRun(run.counters, options, nothing, () => copyRun(run)).catch((error: unknown) => {
    throw atChunk(error, places, target);
  });
  if (!hashes) throw new CancelledError();
  for (const [index, { onHash }] of places.entries()) onHash?.(hashes[index] ?? 0n);
  await Promise.all(places.map(({ done }) => done?.()));
  return made;
}

function expectedDigests(places: readonly ChunkPlace[], { checksum, digest }: ChunkPlace): RunDigests {
  if (digest === undefined) return { digest: checksum };
  return { digest: checksum, memory: Buffer.concat(places.map((place) => place.digest ?? new Uint8Array(0))) };
}

function atChunk(error: unknown, places: readonly ChunkPlace[], target: CopyTarget | undefined): unknown {
  const failed = error instanceof NativeError ? places[Number(error.fields.chunk ?? 0)] : undefined;
  if (!failed) return error;
  const { file, chunkIndex, positionBytes } = failed;
  const names = { readFrom: file, ...(target && { writeTo: target.name }) };
  return fromNative(error, { file, chunkIndex, offsetBytes: positionBytes }, names);
}

/** The bytes of a chunk wherever they are, which belong to the caller until the next chunk is asked for; undefined for a missing one. */
export async function bytesOfChunk({ bytes, place }: StoredBloscChunk): Promise<Uint8Array | undefined> {
  return place ? place.read() : bytes;
}

import { type BloscHeader, parseBloscHeader } from '../../../shared/format/blosc-chunk.js';
import { ArgumentError, FormatError } from '../../../shared/format/errors.js';
import { effectiveTypesize } from '../../../shared/format/numpy/array-metadata.js';
import { equalBytes } from '../../engine/container/digest.js';
import { type OperationOptions, throwIfCancelled } from '../../engine/operation.js';
import type { ChunkArgs } from '../../engine/pack/args.js';
import { bloscArgsOf, compressChunk, decompressChunk } from '../../engine/pack/single-chunk.js';
import type { ChunkRuns } from '../chunk-grid.js';
import { bytesOfChunk } from '../chunk-places.js';
import type { BloscChunks, ChunkRules, StoredBloscChunk } from '../dataset.js';
import { MAX_CHANGED_BYTES } from './chunk-plan.js';

/** What became of the chunks of an array. */
export interface ChunkCounts {
  /** Moved as they were. */
  moved: number;
  /** Decompressed, cut or padded, and compressed again. */
  changed: number;
  /** Missing in the source, and made of its fill value. */
  filled: number;
}

export interface MovedChunksOptions extends OperationOptions {
  /** The array's, for messages. */
  readonly name: string;
  readonly rules: Pick<ChunkRules, 'wantsPaddedLast' | 'keepsMissing'>;
}

/**
 * The stored chunks as a writer wants them: those that reach behind the end of the array are cut or padded, missing ones are made, all
 * others are the stored bytes. Counts them in `counts`. Throws FormatError for a chunk that is not what the grid says.
 */
export async function* movedChunks(
  chunks: BloscChunks,
  runs: ChunkRuns,
  counts: ChunkCounts,
  options: MovedChunksOptions,
): AsyncGenerator<StoredBloscChunk, void, undefined> {
  const itemsize = chunks.fillItem.byteLength;
  const { wantsPaddedLast = false, keepsMissing = false } = options.rules;
  const filler = new Filler(chunks.fillItem, itemsize);
  let chunkIndex = 0;
  for await (const chunk of chunks.stored(options)) {
    throwIfCancelled(options.signal);
    const place = { file: options.name, chunkIndex };
    if (chunkIndex >= runs.count) throw tooMany(options.name, runs.count);
    const wantedBytes = itemsOf(runs, chunkIndex, wantsPaddedLast) * itemsize;
    const storedBytes = itemsOf(runs, chunkIndex++, chunks.isLastPadded) * itemsize;
    const [start, lengthBytes] = startOf(chunk);
    if (!start) {
      counts.filled++;
      yield keepsMissing ? chunk : { bytes: await filler.chunk(wantedBytes) };
      continue;
    }
    const header = parseBloscHeader(start, place);
    requireExpected(header, lengthBytes, storedBytes, place);
    filler.like = header;
    if (storedBytes === wantedBytes) {
      counts.moved++;
      yield chunk;
    } else {
      counts.changed++;
      const plain = await decompressChunk((await bytesOfChunk(chunk)) ?? start, place);
      yield { bytes: await checkedChunk(filler.extended(plain, wantedBytes), bloscArgsOf(header)) };
    }
  }
  if (chunkIndex < runs.count) throw tooFew(options.name, runs.count, chunkIndex);
}

/** Items of a chunk where the last one is padded to the shape of the others, or cut at the end of the array. */
function itemsOf(runs: ChunkRuns, chunkIndex: number, isLastPadded = false): number {
  return isLastPadded ? runs.fullItems : runs.itemsOf(chunkIndex);
}

/** Its first bytes, which are undefined for a missing one, and its length in bytes. */
function startOf({ bytes, place }: StoredBloscChunk): readonly [start: Uint8Array | undefined, lengthBytes: number] {
  return place ? [place.header, place.lengthBytes] : [bytes, bytes?.byteLength ?? 0];
}

interface Place {
  readonly file: string;
  readonly chunkIndex: number;
}

function requireExpected(
  { ctbytes, nbytes }: BloscHeader,
  storedBytes: number,
  expectedNbytes: number,
  at: Place,
): void {
  if (ctbytes !== storedBytes) {
    throw new FormatError(
      'bad-chunk',
      `chunk ${at.chunkIndex} of '${at.file}' has ${storedBytes} bytes, but its header says ${ctbytes}`,
      { ...at, expected: ctbytes, found: storedBytes },
    );
  }
  if (nbytes === expectedNbytes) return;
  throw new FormatError(
    'bad-chunk',
    `chunk ${at.chunkIndex} of '${at.file}' has ${nbytes} plain bytes instead of ${expectedNbytes}`,
    { ...at, expected: expectedNbytes, found: nbytes },
  );
}

function tooFew(name: string, count: number, found: number): FormatError {
  const message = `'${name}' has ${found} chunks instead of ${count}`;
  return new FormatError('truncated', message, { file: name, expected: count, found });
}

function tooMany(name: string, count: number): FormatError {
  return new FormatError('bad-chunk', `'${name}' has more than the ${count} chunks of its shape`, {
    file: name,
    expected: count,
  });
}

/** Makes what is missing of the fill value. */
class Filler {
  /** How the chunks are compressed; of the last one that was seen. */
  like: BloscHeader | undefined;
  readonly #item: Uint8Array;
  readonly #itemsize: number;
  /** The chunk that was made last, used again for others of its size. */
  #made: { readonly nbytes: number; readonly bytes: Uint8Array } | undefined;

  constructor(item: Uint8Array, itemsize: number) {
    this.#item = item;
    this.#itemsize = itemsize;
  }

  async chunk(nbytes: number): Promise<Uint8Array> {
    if (this.#made?.nbytes === nbytes) return this.#made.bytes;
    if (nbytes > MAX_CHANGED_BYTES) {
      throw new ArgumentError(
        `chunks of ${nbytes} bytes are missing, too large to be made in one piece: recompress (--recompress)`,
        { expected: MAX_CHANGED_BYTES, found: nbytes },
      );
    }
    const args = this.like ? bloscArgsOf(this.like) : { typesize: effectiveTypesize(this.#itemsize) };
    const bytes = await checkedChunk(this.extended(new Uint8Array(0), nbytes), args);
    this.#made = { nbytes, bytes };
    return bytes;
  }

  /** The first `nbytes` bytes, with fill values behind them where they are fewer. */
  extended(plain: Uint8Array, nbytes: number): Uint8Array {
    if (plain.byteLength >= nbytes) return plain.subarray(0, nbytes);
    const all = new Uint8Array(nbytes);
    all.set(plain);
    if (this.#item.every((byte) => byte === 0)) return all;
    for (let at = plain.byteLength; at < nbytes; at += this.#itemsize) all.set(this.#item, at);
    return all;
  }
}

/** Compresses a chunk, and makes sure that it gives the same bytes back. */
async function checkedChunk(plain: Uint8Array, args: ChunkArgs): Promise<Uint8Array> {
  const bytes = await compressChunk(plain, args);
  if (equalBytes(await decompressChunk(bytes), plain)) return bytes;
  throw new FormatError(
    'bad-chunk',
    'a chunk that was compressed does not give its bytes back; the output was not written',
  );
}

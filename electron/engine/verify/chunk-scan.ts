import { BLOSC_HEADER_BYTES, type BloscHeader } from '../../../shared/format/blosc-chunk.js';
import { toHex } from '../../../shared/format/bytes.js';
import type { BloscpackError } from '../../../shared/format/errors.js';
import { type ChunkRun, endWhile, lastPositionOf, RunLengths, type RunReader } from '../container/chunk-runs.js';
import { followingBytes, followingContainer } from '../container/following.js';
import type { ContainerLayout } from '../container/layout.js';
import { OffsetPages } from '../container/offset-pages.js';
import { claimedEnd, readChunkHeader, type StoredChunk } from '../container/stored-chunks.js';
import type { RandomReader } from '../io/random-reader.js';
import type { Affected, DataMap } from './affected.js';
import { isFinding, kindOf, problemOf } from './from-error.js';
import {
  notContiguous,
  offsetsNeverFilled,
  type Problem,
  trailingBytes,
  unusedOffset,
  wrongOffset,
} from './problems.js';

/** A result of the scan: whole chunks, one chunk that has a valid header and is inside the file, or a problem. */
export type Finding =
  | { readonly kind: 'run'; readonly run: ChunkRun }
  | { readonly kind: 'chunk'; readonly chunk: StoredChunk; readonly affected: Affected }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** The result of looking for one chunk. `no-candidate`: there is no position at which it could be. */
type Search =
  | { readonly kind: 'found'; readonly positionBytes: number; readonly blosc: BloscHeader }
  | { readonly kind: 'failed'; readonly positionBytes: number; readonly error: BloscpackError }
  | { readonly kind: 'no-candidate' };

/** One or more consecutive chunks that cannot be found, because the first of them is damaged. */
interface Loss {
  readonly firstIndex: number;
  readonly startByte: number | undefined;
  readonly error: BloscpackError;
  readonly fields: Partial<Problem>;
}

/**
 * Reads the chunk headers in sequence, as the reference does, and compares the offsets with the positions of the chunks. After a
 * damaged chunk it continues at the next plausible offset or, without one, at the end that the damaged chunk's header gives, if
 * there is a valid chunk header.
 */
export class ChunkScan {
  readonly #reader: RandomReader;
  readonly #layout: ContainerLayout;
  readonly #map: DataMap;
  readonly #pages: OffsetPages | undefined;
  /** The same pages, if at least one offset is filled in. */
  #offsets: OffsetPages | undefined;
  /** The expected start of the next chunk, and whether it is certain: directly behind a chunk that was found. */
  #positionBytes: number | undefined;
  #certain = true;
  /** No later chunk starts before this byte. */
  #floorBytes: number;
  /** Plain bytes before the next chunk; undefined once a chunk of unknown size was passed. */
  #plainStartByte: number | undefined = 0;
  #loss: Loss | undefined;
  readonly #runs: RunReader;
  readonly #lengths = new RunLengths();
  #chunksEnd = 0;

  /** `runs` reads and checks the chunks that are where they should be. */
  constructor(reader: RandomReader, layout: ContainerLayout, map: DataMap, runs: RunReader) {
    this.#reader = reader;
    this.#runs = runs;
    this.#layout = layout;
    this.#map = map;
    this.#pages = layout.offsets && new OffsetPages(reader, layout);
    this.#positionBytes = layout.chunksPositionBytes;
    this.#floorBytes = layout.chunksPositionBytes;
  }

  /** One more than the index of the last chunk found so far. */
  get chunksEnd(): number {
    return this.#chunksEnd;
  }

  /** All chunks and problems, in the order of the file. Call it once. */
  async *findings(): AsyncGenerator<Finding, void, undefined> {
    yield* this.#openOffsets();
    let chunkIndex = 0;
    while (await this.#expectsChunk(chunkIndex)) {
      const run = await this.#soundRun(chunkIndex);
      if (run) yield { kind: 'run', run };
      else yield* this.#step(chunkIndex);
      chunkIndex = run?.end.chunkIndex ?? chunkIndex + 1;
    }
    yield* this.#endLoss(this.#layout.nchunks ?? chunkIndex, false);
    yield* this.#unusedOffsets();
    yield* this.#trailingBytes();
  }

  async *#openOffsets(): AsyncGenerator<Finding> {
    const { nchunks = 0, offsets } = this.#layout;
    const filled = await this.#pages?.firstFilled(0, nchunks);
    if (filled) this.#offsets = this.#pages;
    if (!filled && offsets) yield found(offsetsNeverFilled(offsets.positionBytes, nchunks));
  }

  /** False also when no further chunk can be found: the loop must not depend on a count that may be wrong. */
  async #expectsChunk(chunkIndex: number): Promise<boolean> {
    const { nchunks } = this.#layout;
    if (nchunks !== undefined && chunkIndex >= nchunks) return false;
    if (this.#positionBytes === undefined) return this.#offsets !== undefined;
    return nchunks !== undefined || !(await this.#reader.endsAt(this.#positionBytes));
  }

  /**
   * The next chunks in sequence that are whole and stand where their offsets say; undefined when the next chunk is not one of them, and
   * has to be looked at on its own.
   */
  async #soundRun(chunkIndex: number): Promise<ChunkRun | undefined> {
    const positionBytes = this.#certain && !this.#loss ? this.#positionBytes : undefined;
    const plainStartByte = this.#startOf(chunkIndex);
    if (positionBytes === undefined || plainStartByte === undefined) return undefined;
    const taken = await this.#runs.take({ chunkIndex, positionBytes, plainStartByte }, this.#lengths.next());
    const run = await this.#untilWrongOffset(taken);
    if (run.end.chunkIndex === chunkIndex) return undefined;
    this.#positionBytes = run.end.positionBytes;
    this.#plainStartByte = run.end.plainStartByte;
    this.#chunksEnd = run.end.chunkIndex;
    this.#floorBytes = lastPositionOf(run, this.#layout.digestBytes) + BLOSC_HEADER_BYTES;
    return run;
  }

  async #untilWrongOffset(run: ChunkRun): Promise<ChunkRun> {
    if (!this.#offsets) return run;
    const offsets = await this.#offsets.positions(run.start.chunkIndex, run.end.chunkIndex);
    return { ...run, end: endWhile(run, this.#layout.digestBytes, (index, position) => offsets[index] === position) };
  }

  async *#step(chunkIndex: number): AsyncGenerator<Finding> {
    const entry = await this.#offsets?.entry(chunkIndex);
    const search = await this.#find(chunkIndex, entry);
    if (search.kind === 'no-candidate') {
      this.#positionBytes = undefined;
      return;
    }
    yield* this.#endLoss(chunkIndex, true);
    if (search.kind === 'failed') {
      await this.#startLoss(chunkIndex, search);
      return;
    }
    const { positionBytes, blosc } = search;
    const plainStartByte = this.#startOf(chunkIndex);
    const plainEndByte = plainStartByte === undefined ? undefined : plainStartByte + blosc.nbytes;
    const affected = this.#map.affected(plainStartByte, plainEndByte);
    yield* this.#placeProblems(chunkIndex, positionBytes, entry, affected);
    const storedBytes = blosc.ctbytes + this.#layout.digestBytes;
    const chunk = { chunkIndex, positionBytes, blosc, storedBytes, plainStartByte: plainStartByte ?? 0 };
    this.#advance(chunk, plainEndByte);
    yield { kind: 'chunk', chunk, affected };
  }

  #advance({ chunkIndex, positionBytes, storedBytes }: StoredChunk, plainEndByte: number | undefined): void {
    this.#positionBytes = positionBytes + storedBytes;
    this.#certain = true;
    // Not the end of the chunk: its length may be wrong.
    this.#floorBytes = positionBytes + BLOSC_HEADER_BYTES;
    this.#plainStartByte = plainEndByte;
    this.#chunksEnd = chunkIndex + 1;
  }

  async #find(chunkIndex: number, entry: bigint | undefined): Promise<Search> {
    const fromOffset = this.#plausible(entry);
    const places = this.#certain ? [this.#positionBytes, fromOffset] : [fromOffset, this.#positionBytes];
    let failed: Search | undefined;
    for (const positionBytes of new Set(places)) {
      if (positionBytes === undefined) continue;
      try {
        return { kind: 'found', positionBytes, blosc: await this.#readHeader(chunkIndex, positionBytes) };
      } catch (error) {
        if (!isFinding(error)) throw error;
        failed ??= { kind: 'failed', positionBytes, error };
      }
    }
    // When the position was only a guess, an invalid header shows only that the guess was wrong.
    const isKnownPosition = this.#certain || fromOffset !== undefined;
    return failed && isKnownPosition ? failed : { kind: 'no-candidate' };
  }

  #plausible(entry: bigint | undefined): number | undefined {
    if (entry === undefined || entry < this.#floorBytes) return undefined;
    return entry + BigInt(BLOSC_HEADER_BYTES) <= this.#reader.sizeBytes ? Number(entry) : undefined;
  }

  /** Accepts a shorter chunk also as the last one in the file, when the header's count is too high. */
  async #readHeader(chunkIndex: number, positionBytes: number): Promise<BloscHeader> {
    try {
      return await readChunkHeader(this.#reader, this.#layout, chunkIndex, positionBytes);
    } catch (error) {
      if (!isFinding(error) || this.#layout.nchunks === undefined) throw error;
      const asLast = await this.#readLastHeader(chunkIndex, positionBytes);
      if (asLast === undefined) throw error;
      return asLast;
    }
  }

  async #readLastHeader(chunkIndex: number, positionBytes: number): Promise<BloscHeader | undefined> {
    const layout = { ...this.#layout, nchunks: chunkIndex + 1 };
    try {
      const blosc = await readChunkHeader(this.#reader, layout, chunkIndex, positionBytes);
      const endByte = positionBytes + blosc.ctbytes + layout.digestBytes;
      return endByte + BLOSC_HEADER_BYTES > this.#reader.sizeBytes ? blosc : undefined;
    } catch (error) {
      if (isFinding(error)) return undefined;
      throw error;
    }
  }

  async #startLoss(firstIndex: number, { positionBytes, error }: Extract<Search, { kind: 'failed' }>): Promise<void> {
    const isInside = positionBytes + BLOSC_HEADER_BYTES <= this.#reader.sizeBytes;
    const head = isInside ? await this.#reader.readAt(positionBytes, BLOSC_HEADER_BYTES) : undefined;
    const isVague = head && error.context.expected === undefined;
    const fields = isVague ? { expected: 'the header of a Blosc chunk', found: toHex(head) } : {};
    this.#loss = { firstIndex, startByte: this.#startOf(firstIndex), error, fields };
    this.#positionBytes = await this.#claimedEnd(positionBytes);
    this.#certain = false;
    this.#floorBytes = positionBytes + BLOSC_HEADER_BYTES;
    this.#plainStartByte = undefined;
  }

  /** The end that the header of a damaged chunk gives; undefined when no chunk can start there. */
  async #claimedEnd(positionBytes: number): Promise<number | undefined> {
    const endByte = await claimedEnd(this.#reader, this.#layout, positionBytes);
    if (endByte === undefined) return undefined;
    const minEnd = positionBytes + BLOSC_HEADER_BYTES + this.#layout.digestBytes;
    return endByte >= minEnd && endByte + BLOSC_HEADER_BYTES <= this.#reader.sizeBytes ? endByte : undefined;
  }

  /** Reports the lost chunks up to `endIndex` (exclusive) as one problem. */
  *#endLoss(endIndex: number, hasLaterChunks: boolean): Generator<Finding> {
    const loss = this.#loss;
    if (!loss) return;
    this.#loss = undefined;
    const affected = this.#map.affected(loss.startByte, this.#endOf(endIndex));
    // If later chunks exist, a chunk that reaches past the end of the file has a wrong length; the file was not cut.
    const kind = kindOf(loss.error) === 'truncated' && hasLaterChunks ? 'bad-chunk' : kindOf(loss.error);
    const others = endIndex - loss.firstIndex - 1;
    const also = others > 0 ? `, and ${others} more from chunk ${loss.firstIndex + 1} on cannot be found` : '';
    yield found(problemOf(loss.error, { chunkIndex: loss.firstIndex, ...loss.fields, ...affected }, kind, also));
  }

  *#placeProblems(
    chunkIndex: number,
    positionBytes: number,
    entry: bigint | undefined,
    affected: Affected,
  ): Generator<Finding> {
    const followsAt = this.#certain ? this.#positionBytes : undefined;
    if (followsAt !== undefined && followsAt !== positionBytes) {
      yield found(notContiguous(chunkIndex, positionBytes, followsAt, affected));
    }
    if (this.#offsets && entry !== BigInt(positionBytes)) {
      const entryBytes = this.#offsets.entryPositionBytes(chunkIndex);
      yield found(wrongOffset(chunkIndex, entryBytes, positionBytes, entry, affected));
    }
  }

  async *#unusedOffsets(): AsyncGenerator<Finding> {
    const pages = this.#pages;
    const filled = await pages?.firstFilled(this.#layout.nchunks ?? 0, pages.slots);
    if (pages && filled) yield found(unusedOffset(filled.index, pages.entryPositionBytes(filled.index), filled.value));
  }

  async *#trailingBytes(): AsyncGenerator<Finding> {
    const { sizeBytes } = this.#reader;
    const endByte = this.#certain ? this.#positionBytes : undefined;
    if (endByte === undefined || endByte >= sizeBytes) return;
    const isContainer = (await followingBytes(this.#reader, endByte)) === 'container';
    yield found(isContainer ? problemOf(followingContainer(endByte)) : trailingBytes(endByte, sizeBytes));
  }

  /** First plain byte of a chunk: from the header when all chunks have the same size, else from the chunks before it. */
  #startOf(chunkIndex: number): number | undefined {
    const { chunkSize } = this.#layout.header;
    return chunkSize >= 0 ? chunkIndex * chunkSize : this.#plainStartByte;
  }

  /** End of the plain bytes of the chunks before `endIndex`; undefined when it is not known. */
  #endOf(endIndex: number): number | undefined {
    const { chunkSize } = this.#layout.header;
    if (endIndex === this.#layout.nchunks && this.#map.totalBytes !== undefined) return this.#map.totalBytes;
    return chunkSize >= 0 ? endIndex * chunkSize : undefined;
  }
}

function found(problem: Problem): Finding {
  return { kind: 'problem', problem };
}

import { BLOSC_HEADER_BYTES, type BloscHeader } from '../../../shared/format/blosc-chunk.js';
import { toHex } from '../../../shared/format/bytes.js';
import type { BloscpackError } from '../../../shared/format/errors.js';
import { followingBytes, followingContainer } from '../container/following.js';
import type { ContainerLayout } from '../container/layout.js';
import { OffsetPages } from '../container/offset-pages.js';
import { claimedEnd, readChunkHeader, type StoredChunk } from '../container/stored-chunks.js';
import type { RandomReader } from '../io/random-reader.js';
import type { Affected, DataMap } from './affected.js';
import { notContiguous, offsetsNeverFilled, trailingBytes, unusedOffset, wrongOffset } from './chunk-problems.js';
import { isFinding, kindOf, problemOf } from './from-error.js';
import type { Problem } from './problems.js';

/** What a scan meets: a chunk whose header is right and that lies inside the file, or something wrong. */
export type Finding =
  | { readonly kind: 'chunk'; readonly chunk: StoredChunk; readonly affected: Affected }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** The outcome of looking for one chunk. `nowhere`: there was no place left to look. */
type Search =
  | { readonly kind: 'found'; readonly positionBytes: number; readonly blosc: BloscHeader }
  | { readonly kind: 'failed'; readonly positionBytes: number; readonly error: BloscpackError }
  | { readonly kind: 'nowhere' };

/** One or more chunks in a row that cannot be found, because of what is wrong with the first of them. */
interface Loss {
  readonly firstIndex: number;
  readonly startByte: number | undefined;
  readonly error: BloscpackError;
  readonly fields: Partial<Problem>;
}

/**
 * Steps through the chunks in sequence, as the reference reads them, and compares the offsets with where the chunks really
 * are. Past a broken chunk it goes on at the next offset that can be true or, failing that, where the broken chunk says it
 * ends, as long as a right chunk header stands there.
 */
export class ChunkScan {
  readonly #reader: RandomReader;
  readonly #layout: ContainerLayout;
  readonly #map: DataMap;
  readonly #pages: OffsetPages | undefined;
  /** The same pages, once they are known to hold anything. */
  #offsets: OffsetPages | undefined;
  /** Where the next chunk is taken to start, and whether that is certain: straight behind a chunk that was found. */
  #positionBytes: number | undefined;
  #certain = true;
  /** No later chunk starts before this byte. */
  #floorBytes: number;
  /** Plain bytes before the next chunk; undefined once a chunk of unknown size was passed. */
  #plainStartByte: number | undefined = 0;
  #loss: Loss | undefined;
  #chunksEnd = 0;

  constructor(reader: RandomReader, layout: ContainerLayout, map: DataMap) {
    this.#reader = reader;
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

  /** Everything there is to find, in the order of the file. Once. */
  async *findings(): AsyncGenerator<Finding, void, undefined> {
    yield* this.#openOffsets();
    let chunkIndex = 0;
    for (; await this.#expectsChunk(chunkIndex); chunkIndex++) yield* this.#step(chunkIndex);
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

  /** Without a place to look and without offsets nothing further can be found: a claimed count is not looped over. */
  async #expectsChunk(chunkIndex: number): Promise<boolean> {
    const { nchunks } = this.#layout;
    if (nchunks !== undefined && chunkIndex >= nchunks) return false;
    if (this.#positionBytes === undefined) return this.#offsets !== undefined;
    return nchunks !== undefined || !(await this.#reader.endsAt(this.#positionBytes));
  }

  async *#step(chunkIndex: number): AsyncGenerator<Finding> {
    const entry = await this.#offsets?.entry(chunkIndex);
    const search = await this.#find(chunkIndex, entry);
    if (search.kind === 'nowhere') {
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
    // Not the chunk's end: its length may be the very thing that is wrong.
    this.#floorBytes = positionBytes + BLOSC_HEADER_BYTES;
    this.#plainStartByte = plainEndByte;
    this.#chunksEnd = chunkIndex + 1;
  }

  async #find(chunkIndex: number, entry: bigint | undefined): Promise<Search> {
    const pointed = this.#plausible(entry);
    const places = this.#certain ? [this.#positionBytes, pointed] : [pointed, this.#positionBytes];
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
    // Where nothing but a guess leads, a wrong chunk tells only that the guess was wrong.
    const looked = this.#certain || pointed !== undefined;
    return failed && looked ? failed : { kind: 'nowhere' };
  }

  #plausible(entry: bigint | undefined): number | undefined {
    if (entry === undefined || entry < this.#floorBytes) return undefined;
    return entry + BigInt(BLOSC_HEADER_BYTES) <= this.#reader.sizeBytes ? Number(entry) : undefined;
  }

  /** With a count that is too high, the file's last chunk is not the one that the header lets be shorter; it is sound all the same. */
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

  /** Where a chunk that is not to be trusted says the next one starts, if a chunk can be there. */
  async #claimedEnd(positionBytes: number): Promise<number | undefined> {
    const endByte = await claimedEnd(this.#reader, this.#layout, positionBytes);
    if (endByte === undefined) return undefined;
    const leastEnd = positionBytes + BLOSC_HEADER_BYTES + this.#layout.digestBytes;
    return endByte >= leastEnd && endByte + BLOSC_HEADER_BYTES <= this.#reader.sizeBytes ? endByte : undefined;
  }

  /** Tells of the chunks [first lost, endIndex) in one problem. */
  *#endLoss(endIndex: number, hasLaterChunks: boolean): Generator<Finding> {
    const loss = this.#loss;
    if (!loss) return;
    this.#loss = undefined;
    const affected = this.#map.affected(loss.startByte, this.#endOf(endIndex));
    // A chunk that reaches past the end of a file whose later chunks are there has a wrong length; nothing was cut off.
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

  /** First plain byte of a chunk: told by the header where chunks are uniform, else by the chunks before it. */
  #startOf(chunkIndex: number): number | undefined {
    const { chunkSize } = this.#layout.header;
    return chunkSize >= 0 ? chunkIndex * chunkSize : this.#plainStartByte;
  }

  /** First plain byte behind the chunks before `endIndex`; undefined when it cannot be told. */
  #endOf(endIndex: number): number | undefined {
    const { chunkSize } = this.#layout.header;
    if (endIndex === this.#layout.nchunks && this.#map.totalBytes !== undefined) return this.#map.totalBytes;
    return chunkSize >= 0 ? endIndex * chunkSize : undefined;
  }
}

function found(it: Problem): Finding {
  return { kind: 'problem', problem: it };
}

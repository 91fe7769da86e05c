import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SizeRule } from '../../../native/runs.js';
import { FormatError } from '../../../shared/format/errors.js';
import type { RandomReader } from '../io/random-reader.js';
import type { ContainerLayout } from './layout.js';
import { readChunkHeader, type StoredChunk, type WalkPoint, walkChunks } from './stored-chunks.js';

/** Finds chunks by number or by the plain bytes they hold, without reading the others. */
export interface ChunkIndex {
  /** Number of chunks; walks to the end when the header does not say. */
  count(): Promise<number>;
  /** The chunk with its header read and checked. Throws FormatError with the chunk's index. */
  chunk(chunkIndex: number): Promise<StoredChunk>;
  /** The chunk that holds plain byte `plainByte`. */
  chunkAt(plainByte: number): Promise<StoredChunk>;
  /** Plain bytes in all. */
  plainBytes(): Promise<number>;
  /** Absent where chunks are found by reading their headers. */
  readonly unread?: UnreadChunks;
}

/** Finds chunks without reading them. */
export interface UnreadChunks {
  /** The chunk that holds plain byte `plainByte`, if its place is certain and its header was not read yet. */
  chunkAt(plainByte: number): Promise<UnreadChunk | undefined>;
  /** The chunk with the header that was found there; undefined when it ends elsewhere than expected. Throws as `ChunkIndex.chunk` does. */
  withHeader(unread: UnreadChunk, header: Uint8Array): StoredChunk | undefined;
}

/** A chunk whose header was not read. */
export interface UnreadChunk extends Omit<StoredChunk, 'blosc'> {
  /** Whether it is the last one, which may have fewer stored bytes. */
  readonly isLast: boolean;
  /** What its header must say. */
  readonly size: SizeRule;
}

/** Positions of the chunks found so far. 16 bytes for each chunk, which has at least 16 bytes in the file. */
export interface WalkedPlaces {
  /** Number of chunks found. */
  readonly count: number;
  /** Start of each chunk in the file, and of its plain bytes in the data. At least `count` long. */
  readonly positions: Float64Array;
  readonly plainStarts: Float64Array;
  /** End of the last one in the file, its digest included, and in the data. */
  readonly endByte: number;
  readonly plainEndByte: number;
}

/** A walk in the background. */
export interface WalkListener {
  /** It ends there, without `onEnd`, and can be run again. Default: it goes to the end. */
  readonly mostChunks?: number;
  /** Chunks that are found before `onProgress` is called and other work runs. Default 1024. */
  readonly chunksPerTurn?: number;
  /** 0 to 1, by the bytes of the file. */
  readonly onProgress: (done: number) => void;
  /** `error`: why the walk ended early, if it did. Not called for a walk that was stopped. */
  readonly onEnd: (error: Error | undefined) => void;
}

/** Chunks that a walk in the background finds before it lets other work run. */
const CHUNKS_PER_TURN = 1024;

/** Reads the chunk headers in sequence, as far as needed or to the end in the background, and keeps the position of each chunk. */
export class ChunkWalk implements ChunkIndex {
  readonly #reader: RandomReader;
  readonly #layout: ContainerLayout;
  #walk: AsyncGenerator<StoredChunk, void, undefined>;
  /** Where the walk continues, behind the chunks found so far. */
  #next: WalkPoint;
  #positions = new Float64Array(256);
  #plainStarts = new Float64Array(256);
  #known = 0;
  #finished = false;
  #stopped = false;
  #onChunk: (chunk: StoredChunk) => void = () => {};
  /** Calls wait here for each other, so that the walk makes one step at a time. */
  #lastCall: Promise<unknown> = Promise.resolve();

  constructor(reader: RandomReader, layout: ContainerLayout) {
    this.#reader = reader;
    this.#layout = layout;
    this.#next = { chunkIndex: 0, positionBytes: layout.chunksPositionBytes, plainStartByte: 0 };
    this.#walk = walkChunks(reader, layout, this.#next);
  }

  /** Number of chunks found so far. */
  get known(): number {
    return this.#known;
  }

  places(): WalkedPlaces {
    return {
      count: this.#known,
      positions: this.#positions,
      plainStarts: this.#plainStarts,
      endByte: this.#next.positionBytes,
      plainEndByte: this.#next.plainStartByte,
    };
  }

  /** Called with every chunk that is found from now on. */
  set onChunk(listener: (chunk: StoredChunk) => void) {
    this.#onChunk = listener;
  }

  /** Walks to the end, to `mostChunks`, or to the first damaged chunk. Never throws. */
  async run({ mostChunks, chunksPerTurn = CHUNKS_PER_TURN, onProgress, onEnd }: WalkListener): Promise<void> {
    let failure: Error | undefined;
    try {
      while (!this.#finished && !this.#stopped) {
        if (mostChunks !== undefined && this.#known >= mostChunks) return;
        const target = Math.min(this.#known + chunksPerTurn, mostChunks ?? Number.POSITIVE_INFINITY);
        await this.#walkUntil(() => this.#stopped || this.#known >= target);
        if (!this.#finished && !this.#stopped) onProgress(this.#next.positionBytes / this.#reader.sizeBytes);
        await nextTurn();
      }
    } catch (error) {
      failure = error instanceof Error ? error : new Error(String(error));
    }
    if (!this.#stopped) onEnd(failure);
  }

  /** Ends a walk in the background. */
  stop(): void {
    this.#stopped = true;
  }

  async count(): Promise<number> {
    if (this.#layout.nchunks !== undefined) return this.#layout.nchunks;
    await this.#walkUntil(() => false);
    return this.#known;
  }

  async plainBytes(): Promise<number> {
    const { chunkSize, lastChunk } = this.#layout.header;
    if (this.#layout.nchunks !== undefined && chunkSize >= 0 && lastChunk >= 0) {
      return chunkSize * (this.#layout.nchunks - 1) + lastChunk;
    }
    await this.#walkUntil(() => false);
    return this.#next.plainStartByte;
  }

  async chunk(chunkIndex: number): Promise<StoredChunk> {
    await this.#walkUntil(() => chunkIndex < this.#known);
    const positionBytes = this.#positions[chunkIndex];
    const plainStartByte = this.#plainStarts[chunkIndex];
    if (chunkIndex >= this.#known || positionBytes === undefined || plainStartByte === undefined) {
      throw new FormatError(
        'truncated',
        `there is no chunk ${chunkIndex}: the container ends after ${this.#known} chunks`,
        {
          chunkIndex,
        },
      );
    }
    const blosc = await readChunkHeader(this.#reader, this.#layout, chunkIndex, positionBytes);
    return { chunkIndex, positionBytes, blosc, storedBytes: blosc.ctbytes + this.#layout.digestBytes, plainStartByte };
  }

  async chunkAt(plainByte: number): Promise<StoredChunk> {
    await this.#walkUntil(() => plainByte < this.#next.plainStartByte);
    let lowest = 0;
    let highest = this.#known - 1;
    while (lowest < highest) {
      const middle = Math.ceil((lowest + highest) / 2);
      if ((this.#plainStarts[middle] ?? 0) <= plainByte) lowest = middle;
      else highest = middle - 1;
    }
    return this.chunk(lowest);
  }

  async #walkUntil(reached: () => boolean): Promise<void> {
    const walking = this.#lastCall.then(async () => {
      while (!this.#finished && !reached()) await this.#step();
    });
    this.#lastCall = walking.catch(() => undefined);
    return walking;
  }

  async #step(): Promise<void> {
    const next = await this.#walk.next().catch((error: unknown) => {
      // A generator that threw is done, as if it had reached the end. A new one lets the next call try again.
      this.#walk = walkChunks(this.#reader, this.#layout, this.#next);
      throw error;
    });
    if (next.done) {
      this.#finished = true;
      return;
    }
    if (this.#known === this.#positions.length) this.#grow();
    const { positionBytes, plainStartByte, storedBytes, blosc } = next.value;
    this.#positions[this.#known] = positionBytes;
    this.#plainStarts[this.#known] = plainStartByte;
    this.#known++;
    this.#next = {
      chunkIndex: this.#known,
      positionBytes: positionBytes + storedBytes,
      plainStartByte: plainStartByte + blosc.nbytes,
    };
    this.#onChunk(next.value);
  }

  #grow(): void {
    const [positions, plainStarts] = [this.#positions, this.#plainStarts];
    this.#positions = new Float64Array(2 * positions.length);
    this.#plainStarts = new Float64Array(2 * positions.length);
    this.#positions.set(positions);
    this.#plainStarts.set(plainStarts);
  }
}

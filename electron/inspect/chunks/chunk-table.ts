import { ArgumentError } from '../../../shared/format/errors.js';
import type { ChunkWalk, WalkListener } from '../../engine/container/chunk-walk.js';
import type { Container } from '../../engine/container/container.js';
import type { ContainerLayout } from '../../engine/container/layout.js';
import { OffsetPages } from '../../engine/container/offset-pages.js';
import { claimedEnd, type StoredChunk } from '../../engine/container/stored-chunks.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import { ChunkSizes } from './chunk-sizes.js';
import { HeaderFacts } from './header-facts.js';
import { HeaderScan } from './header-scan.js';

/** Eight bytes each; more chunks than this are not indexed. */
const MAX_CHUNKS = 10_000_000;

export interface ChunkTableParts {
  readonly reader: RandomReader;
  readonly layout: ContainerLayout;
  readonly container: Container;
  /**
   * False when there are no offsets or none was filled in: then the chunks are searched in sequence, in the
   * background.
   */
  readonly hasOffsets: boolean;
}

/**
 * All chunks of one container: their positions, their sizes, and their headers as far as they have been read.
 */
export class ChunkTable {
  readonly layout: ContainerLayout;
  readonly facts = new HeaderFacts();
  readonly scan: HeaderScan;
  readonly walk: ChunkWalk | undefined;
  readonly #reader: RandomReader;
  readonly #container: Container;
  readonly #offsets: OffsetPages;
  #walkIsDone = false;
  #sizes: Promise<ChunkSizes> | undefined;

  constructor({ reader, layout, container, hasOffsets }: ChunkTableParts) {
    this.layout = layout;
    this.#reader = reader;
    this.#container = container;
    this.#offsets = new OffsetPages(reader, layout);
    this.walk = hasOffsets ? undefined : container.walk;
    if (this.walk) this.walk.onChunk = ({ chunkIndex, blosc }) => this.facts.note(chunkIndex, blosc);
    this.scan = new HeaderScan(reader, this);
  }

  /** The number of known chunks: all by the offsets, or those that the walk has found so far. */
  get count(): number {
    return this.walk ? this.walk.known : (this.layout.nchunks ?? 0);
  }

  /** The number of chunks found so far, while the walk is not complete. */
  get walkedChunks(): number | undefined {
    return this.walk && !this.#walkIsDone ? this.walk.known : undefined;
  }

  /** Whether all chunks that can be found are known; also true after a walk that ended with damage or a read error. */
  get isComplete(): boolean {
    return !this.walk || this.#walkIsDone;
  }

  /** Searches the chunks of a container without offsets. */
  startWalk({ onProgress, onEnd }: WalkListener): void {
    void this.walk?.run({
      onProgress,
      onEnd: (error) => {
        this.#walkIsDone = true;
        onEnd(error);
      },
    });
  }

  /**
   * Positions and sizes of all chunks; read once, in about 100 ms a million, and shared. ArgumentError beyond ten million.
   */
  sizes(): Promise<ChunkSizes> {
    if (this.walk) return Promise.resolve(this.#wrap(this.walk.places()));
    this.#sizes ??= this.#readSizes().catch((error: unknown) => {
      this.#sizes = undefined;
      throw error;
    });
    return this.#sizes;
  }

  /** Sizes of the chunks [start, end), without reading the whole index. Must not be used for other chunks. */
  async sizesOf(start: number, end: number): Promise<ChunkSizes> {
    if (this.walk || this.#sizes) return this.sizes();
    const count = this.count;
    const page = await this.#offsets.positions(start, Math.min(end + 1, count));
    const positions = new OffsetWindow(page, start);
    const endByte = end < count ? 0 : await this.#endOf(positions.at(count - 1));
    return new WindowSizes(positions, { count, endByte, layout: this.layout, fileBytes: this.#reader.sizeBytes });
  }

  /** The chunk with its header read and checked against its neighbours. Throws FormatError with the chunk's index. */
  async chunk(chunkIndex: number): Promise<StoredChunk> {
    if (chunkIndex >= this.count) throw new ArgumentError(`there is no chunk ${chunkIndex}: ${this.count} are known`);
    return this.walk ? this.walk.chunk(chunkIndex) : this.#container.chunk(chunkIndex);
  }

  close(): void {
    this.walk?.stop();
    this.scan.stop();
  }

  async #readSizes(): Promise<ChunkSizes> {
    const count = this.count;
    if (count > MAX_CHUNKS) {
      throw new ArgumentError(`the container has ${count} chunks; maps, sums and sorting take at most ${MAX_CHUNKS}`);
    }
    const positions = await this.#offsets.positions(0, count);
    const endByte = await this.#endOf(positions[count - 1] ?? -1);
    return this.#wrap({ count, positions, endByte });
  }

  /** The end of a chunk by its header; the end of the file if that is impossible. */
  async #endOf(positionBytes: number): Promise<number> {
    const { sizeBytes } = this.#reader;
    return Math.min((await claimedEnd(this.#reader, this.layout, positionBytes)) ?? sizeBytes, sizeBytes);
  }

  #wrap(places: ConstructorParameters<typeof ChunkSizes>[0]): ChunkSizes {
    return new ChunkSizes(places, this.layout, this.#reader.sizeBytes);
  }
}

/** A range of the offsets, addressed by chunk index. */
class OffsetWindow {
  readonly #page: Float64Array;
  readonly #start: number;

  constructor(page: Float64Array, start: number) {
    this.#page = page;
    this.#start = start;
  }

  at(chunkIndex: number): number {
    return this.#page[chunkIndex - this.#start] ?? -1;
  }
}

interface WindowParts {
  readonly count: number;
  readonly endByte: number;
  readonly layout: ContainerLayout;
  readonly fileBytes: number;
}

/** Sizes of the chunks of a window of offsets. */
class WindowSizes extends ChunkSizes {
  readonly #window: OffsetWindow;

  constructor(window: OffsetWindow, { count, endByte, layout, fileBytes }: WindowParts) {
    super({ count, endByte, positions: new Float64Array(0) }, layout, fileBytes);
    this.#window = window;
  }

  override position(chunkIndex: number): number {
    return this.#window.at(chunkIndex);
  }
}

import type { BlockExtent } from '../../../shared/format/blosc-blocks.js';
import type { ChecksumName } from '../../../shared/format/checksums.js';
import { ArgumentError } from '../../../shared/format/errors.js';
import { OFFSET_BYTES } from '../../../shared/format/offsets.js';
import type { ChunkWalk, WalkListener } from '../../engine/container/chunk-walk.js';
import type { Container } from '../../engine/container/container.js';
import type { ContainerLayout } from '../../engine/container/layout.js';
import { OffsetPages } from '../../engine/container/offset-pages.js';
import { claimedEnd, type StoredChunk } from '../../engine/container/stored-chunks.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import { DerivedSizes, MAX_CHUNKS } from './chunk-sizes.js';
import type { ChunkTable } from './chunk-table.js';
import { HeaderFacts } from './header-facts.js';
import { HeaderScan } from './header-scan.js';
import { OffsetSample, sampleStep } from './offset-sample.js';

/** Chunks of a container without offsets that are searched unasked on a server, where each takes a request of 4 KiB. */
export const MOST_WALKED_UNASKED = 256;
const REMOTE_CHUNKS_PER_TURN = 64;

export interface ContainerChunksParts {
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
export class ContainerChunks implements ChunkTable {
  readonly layout: ContainerLayout;
  readonly facts = new HeaderFacts();
  readonly scan: HeaderScan;
  readonly walk: ChunkWalk | undefined;
  readonly #reader: RandomReader;
  readonly #container: Container;
  readonly #offsets: OffsetPages;
  #walkIsDone = false;
  #listener: WalkListener | undefined;
  #isAsked = false;
  #sizes: Promise<DerivedSizes> | undefined;
  #sample: Promise<DerivedSizes> | undefined;

  constructor({ reader, layout, container, hasOffsets }: ContainerChunksParts) {
    this.layout = layout;
    this.#reader = reader;
    this.#container = container;
    this.#offsets = new OffsetPages(reader, layout);
    this.walk = hasOffsets ? undefined : container.walk;
    if (this.walk) this.walk.onChunk = ({ chunkIndex, blosc }) => this.facts.note(chunkIndex, blosc);
    this.scan = new HeaderScan(reader, this);
  }

  /** Chunks whose offsets are read from a server, also where those of all are too many. */
  readonly atOnce = 2 ** 13;

  get checksum(): ChecksumName {
    return this.layout.header.checksum;
  }

  get digestBytes(): number {
    return this.layout.digestBytes;
  }

  get stated(): Required<ChunkTable>['stated'] {
    return this.layout.header;
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

  /** Whether chunks without offsets are on a server and not, or not surely, so few that all are searched unasked. */
  get isWalkBounded(): boolean {
    const { nchunks = Number.POSITIVE_INFINITY } = this.layout;
    return this.walk !== undefined && this.#isOnServer && nchunks > MOST_WALKED_UNASKED;
  }

  /** Whether only those chunks were searched, until `walkOn` is called. */
  get isWalkWaiting(): boolean {
    return this.isWalkBounded && !this.#isAsked && !this.#walkIsDone && this.count >= MOST_WALKED_UNASKED;
  }

  /** Searches the chunks of a container without offsets: on a server the first ones. */
  startWalk({ onProgress, onEnd }: Pick<WalkListener, 'onProgress' | 'onEnd'>): void {
    this.#listener = {
      ...(this.#isOnServer && { chunksPerTurn: REMOTE_CHUNKS_PER_TURN }),
      onProgress,
      onEnd: (error) => {
        this.#walkIsDone = true;
        onEnd(error);
      },
    };
    void this.walk?.run({ ...this.#listener, ...(this.isWalkBounded && { mostChunks: MOST_WALKED_UNASKED }) });
  }

  /** Searches the others as well. */
  walkOn(): void {
    if (!this.isWalkWaiting || !this.#listener) return;
    this.#isAsked = true;
    void this.walk?.run(this.#listener);
  }

  /**
   * Positions and sizes of all chunks; read once, in about 100 ms a million, and shared. ArgumentError beyond ten million.
   */
  sizes(): Promise<DerivedSizes> {
    if (this.walk) return Promise.resolve(this.#wrap(this.walk.places()));
    this.#sizes ??= this.#readSizes().catch((error: unknown) => {
      this.#sizes = undefined;
      throw error;
    });
    return this.#sizes;
  }

  /** Whether only some of the offsets have been read, since all would be many bytes from a server: until they are asked for. */
  get isSampled(): boolean {
    const { costOfRequestBytes: mostBytes = Number.POSITIVE_INFINITY } = this.#reader;
    return this.count * OFFSET_BYTES > mostBytes && !this.walk && !this.#sizes;
  }

  /** Of a sample, the distance between the first chunks of its parts. */
  get sampleStep(): number | undefined {
    return this.isSampled ? sampleStep(this.count) : undefined;
  }

  /** Positions and sizes of all chunks, or where `isSampled` those of some: the others are unknown. */
  someSizes(): Promise<DerivedSizes> {
    if (!this.isSampled) return this.sizes();
    this.#sample ??= this.#readSample().catch((error: unknown) => {
      this.#sample = undefined;
      throw error;
    });
    return this.#sample;
  }

  /** Where a chunk begins; -1 if that is unknown, also where it would take a request of its own. */
  async positionOf(chunkIndex: number): Promise<number> {
    const sizes = await (this.#isOnServer ? this.someSizes() : this.sizesOf(chunkIndex, chunkIndex));
    return sizes.position(chunkIndex);
  }

  /** The chunk whose bytes, digest included, hold this byte of the file; undefined for none. The offsets must rise. */
  async indexAt(offsetBytes: number): Promise<number | undefined> {
    if (!this.isSampled) return (await this.sizes()).at(offsetBytes);
    let [lowest, highest] = [0, this.count - 1];
    while (lowest < highest) {
      const middle = Math.ceil((lowest + highest) / 2);
      const [position = -1] = await this.#offsets.positions(middle, middle + 1);
      if (position <= offsetBytes) lowest = middle;
      else highest = middle - 1;
    }
    const found = await this.sizesOf(lowest, lowest + 1);
    const isLast = lowest === this.count - 1;
    const isBefore = found.position(lowest) < 0 || offsetBytes < found.position(lowest);
    return isBefore || (isLast && offsetBytes >= found.endByte) ? undefined : lowest;
  }

  /** Sizes of the chunks [start, end), without reading the whole index. Must not be used for other chunks. */
  async sizesOf(start: number, end: number): Promise<DerivedSizes> {
    if (this.walk || this.#sizes) return this.sizes();
    const count = this.count;
    const page = await this.#offsets.positions(start, Math.min(end + 1, count));
    const positions = { at: (chunkIndex: number) => page[chunkIndex - start] ?? -1 };
    const endByte = end < count ? 0 : await this.#endOf(positions.at(count - 1));
    return this.#some(positions, endByte);
  }

  /** The chunk with its header read and checked against its neighbours. Throws FormatError with the chunk's index. */
  async chunk(chunkIndex: number): Promise<StoredChunk> {
    if (chunkIndex >= this.count) throw new ArgumentError(`there is no chunk ${chunkIndex}: ${this.count} are known`);
    return this.walk ? this.walk.chunk(chunkIndex) : this.#container.chunk(chunkIndex);
  }

  stored({ positionBytes }: StoredChunk, startByte: number, endByte: number): Promise<Uint8Array> {
    return this.#reader.readAt(positionBytes + startByte, endByte - startByte);
  }

  blocks({ chunkIndex }: StoredChunk): Promise<readonly BlockExtent[]> {
    return this.#container.blockMap(chunkIndex);
  }

  plain({ plainStartByte }: StoredChunk, startByte: number, endByte: number): Promise<Uint8Array> {
    return this.#container.readBytes(plainStartByte + startByte, plainStartByte + endByte);
  }

  async close(): Promise<void> {
    this.walk?.stop();
    this.scan.stop();
  }

  get #isOnServer(): boolean {
    return this.#reader.costOfRequestBytes !== undefined;
  }

  async #readSizes(): Promise<DerivedSizes> {
    const count = this.count;
    if (count > MAX_CHUNKS) {
      throw new ArgumentError(`the container has ${count} chunks; maps, sums and sorting take at most ${MAX_CHUNKS}`);
    }
    const positions = await this.#offsets.positions(0, count);
    const endByte = await this.#endOf(positions[count - 1] ?? -1);
    return this.#wrap({ count, positions, endByte });
  }

  async #readSample(): Promise<DerivedSizes> {
    return this.#some(await OffsetSample.read(this.#offsets, this.count), 0);
  }

  #some(positions: KnownPositions, endByte: number): DerivedSizes {
    const { count, layout } = this;
    return new SomeSizes(positions, { count, endByte, layout, fileBytes: this.#reader.sizeBytes });
  }

  /** The end of a chunk by its header, which is behind that of a file that was cut; the end of the file if there is no header. */
  async #endOf(positionBytes: number): Promise<number> {
    return (await claimedEnd(this.#reader, this.layout, positionBytes)) ?? this.#reader.sizeBytes;
  }

  #wrap(places: ConstructorParameters<typeof DerivedSizes>[0]): DerivedSizes {
    return new DerivedSizes(places, this.layout, this.#reader.sizeBytes);
  }
}

/** Positions by the index of a chunk; -1 for those that are not known. */
interface KnownPositions {
  at(chunkIndex: number): number;
}

interface SomeParts {
  readonly count: number;
  readonly endByte: number;
  readonly layout: ContainerLayout;
  readonly fileBytes: number;
}

/** Sizes of the chunks of which some offsets are known. */
class SomeSizes extends DerivedSizes {
  readonly #known: KnownPositions;

  constructor(known: KnownPositions, { count, endByte, layout, fileBytes }: SomeParts) {
    super({ count, endByte, positions: new Float64Array(0) }, layout, fileBytes);
    this.#known = known;
  }

  override position(chunkIndex: number): number {
    return this.#known.at(chunkIndex);
  }
}

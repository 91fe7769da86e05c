import { readMany } from '../../../native/read-many.js';
import type { CodecSummary } from '../../../shared/contract/inspect/chunks.js';
import { BLOSC_HEADER_BYTES, parseBloscHeader } from '../../../shared/format/blosc-chunk.js';
import type { ChunkWalk } from '../../engine/container/chunk-walk.js';
import type { ContainerLayout } from '../../engine/container/layout.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import { fromNative } from '../../engine/native-failures.js';
import { isFinding } from '../../engine/verify/from-error.js';
import type { ChunkSizes } from './chunk-sizes.js';
import type { ChunkScan } from './chunk-table.js';
import type { HeaderFacts } from './header-facts.js';

/** Headers that are read in one native call: 1 MiB. */
const HEADER_BATCH = 2 ** 16;
/** Headers of the sample that is read first. */
const SAMPLE = 256;
/** The same of a file on a server, where each may take a request. */
const REMOTE_SAMPLE = 32;

/** The chunks whose headers are read; ContainerChunks implements it. */
interface ScannedChunks {
  readonly layout: ContainerLayout;
  /** Receives the facts of the headers. */
  readonly facts: HeaderFacts;
  readonly count: number;
  /** Set if the chunks are found by a walk, which reads the headers itself. */
  readonly walk: ChunkWalk | undefined;
  /** Whether all chunks that can be found are known. */
  readonly isComplete: boolean;
  /** Where the headers of a sample are, if the positions of all chunks are not known. */
  readonly sampleStep: number | undefined;
  sizes(): Promise<ChunkSizes>;
  positionOf(chunkIndex: number): Promise<number>;
}

/**
 * Reads the headers of all chunks of a table: first a few, spread evenly, then all in the background. Of a file on a server only the few.
 */
export class HeaderScan implements ChunkScan {
  readonly atOnce = HEADER_BATCH;
  readonly #reader: RandomReader;
  readonly #table: ScannedChunks;
  #all: Promise<void> | undefined;
  #isDone = false;
  #stopped = false;
  #onProgress: (done: number) => void = () => {};

  constructor(reader: RandomReader, table: ScannedChunks) {
    this.#reader = reader;
    this.#table = table;
  }

  /** Called with 0 to 1 after every batch. */
  set onProgress(listener: (done: number) => void) {
    this.#onProgress = listener;
  }

  /** The codecs known so far; starts reading the remaining headers. */
  async summary(): Promise<CodecSummary> {
    const { facts, count, walk } = this.#table;
    if (!walk && !this.#isDone) {
      await this.#readSample();
      if (this.readsAll) this.all().catch(() => undefined);
    }
    const isAll = walk ? this.#table.isComplete : this.#isDone || facts.readCount >= count;
    return { basis: { kind: isAll ? 'all' : 'sample', chunks: facts.readCount }, groups: facts.groups() };
  }

  /** Settles when all headers have been read; for a container without offsets the walk reads them. */
  all(): Promise<void> {
    if (this.#table.walk) return Promise.resolve();
    this.#all ??= this.#readAll();
    return this.#all;
  }

  /** Whether the headers of all chunks can be had: not of many on a server, where each may take a request. */
  get readsAll(): boolean {
    const { count, facts, walk } = this.#table;
    return walk !== undefined || !this.#isRemote || count <= REMOTE_SAMPLE || facts.readCount >= count;
  }

  get #isRemote(): boolean {
    return this.#reader.costOfRequestBytes !== undefined;
  }

  stop(): void {
    this.#stopped = true;
  }

  async #readSample(): Promise<void> {
    const { count, facts, sampleStep } = this.#table;
    if (facts.readCount > 0) return;
    const step = sampleStep ?? Math.max(1, Math.floor(count / (this.#isRemote ? REMOTE_SAMPLE : SAMPLE)));
    const chunks = Array.from({ length: Math.ceil(count / step) }, (_, index) => index * step);
    const positions = await Promise.all(chunks.map((chunk) => this.#table.positionOf(chunk)));
    await this.#read(Float64Array.from(positions), (index) => chunks[index] ?? 0);
  }

  async #readAll(): Promise<void> {
    const sizes = await this.#table.sizes();
    for (let start = 0; start < sizes.count && !this.#stopped; start += HEADER_BATCH) {
      const length = Math.min(HEADER_BATCH, sizes.count - start);
      const positions = Float64Array.from({ length }, (_, index) => sizes.position(start + index));
      await this.#read(positions, (index) => start + index);
      // The end is reported once.
      if (start + length < sizes.count) this.#onProgress((start + length) / sizes.count);
    }
    this.#isDone = !this.#stopped;
    if (this.#isDone) this.#onProgress(1);
  }

  async #read(positions: Float64Array, chunkOf: (index: number) => number): Promise<void> {
    const lastByte = this.#reader.sizeBytes - BLOSC_HEADER_BYTES;
    const lowestByte = this.#table.layout.chunksPositionBytes;
    const readable = positions.map((position) => (position >= lowestByte && position <= lastByte ? position : -1));
    const heads = await readHeads(this.#reader, readable, BLOSC_HEADER_BYTES);
    if (this.#stopped) return;
    positions.forEach((_, index) => {
      const head = heads.subarray(index * BLOSC_HEADER_BYTES, (index + 1) * BLOSC_HEADER_BYTES);
      this.#note(chunkOf(index), positions[index] ?? -1, readable[index] === -1 ? undefined : head);
    });
  }

  #note(chunkIndex: number, positionBytes: number, head: Uint8Array | undefined): void {
    const { facts, layout } = this.#table;
    try {
      if (head === undefined) {
        facts.noteBad(chunkIndex);
        return;
      }
      const blosc = parseBloscHeader(head);
      const endByte = positionBytes + blosc.ctbytes + layout.digestBytes;
      facts.note(chunkIndex, blosc, endByte <= this.#reader.sizeBytes);
    } catch (error) {
      if (!isFinding(error)) throw error;
      facts.noteBad(chunkIndex);
    }
  }
}

/**
 * Reads `lengthBytes` bytes from each position into one array, which belongs to the caller; zeros for negative positions.
 * All others must be inside the file. One native call if it can read the file, else one read for each.
 */
export async function readHeads(
  reader: RandomReader,
  positions: Float64Array,
  lengthBytes: number,
): Promise<Uint8Array> {
  const heads = new Uint8Array(positions.length * lengthBytes);
  const readHead = async (position: number, index: number) => {
    if (position >= 0) heads.set(await reader.readAt(position, lengthBytes), index * lengthBytes);
  };
  if (reader.costOfRequestBytes !== undefined) {
    await Promise.all(Array.from(positions, readHead));
    return heads;
  }
  const first = positions.find((position) => position >= 0);
  const span = first === undefined ? new Uint8Array(0) : await reader.span(first, lengthBytes);
  if (!(span instanceof Uint8Array))
    return readMany(span.fd, positions, lengthBytes).catch((error: unknown) => {
      throw fromNative(error, {}, { readFrom: reader.name });
    });
  for (const [index, position] of positions.entries()) await readHead(position, index);
  return heads;
}

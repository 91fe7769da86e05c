import type { CodecSummary } from '../../../shared/contract/inspect/chunks.js';
import { BLOSC_HEADER_BYTES, parseBloscHeader } from '../../../shared/format/blosc-chunk.js';
import { isBloscpackError } from '../../../shared/format/errors.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import type { BloscPlaces, StoredPlace } from '../../exchange/blosc-places.js';
import type { ChunkScan } from './chunk-table.js';
import type { FoundSizes } from './found-sizes.js';
import type { HeaderFacts } from './header-facts.js';
import { readHeads } from './header-scan.js';

/** Chunks that are looked at before anything is shown; with a file each, that takes about 100 ms. */
const AT_ONCE = 1024;
/** The same of an archive on a server, where each takes a request. */
const REMOTE_AT_ONCE = 32;
/** Chunks of a sample of more. */
const SAMPLE = 256;
/** Chunks that are looked at together: in one native call, or in files that are all open meanwhile. */
const KNOWN_BATCH = 2 ** 12;
const FILES_BATCH = 64;

interface Scanned {
  /** Of the document's file. */
  readonly reader: RandomReader;
  readonly places: BloscPlaces;
  readonly sizes: FoundSizes;
  readonly facts: HeaderFacts;
}

/** Finds the chunks of an array and reads their headers: first a few, spread evenly, then all in the background. */
export class ArrayChunkScan implements ChunkScan {
  readonly atOnce: number;
  /** Called with 0 to 1 after every batch. */
  onProgress: (done: number) => void = () => {};
  readonly #scanned: Scanned;
  readonly #batch: number;
  #sample: Promise<void> | undefined;
  #all: Promise<void> | undefined;
  #isDone = false;
  #stopped = false;

  constructor(scanned: Scanned) {
    this.#scanned = scanned;
    this.#batch = scanned.places.areKnown ? KNOWN_BATCH : FILES_BATCH;
    this.atOnce = this.#isOnServer ? REMOTE_AT_ONCE : AT_ONCE;
  }

  /** Whether all chunks were looked at. */
  get isDone(): boolean {
    return this.#isDone;
  }

  get readsAll(): boolean {
    return !this.#isOnServer || this.#count <= this.atOnce;
  }

  /** The distance between the chunks that are looked at first. */
  get sampleStep(): number {
    return Math.ceil(this.#count / Math.min(SAMPLE, this.atOnce));
  }

  async summary(): Promise<CodecSummary> {
    await this.some();
    const { facts } = this.#scanned;
    return { basis: { kind: this.#isDone ? 'all' : 'sample', chunks: facts.readCount }, groups: facts.groups() };
  }

  /** Settles when some chunks were looked at; all of few. The others follow in the background. */
  async some(): Promise<void> {
    if (this.readsAll && this.#count <= this.atOnce) return this.all();
    this.#sample ??= this.#lookAtSome();
    await this.#sample;
    if (this.readsAll) this.all().catch(() => undefined);
  }

  all(): Promise<void> {
    this.#all ??= this.#lookAtAll();
    return this.#all;
  }

  /** Waits for what is being read. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.allSettled([this.#sample, this.#all]);
  }

  get #count(): number {
    return this.#scanned.sizes.count;
  }

  get #isOnServer(): boolean {
    return this.#scanned.reader.costOfRequestBytes !== undefined;
  }

  async #lookAtSome(): Promise<void> {
    const step = this.sampleStep;
    const chunks = Array.from({ length: Math.ceil(this.#count / step) }, (_, index) => index * step);
    for (let at = 0; at < chunks.length && !this.#stopped; at += this.#batch) {
      await this.#look(chunks.slice(at, at + this.#batch));
    }
  }

  async #lookAtAll(): Promise<void> {
    for (let start = 0; start < this.#count && !this.#stopped; start += this.#batch) {
      const length = Math.min(this.#batch, this.#count - start);
      await this.#look(Array.from({ length }, (_, index) => start + index));
      // The end is reported once.
      if (start + length < this.#count) this.onProgress((start + length) / this.#count);
    }
    this.#isDone = !this.#stopped;
    if (this.#isDone) this.onProgress(1);
  }

  async #look(chunks: readonly number[]): Promise<void> {
    const places = await Promise.all(chunks.map((chunk) => this.#found(chunk)));
    const heads = await this.#headsOf(places);
    for (const [index, chunk] of chunks.entries()) this.#note(chunk, places[index], heads[index]);
  }

  /** Undefined also for a chunk that cannot be found, which is noted as bad. */
  async #found(chunkIndex: number): Promise<StoredPlace | undefined> {
    const { places, sizes, facts } = this.#scanned;
    try {
      const place = await places.find(chunkIndex);
      sizes.note(chunkIndex, place);
      return place;
    } catch (error) {
      if (!isBloscpackError(error)) throw error;
      facts.noteBad(chunkIndex);
      return undefined;
    }
  }

  /** Undefined for chunks without a header, and where it cannot be read. */
  async #headsOf(places: readonly (StoredPlace | undefined)[]): Promise<readonly (Uint8Array | undefined)[]> {
    const { reader } = this.#scanned;
    const lastByte = reader.sizeBytes - BLOSC_HEADER_BYTES;
    const isInside = (place: StoredPlace | undefined) => place && !place.file && place.positionBytes <= lastByte;
    const positions = Float64Array.from(places, (place) => (isInside(place) ? (place?.positionBytes ?? -1) : -1));
    const heads = await readHeads(reader, positions, BLOSC_HEADER_BYTES);
    const ofFile = (place: StoredPlace) =>
      place.file?.read(place.positionBytes, place.positionBytes + BLOSC_HEADER_BYTES).catch(asUnreadable);
    const inFile = (index: number) =>
      positions[index] === -1
        ? undefined
        : heads.subarray(index * BLOSC_HEADER_BYTES, (index + 1) * BLOSC_HEADER_BYTES);
    return Promise.all(places.map((place, index) => (place?.file ? ofFile(place) : inFile(index))));
  }

  #note(chunkIndex: number, place: StoredPlace | undefined, head: Uint8Array | undefined): void {
    const { facts } = this.#scanned;
    if (!place || place.isPlain) return;
    try {
      if (head) facts.note(chunkIndex, parseBloscHeader(head));
      else facts.noteBad(chunkIndex);
    } catch (error) {
      if (!isBloscpackError(error)) throw error;
      facts.noteBad(chunkIndex);
    }
  }
}

function asUnreadable(error: unknown): undefined {
  if (!isBloscpackError(error)) throw error;
  return undefined;
}

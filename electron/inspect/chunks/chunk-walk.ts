import { setImmediate as nextTurn } from 'node:timers/promises';
import type { BloscpackError } from '../../../shared/format/errors.js';
import type { ContainerLayout } from '../../engine/container/layout.js';
import { readChunkHeader, type WalkPoint } from '../../engine/container/walk-chunks.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import { isFinding } from '../../engine/verify/from-error.js';
import type { ChunkPlaces } from './chunk-sizes.js';
import type { HeaderFacts } from './header-facts.js';

/** Chunks that are met before others get their turn. */
const CHUNKS_A_TURN = 1024;

/** What a walk tells: how far it is now and then, and once that it is over. */
export interface WalkListener {
  /** 0 to 1, by the bytes of the file. */
  readonly onProgress: (done: number) => void;
  /** `trouble`: what it broke off at, if anything. */
  readonly onEnd: (trouble: BloscpackError | undefined) => void;
}

/** Steps from chunk to chunk in the background, reading 16 bytes of each; twelve bytes a chunk are kept. */
export class ChunkWalk {
  count = 0;
  isDone = false;
  readonly #reader: RandomReader;
  readonly #layout: ContainerLayout;
  readonly #facts: HeaderFacts;
  #positions = new Float64Array(1024);
  #plain = new Uint32Array(1024);
  #endByte: number;
  #stopped = false;
  /** Plain bytes before each chunk, where they cannot be computed. */
  readonly #isUniform: boolean;
  #starts: Float64Array | undefined;

  constructor(reader: RandomReader, layout: ContainerLayout, facts: HeaderFacts) {
    this.#reader = reader;
    this.#layout = layout;
    this.#facts = facts;
    this.#endByte = layout.chunksPositionBytes;
    this.#isUniform = layout.header.chunkSize >= 0;
  }

  places(): ChunkPlaces {
    return { count: this.count, positions: this.#positions, endByte: this.#endByte, plain: this.#plain };
  }

  /** Where a chunk that was met starts, in the file and in the plain data. */
  point(chunkIndex: number): WalkPoint {
    const { chunkSize } = this.#layout.header;
    const plainStartByte = this.#isUniform ? chunkIndex * chunkSize : (this.#plainStarts()[chunkIndex] ?? 0);
    return { chunkIndex, positionBytes: this.#positions[chunkIndex] ?? 0, plainStartByte };
  }

  /** Plain bytes of the chunks that were met. */
  get plainBytes(): number {
    if (this.count === 0) return 0;
    return this.point(this.count - 1).plainStartByte + (this.#plain[this.count - 1] ?? 0);
  }

  async run({ onProgress, onEnd }: WalkListener): Promise<void> {
    let trouble: BloscpackError | undefined;
    try {
      while (await this.#turn()) {
        onProgress(this.#endByte / this.#reader.sizeBytes);
        await nextTurn();
      }
    } catch (error) {
      if (this.#stopped) return;
      // A walk that the disk broke off knows as much as one that damage did.
      trouble = isFinding(error) || error instanceof Error ? (error as BloscpackError) : undefined;
    }
    this.isDone = true;
    if (!this.#stopped) onEnd(trouble);
  }

  stop(): void {
    this.#stopped = true;
  }

  /** False at the end. */
  async #turn(): Promise<boolean> {
    for (let step = 0; step < CHUNKS_A_TURN; step++) {
      if (this.#stopped || (await this.#isPastLast())) return false;
      const blosc = await readChunkHeader(this.#reader, this.#layout, this.count, this.#endByte);
      if (this.count === this.#positions.length) this.#grow();
      this.#positions[this.count] = this.#endByte;
      this.#plain[this.count] = blosc.nbytes;
      this.#facts.note(this.count, blosc);
      this.count++;
      this.#endByte += blosc.ctbytes + this.#layout.digestBytes;
    }
    return true;
  }

  async #isPastLast(): Promise<boolean> {
    const { nchunks } = this.#layout;
    return nchunks === undefined ? this.#reader.endsAt(this.#endByte) : this.count >= nchunks;
  }

  #plainStarts(): Float64Array {
    if (this.#starts?.length === this.count) return this.#starts;
    const starts = new Float64Array(this.count);
    for (let chunk = 1; chunk < this.count; chunk++) {
      starts[chunk] = (starts[chunk - 1] ?? 0) + (this.#plain[chunk - 1] ?? 0);
    }
    this.#starts = starts;
    return starts;
  }

  #grow(): void {
    const positions = new Float64Array(2 * this.#positions.length);
    const plain = new Uint32Array(2 * this.#plain.length);
    positions.set(this.#positions);
    plain.set(this.#plain);
    [this.#positions, this.#plain] = [positions, plain];
  }
}

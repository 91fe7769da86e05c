import type { BloscpackHeader } from '../../../../shared/format/header.js';
import type { ContainerLayout } from '../../container/layout.js';
import { type StoredChunk, walkChunks } from '../../container/stored-chunks.js';
import type { RandomReader } from '../../io/random-reader.js';
import type { Affected } from '../../verify/affected.js';

/** Whole chunks with consecutive numbers, without gaps between them in the file. Ends are exclusive. */
export interface KeptRun {
  /** Chunks are numbered as in the damaged container. */
  readonly firstChunk: number;
  readonly endChunk: number;
  readonly positionBytes: number;
  /** End of the last one, digest included. */
  readonly endByte: number;
}

/** Consecutive chunks that cannot be read, and the data they held. */
export interface MissingChunks extends Affected {
  readonly firstChunk: number;
  /** Exclusive; absent when it is not known how many chunks there were. */
  readonly endChunk?: number;
}

/** Collects whole chunks as runs, so that memory grows with the number of gaps and not of chunks, and compares their sizes. */
export class KeptChunks {
  readonly #runs: { firstChunk: number; endChunk: number; positionBytes: number; endByte: number }[] = [];
  #chunkSize: number;
  #irregularChunks = 0;
  #lastIrregular = -1;
  #lastNbytes = 0;
  #count = 0;
  #plainBytes = 0;

  constructor(header: BloscpackHeader) {
    this.#chunkSize = header.chunkSize;
  }

  get runs(): readonly KeptRun[] {
    return this.#runs;
  }

  get count(): number {
    return this.#count;
  }

  get plainBytes(): number {
    return this.#plainBytes;
  }

  /** Plain bytes of every chunk but the last: as the header says or, where it says -1, those of the first chunk. */
  get chunkSize(): number {
    return this.#chunkSize;
  }

  get lastNbytes(): number {
    return this.#lastNbytes;
  }

  /** One more than the number of the last one. */
  get endChunk(): number {
    return this.#runs.at(-1)?.endChunk ?? 0;
  }

  /** Adds a chunk. Chunks are added in the order of their numbers. */
  add({ chunkIndex, positionBytes, blosc, storedBytes }: StoredChunk): void {
    const run = this.#runs.at(-1);
    const endByte = positionBytes + storedBytes;
    if (run && run.endChunk === chunkIndex && run.endByte === positionBytes) {
      run.endChunk++;
      run.endByte = endByte;
    } else {
      this.#runs.push({ firstChunk: chunkIndex, endChunk: chunkIndex + 1, positionBytes, endByte });
    }
    if (this.#chunkSize < 0) this.#chunkSize = blosc.nbytes;
    if (blosc.nbytes !== this.#chunkSize) {
      this.#irregularChunks++;
      this.#lastIrregular = chunkIndex;
    }
    this.#lastNbytes = blosc.nbytes;
    this.#count++;
    this.#plainBytes += blosc.nbytes;
  }

  /** Whether at least one kept chunk has `chunkSize` bytes, so that this does not rest on the header alone. */
  get isChunkSizeConfirmed(): boolean {
    return this.#count > this.#irregularChunks;
  }

  /** Whether all kept chunks have `chunkSize` bytes, except that the chunk with this number may be shorter. */
  isUniformExcept(lastChunkIndex: number): boolean {
    if (this.#irregularChunks === 0) return true;
    return this.#irregularChunks === 1 && this.#lastIrregular === lastChunkIndex && this.#lastNbytes <= this.#chunkSize;
  }
}

/** The chunks of a run, which were checked before. Reads only their headers, and ignores the counts and sizes in the head. */
export async function* chunksOf(
  reader: RandomReader,
  { firstChunk, endChunk, positionBytes }: KeptRun,
  layout: ContainerLayout,
): AsyncGenerator<StoredChunk, void, undefined> {
  const open = { ...layout, nchunks: endChunk, header: { ...layout.header, chunkSize: -1, lastChunk: -1 } };
  yield* walkChunks(reader, open, { chunkIndex: firstChunk, positionBytes, plainStartByte: 0 });
}

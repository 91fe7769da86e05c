import type { BloscpackHeader } from '../../../../shared/format/header.js';
import type { ContainerLayout } from '../../container/layout.js';
import { type StoredChunk, walkChunks } from '../../container/stored-chunks.js';
import type { RandomReader } from '../../io/random-reader.js';

/** Whole chunks with consecutive numbers that lie one straight behind the other. Ends are exclusive. */
export interface KeptRun {
  /** Chunks are numbered as in the damaged container. */
  readonly firstChunk: number;
  readonly endChunk: number;
  readonly positionBytes: number;
  /** End of the last one, digest included. */
  readonly endByte: number;
}

/** Collects whole chunks as runs, which take memory for each gap and not for each chunk, and what their sizes have in common. */
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

  /** Plain bytes of every chunk but perhaps the last: the header's or, where it leaves them open, the first chunk's. */
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

  /** Takes the next chunk; they come in the order of their numbers. */
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

  /** Whether one of them really has `chunkSize` bytes, so that this is more than the header's word. */
  get confirmChunkSize(): boolean {
    return this.#count > this.#irregularChunks;
  }

  /** Whether all have `chunkSize` bytes, but for a shorter one with this number. */
  uniformBut(lastChunkIndex: number): boolean {
    if (this.#irregularChunks === 0) return true;
    return this.#irregularChunks === 1 && this.#lastIrregular === lastChunkIndex && this.#lastNbytes <= this.#chunkSize;
  }
}

/** Steps through the chunks of a run, which were checked: reads their headers only, whatever counts and sizes the head claims. */
export async function* chunksOf(
  reader: RandomReader,
  { firstChunk, endChunk, positionBytes }: KeptRun,
  layout: ContainerLayout,
): AsyncGenerator<StoredChunk, void, undefined> {
  const open = { ...layout, nchunks: endChunk, header: { ...layout.header, chunkSize: -1, lastChunk: -1 } };
  yield* walkChunks(reader, open, { chunkIndex: firstChunk, positionBytes, plainStartByte: 0 });
}

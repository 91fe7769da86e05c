import { createHash, type Hash } from 'node:crypto';
import { hash64 } from '../../../native/runs.js';
import { parseBloscHeader } from '../../../shared/format/blosc-chunk.js';
import { type ArraySpec, arrayNbytes } from '../../../shared/format/numpy/array-metadata.js';
import { type OperationOptions, throwIfCancelled } from '../../engine/operation.js';
import type { PlainSource } from '../../engine/pack/plain/plain-source.js';
import { canonicalItems } from '../canonical-items.js';
import type { StoredBloscChunk } from '../dataset.js';
import { wholeItems } from '../whole-items.js';

const MISSING_CHUNK = 0n;

/**
 * Hashes what passes on its way to a writer, so that the output can be compared with it. SHA-256, since processors have it built in:
 * of items, or of the 64-bit hashes of chunks, which are computed where the chunks are copied.
 */
export class ContentHash {
  readonly #hash: Hash = createHash('sha256');
  #chunkHashes = new BigUint64Array(64);
  #chunkCount = 0;
  #digest: string | undefined;

  /** The same chunks. The writer reads each, or copies it from its place. Tells the progress, and ends when it is cancelled. */
  async *chunks(
    chunks: AsyncIterable<StoredBloscChunk>,
    spec: ArraySpec,
    { signal, onProgress }: OperationOptions,
  ): AsyncGenerator<StoredBloscChunk, void, undefined> {
    const totalBytes = arrayNbytes(spec);
    let doneBytes = 0;
    for await (const chunk of chunks) {
      throwIfCancelled(signal);
      onProgress?.({ doneBytes, totalBytes, chunksDone: this.#chunkCount });
      // A chunk at the end of an array may reach behind it.
      doneBytes = Math.min(totalBytes, doneBytes + nbytesOf(chunk));
      const index = this.#nextIndex();
      const { bytes, place } = chunk;
      if (!place) {
        this.#chunkHashes[index] = bytes ? hash64(bytes) : MISSING_CHUNK;
        yield chunk;
        continue;
      }
      const onHash = (hash: bigint): void => {
        this.#chunkHashes[index] = hash;
      };
      const read = async (): Promise<Uint8Array> => {
        const read = await place.read();
        onHash(hash64(read));
        return read;
      };
      yield { bytes, place: { ...place, read, onHash } };
    }
  }

  /**
   * A source of the same items. Their canonical bytes are hashed: numbers little-endian, zeros between the fields of structures. Throws
   * FormatError('bad-metadata') while it is read, when there are more or fewer items than the array has. Tells the progress, and ends
   * when it is cancelled.
   */
  source(source: PlainSource, spec: ArraySpec, { signal, onProgress }: OperationOptions): PlainSource {
    const hash = this.#hash;
    const totalBytes = arrayNbytes(spec);
    async function* pieces(): AsyncGenerator<Uint8Array, void, undefined> {
      let doneBytes = 0;
      for await (const items of wholeItems(source, spec)) {
        throwIfCancelled(signal);
        hash.update(canonicalItems(spec.dtype, items));
        yield items;
        doneBytes += items.byteLength;
        onProgress?.({ doneBytes, totalBytes, chunksDone: 0 });
      }
    }
    const { name, metadata, requireUnchanged } = source;
    return {
      name,
      sizeBytes: totalBytes,
      itemsize: spec.dtype.itemsize,
      ...(metadata !== undefined && { metadata }),
      pieces,
      ...(requireUnchanged && { requireUnchanged: () => requireUnchanged.call(source) }),
      close: async () => source.close?.(),
    };
  }

  /** Of what has passed; call it when all has. */
  digest(): string {
    this.#digest ??= this.#hash.update(this.#chunkHashes.subarray(0, this.#chunkCount)).digest('hex');
    return this.#digest;
  }

  #nextIndex(): number {
    if (this.#chunkCount === this.#chunkHashes.length) {
      const grown = new BigUint64Array(2 * this.#chunkCount);
      grown.set(this.#chunkHashes);
      this.#chunkHashes = grown;
    }
    return this.#chunkCount++;
  }
}

/** Plain bytes of a chunk; 0 for a missing one. */
function nbytesOf({ bytes, place }: StoredBloscChunk): number {
  const header = place?.header ?? bytes;
  return header ? parseBloscHeader(header).nbytes : 0;
}

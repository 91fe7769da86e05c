import { createHash, type Hash } from 'node:crypto';
import { hash64 } from '../../../native/runs.js';
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

  /** The same chunks. The writer reads each, or copies it from its place. */
  async *chunks(chunks: AsyncIterable<StoredBloscChunk>): AsyncGenerator<StoredBloscChunk, void, undefined> {
    for await (const chunk of chunks) {
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
   * FormatError('bad-metadata') while it is read, when there are more or fewer items than the array has.
   */
  source(source: PlainSource, spec: ArraySpec, { signal }: OperationOptions): PlainSource {
    const hash = this.#hash;
    async function* pieces(): AsyncGenerator<Uint8Array, void, undefined> {
      for await (const items of wholeItems(source, spec)) {
        throwIfCancelled(signal);
        hash.update(canonicalItems(spec.dtype, items));
        yield items;
      }
    }
    const { name, metadata, requireUnchanged } = source;
    return {
      name,
      sizeBytes: arrayNbytes(spec),
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

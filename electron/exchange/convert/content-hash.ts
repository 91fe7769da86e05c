import { createHash, type Hash } from 'node:crypto';
import { type ArraySpec, arrayNbytes } from '../../../shared/format/numpy/array-metadata.js';
import { type OperationOptions, throwIfCancelled } from '../../engine/operation.js';
import type { PlainSource } from '../../engine/pack/plain/plain-source.js';
import { canonicalItems } from '../canonical-items.js';
import type { StoredBloscChunk } from '../dataset.js';
import { wholeItems } from '../whole-items.js';

/** Hashes what passes on its way to a writer, so that the output can be compared with it. SHA-256, since processors have it built in. */
export class ContentHash {
  readonly #hash: Hash = createHash('sha256');
  #digest: string | undefined;

  /** The same chunks. A missing one is told from every stored one by its length. */
  async *chunks(chunks: AsyncIterable<StoredBloscChunk>): AsyncGenerator<StoredBloscChunk, void, undefined> {
    const length = new Uint32Array(1);
    for await (const chunk of chunks) {
      length[0] = chunk.bytes?.byteLength ?? 0;
      this.#hash.update(length);
      if (chunk.bytes) this.#hash.update(chunk.bytes);
      yield chunk;
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
    this.#digest ??= this.#hash.digest('hex');
    return this.#digest;
  }
}

import { type CompressSettings, MAX_OVERHEAD, packChunk } from '../../../native/index.js';
import type { ChecksumName } from '../../../shared/format/checksums.js';
import { computeDigest, digestBytes, nativeDigest } from '../container/digest.js';
import { iterate } from '../io/async-chunks.js';
import { fromNative } from '../native-failures.js';
import { concurrentChunks, type OperationOptions, throwIfCancelled, windowSize } from '../operation.js';
import { mapInOrder } from './ordered-window.js';
import type { PlainChunk } from './plain/plain-source.js';

/** Settings for all chunks of a container. */
export interface ChunkSettings {
  readonly compress: CompressSettings;
  readonly checksum: ChecksumName;
  /** Plain bytes of a chunk, at most. */
  readonly chunkSize: number;
  /** Where the plain bytes come from, for messages. */
  readonly sourceName: string;
}

export interface PackedChunk {
  readonly plainBytes: number;
  /** Chunk and digest, valid until the next chunk is requested. */
  readonly stored: Uint8Array;
}

/**
 * Compresses plain chunks in parallel, one Blosc thread for each, and yields them in order: the bytes do not depend on the number
 * of threads. `chunksOf(held)` returns the plain chunks, each valid until `held` more are requested.
 */
export async function* packedChunks(
  chunksOf: (held: number) => AsyncIterable<PlainChunk> | Iterable<PlainChunk>,
  settings: ChunkSettings,
  options: OperationOptions,
): AsyncGenerator<PackedChunk, void, undefined> {
  const packer = new ChunkPacker(settings);
  const window = windowSize(options, 2 * settings.chunkSize);
  const chunks = mapInOrder(
    iterate(chunksOf(window)),
    { window, concurrency: concurrentChunks(options) },
    (chunk, slot) => packer.pack(chunk, slot),
  );
  for await (const chunk of chunks) {
    throwIfCancelled(options.signal);
    yield chunk;
  }
  throwIfCancelled(options.signal);
}

/** Compresses single chunks. Each slot of the window has its buffers, which are used again for every chunk. */
class ChunkPacker {
  readonly #settings: ChunkSettings;
  readonly #slots: { plain: Uint8Array; readonly packed: Uint8Array }[] = [];
  #chunkIndex = 0;

  constructor(settings: ChunkSettings) {
    this.#settings = settings;
  }

  async pack(chunk: PlainChunk, slotIndex: number): Promise<PackedChunk> {
    const chunkIndex = this.#chunkIndex++;
    const slot = this.#slot(slotIndex);
    const { compress: settings, checksum, sourceName } = this.#settings;
    const job = { packed: slot.packed, settings, digest: nativeDigest(checksum) ?? 'none' };
    try {
      if (chunk instanceof Uint8Array) {
        const { storedBytes } = await packChunk({ ...job, plain: chunk });
        return { plainBytes: chunk.byteLength, stored: this.#withDigest(slot.packed, storedBytes) };
      }
      if (slot.plain.byteLength < chunk.lengthBytes) slot.plain = new Uint8Array(chunk.lengthBytes);
      const { storedBytes } = await packChunk({ ...job, read: chunk, plain: slot.plain });
      return { plainBytes: chunk.lengthBytes, stored: this.#withDigest(slot.packed, storedBytes) };
    } catch (error) {
      throw fromNative(error, { chunkIndex }, { readFrom: sourceName });
    }
  }

  /** Adds the digest when Node computes it; native code has already written the others behind the chunk. */
  #withDigest(packed: Uint8Array, storedBytes: number): Uint8Array {
    const { checksum } = this.#settings;
    if (nativeDigest(checksum) !== undefined) return packed.subarray(0, storedBytes);
    const digest = computeDigest(checksum, packed.subarray(0, storedBytes));
    packed.set(digest, storedBytes);
    return packed.subarray(0, storedBytes + digest.byteLength);
  }

  #slot(slotIndex: number): { plain: Uint8Array; readonly packed: Uint8Array } {
    this.#slots[slotIndex] ??= {
      plain: new Uint8Array(0),
      packed: new Uint8Array(this.#settings.chunkSize + MAX_OVERHEAD + digestBytes(this.#settings.checksum)),
    };
    return this.#slots[slotIndex];
  }
}

import { type UnpackJob, unpackChunk } from '../../../native/index.js';
import type { ChecksumName } from '../../../shared/format/checksums.js';
import type { BloscpackHeader } from '../../../shared/format/header.js';
import { plainSizeBytes } from '../../../shared/format/header.js';
import { iterate } from '../io/async-chunks.js';
import type { Metadata } from '../metadata/decode-metadata.js';
import { type FileNames, fromNative } from '../native-failures.js';
import { chunksAtOnce, type OperationOptions, throwIfCancelled, windowSize } from '../operation.js';
import { requireChunkDigest } from './chunk-digest.js';
import { type CompressedChunk, type CompressedSource, jsonOf } from './compressed/compressed-source.js';
import { nativeDigest } from './digest.js';
import { mapInOrder } from './ordered-window.js';
import type { PlainSink } from './plain/plain-sink.js';

export interface UnpackResult {
  readonly header: BloscpackHeader;
  readonly metadata: Metadata | undefined;
  readonly plainBytes: number;
  readonly chunksDone: number;
}

/**
 * Decompresses a source into a sink: the one loop that does so. Every digest is checked and every size compared with the
 * header before a byte is passed on. Chunks are read in sequence, as the reference does; offsets are not needed. Closes the
 * source; on failure or cancel the sink is aborted and leaves nothing behind.
 */
export async function unpack(
  source: CompressedSource,
  sink: PlainSink,
  options: OperationOptions = {},
): Promise<UnpackResult> {
  try {
    throwIfCancelled(options.signal);
    const { layout, metadata } = await source.open();
    const sizeBytes = safeSize(layout.header);
    await sink.begin({ sizeBytes, metadata: jsonOf(metadata) });
    const done = await unpackChunks(source, sink, layout.header, sizeBytes, options).finally(() =>
      source.requireUnchanged(),
    );
    await sink.finish();
    return { header: layout.header, metadata, ...done };
  } catch (error) {
    await sink.abort();
    throw error;
  } finally {
    await source.close();
  }
}

/** The announced size, unless it is unknown or beyond what a number holds exactly; it is used for display and checks only. */
function safeSize(header: BloscpackHeader): number | undefined {
  const sizeBytes = plainSizeBytes(header);
  return sizeBytes !== undefined && sizeBytes <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(sizeBytes) : undefined;
}

async function unpackChunks(
  source: CompressedSource,
  sink: PlainSink,
  header: BloscpackHeader,
  totalBytes: number | undefined,
  options: OperationOptions,
): Promise<{ plainBytes: number; chunksDone: number }> {
  const unpacker = new ChunkUnpacker(header.checksum, { readFrom: source.name, writeTo: sink.name }, sink.file);
  const window = windowSize(options, 2 * Math.max(header.chunkSize, UNKNOWN_CHUNK_BYTES));
  const chunks = mapInOrder(
    iterate(source.chunks(nativeDigest(header.checksum) === undefined)),
    { window, atOnce: chunksAtOnce(options) },
    (chunk, slot) => unpacker.unpack(chunk, slot),
  );
  let plainBytes = 0;
  let chunksDone = 0;
  for await (const plain of chunks) {
    throwIfCancelled(options.signal);
    if (sink.file === undefined) await sink.write(plain);
    plainBytes += plain.byteLength;
    chunksDone++;
    options.onProgress?.({ doneBytes: plainBytes, totalBytes, chunksDone });
  }
  throwIfCancelled(options.signal);
  return { plainBytes, chunksDone };
}

/** What a chunk is taken to need at least when the window is planned: headers of one-chunk files may say anything. */
const UNKNOWN_CHUNK_BYTES = 2 ** 20;

/** More than a chunk's overhead and the longest digest. */
const SPARE_BYTES = 128;

/** Decompresses single chunks into buffers that belong to a slot of the window and grow to the largest chunk it has seen. */
export class ChunkUnpacker {
  readonly #checksum: ChecksumName;
  readonly #names: FileNames;
  readonly #file: PlainSink['file'];
  readonly #slots: { packed: Uint8Array; plain: Uint8Array }[] = [];

  constructor(checksum: ChecksumName, names: FileNames = {}, file?: PlainSink['file']) {
    this.#checksum = checksum;
    this.#names = names;
    this.#file = file;
  }

  /** The plain bytes of a chunk, digest and sizes checked; valid until the slot is used again. */
  async unpack(chunk: CompressedChunk, slotIndex: number): Promise<Uint8Array> {
    const file = this.#file;
    const slot = this.#slot(slotIndex, chunk);
    const write = file && { fd: file.fd, positionBytes: file.positionBytes + chunk.plainStartByte };
    try {
      const { nbytes } = await unpackChunk({
        ...this.#storedPart(chunk, slot),
        plain: slot.plain,
        expectedNbytes: chunk.blosc.nbytes,
        ...(write && { write }),
      });
      return slot.plain.subarray(0, nbytes);
    } catch (error) {
      throw fromNative(error, { chunkIndex: chunk.chunkIndex, offsetBytes: chunk.positionBytes }, this.#names);
    }
  }

  /** What native code needs of the stored side. Digests that it does not know are checked here first. */
  #storedPart(chunk: CompressedChunk, slot: { packed: Uint8Array }): StoredPart {
    const digest = nativeDigest(this.#checksum);
    if (!(chunk.stored instanceof Uint8Array)) {
      return { read: chunk.stored, packed: slot.packed, digest: digest ?? 'none' };
    }
    if (digest !== undefined) return { packed: chunk.stored, digest };
    requireChunkDigest(this.#checksum, chunk, chunk.stored, chunk.blosc.ctbytes);
    return { packed: chunk.stored.subarray(0, chunk.blosc.ctbytes), digest: 'none' };
  }

  #slot(slotIndex: number, chunk: CompressedChunk): { packed: Uint8Array; plain: Uint8Array } {
    this.#slots[slotIndex] ??= { packed: new Uint8Array(0), plain: new Uint8Array(0) };
    const slot = this.#slots[slotIndex];
    // Both sizes were checked: the stored one lies inside the file, the plain one is what the container's header says.
    if (slot.plain.byteLength < chunk.blosc.nbytes) slot.plain = new Uint8Array(chunk.blosc.nbytes);
    const needsPacked = !(chunk.stored instanceof Uint8Array) && slot.packed.byteLength < chunk.storedBytes;
    // At once as large as any chunk of its size can be: growing with each larger one would touch fresh memory every time.
    if (needsPacked) slot.packed = new Uint8Array(Math.max(chunk.storedBytes, chunk.blosc.nbytes + SPARE_BYTES));
    return slot;
  }
}

type StoredPart = Pick<UnpackJob, 'read' | 'packed' | 'digest'>;

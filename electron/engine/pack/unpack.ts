import fs from 'node:fs';
import { promisify } from 'node:util';
import { type FileRange, type UnpackJob, unpackChunk } from '../../../native/index.js';
import type { ChecksumName } from '../../../shared/format/checksums.js';
import type { BloscpackHeader } from '../../../shared/format/header.js';
import { plainSizeBytes } from '../../../shared/format/header.js';
import { memoryOf, plainBlocks, type ReadPart } from '../container/chunk-blocks.js';
import type { Metadata } from '../container/decode-metadata.js';
import { nativeDigest, requireChunkDigest } from '../container/digest.js';
import type { StoredChunk } from '../container/stored-chunks.js';
import { iterate } from '../io/async-chunks.js';
import { withIoErrors } from '../io/io-error.js';
import { type FileNames, fromNative } from '../native-failures.js';
import { returnFreedMemory } from '../native-library.js';
import { chunkWindow, type OperationOptions, throwIfCancelled, WINDOW_BYTES } from '../operation.js';
import { type CompressedChunk, type CompressedSource, jsonOf } from './compressed/compressed-source.js';
import { mapInOrder } from './ordered-window.js';
import type { PlainSink } from './plain/plain-sink.js';

export interface UnpackResult {
  readonly header: BloscpackHeader;
  readonly metadata: Metadata | undefined;
  readonly plainBytes: number;
  readonly chunksDone: number;
  /** Position of bytes behind the last chunk, which were not read; undefined when there are none. */
  readonly trailingAt: number | undefined;
}

/**
 * Decompresses a source into a sink. Checks every digest and compares every size with the header before it passes a chunk on.
 * Chunks are read in sequence, as the reference does; offsets are not used. Closes the source. When it throws or is cancelled, the
 * sink has been aborted.
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
    return { header: layout.header, metadata, ...done, trailingAt: source.trailingAt() };
  } catch (error) {
    await sink.abort();
    throw error;
  } finally {
    await source.close();
  }
}

/** The size in the header; undefined when it is unknown or too large for an exact number. Used only for display and checks. */
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
  let plainBytes = 0;
  let chunksDone = 0;
  for await (const piece of unpackedPieces(source, unpacker, options)) {
    throwIfCancelled(options.signal);
    if (!sink.file) await sink.write(piece.plain);
    else if (!piece.isWritten) await writeAt(sink, sink.file, piece.plain, plainBytes);
    plainBytes += piece.plain.byteLength;
    if (!piece.endsChunk) continue;
    chunksDone++;
    options.onProgress?.({ doneBytes: plainBytes, totalBytes, chunksDone });
  }
  throwIfCancelled(options.signal);
  return { plainBytes, chunksDone };
}

async function writeAt(
  { name }: PlainSink,
  file: NonNullable<PlainSink['file']>,
  plain: Uint8Array,
  plainStartByte: number,
): Promise<void> {
  await withIoErrors('write', name, async () => {
    for (let at = 0; at < plain.byteLength; ) {
      const position = file.positionBytes + plainStartByte + at;
      at += (await write(file.fd, plain, at, plain.byteLength - at, position)).bytesWritten;
    }
  });
}

const write = promisify(fs.write);

/** Plain bytes of a chunk, or of one of its blocks; valid until the next piece is requested. */
export interface PlainPiece {
  readonly plain: Uint8Array;
  /** Whether native code has already written them to the unpacker's file. */
  readonly isWritten: boolean;
  readonly endsChunk: boolean;
}

/** Decompresses the chunks in order, several in parallel: small ones as a whole, each large one alone and block by block. */
export async function* unpackedPieces(
  source: CompressedSource,
  unpacker: ChunkUnpacker,
  options: OperationOptions,
): AsyncGenerator<PlainPiece, void, undefined> {
  const chunks = mapInOrder(
    iterate(source.chunks(nativeDigest(unpacker.checksum) === undefined)),
    chunkWindow(options, memoryOf),
    async (chunk: CompressedChunk, slot) => {
      const { stored } = chunk;
      if (typeof stored === 'function') return unpacker.blocks(chunk, stored, options);
      return unpacker.unpack({ ...chunk, stored }, slot);
    },
  );
  const nothing = new Uint8Array(0);
  for await (const plain of chunks) {
    if (plain instanceof Uint8Array) {
      yield { plain, isWritten: unpacker.writes, endsChunk: true };
      continue;
    }
    for await (const block of plain) yield { plain: block, isWritten: false, endsChunk: false };
    yield { plain: nothing, isWritten: false, endsChunk: true };
  }
}

/** A chunk that is decompressed as a whole. */
type WholeChunk = StoredChunk & { readonly stored: Uint8Array | FileRange };

/** More than a chunk's overhead and the longest digest. */
const SPARE_BYTES = 128;

/** Decompresses single chunks. Each slot of the window has its buffers, which grow to the largest chunk so far. */
export class ChunkUnpacker {
  readonly checksum: ChecksumName;
  readonly #names: FileNames;
  readonly #file: PlainSink['file'];
  readonly #slots: Slot[] = [];
  readonly #blocks: Uint8Array[] = [];

  constructor(checksum: ChecksumName, names: FileNames = {}, file?: PlainSink['file']) {
    this.checksum = checksum;
    this.#names = names;
    this.#file = file;
  }

  /** Whether native code writes the plain bytes to a file. */
  get writes(): boolean {
    return this.#file !== undefined;
  }

  /** The plain bytes of a chunk, digest and sizes checked; valid until the slot is used again. */
  async unpack(chunk: WholeChunk, slotIndex: number): Promise<Uint8Array> {
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

  /** The plain bytes of a large chunk, as `plainBlocks` yields them. */
  blocks(chunk: StoredChunk, read: ReadPart, options: OperationOptions): AsyncGenerator<Uint8Array, void, undefined> {
    releaseScratch(chunk);
    return plainBlocks(chunk, this.checksum, read, this.#blocks, options);
  }

  /** The stored bytes for native code. Digests that it cannot compute are checked here first. */
  #storedPart(chunk: WholeChunk, slot: Slot): StoredPart {
    const digest = nativeDigest(this.checksum);
    if (!(chunk.stored instanceof Uint8Array)) {
      return { read: chunk.stored, packed: slot.packed, digest: digest ?? 'none' };
    }
    if (digest !== undefined) return { packed: chunk.stored, digest };
    requireChunkDigest(this.checksum, chunk, chunk.stored, chunk.blosc.ctbytes);
    return { packed: chunk.stored.subarray(0, chunk.blosc.ctbytes), digest: 'none' };
  }

  #slot(slotIndex: number, chunk: WholeChunk): Slot {
    // Both sizes were checked: the stored one against the size of the file, the plain one against the container's header.
    const plainBytes = chunk.blosc.nbytes;
    // As large as any compressed chunk of that plain size: growing with each larger chunk would use new memory every time.
    const packedBytes = chunk.stored instanceof Uint8Array ? 0 : Math.max(chunk.storedBytes, plainBytes + SPARE_BYTES);
    const old = this.#slots[slotIndex] ?? NO_BUFFERS;
    const fits =
      old.plain.byteLength >= plainBytes && old.packed.byteLength >= Math.min(packedBytes, chunk.storedBytes);
    if (fits) return old;
    releaseScratch(chunk);
    const kept = this.#slots.reduce((sum, { plain }) => sum + plain.byteLength, plainBytes);
    // Running calls keep their buffers. Chunks of equal size never exceed this limit: the window has fewer slots.
    if (kept > WINDOW_BYTES) this.#slots.fill(NO_BUFFERS);
    const slot = {
      plain: old.plain.byteLength >= plainBytes ? old.plain : new Uint8Array(plainBytes),
      packed: old.packed.byteLength >= packedBytes ? old.packed : new Uint8Array(packedBytes),
    };
    while (this.#slots.length < slotIndex) this.#slots.push(NO_BUFFERS);
    this.#slots[slotIndex] = slot;
    return slot;
  }
}

/**
 * Returns freed memory to the system for chunks with large blocks. Blosc allocates three times the block size for every chunk, and
 * the allocator would keep several times what is in use (340 MB instead of 110 MB for blocks of 8 MiB).
 */
function releaseScratch({ blosc }: StoredChunk): void {
  if (blosc.blocksize > LARGE_BLOCK_BYTES) returnFreedMemory();
}

const LARGE_BLOCK_BYTES = 2 ** 20;

/** Buffers that are used again for the next chunk in the slot. */
interface Slot {
  readonly plain: Uint8Array;
  readonly packed: Uint8Array;
}

const NO_BUFFERS: Slot = { plain: new Uint8Array(0), packed: new Uint8Array(0) };

type StoredPart = Pick<UnpackJob, 'read' | 'packed' | 'digest'>;

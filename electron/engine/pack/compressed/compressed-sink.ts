import { realpath } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { BLOSC_MAX_OVERHEAD } from '../../../../shared/format/blosc-chunk.js';
import { type BloscpackHeader, HEADER_BYTES, printHeader } from '../../../../shared/format/header.js';
import { OFFSET_BYTES, offsetsSectionBytes, printOffsets } from '../../../../shared/format/offsets.js';
import { digestBytes } from '../../container/digest.js';
import { undoInterruptedEdit } from '../../in-place/container-file.js';
import { createAtAddress } from '../../io/address-opener.js';
import type { OutputOptions } from '../../io/atomic-file.js';
import { type ByteTarget, MemoryTarget, openFileTarget, streamTarget } from '../../io/byte-target.js';
import type { ChunkTarget, DirectTarget } from '../pack-runs.js';

/** The output for a container. Call either `finish` or `abort`, once, last. */
export interface CompressedSink extends ChunkTarget {
  /** Whether header and offsets can be filled in at the end: true for files and memory, false for streams. */
  readonly patchable: boolean;
  /** Writes the header, the metadata section (empty when there is none) and room for the offsets. */
  begin(header: BloscpackHeader, metadataSection: Uint8Array): Promise<void>;
  /** Adds a chunk of the container that this one replaces, with its digest, on the server that has both. Absent elsewhere. */
  readonly copyChunk?: ((positionBytes: number, storedBytes: number) => Promise<void>) | undefined;
  /** Writes more bytes of the last chunk, for a chunk that is copied in pieces. */
  continueChunk(stored: Uint8Array): Promise<void>;
  /**
   * Writes the offsets, the final header and, if given, another metadata section of the same length, where the sink is patchable.
   * Returns the container's size in bytes.
   */
  finish(header: BloscpackHeader, metadataSection?: Uint8Array): Promise<number>;
  /** Removes what was written. */
  abort(): Promise<void>;
}

/** Writes a container to any byte target. */
export class ContainerSink implements CompressedSink {
  readonly #target: ByteTarget;
  #offsetsAt = 0;
  #hasOffsets = false;
  #positionBytes = 0;
  readonly #offsets: number[] = [];

  constructor(target: ByteTarget) {
    this.#target = target;
  }

  get name(): string {
    return this.#target.name;
  }

  get patchable(): boolean {
    return this.#target.patchable;
  }

  async begin(header: BloscpackHeader, metadataSection: Uint8Array): Promise<void> {
    const offsetsBytes = header.offsets ? Number(offsetsSectionBytes(header)) : 0;
    const headBytes = HEADER_BYTES + metadataSection.byteLength + offsetsBytes;
    this.#target.expect?.(headBytes + mostChunkBytes(header));
    await this.#append(printHeader(header));
    await this.#append(metadataSection);
    this.#offsetsAt = this.#positionBytes;
    this.#hasOffsets = header.offsets;
    this.#target.endOfPatches?.(this.#positionBytes + offsetsBytes);
    await this.#reserveOffsets(offsetsBytes);
  }

  get direct(): DirectTarget | undefined {
    const { direct } = this.#target;
    return (
      direct && {
        room: (maxBytes) => direct.room(maxBytes),
        wrote: (lengths) => {
          const startByte = this.#positionBytes;
          this.#addChunks(lengths);
          direct.wrote(this.#positionBytes - startByte);
        },
      }
    );
  }

  async writeChunks(stored: Uint8Array, lengths: Uint32Array): Promise<void> {
    if (stored.byteLength > 0) await this.#target.append(stored);
    this.#addChunks(lengths);
  }

  async writeLargeChunk(pieces: AsyncIterable<Uint8Array>, storedBytes: number): Promise<void> {
    for await (const piece of pieces) await this.#target.append(piece);
    this.#addChunks(Uint32Array.of(storedBytes));
  }

  get copyChunk(): CompressedSink['copyChunk'] {
    const target = this.#target;
    if (!target.copy) return undefined;
    return async (positionBytes, storedBytes) => {
      await target.copy?.(positionBytes, positionBytes + storedBytes);
      this.#addChunks(Uint32Array.of(storedBytes));
    };
  }

  continueChunk(stored: Uint8Array): Promise<void> {
    return this.#append(stored);
  }

  async finish(header: BloscpackHeader, metadataSection?: Uint8Array): Promise<number> {
    if (this.patchable) {
      await this.#patchOffsets();
      if (metadataSection) await this.#target.patch(HEADER_BYTES, metadataSection);
      await this.#target.patch(0, printHeader(header));
    }
    await this.#target.commit();
    return this.#positionBytes;
  }

  abort(): Promise<void> {
    return this.#target.discard();
  }

  #addChunks(lengths: Uint32Array): void {
    for (const length of lengths) {
      if (this.#hasOffsets) this.#offsets.push(this.#positionBytes);
      this.#positionBytes += length;
    }
  }

  async #append(bytes: Uint8Array): Promise<void> {
    if (bytes.byteLength > 0) await this.#target.append(bytes);
    this.#positionBytes += bytes.byteLength;
  }

  /** Fills the section with -1, by which readers recognise an aborted writer. In pieces, since the section can be very large. */
  async #reserveOffsets(sectionBytes: number): Promise<void> {
    const piece = new Uint8Array(Math.min(sectionBytes, PIECE_BYTES)).fill(0xff);
    for (let left = sectionBytes; left > 0; left -= piece.byteLength) {
      await this.#append(piece.subarray(0, Math.min(left, piece.byteLength)));
    }
  }

  async #patchOffsets(): Promise<void> {
    const perPiece = PIECE_BYTES / OFFSET_BYTES;
    for (let first = 0; first < this.#offsets.length; first += perPiece) {
      const piece = printOffsets(this.#offsets.slice(first, first + perPiece));
      await this.#target.patch(this.#offsetsAt + first * OFFSET_BYTES, piece);
    }
  }
}

/** Bytes of all chunks with their digests if nothing can be saved; 0 where the header does not know their number. */
function mostChunkBytes({ nchunks, chunkSize, lastChunk, checksum }: BloscpackHeader): number {
  const chunks = Number(nchunks);
  if (chunks < 0 || chunkSize < 0 || lastChunk < 0) return 0;
  return (chunks - 1) * chunkSize + lastChunk + chunks * (BLOSC_MAX_OVERHEAD + digestBytes(checksum));
}

const PIECE_BYTES = 512 * 1024;

/** A container file, which gets its name only when it is complete. Also at an address (`setAddressOpener`). */
export async function compressedFileSink(path: string, options: OutputOptions = {}): Promise<CompressedSink> {
  const remote = await createAtAddress(path, options);
  if (remote) return new ContainerSink(remote);
  if (options.overwrite) await recoverExisting(path);
  return new ContainerSink(await openFileTarget(path, options));
}

/** Undoes an interrupted edit of the container that is replaced: its journal would otherwise be beside another file. */
async function recoverExisting(path: string): Promise<void> {
  const target = await realpath(path).catch(() => undefined);
  if (target !== undefined) await undoInterruptedEdit(target);
}

/** A container in memory. Call `bytes()` after `finish`. */
export function compressedBytesSink(): { readonly sink: CompressedSink; bytes(): Uint8Array } {
  const target = new MemoryTarget();
  return { sink: new ContainerSink(target), bytes: () => target.bytes() };
}

/** A container as a stream: without offsets, and with counts of -1 unless the size of the source is known. */
export function compressedStreamSink(stream: Writable, name?: string): CompressedSink {
  return new ContainerSink(streamTarget(stream, name));
}

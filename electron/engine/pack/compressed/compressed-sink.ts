import { realpath } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { type BloscpackHeader, HEADER_BYTES, printHeader } from '../../../../shared/format/header.js';
import { OFFSET_BYTES, offsetsSectionBytes, printOffsets } from '../../../../shared/format/offsets.js';
import { recoverLeftover } from '../../in-place/container-file.js';
import type { OutputOptions } from '../../io/atomic-file.js';
import type { ByteTarget } from '../../io/byte-target.js';
import { openFileTarget } from '../../io/file-target.js';
import { MemoryTarget } from '../../io/memory-target.js';
import { streamTarget } from '../../io/stream-target.js';

/** Where a container goes. `finish` or `abort` ends a sink's life, never both. */
export interface CompressedSink {
  readonly name: string;
  /** Whether header and offsets can be filled in at the end: true for files and memory, false for streams. */
  readonly patchable: boolean;
  /** Writes the header, the metadata section (empty when there is none) and room for the offsets. */
  begin(header: BloscpackHeader, metadataSection: Uint8Array): Promise<void>;
  /** Takes the next chunk with its digest behind it; the bytes belong to the caller again once settled. */
  writeChunk(stored: Uint8Array): Promise<void>;
  /** Takes more bytes of the chunk before, for a chunk that is copied in pieces. */
  continueChunk(stored: Uint8Array): Promise<void>;
  /**
   * Fills in the offsets and, where counts were unknown and can be told now, the header, and other metadata of the same room
   * when `metadataSection` has some. Answers the container's size in bytes.
   */
  finish(header: BloscpackHeader, metadataSection?: Uint8Array): Promise<number>;
  /** Leaves nothing behind. */
  abort(): Promise<void>;
}

/** Writes a container to any target of bytes. */
export class ContainerSink implements CompressedSink {
  readonly #target: ByteTarget;
  #offsetsAt = 0;
  #keepsOffsets = false;
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
    await this.#append(printHeader(header));
    await this.#append(metadataSection);
    this.#offsetsAt = this.#positionBytes;
    this.#keepsOffsets = header.offsets;
    if (header.offsets) await this.#reserveOffsets(Number(offsetsSectionBytes(header)));
  }

  async writeChunk(stored: Uint8Array): Promise<void> {
    if (this.#keepsOffsets) this.#offsets.push(this.#positionBytes);
    await this.#append(stored);
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

  async #append(bytes: Uint8Array): Promise<void> {
    if (bytes.byteLength > 0) await this.#target.append(bytes);
    this.#positionBytes += bytes.byteLength;
  }

  /** All -1 until the end: that is how a reader knows an aborted writer. In pieces, since the section can be huge. */
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

const PIECE_BYTES = 512 * 1024;

/** A container file, which appears under its name only when it is whole. */
export async function compressedFileSink(path: string, options: OutputOptions = {}): Promise<CompressedSink> {
  if (options.overwrite) await recoverExisting(path);
  return new ContainerSink(await openFileTarget(path, options));
}

/** A journal that a killed process left beside the container must not survive it: it would speak of another file then. */
async function recoverExisting(path: string): Promise<void> {
  const target = await realpath(path).catch(() => undefined);
  if (target !== undefined) await recoverLeftover(target);
}

/** A container in memory; `bytes()` after `finish` gives it to the caller. */
export function compressedBytesSink(): { readonly sink: CompressedSink; bytes(): Uint8Array } {
  const target = new MemoryTarget();
  return { sink: new ContainerSink(target), bytes: () => target.bytes() };
}

/** A container as a stream: it has no offsets, and its counts are -1 unless the source's size was known. */
export function compressedStreamSink(stream: Writable, name?: string): CompressedSink {
  return new ContainerSink(streamTarget(stream, name));
}

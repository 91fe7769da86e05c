import { BLOSC_HEADER_BYTES, type BloscHeader, parseBloscHeader } from '../../../shared/format/blosc-chunk.js';
import { ByteReader } from '../../../shared/format/bytes.js';
import { FormatError } from '../../../shared/format/errors.js';
import type { RandomReader } from '../io/random-reader.js';
import type { ContainerLayout } from './layout.js';

/** One chunk as it lies in the container. */
export interface StoredChunk {
  readonly chunkIndex: number;
  readonly positionBytes: number;
  readonly blosc: BloscHeader;
  /** Chunk and digest together, in bytes. */
  readonly storedBytes: number;
  /** Where its first plain byte stands in the whole data. */
  readonly plainStartByte: number;
}

/** The place after a chunk, from which a walk can go on. */
export interface WalkPoint {
  readonly chunkIndex: number;
  readonly positionBytes: number;
  readonly plainStartByte: number;
}

/**
 * Steps through the chunks in sequence, as the reference reads them: only the 16-byte headers are read, and each chunk is
 * known to lie inside the file, digest included, before it is yielded. Ends after `nchunks`, or at the end of the file when
 * the count is unknown.
 */
export async function* walkChunks(
  reader: RandomReader,
  layout: ContainerLayout,
  from: WalkPoint = { chunkIndex: 0, positionBytes: layout.chunksPositionBytes, plainStartByte: 0 },
): AsyncGenerator<StoredChunk, void, undefined> {
  let { chunkIndex, positionBytes, plainStartByte } = from;
  for (; !(await isPastLast(reader, layout, chunkIndex, positionBytes)); chunkIndex++) {
    const blosc = await readChunkHeader(reader, layout, chunkIndex, positionBytes);
    const storedBytes = blosc.ctbytes + layout.digestBytes;
    yield { chunkIndex, positionBytes, blosc, storedBytes, plainStartByte };
    positionBytes += storedBytes;
    plainStartByte += blosc.nbytes;
  }
}

async function isPastLast(
  reader: RandomReader,
  layout: ContainerLayout,
  chunkIndex: number,
  positionBytes: number,
): Promise<boolean> {
  return layout.nchunks === undefined ? reader.endsAt(positionBytes) : chunkIndex >= layout.nchunks;
}

/** Reads and checks the header of the chunk at a position, against the container's own header and the file's end. */
export async function readChunkHeader(
  reader: RandomReader,
  layout: ContainerLayout,
  chunkIndex: number,
  positionBytes: number,
): Promise<BloscHeader> {
  const context = { chunkIndex, offsetBytes: positionBytes };
  const blosc = parseBloscHeader(await readHeaderBytes(reader, chunkIndex, positionBytes), context);
  requireMoreChunks(reader, layout, blosc, chunkIndex, positionBytes);
  requireExpectedNbytes(layout, blosc, chunkIndex, positionBytes);
  const endByte = positionBytes + blosc.ctbytes + layout.digestBytes;
  if (endByte > reader.sizeBytes) {
    throw new FormatError(
      'truncated',
      `chunk ${chunkIndex} reaches to byte ${endByte}, but the file ends at byte ${reader.sizeBytes}`,
      { ...context, expected: endByte, found: reader.sizeBytes },
    );
  }
  return blosc;
}

async function readHeaderBytes(reader: RandomReader, chunkIndex: number, positionBytes: number): Promise<Uint8Array> {
  if (positionBytes + BLOSC_HEADER_BYTES > reader.sizeBytes) {
    throw new FormatError(
      'truncated',
      `chunk ${chunkIndex} should start at byte ${positionBytes}, but the file ends at byte ${reader.sizeBytes}`,
      { chunkIndex, offsetBytes: positionBytes, expected: positionBytes + BLOSC_HEADER_BYTES, found: reader.sizeBytes },
    );
  }
  return reader.readAt(positionBytes, BLOSC_HEADER_BYTES);
}

/** The size a chunk must have is known from the container's header: what the chunk itself claims is never trusted alone. */
function requireExpectedNbytes(
  layout: ContainerLayout,
  blosc: BloscHeader,
  chunkIndex: number,
  offsetBytes: number,
): void {
  const expected = expectedNbytes(layout, chunkIndex);
  const fits = expected.exact ? blosc.nbytes === expected.nbytes : blosc.nbytes <= expected.nbytes;
  if (fits) return;
  throw new FormatError(
    'bad-chunk',
    `chunk ${chunkIndex} claims ${blosc.nbytes} uncompressed bytes, but the container's header says ${expected.nbytes}`,
    { chunkIndex, offsetBytes, expected: expected.nbytes, found: blosc.nbytes },
  );
}

/** A short chunk that ends with the file, although more are announced, is the last one of a file that lacks the others. */
function requireMoreChunks(
  reader: RandomReader,
  layout: ContainerLayout,
  blosc: BloscHeader,
  chunkIndex: number,
  positionBytes: number,
): void {
  const endByte = positionBytes + blosc.ctbytes + layout.digestBytes;
  const isShort = blosc.nbytes < expectedNbytes(layout, chunkIndex).nbytes;
  if (layout.nchunks === undefined || chunkIndex === layout.nchunks - 1 || !isShort || endByte !== reader.sizeBytes)
    return;
  throw new FormatError(
    'truncated',
    `the header announces ${layout.nchunks} chunks, but the file ends behind chunk ${chunkIndex}, at byte ${endByte}`,
    { chunkIndex: chunkIndex + 1, offsetBytes: endByte, expected: layout.nchunks, found: chunkIndex + 1 },
  );
}

/** Plain bytes a chunk must have, or may have at most when the header leaves it open. */
export function expectedNbytes(layout: ContainerLayout, chunkIndex: number): { nbytes: number; exact: boolean } {
  const { chunkSize, lastChunk } = layout.header;
  const isLast = layout.nchunks !== undefined && chunkIndex === layout.nchunks - 1;
  if (isLast && lastChunk >= 0) return { nbytes: lastChunk, exact: true };
  if (chunkSize < 0) return { nbytes: MAX_NBYTES, exact: false };
  // With unknown counts any chunk may turn out to be the last, shorter one.
  return { nbytes: chunkSize, exact: layout.nchunks !== undefined && !isLast };
}

/** Blosc's own limit, 2^31 - 1 - 16 bytes. */
const MAX_NBYTES = 2147483631;

/**
 * Where a chunk that is not to be trusted says it ends, its digest included; undefined when its header is not all inside the
 * file. What it says is not compared with the file's end.
 */
export async function claimedEnd(
  reader: RandomReader,
  layout: ContainerLayout,
  positionBytes: number,
): Promise<number | undefined> {
  if (positionBytes < 0 || positionBytes + BLOSC_HEADER_BYTES > reader.sizeBytes) return undefined;
  const fields = new ByteReader(await reader.readAt(positionBytes, BLOSC_HEADER_BYTES), 'the Blosc chunk header');
  fields.skip(CTBYTES_AT);
  return positionBytes + fields.u32() + layout.digestBytes;
}

/** Where `ctbytes` stands in the header of a Blosc chunk. */
const CTBYTES_AT = 12;

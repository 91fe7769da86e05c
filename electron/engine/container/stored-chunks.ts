import { BLOSC_HEADER_BYTES, type BloscHeader, parseBloscHeader } from '../../../shared/format/blosc-chunk.js';
import { ByteReader } from '../../../shared/format/bytes.js';
import { FormatError } from '../../../shared/format/errors.js';
import type { RandomReader } from '../io/random-reader.js';
import type { ContainerLayout } from './layout.js';

/** One chunk and its position in the container. */
export interface StoredChunk {
  readonly chunkIndex: number;
  readonly positionBytes: number;
  readonly blosc: BloscHeader;
  /** Chunk and digest together, in bytes. */
  readonly storedBytes: number;
  /** Position of its first plain byte in the whole data. */
  readonly plainStartByte: number;
  /** Reads it where it is not in the file of the others. */
  readonly reader?: RandomReader;
}

/** A position from which a walk can start or continue. */
export interface WalkPoint {
  readonly chunkIndex: number;
  readonly positionBytes: number;
  readonly plainStartByte: number;
}

/**
 * Yields the chunks in sequence, as the reference reads them. Reads only the 16-byte headers; each chunk and its digest are inside
 * the file. Ends after `nchunks` chunks or, when the count is unknown, at the end of the file.
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

/** Whether there is no chunk at this position, which follows the chunk before it. */
export async function isPastLast(
  reader: RandomReader,
  layout: ContainerLayout,
  chunkIndex: number,
  positionBytes: number,
): Promise<boolean> {
  return layout.nchunks === undefined ? reader.endsAt(positionBytes) : chunkIndex >= layout.nchunks;
}

/** Reads the header of the chunk at a position and checks it against the container's header and the end of the file. */
export async function readChunkHeader(
  reader: RandomReader,
  layout: ContainerLayout,
  chunkIndex: number,
  positionBytes: number,
): Promise<BloscHeader> {
  const bytes = await readHeaderBytes(reader, chunkIndex, positionBytes);
  return parseChunkHeader(bytes, reader, layout, chunkIndex, positionBytes);
}

/** `readChunkHeader` of the bytes that were read. */
export function parseChunkHeader(
  bytes: Uint8Array,
  reader: RandomReader,
  layout: ContainerLayout,
  chunkIndex: number,
  positionBytes: number,
): BloscHeader {
  const context = { chunkIndex, offsetBytes: positionBytes };
  const blosc = parseBloscHeader(bytes, context);
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

/** Compares the size in the chunk's header with the one that follows from the container's header. */
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

/** Throws FormatError('truncated') for a short chunk at the end of the file when the header counts more chunks. */
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

/** Plain bytes that a chunk must have or, if not `exact`, may have at most. */
export function expectedNbytes(layout: ContainerLayout, chunkIndex: number): { nbytes: number; exact: boolean } {
  const { chunkSize, lastChunk } = layout.header;
  const isLast = layout.nchunks !== undefined && chunkIndex === layout.nchunks - 1;
  if (isLast && lastChunk >= 0) return { nbytes: lastChunk, exact: true };
  if (chunkSize < 0) return { nbytes: MAX_NBYTES, exact: false };
  // With unknown counts, any chunk can be the last one, which may be shorter.
  return { nbytes: chunkSize, exact: layout.nchunks !== undefined && !isLast };
}

/** Blosc's own limit, 2^31 - 1 - 16 bytes. */
const MAX_NBYTES = 2147483631;

/**
 * The end of a possibly damaged chunk as its header gives it, digest included; it can be behind the end of the file. Undefined when
 * the header is not inside the file.
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

/** Position of `ctbytes` in the header of a Blosc chunk. */
const CTBYTES_AT = 12;

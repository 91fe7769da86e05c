import { FormatError } from '../../../shared/format/errors.js';
import { type BloscpackHeader, HEADER_BYTES, parseHeader } from '../../../shared/format/header.js';
import {
  METADATA_HEADER_BYTES,
  type MetadataHeader,
  metadataSectionBytes,
  parseMetadataHeader,
} from '../../../shared/format/metadata-section.js';
import { OFFSET_BYTES, offsetsSectionBytes } from '../../../shared/format/offsets.js';
import type { RandomReader } from '../io/random-reader.js';
import { digestBytes } from './digest.js';

/** Positions of the sections of a container, in bytes from its start. All are inside the file. */
export interface ContainerLayout {
  readonly header: BloscpackHeader;
  readonly metadata: { readonly header: MetadataHeader; readonly positionBytes: number } | undefined;
  readonly offsets: { readonly positionBytes: number; readonly slots: number } | undefined;
  /** Where chunk 0 starts. */
  readonly chunksPositionBytes: number;
  /** Number of chunks in the header; undefined when a streaming writer left it unknown. */
  readonly nchunks: number | undefined;
  /** Bytes of the digest behind each chunk. */
  readonly digestBytes: number;
}

/**
 * Reads the fixed-size heads of all sections and checks them in the order of the file, without reading the sections themselves.
 * Throws FormatError for the first error; `readHead` continues as far as possible.
 */
export async function readLayout(reader: RandomReader): Promise<ContainerLayout> {
  return readLayoutBehind(reader, await readHeader(reader));
}

export async function readHeader(reader: RandomReader): Promise<BloscpackHeader> {
  return parseHeader(await reader.readAt(0, Math.min(HEADER_BYTES, reader.sizeBytes)));
}

/** The layout of a container whose header was read. */
export async function readLayoutBehind(reader: RandomReader, header: BloscpackHeader): Promise<ContainerLayout> {
  const metadata = header.metadata ? await readMetadataHeader(reader) : undefined;
  const offsetsAt = HEADER_BYTES + (metadata ? metadataSectionBytes(metadata.header) : 0);
  requireSection('metadata section', HEADER_BYTES, offsetsAt, reader.sizeBytes);
  const offsets = header.offsets ? placeOffsets(header, offsetsAt, reader.sizeBytes) : undefined;
  const chunksPositionBytes = offsetsAt + (offsets ? offsets.slots * OFFSET_BYTES : 0);
  return {
    header,
    metadata,
    offsets,
    chunksPositionBytes,
    nchunks: countChunks(header, chunksPositionBytes, reader.sizeBytes),
    digestBytes: digestBytes(header.checksum),
  };
}

async function readMetadataHeader(reader: RandomReader): Promise<NonNullable<ContainerLayout['metadata']>> {
  requireSection('metadata header', HEADER_BYTES, HEADER_BYTES + METADATA_HEADER_BYTES, reader.sizeBytes);
  const bytes = await reader.readAt(HEADER_BYTES, METADATA_HEADER_BYTES);
  return { header: parseMetadataHeader(bytes), positionBytes: HEADER_BYTES };
}

function placeOffsets(
  header: BloscpackHeader,
  positionBytes: number,
  fileBytes: number,
): { positionBytes: number; slots: number } {
  const sectionBytes = offsetsSectionBytes(header);
  requireSection('offsets section', positionBytes, BigInt(positionBytes) + sectionBytes, fileBytes);
  // The section is inside the file, so this is far below 2^53.
  return { positionBytes, slots: Number(sectionBytes) / OFFSET_BYTES };
}

function requireSection(what: string, startByte: number, endByte: number | bigint, fileBytes: number): void {
  if (endByte <= fileBytes) return;
  throw new FormatError(
    'truncated',
    `the ${what} should reach to byte ${endByte}, but the file ends at byte ${fileBytes}`,
    { offsetBytes: startByte, expected: endByte, found: fileBytes },
  );
}

/**
 * The count as a number. Throws FormatError only for a count that no file can have: a container that was cut must be readable up to
 * its end, which the walk finds.
 */
function countChunks(header: BloscpackHeader, chunksAt: number, fileBytes: number): number | undefined {
  if (header.nchunks < 0n) return undefined;
  if (header.nchunks > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new FormatError(
      'truncated',
      `the header announces ${header.nchunks} chunks, which cannot fit the ${fileBytes - chunksAt} bytes that follow it`,
      { offsetBytes: 16, expected: header.nchunks, found: fileBytes },
    );
  }
  return Number(header.nchunks);
}

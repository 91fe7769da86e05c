import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { computeDigest } from '../electron/engine/container/digest.js';
import { encodeMetadata } from '../electron/engine/container/encode-metadata.js';
import { resolveMetadataArgs } from '../electron/engine/pack/args.js';
import { compress, MAX_OVERHEAD } from '../native/index.js';
import { BLOSC_HEADER_BYTES, printBloscHeader } from '../shared/format/blosc-chunk.js';
import { type BloscpackHeader, HEADER_BYTES, printHeader } from '../shared/format/header.js';
import { arrayMetadata } from '../shared/format/numpy/array-metadata.js';
import { parseDtype } from '../shared/format/numpy/dtype-parse.js';
import { OFFSET_BYTES } from '../shared/format/offsets.js';

const DIGEST_BYTES = 4;
const DOUBLES_A_CHUNK = 64;

/** What was made, to compare a reader's answers with. */
export interface HugeContainer {
  readonly chunks: number;
  readonly chunkBytes: number;
  readonly sizeBytes: number;
}

/**
 * A container of very many small chunks with adler32: float64 of shape (chunks, 64), one row a chunk. Row r holds 64 times the
 * number of its kind, `r % 97`, and more noise the higher it is, so that ratios differ along the file.
 */
export function writeManyChunks(path: string, chunks: number): HugeContainer {
  const chunkBytes = DOUBLES_A_CHUNK * 8;
  const kinds = Array.from({ length: 97 }, (_, kind) => storedChunk(kindOfRow(kind)));
  const sizes = Float64Array.from(kinds, ({ byteLength }) => byteLength);
  const file = openSync(path, 'w');
  try {
    const section = metadataSection([chunks, DOUBLES_A_CHUNK]);
    writeAll(file, printHeader(headOf(chunks, chunkBytes, chunkBytes, 'adler32')));
    writeAll(file, section);
    const offsets = new BigInt64Array(chunks);
    let at = HEADER_BYTES + section.byteLength + chunks * OFFSET_BYTES;
    for (let chunk = 0; chunk < chunks; chunk++) {
      offsets[chunk] = BigInt(at);
      at += sizes[chunk % kinds.length] ?? 0;
    }
    writeAll(file, new Uint8Array(offsets.buffer));
    const cycle = Buffer.concat(kinds);
    const whole = Math.floor(chunks / kinds.length);
    for (let done = 0; done < whole; done += 1000) {
      writeAll(file, Buffer.concat(Array.from({ length: Math.min(1000, whole - done) }, () => cycle)));
    }
    writeAll(file, Buffer.concat(kinds.slice(0, chunks % kinds.length)));
    return { chunks, chunkBytes, sizeBytes: at };
  } finally {
    closeSync(file);
  }
}

/** The values of a row of `writeManyChunks`. */
export function kindOfRow(row: number): Float64Array {
  const kind = row % 97;
  const values = new Float64Array(DOUBLES_A_CHUNK).fill(kind);
  for (let index = 0; index < Math.min(kind, DOUBLES_A_CHUNK); index++)
    values[index] = kind + ((index * 7919) % 1000) / 997;
  return values;
}

/**
 * A sparse container of `sizeBytes` or a little more: chunks of 16 MiB that are pure copies of zeros, of which only the Blosc
 * headers take room on the disk. float64 of shape (n, 1024), no checksums.
 */
export function writeSparseContainer(path: string, sizeBytes: number): HugeContainer {
  const chunkBytes = 2 ** 24;
  const stored = BLOSC_HEADER_BYTES + chunkBytes;
  const chunks = Math.ceil(sizeBytes / stored);
  const file = openSync(path, 'w');
  try {
    const section = metadataSection([(chunks * chunkBytes) / 8192, 1024]);
    writeAll(file, printHeader(headOf(chunks, chunkBytes, chunkBytes, 'None')));
    writeAll(file, section);
    const first = HEADER_BYTES + section.byteLength + chunks * OFFSET_BYTES;
    writeAll(
      file,
      new Uint8Array(BigInt64Array.from({ length: chunks }, (_, chunk) => BigInt(first + chunk * stored)).buffer),
    );
    const head = printBloscHeader({
      version: 2,
      versionlz: 1,
      flags: 0x03,
      typesize: 8,
      nbytes: chunkBytes,
      blocksize: 2 ** 18,
      ctbytes: stored,
    });
    for (let chunk = 0; chunk < chunks; chunk++) writeSync(file, head, 0, head.byteLength, first + chunk * stored);
    ftruncateSync(file, first + chunks * stored);
    return { chunks, chunkBytes, sizeBytes: first + chunks * stored };
  } finally {
    closeSync(file);
  }
}

function headOf(
  nchunks: number,
  chunkSize: number,
  lastChunk: number,
  checksum: BloscpackHeader['checksum'],
): BloscpackHeader {
  return {
    formatVersion: 3,
    offsets: true,
    metadata: true,
    checksum,
    typesize: 8,
    chunkSize,
    lastChunk,
    nchunks: BigInt(nchunks),
    maxAppChunks: 0n,
  };
}

function metadataSection(shape: readonly number[]): Uint8Array {
  return encodeMetadata({ ...arrayMetadata({ dtype: parseDtype("'<f8'"), shape, order: 'C' }) }, resolveMetadataArgs());
}

/** The chunk with its digest behind it. */
function storedChunk(values: Float64Array): Buffer {
  const plain = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const room = new Uint8Array(plain.byteLength + MAX_OVERHEAD);
  const ctbytes = compress(plain, room, { codec: 'lz4', clevel: 5, shuffle: 1, typesize: 8, blocksize: 0 });
  const chunk = room.subarray(0, ctbytes);
  const digest = computeDigest('adler32', chunk);
  if (digest.byteLength !== DIGEST_BYTES) throw new Error('adler32 takes 4 bytes');
  return Buffer.concat([chunk, digest]);
}

function writeAll(file: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.byteLength) written += writeSync(file, bytes, written);
}

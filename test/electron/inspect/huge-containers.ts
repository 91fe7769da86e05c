import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { BLOSC_HEADER_BYTES, printBloscHeader } from '../../../shared/format/blosc-chunk.js';
import { type BloscpackHeader, HEADER_BYTES, printHeader } from '../../../shared/format/header.js';
import { OFFSET_BYTES } from '../../../shared/format/offsets.js';

export interface HugeOptions {
  readonly path: string;
  readonly chunks: number;
  /** Plain bytes of a chunk; each is a pure copy, whose data are sparse in the file. */
  readonly chunkBytes: number;
  /** Free slots. Default 0. */
  readonly reserve?: number;
  /** Default true. */
  readonly offsets?: boolean;
}

/** Entries and headers that are written in one call. */
const BATCH = 65_536;

/** Writes a container of pure copies without their data: any size, with little disk space. */
export function writeHugeContainer({ path, chunks, chunkBytes, reserve = 0, offsets = true }: HugeOptions): void {
  const header: BloscpackHeader = {
    formatVersion: 3,
    offsets,
    metadata: false,
    checksum: 'None',
    typesize: 8,
    chunkSize: chunkBytes,
    lastChunk: chunkBytes,
    nchunks: BigInt(chunks),
    maxAppChunks: BigInt(offsets ? reserve : 0),
  };
  const chunksAt = HEADER_BYTES + (offsets ? (chunks + reserve) * OFFSET_BYTES : 0);
  const storedBytes = BLOSC_HEADER_BYTES + chunkBytes;
  const fd = openSync(path, 'w');
  writeSync(fd, printHeader(header));
  ftruncateSync(fd, chunksAt + chunks * storedBytes);
  if (offsets) writeOffsets(fd, chunks, reserve, (chunk) => chunksAt + chunk * storedBytes);
  const head = printBloscHeader({
    version: 2,
    versionlz: 1,
    flags: 0x02,
    typesize: 8,
    nbytes: chunkBytes,
    blocksize: chunkBytes,
    ctbytes: storedBytes,
  });
  if (chunkBytes <= 64) writeAllChunks(fd, chunks, chunksAt, storedBytes, head);
  else for (let chunk = 0; chunk < chunks; chunk++) writeSync(fd, head, 0, head.length, chunksAt + chunk * storedBytes);
  closeSync(fd);
}

function writeOffsets(fd: number, chunks: number, reserve: number, offsetOf: (chunk: number) => number): void {
  for (let first = 0; first < chunks + reserve; first += BATCH) {
    const page = new BigInt64Array(Math.min(BATCH, chunks + reserve - first)).fill(-1n);
    for (let slot = 0; slot < page.length && first + slot < chunks; slot++) page[slot] = BigInt(offsetOf(first + slot));
    writeSync(fd, new Uint8Array(page.buffer), 0, page.byteLength, HEADER_BYTES + first * OFFSET_BYTES);
  }
}

/** Small chunks are so close together that writing the zeros between their headers is faster. */
function writeAllChunks(fd: number, chunks: number, chunksAt: number, storedBytes: number, head: Uint8Array): void {
  for (let first = 0; first < chunks; first += BATCH) {
    const count = Math.min(BATCH, chunks - first);
    const batch = new Uint8Array(count * storedBytes);
    for (let chunk = 0; chunk < count; chunk++) batch.set(head, chunk * storedBytes);
    writeSync(fd, batch, 0, batch.length, chunksAt + first * storedBytes);
  }
}

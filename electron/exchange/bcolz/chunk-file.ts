import { BLOSC_HEADER_BYTES, type BloscHeader, parseBloscHeader } from '../../../shared/format/blosc-chunk.js';
import { FormatError } from '../../../shared/format/errors.js';
import { readFully } from '../../engine/io/file-reader.js';
import type { StampedFiles } from './stamped-files.js';

/**
 * What stands before the Blosc chunk in each file of a carray:
 *
 *     at  size  field
 *      0     4  magic, `blpk`
 *      4     1  version, 1
 *      5     3  reserved
 *      8     8  number of chunks, i64, always 1
 */
export const FILE_HEADER_BYTES = 16;
const VERSION = 1;

export interface ChunkFile {
  readonly header: BloscHeader;
  /** The Blosc chunk, `header.ctbytes` long. Belongs to the caller. */
  readonly bytes: Uint8Array;
}

/** Throws FormatError 'bad-chunk' or 'truncated', which names the file; IoError when it cannot be read. */
export async function readChunkFile(files: StampedFiles, path: string): Promise<ChunkFile> {
  return files.open(path, async (handle, sizeBytes) => {
    const header = checkedHeader(await start(handle, path, sizeBytes), path, sizeBytes);
    const bytes = new Uint8Array(header.ctbytes);
    await readFully(handle, bytes, FILE_HEADER_BYTES, path);
    return { header, bytes };
  });
}

/** The Blosc header alone. */
export async function readChunkHeader(files: StampedFiles, path: string): Promise<BloscHeader> {
  return files.open(path, async (handle, sizeBytes) =>
    checkedHeader(await start(handle, path, sizeBytes), path, sizeBytes),
  );
}

async function start(handle: Parameters<typeof readFully>[0], path: string, sizeBytes: number): Promise<Uint8Array> {
  const head = new Uint8Array(Math.min(sizeBytes, FILE_HEADER_BYTES + BLOSC_HEADER_BYTES));
  await readFully(handle, head, 0, path);
  return head;
}

function checkedHeader(head: Uint8Array, file: string, sizeBytes: number): BloscHeader {
  const view = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  const isChunk =
    view.byteLength >= FILE_HEADER_BYTES &&
    view.toString('latin1', 0, 4) === 'blpk' &&
    view.readUInt8(4) === VERSION &&
    view.readBigInt64LE(8) === 1n;
  if (!isChunk) throw new FormatError('bad-chunk', `'${file}' is no chunk of a carray`, { file });
  const header = parseBloscHeader(view.subarray(FILE_HEADER_BYTES), { file });
  const expected = FILE_HEADER_BYTES + header.ctbytes;
  if (sizeBytes === expected) return header;
  throw new FormatError(
    sizeBytes < expected ? 'truncated' : 'bad-chunk',
    `'${file}' should have ${expected} bytes, as its chunk says, and has ${sizeBytes}`,
    { file, expected, found: sizeBytes },
  );
}

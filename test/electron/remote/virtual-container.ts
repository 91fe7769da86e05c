import { computeDigest } from '../../../electron/engine/container/digest.js';
import { encodeMetadata } from '../../../electron/engine/container/encode-metadata.js';
import { resolveMetadataArgs } from '../../../electron/engine/pack/args.js';
import { compress, MAX_OVERHEAD } from '../../../native/index.js';
import { HEADER_BYTES, printHeader } from '../../../shared/format/header.js';
import { arrayMetadata } from '../../../shared/format/numpy/array-metadata.js';
import { parseDtype } from '../../../shared/format/numpy/dtype-parse.js';
import { OFFSET_BYTES } from '../../../shared/format/offsets.js';
import type { ServedFile } from './range-server.js';

export interface VirtualContainer {
  readonly file: ServedFile;
  /** The array's items, uint32. */
  readonly items: number;
  itemAt(index: number): number;
  /** Stored bytes of one chunk, its digest included. */
  readonly storedBytes: number;
}

interface VirtualOptions {
  /** Default true. */
  readonly offsets?: boolean;
  /** Whether the header says how many chunks there are. Default true. */
  readonly counted?: boolean;
}

/** A container whose chunks are all the same: its bytes are made when they are asked for, however large it is. */
export function virtualContainer(
  plain: Uint32Array,
  chunks: number,
  blocksize: number,
  { offsets = true, counted = true }: VirtualOptions = {},
): VirtualContainer {
  const stored = storedChunk(new Uint8Array(plain.buffer, plain.byteOffset, plain.byteLength), blocksize);
  const items = plain.length * chunks;
  const spec = { dtype: parseDtype("'<u4'"), shape: [items], order: 'C' } as const;
  const header = printHeader({
    formatVersion: 3,
    offsets,
    metadata: true,
    checksum: 'adler32',
    typesize: 4,
    chunkSize: plain.byteLength,
    lastChunk: counted ? plain.byteLength : -1,
    nchunks: counted ? BigInt(chunks) : -1n,
    maxAppChunks: 0n,
  });
  const head = Buffer.concat([header, encodeMetadata({ ...arrayMetadata(spec) }, resolveMetadataArgs())]);
  if (header.byteLength !== HEADER_BYTES) throw new Error('a header has 32 bytes');
  const chunksAt = head.byteLength + (offsets ? chunks * OFFSET_BYTES : 0);
  const offsetEntry = Buffer.alloc(OFFSET_BYTES);
  /** The bytes from a position up to the next part of the file. They may be those of the part before. */
  const partAt = (position: number): Uint8Array => {
    if (position < head.byteLength) return head.subarray(position);
    if (position >= chunksAt) return stored.subarray((position - chunksAt) % stored.byteLength);
    const entry = Math.floor((position - head.byteLength) / OFFSET_BYTES);
    offsetEntry.writeBigInt64LE(BigInt(chunksAt + entry * stored.byteLength));
    return offsetEntry.subarray((position - head.byteLength) % OFFSET_BYTES);
  };
  return {
    items,
    itemAt: (index) => plain[index % plain.length] ?? 0,
    storedBytes: stored.byteLength,
    file: {
      sizeBytes: chunksAt + chunks * stored.byteLength,
      read: (startByte, endByte) => {
        const bytes = new Uint8Array(endByte - startByte);
        for (let at = 0; at < bytes.byteLength; ) {
          const part = partAt(startByte + at).subarray(0, bytes.byteLength - at);
          bytes.set(part, at);
          at += part.byteLength;
        }
        return bytes;
      },
    },
  };
}

function storedChunk(plain: Uint8Array, blocksize: number): Buffer {
  const room = new Uint8Array(plain.byteLength + MAX_OVERHEAD);
  const ctbytes = compress(plain, room, { codec: 'zstd', clevel: 1, shuffle: 1, typesize: 4, blocksize });
  const chunk = room.subarray(0, ctbytes);
  return Buffer.concat([chunk, computeDigest('adler32', chunk)]);
}

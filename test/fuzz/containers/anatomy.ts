import { CHECKSUMS, type ChecksumName } from '../../../shared/format/checksums.js';

/** A number in a container. */
export interface Field {
  readonly name: string;
  readonly at: number;
  readonly sizeBytes: 1 | 2 | 4 | 8;
}

/** Bytes [start, end). */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A digest that is stored at `at`, over the bytes of the span. */
export interface StoredDigest extends Span {
  readonly checksum: ChecksumName;
  readonly at: number;
}

/** The positions of all parts of a valid container. `chunks` are without their digests. */
export interface Anatomy {
  readonly fields: readonly Field[];
  readonly chunks: readonly Span[];
  readonly digests: readonly StoredDigest[];
  readonly offsetsAt: number | undefined;
  readonly chunksAt: number;
}

type FieldTable = readonly (readonly [name: string, at: number, sizeBytes: Field['sizeBytes']])[];

const HEADER_FIELDS: FieldTable = [
  ['magic', 0, 4],
  ['format_version', 4, 1],
  ['options', 5, 1],
  ['checksum', 6, 1],
  ['typesize', 7, 1],
  ['chunk_size', 8, 4],
  ['last_chunk', 12, 4],
  ['nchunks', 16, 8],
  ['max_app_chunks', 24, 8],
];

const METADATA_FIELDS: FieldTable = [
  ['magic_format', 0, 8],
  ['meta_options', 8, 1],
  ['meta_checksum', 9, 1],
  ['meta_codec', 10, 1],
  ['meta_level', 11, 1],
  ['meta_size', 12, 4],
  ['max_meta_size', 16, 4],
  ['meta_comp_size', 20, 4],
  ['user_codec', 24, 8],
];

const CHUNK_FIELDS: FieldTable = [
  ['version', 0, 1],
  ['versionlz', 1, 1],
  ['flags', 2, 1],
  ['typesize', 3, 1],
  ['nbytes', 4, 4],
  ['blocksize', 8, 4],
  ['ctbytes', 12, 4],
];

const HEAD_BYTES = 32;
const CHUNK_HEAD_BYTES = 16;
const FLAG_MEMCPYED = 0x02;
/** Most fields of the blocks of one chunk, so that chunks with many blocks do not outnumber the other fields. */
const MAX_BLOCK_FIELDS = 8;

/** Finds the parts of a valid container, without using the reader under test. */
export function dissect(bytes: Uint8Array): Anatomy {
  const view = viewOf(bytes);
  const fields = placed(HEADER_FIELDS, 0);
  const digests: StoredDigest[] = [];
  let at = HEAD_BYTES;
  if ((view.getUint8(5) & 2) !== 0) {
    fields.push(...placed(METADATA_FIELDS, at));
    const digest = metadataDigest(view, at);
    digests.push(digest);
    at = digest.at + digestBytesOf(digest.checksum);
  }
  const hasOffsets = (view.getUint8(5) & 1) !== 0;
  const slots = hasOffsets ? Number(view.getBigInt64(16, true) + view.getBigInt64(24, true)) : 0;
  fields.push(...offsetFields(at, slots));
  const chunksAt = at + 8 * slots;
  const checksum = checksumAt(view, 6);
  const chunks = [...chunkSpans(view, chunksAt, digestBytesOf(checksum))];
  for (const chunk of chunks) {
    fields.push(...placed(CHUNK_FIELDS, chunk.start), ...blockFields(view, chunk));
    digests.push({ ...chunk, checksum, at: chunk.end });
  }
  return { fields, chunks, digests, offsetsAt: hasOffsets ? at : undefined, chunksAt };
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function placed(table: FieldTable, start: number): Field[] {
  return table.map(([name, at, sizeBytes]) => ({ name, at: start + at, sizeBytes }));
}

function checksumAt(view: DataView, at: number): ChecksumName {
  return CHECKSUMS[view.getUint8(at)]?.name ?? 'None';
}

export function digestBytesOf(checksum: ChecksumName): number {
  return CHECKSUMS.find(({ name }) => name === checksum)?.digestBytes ?? 0;
}

function metadataDigest(view: DataView, at: number): StoredDigest {
  const start = at + HEAD_BYTES;
  const [room, stored] = [view.getUint32(at + 16, true), view.getUint32(at + 20, true)];
  return { start, end: start + stored, at: start + room, checksum: checksumAt(view, at + 9) };
}

/** Entries at both ends of the used ones; the others are similar. */
function offsetFields(at: number, slots: number): readonly Field[] {
  const wanted = [0, 1, 2, 3, slots - 2, slots - 1].filter((slot) => slot >= 0 && slot < slots);
  return [...new Set(wanted)].map((slot) => ({ name: `offset ${slot}`, at: at + 8 * slot, sizeBytes: 8 }));
}

function* chunkSpans(view: DataView, chunksAt: number, digestBytes: number): Generator<Span> {
  let start = chunksAt;
  while (start + CHUNK_HEAD_BYTES <= view.byteLength) {
    const end = start + view.getUint32(start + 12, true);
    if (end + digestBytes > view.byteLength || end === start) return;
    yield { start, end };
    start = end + digestBytes;
  }
}

/** Block starts, and the length of the first stream at each. */
function* blockFields(view: DataView, chunk: Span): Generator<Field> {
  if ((view.getUint8(chunk.start + 2) & FLAG_MEMCPYED) !== 0) return;
  const [nbytes, blocksize] = [view.getUint32(chunk.start + 4, true), view.getUint32(chunk.start + 8, true)];
  const blocks = Math.min(MAX_BLOCK_FIELDS, nbytes === 0 ? 0 : Math.ceil(nbytes / blocksize));
  for (let block = 0; block < blocks; block++) {
    const at = chunk.start + CHUNK_HEAD_BYTES + 4 * block;
    if (at + 4 > chunk.end) return;
    yield { name: `start of block ${block}`, at, sizeBytes: 4 };
    const stream = chunk.start + view.getUint32(at, true);
    if (stream + 4 <= chunk.end) yield { name: `stream of block ${block}`, at: stream, sizeBytes: 4 };
  }
}

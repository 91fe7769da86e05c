import { parseBloscHeader } from '../../../../shared/format/blosc-chunk.js';
import { type CodecName, SHUFFLES } from '../../../../shared/format/codecs.js';
import type { ArraySpec } from '../../../../shared/format/numpy/array-metadata.js';
import { bloscArgsOf } from '../../../engine/pack/single-chunk.js';
import { FILTER } from '../metadata/filters.js';
import { MESSAGE } from '../metadata/object-header.js';
import { datatypeMessage } from './datatype-message.js';
import { FieldWriter } from './field-writer.js';
import { dataspaceMessage, type NewMessage, objectHeader } from './object-header.js';

/** Where the items of a dataset that is written are. */
export type NewStorage =
  | { readonly kind: 'contiguous'; readonly address: number | undefined; readonly sizeBytes: number }
  | {
      readonly kind: 'chunked';
      readonly chunkShape: readonly number[];
      /** Of the chunk index; undefined without any chunk. */
      readonly address: number | undefined;
      readonly filter: BloscFilter;
    };

/** What the filter message says of all chunks; each chunk's own header counts when it is read. */
export interface BloscFilter {
  readonly typesize: number;
  readonly chunkNbytes: number;
  readonly clevel: number;
  readonly shuffle: number;
  readonly codec: CodecName;
}

/** Of chunks that were moved, the level is not known: PyTables' and our usual middle. */
const UNKNOWN_LEVEL = 5;

/** The filter of chunks with this 16-byte header. */
export function filterOfHeader(header: Uint8Array): BloscFilter {
  const parsed = parseBloscHeader(header);
  const { typesize = 1, shuffle = 'none', codec = 'blosclz' } = bloscArgsOf(parsed);
  return { typesize, chunkNbytes: parsed.nbytes, clevel: UNKNOWN_LEVEL, shuffle: SHUFFLES[shuffle], codec };
}

/** The object header of a dataset. `attributes` come last. */
export function datasetHeader(
  { dtype, shape }: ArraySpec,
  storage: NewStorage,
  fillItem: Uint8Array,
  attributes: readonly NewMessage[],
): Uint8Array {
  const filters = storage.kind === 'chunked' ? [{ type: MESSAGE.filters, body: filterMessage(storage.filter) }] : [];
  return objectHeader([
    { type: MESSAGE.dataspace, body: dataspaceMessage(shape, limitsOf(shape, storage)) },
    { type: MESSAGE.datatype, body: datatypeMessage(dtype) },
    { type: MESSAGE.fillValue, body: fillMessage(storage, fillItem) },
    { type: MESSAGE.layout, body: layoutMessage(storage, dtype.itemsize) },
    ...filters,
    ...attributes,
  ]);
}

/** HDF5 allows chunks that are longer than an axis only where the axis may grow. */
function limitsOf(shape: readonly number[], storage: NewStorage): readonly number[] {
  if (storage.kind !== 'chunked') return [];
  const limits = shape.map((length, axis) => Math.max(length, storage.chunkShape[axis] ?? 1));
  return limits.some((limit, axis) => limit !== shape[axis]) ? limits : [];
}

/** When room is taken: with the first write, or chunk by chunk. The fill value is written where it was set. */
const ALLOCATED_LATE = 2;
const ALLOCATED_BY_CHUNK = 3;
const WRITTEN_IF_SET = 2 << 2;
const HAS_VALUE = 0x20;

function fillMessage({ kind }: NewStorage, fillItem: Uint8Array): Uint8Array {
  const flags = (kind === 'chunked' ? ALLOCATED_BY_CHUNK : ALLOCATED_LATE) | WRITTEN_IF_SET;
  const writer = new FieldWriter().u8(3);
  if (fillItem.every((byte) => byte === 0)) return writer.u8(flags).bytes();
  return writer
    .u8(flags | HAS_VALUE)
    .u32(fillItem.byteLength)
    .put(fillItem)
    .bytes();
}

const CONTIGUOUS = 1;
const CHUNKED = 2;

/** Version 3, whose chunk index is a B-tree of version 1: what HDF5 reads since 1.6. */
function layoutMessage(storage: NewStorage, itemsize: number): Uint8Array {
  const writer = new FieldWriter().u8(3);
  if (storage.kind === 'contiguous') {
    return writer.u8(CONTIGUOUS).address(storage.address).u64(storage.sizeBytes).bytes();
  }
  writer
    .u8(CHUNKED)
    .u8(storage.chunkShape.length + 1)
    .address(storage.address);
  for (const length of storage.chunkShape) writer.u32(length);
  return writer.u32(itemsize).bytes();
}

const OPTIONAL = 1;
/** Versions that hdf5-blosc writes: of the filter, and of Blosc's format. */
const FILTER_VERSION = 2;
const BLOSC_FORMAT = 2;
/** `BLOSC_BLOSCLZ` and following in `blosc.h`. */
const BLOSC_CODES = { blosclz: 0, lz4: 1, lz4hc: 2, snappy: 3, zlib: 4, zstd: 5 } as const satisfies Record<
  CodecName,
  number
>;

/** The pipeline of one filter, as hdf5-blosc writes it. */
function filterMessage({ typesize, chunkNbytes, clevel, shuffle, codec }: BloscFilter): Uint8Array {
  const clientData = [FILTER_VERSION, BLOSC_FORMAT, typesize, chunkNbytes, clevel, shuffle, BLOSC_CODES[codec]];
  const name = 'blosc\0\0\0';
  const writer = new FieldWriter().u8(1).u8(1).zeros(6);
  writer.u16(FILTER.blosc).u16(name.length).u16(OPTIONAL).u16(clientData.length).text(name);
  for (const value of clientData) writer.u32(value);
  return writer.zeros(clientData.length % 2 === 0 ? 0 : 4).bytes();
}

import type { Fields } from './fields.js';

/** Where the bytes of a dataset are. */
export type Layout =
  | { readonly kind: 'compact'; readonly bytes: Uint8Array }
  /** One run; without an address nothing was ever written. */
  | { readonly kind: 'contiguous'; readonly address: number | undefined }
  | ChunkedLayout
  /** `reason` completes "it cannot be read, because ...". */
  | { readonly kind: 'unreadable'; readonly reason: string };

export interface ChunkedLayout {
  readonly kind: 'chunked';
  /** Items of a chunk along each axis. */
  readonly chunkShape: readonly number[];
  readonly itemsize: number;
  /** Whether chunks that reach behind the array's end are stored without filters. */
  readonly edgesUnfiltered: boolean;
  readonly index: ChunkIndexPlace;
}

/** How the addresses of the chunks are found; without an address no chunk was ever written. */
export type ChunkIndexPlace = { readonly address: number | undefined } & (
  | { readonly kind: 'b-tree-1' | 'implicit' | 'fixed-array' | 'extensible-array' | 'b-tree-2' }
  /** Stored sizes are given for a filtered chunk only. */
  | { readonly kind: 'single'; readonly filtered?: { readonly storedBytes: number; readonly filterMask: number } }
);

const COMPACT = 0;
const CONTIGUOUS = 1;
const CHUNKED = 2;
const VIRTUAL = 3;
const NEWEST_VERSION = 4;

/** Reads a layout message. Throws FormatError. */
export function readLayout(fields: Fields): Layout {
  const version = fields.u8();
  if (version === 0) throw fields.fault('has the unknown version 0');
  if (version > NEWEST_VERSION) return { kind: 'unreadable', reason: `its layout has the newer version ${version}` };
  if (version < 3) return readOldLayout(fields);
  const kind = fields.u8();
  if (kind === COMPACT) return { kind: 'compact', bytes: fields.take(fields.u16()) };
  if (kind === CONTIGUOUS) return { kind: 'contiguous', address: fields.address() };
  if (kind === CHUNKED) return version === 3 ? readChunks3(fields) : readChunks4(fields);
  if (kind === VIRTUAL) return { kind: 'unreadable', reason: 'its items lie in other datasets (a virtual dataset)' };
  throw fields.fault(`has the unknown class ${kind}`);
}

function readOldLayout(fields: Fields): Layout {
  const rank = fields.u8();
  const kind = fields.u8();
  fields.skip(5);
  const address = kind === COMPACT ? undefined : fields.address();
  const dimensions = Array.from({ length: rank }, () => fields.u32());
  if (kind === COMPACT) return { kind: 'compact', bytes: fields.take(fields.u32()) };
  if (kind === CONTIGUOUS) return { kind: 'contiguous', address };
  if (kind === CHUNKED) return chunked(fields, dimensions, { kind: 'b-tree-1', address });
  throw fields.fault(`has the unknown class ${kind}`);
}

function readChunks3(fields: Fields): Layout {
  const rank = fields.u8();
  const address = fields.address();
  const dimensions = Array.from({ length: rank }, () => fields.u32());
  return chunked(fields, dimensions, { kind: 'b-tree-1', address });
}

const FLAG_EDGES_UNFILTERED = 1;
const FLAG_SINGLE_FILTERED = 2;
/** By number of the index: its kind, and how many bytes of settings stand before its address. */
const INDEX_KINDS = [
  undefined,
  undefined,
  { kind: 'implicit', settingsBytes: 0 },
  { kind: 'fixed-array', settingsBytes: 1 },
  { kind: 'extensible-array', settingsBytes: 5 },
  { kind: 'b-tree-2', settingsBytes: 6 },
] as const;
const SINGLE = 1;

function readChunks4(fields: Fields): Layout {
  const flags = fields.u8();
  const rank = fields.u8();
  const dimensionBytes = fields.u8();
  if (dimensionBytes < 1 || dimensionBytes > 8) throw fields.fault(`has dimensions of ${dimensionBytes} bytes`);
  const dimensions = Array.from({ length: rank }, () => fields.uint(dimensionBytes));
  const kind = fields.u8();
  return chunked(fields, dimensions, readIndexPlace(fields, kind, flags), (flags & FLAG_EDGES_UNFILTERED) !== 0);
}

function readIndexPlace(fields: Fields, number: number, flags: number): ChunkIndexPlace {
  if (number === SINGLE) {
    if (!(flags & FLAG_SINGLE_FILTERED)) return { kind: 'single', address: fields.address() };
    const filtered = { storedBytes: fields.length(), filterMask: fields.u32() };
    return { kind: 'single', filtered, address: fields.address() };
  }
  const index = INDEX_KINDS[number];
  if (index === undefined) throw fields.fault(`has the unknown chunk index ${number}`);
  // The index repeats its settings.
  fields.skip(index.settingsBytes);
  return { kind: index.kind, address: fields.address() };
}

/** The last dimension is the size of an item. */
function chunked(
  fields: Fields,
  dimensions: readonly number[],
  index: ChunkIndexPlace,
  edgesUnfiltered = false,
): ChunkedLayout {
  if (dimensions.length < 2 || dimensions.includes(0)) throw fields.fault('has chunks without items');
  return {
    kind: 'chunked',
    chunkShape: dimensions.slice(0, -1),
    itemsize: dimensions.at(-1) ?? 0,
    edgesUnfiltered,
    index,
  };
}

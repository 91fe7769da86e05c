import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { BLOSC_HEADER_BYTES, badChunk, parseBloscHeader } from '../../../../shared/format/blosc-chunk.js';
import { isBloscpackError } from '../../../../shared/format/errors.js';
import { decompressChunk } from '../../../engine/pack/single-chunk.js';
import { badHdf5 } from '../metadata/fields.js';
import { FILTER, type Filter, filterLabel } from '../metadata/filters.js';
import { fletcher32 } from './fletcher32.js';
import { unpackLzf } from './lzf.js';

/** Undoes one filter. `maxBytes` is the most that there can be. */
type Decoder = (stored: Uint8Array, filter: Filter, maxBytes: number) => Promise<Uint8Array> | Uint8Array;

const DECODERS: ReadonlyMap<number, Decoder> = new Map<number, Decoder>([
  [FILTER.deflate, inflated],
  [FILTER.shuffle, (stored, { clientData: [itemsize = 1] }) => unshuffled(stored, itemsize)],
  [FILTER.fletcher32, withoutChecksum],
  [FILTER.lzf, (stored, _filter, maxBytes) => unpackLzf(stored, maxBytes)],
  [FILTER.blosc, decompressed],
]);

/** Checksums that stand behind a chunk before it is compressed, at most. */
const MAX_EXTRA_BYTES = 64;

/** Why data with these filters cannot be read; undefined when they can. Completes "it cannot be read, because ...". */
export function refusedFilter(filters: readonly Filter[]): string | undefined {
  const refused = filters.find(({ id }) => !DECODERS.has(id));
  return refused && `its chunks went through ${filterLabel(refused)}, which is not supported`;
}

/** The plain bytes of a chunk. Throws FormatError when it is damaged, or has another size than `chunkNbytes`. */
export async function decodeFilters(
  stored: Uint8Array,
  filters: readonly Filter[],
  filterMask: number,
  chunkNbytes: number,
): Promise<Uint8Array> {
  let bytes = stored;
  for (const [number, filter] of [...filters.entries()].reverse()) {
    if (filterMask & (1 << number)) continue;
    bytes = (await DECODERS.get(filter.id)?.(bytes, filter, chunkNbytes + MAX_EXTRA_BYTES)) ?? bytes;
  }
  if (bytes.byteLength === chunkNbytes) return bytes;
  throw badHdf5(`it has ${bytes.byteLength} plain bytes, expected ${chunkNbytes}`);
}

async function decompressed(stored: Uint8Array, _filter: Filter, maxBytes: number): Promise<Uint8Array> {
  const { nbytes, ctbytes } = parseBloscHeader(stored.subarray(0, BLOSC_HEADER_BYTES));
  if (ctbytes !== stored.byteLength) throw badChunk(`it has ${stored.byteLength} bytes, ctbytes is ${ctbytes}`);
  if (nbytes > maxBytes) throw badChunk(`nbytes must be at most ${maxBytes}, found ${nbytes}`);
  return decompressChunk(stored);
}

const inflateAsync = promisify<Uint8Array, { readonly maxOutputLength: number }, Buffer>(inflate);

async function inflated(stored: Uint8Array, _filter: Filter, maxBytes: number): Promise<Uint8Array> {
  try {
    return await inflateAsync(stored, { maxOutputLength: maxBytes });
  } catch (error) {
    if (isBloscpackError(error)) throw error;
    throw badHdf5('its compressed bytes do not decompress');
  }
}

function unshuffled(stored: Uint8Array, itemsize: number): Uint8Array {
  if (itemsize < 2) return stored;
  const count = Math.floor(stored.byteLength / itemsize);
  const plain = new Uint8Array(stored.byteLength);
  for (let byte = 0; byte < itemsize; byte++) {
    const from = byte * count;
    for (let item = 0, to = byte; item < count; item++, to += itemsize) plain[to] = stored[from + item] ?? 0;
  }
  plain.set(stored.subarray(count * itemsize), count * itemsize);
  return plain;
}

function withoutChecksum(stored: Uint8Array): Uint8Array {
  const end = stored.byteLength - 4;
  if (end < 0) throw badHdf5('it is too short for its checksum');
  const plain = stored.subarray(0, end);
  const found = new DataView(stored.buffer, stored.byteOffset + end).getUint32(0, true);
  const computed = fletcher32(plain);
  // Old versions of HDF5 swapped the bytes of both halves on some machines, and newer ones accept that too.
  const swapped = (((computed & 0x00ff00ff) << 8) | ((computed >>> 8) & 0x00ff00ff)) >>> 0;
  if (found !== computed && found !== swapped) throw badHdf5('it does not have the bytes of its checksum');
  return plain;
}

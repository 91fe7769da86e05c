import type { BloscHeader } from '../../../../shared/format/blosc-chunk.js';
import { isBloscpackError } from '../../../../shared/format/errors.js';
import type { JsonObject, JsonValue } from '../../../../shared/format/json.js';
import type { ArraySpec } from '../../../../shared/format/numpy/array-metadata.js';
import type { Dtype } from '../../../../shared/format/numpy/dtype.js';
import { parseTypeString } from '../../../../shared/format/numpy/dtype-parse.js';
import { parseLegacyFields } from '../../../../shared/format/numpy/legacy-dtype.js';
import { membersOf } from '../../../engine/in-place/metadata/json-object.js';
import { settingsOf } from '../../../engine/pack/args.js';
import { bloscArgsOf } from '../../../engine/pack/single-chunk.js';
import type { BytesCodec } from '../codecs.js';
import { zarrDtype } from './v2-dtype.js';
import { badMetadata, checkedArray, fillItemOf, lengthsOf, notRead, objectOf, type ZarrArray } from './zarr-array.js';

/** Of an array, a group, and the attributes of either. */
export const V2_KEYS = { array: '.zarray', group: '.zgroup', attributes: '.zattrs' } as const;

/**
 * The content of a `.zarray`. `what` names the array. Throws FormatError for one that breaks the rules of the format, ArgumentError
 * for one that is not read here.
 */
export function parseZarray(document: JsonValue, what: string): ZarrArray {
  const members = objectOf(document, what, '.zarray');
  if (members.get('zarr_format') !== 2) throw badMetadata(what, 'zarr_format is not 2');
  const dtype = parseV2Dtype(members.get('dtype'), what);
  const shape = lengthsOf(members.get('shape'), what, 'shape', 0);
  // Writers of empty arrays have chunks of no items.
  const chunkShape = lengthsOf(members.get('chunks'), what, 'chunks', 0).map((length) => Math.max(1, length));
  const order = members.get('order');
  if (order !== 'C' && order !== 'F') throw badMetadata(what, "order is not 'C' or 'F'");
  refuseFilters(members.get('filters'), what);
  const fillItem = fillItemOf(dtype, members.get('fill_value'), what);
  const separator = members.get('dimension_separator') ?? '.';
  if (separator !== '.' && separator !== '/') throw badMetadata(what, "dimension_separator is not '.' or '/'");
  return checkedArray(
    {
      spec: { dtype, shape, order },
      chunkShape,
      fillItem,
      codecs: compressorOf(members.get('compressor'), what),
      keyOf: (indices) => v2Key(indices, separator),
    },
    what,
  );
}

/** The key of a chunk: `0.1`, or `0` for an array without axes. */
export function v2Key(indices: readonly number[], separator = '.'): string {
  return indices.join(separator) || '0';
}

function parseV2Dtype(value: JsonValue | undefined, what: string): Dtype {
  try {
    if (typeof value === 'string') return parseTypeString(value);
    if (Array.isArray(value)) return parseLegacyFields(value);
  } catch (error) {
    throw isBloscpackError(error) ? notRead(what, error.message) : error;
  }
  throw badMetadata(what, 'dtype is neither text nor a list of fields');
}

function refuseFilters(filters: JsonValue | undefined, what: string): void {
  if (filters === null || filters === undefined) return;
  const names = Array.isArray(filters) ? filters.map((one) => idOf(one)) : ['unknown'];
  if (names.length > 0) throw notRead(what, `it has filters (${names.slice(0, 5).join(', ')})`);
}

function idOf(codec: JsonValue): string {
  const id = membersOf(codec)?.get('id');
  return typeof id === 'string' ? id.slice(0, 40) : 'unknown';
}

const COMPRESSORS: ReadonlySet<string> = new Set<BytesCodec>(['blosc', 'zstd', 'zlib', 'gzip', 'lz4', 'bz2']);

function isCompressor(id: string): id is BytesCodec {
  return COMPRESSORS.has(id);
}

function compressorOf(value: JsonValue | undefined, what: string): readonly BytesCodec[] {
  if (value === null || value === undefined) return [];
  const id = idOf(value);
  if (isCompressor(id)) return [id];
  throw notRead(what, `its chunks are compressed by ${id}`);
}

/** How chunks were compressed. Readers take all of it from each chunk's own header. */
export type BloscSettings = ReturnType<typeof settingsOf>;

/** A header does not say the level. */
const USUAL_LEVEL = 5;

/** By the header of a chunk; undefined where there is none. */
export function settingsOfHeader(header: Pick<BloscHeader, 'flags' | 'typesize'> | undefined): BloscSettings {
  const args = header ? bloscArgsOf(header) : { shuffle: 'none' as const, typesize: 1 };
  return settingsOf({ codec: 'lz4', ...args, clevel: USUAL_LEVEL });
}

/** An array of Blosc chunks. */
export interface ArrayDescription {
  readonly spec: ArraySpec;
  readonly chunkShape: readonly number[];
  readonly blosc: BloscSettings;
  readonly fill: JsonValue;
}

/** The content of a `.zarray`. Throws ArgumentError for a dtype that only numpy has. */
export function printZarray({ spec, chunkShape, blosc, fill }: ArrayDescription): JsonObject {
  const { codec: cname, clevel, shuffle } = blosc;
  return new Map<string, JsonValue>([
    ['zarr_format', 2],
    ['shape', spec.shape],
    ['chunks', chunkShape],
    ['dtype', zarrDtype(spec.dtype) as JsonValue], // lists and texts
    ['compressor', { id: 'blosc', cname, clevel, shuffle, blocksize: 0 }],
    ['fill_value', fill],
    ['order', spec.order],
    ['filters', null],
  ]);
}

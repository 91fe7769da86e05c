import type { JsonObject, JsonValue } from '../../../../shared/format/json.js';
import type { ArraySpec } from '../../../../shared/format/numpy/array-metadata.js';
import type { ByteOrder } from '../../../../shared/format/numpy/dtype.js';
import { membersOf } from '../../../engine/in-place/metadata/json-object.js';
import type { BytesCodec } from '../codecs.js';
import { type ArrayDescription, v2Key } from './v2.js';
import { parseDataType, printDataType } from './v3-dtype.js';
import {
  badMetadata,
  checkedArray,
  fillItemOf,
  lengthsOf,
  listOf,
  notRead,
  objectOf,
  type ShardLayout,
  type ZarrArray,
} from './zarr-array.js';

/** Describes an array or a group, with its attributes. */
export const V3_KEY = 'zarr.json';

/** What may be said of an array; another member has to be understood, unless it says that it need not. */
const KNOWN_MEMBERS: ReadonlySet<string> = new Set([
  'zarr_format',
  'node_type',
  'shape',
  'data_type',
  'chunk_grid',
  'chunk_key_encoding',
  'fill_value',
  'codecs',
  'attributes',
  'dimension_names',
  'storage_transformers',
]);

/**
 * The `zarr.json` of an array. `what` names the array. Throws FormatError for one that breaks the rules of the format, ArgumentError
 * for one that is not read here.
 */
export function parseV3Array(document: JsonValue, what: string): ZarrArray {
  const members = objectOf(document, what, V3_KEY);
  if (members.get('zarr_format') !== 3) throw badMetadata(what, 'zarr_format is not 3');
  refuseUnknown(members, what);
  const shape = lengthsOf(members.get('shape'), what, 'shape', 0);
  const grid = namedPart(members.get('chunk_grid'), what, 'chunk_grid');
  if (grid.name !== 'regular') throw notRead(what, `its chunk grid is '${grid.name.slice(0, 60)}'`);
  const chunkShape = lengthsOf(grid.configuration.get('chunk_shape'), what, 'chunk_shape', 1);
  const chain = parseCodecs(members.get('codecs'), { axes: shape.length, chunkShape }, what);
  const dtype = parseDataType(members.get('data_type'), chain.byteOrder, what);
  const fillItem = fillItemOf(dtype, members.get('fill_value'), what);
  return checkedArray(
    {
      spec: { dtype, shape, order: chain.order },
      chunkShape: chain.shards ? chain.chunkShape : chunkShape,
      fillItem,
      codecs: chain.codecs,
      keyOf: keyEncoding(members.get('chunk_key_encoding'), what),
      ...(chain.storedAxes && { storedAxes: chain.storedAxes }),
      ...(chain.shards && { shards: chain.shards }),
    },
    what,
  );
}

function refuseUnknown(members: JsonObject, what: string): void {
  for (const [key, value] of members) {
    if (KNOWN_MEMBERS.has(key) || membersOf(value)?.get('must_understand') === false) continue;
    throw notRead(what, `its metadata have a member that is not known, '${key.slice(0, 60)}'`);
  }
  const transformers = members.get('storage_transformers') ?? [];
  if (listOf(transformers, what, 'storage_transformers').length > 0) throw notRead(what, 'it has storage transformers');
}

interface NamedPart {
  readonly name: string;
  readonly configuration: JsonObject;
}

/** `{"name": .., "configuration": {..}}`, or the name alone. */
function namedPart(value: JsonValue | undefined, what: string, where: string): NamedPart {
  const members = membersOf(value);
  const name = members ? members.get('name') : value;
  if (typeof name !== 'string') throw badMetadata(what, `${where} has no name`);
  return { name, configuration: membersOf(members?.get('configuration')) ?? new Map() };
}

function keyEncoding(value: JsonValue | undefined, what: string): ZarrArray['keyOf'] {
  const { name, configuration } = namedPart(value, what, 'chunk_key_encoding');
  const separator = configuration.get('separator') ?? (name === 'v2' ? '.' : '/');
  if (separator !== '.' && separator !== '/') throw badMetadata(what, "the separator of its keys is not '.' or '/'");
  if (name === 'default') return (indices) => v3Key(indices, separator);
  if (name === 'v2') return (indices) => v2Key(indices, separator);
  throw notRead(what, `its chunk keys are encoded as '${name.slice(0, 60)}'`);
}

/** What the codecs of an array say. */
interface CodecChain {
  readonly byteOrder: ByteOrder;
  readonly order: ArraySpec['order'];
  readonly codecs: readonly BytesCodec[];
  readonly storedAxes?: readonly number[];
  readonly shards?: ShardLayout;
  /** Of the inner chunks, where there are shards. */
  readonly chunkShape: readonly number[];
}

interface ChunkAxes {
  readonly axes: number;
  readonly chunkShape: readonly number[];
}

function parseCodecs(value: JsonValue | undefined, { axes, chunkShape }: ChunkAxes, what: string): CodecChain {
  const parts = listOf(value, what, 'codecs').map((one) => namedPart(one, what, 'a codec'));
  const [first, ...others] = parts;
  if (first?.name === 'transpose') {
    const stored = transposition(first.configuration.get('order'), axes, what);
    const [encoder, ...rest] = others;
    if (encoder?.name !== 'bytes') throw notRead(what, `its codecs have ${encoder?.name ?? 'nothing'} after transpose`);
    return { ...plainChain(encoder, rest, chunkShape, what), ...stored };
  }
  if (first?.name === 'sharding_indexed') return shardedChain(first.configuration, others, { axes, chunkShape }, what);
  if (first?.name !== 'bytes') throw notRead(what, `its first codec is '${first?.name.slice(0, 60) ?? ''}'`);
  return plainChain(first, others, chunkShape, what);
}

function plainChain(
  encoder: NamedPart,
  rest: readonly NamedPart[],
  chunkShape: readonly number[],
  what: string,
): CodecChain {
  const endian = encoder.configuration.get('endian') ?? 'little';
  if (endian !== 'little' && endian !== 'big') throw badMetadata(what, "endian is not 'little' or 'big'");
  const codecs = rest.map(({ name }) => bytesCodec(name, what));
  if (codecs.filter((codec) => codec !== 'crc32c').length > 1) throw notRead(what, 'its chunks are compressed twice');
  return { byteOrder: endian === 'big' ? '>' : '<', order: 'C', codecs, chunkShape };
}

function bytesCodec(name: string, what: string): BytesCodec {
  if (name === 'blosc' || name === 'gzip' || name === 'zstd' || name === 'crc32c') return name;
  throw notRead(what, `its chunks are encoded by '${name.slice(0, 60)}'`);
}

/** `order`: the axis of the array that each axis of the stored chunk is. */
function transposition(
  value: JsonValue | undefined,
  axes: number,
  what: string,
): Pick<CodecChain, 'order' | 'storedAxes'> {
  const forward = Array.from({ length: axes }, (_, axis) => axis);
  const order = value === 'C' ? forward : value === 'F' ? forward.toReversed() : lengthsOf(value, what, 'order', 0);
  if (order.length !== axes || forward.some((axis) => !order.includes(axis))) {
    throw badMetadata(what, 'the order of transpose is not one of its axes');
  }
  if (order.every((axis, at) => axis === at)) return { order: 'C' };
  if (order.every((axis, at) => axis === axes - 1 - at)) return { order: 'F' };
  return { order: 'C', storedAxes: order };
}

function shardedChain(
  configuration: JsonObject,
  after: readonly NamedPart[],
  { axes, chunkShape: shard }: ChunkAxes,
  what: string,
): CodecChain {
  if (after.length > 0) throw notRead(what, `its shards are encoded by '${after[0]?.name.slice(0, 60) ?? ''}'`);
  const inner = lengthsOf(configuration.get('chunk_shape'), what, 'the chunk_shape of its shards', 1);
  if (inner.length !== axes || shard.some((length, axis) => length % (inner[axis] ?? 1) !== 0)) {
    throw badMetadata(what, 'the chunks of its shards do not divide them');
  }
  const chain = parseCodecs(configuration.get('codecs'), { axes, chunkShape: inner }, what);
  if (chain.shards) throw notRead(what, 'it has shards in shards');
  const location = configuration.get('index_location') ?? 'end';
  if (location !== 'start' && location !== 'end') throw badMetadata(what, "index_location is not 'start' or 'end'");
  const index = parseCodecs(configuration.get('index_codecs'), { axes: axes + 1, chunkShape: [] }, what);
  const isPlain = index.order === 'C' && !index.storedAxes && !index.shards && index.byteOrder === '<';
  if (!isPlain || index.codecs.some((codec, at) => codec !== 'crc32c' || at > 0)) {
    throw notRead(what, 'the index of its shards is neither plain nor with a CRC-32C alone');
  }
  const counts = shard.map((length, axis) => length / (inner[axis] ?? 1));
  const shards = { counts, indexAtEnd: location === 'end', hasIndexCrc: index.codecs.length > 0 };
  return { ...chain, chunkShape: inner, shards };
}

/** An array of Blosc chunks, with its attributes. */
export interface V3Description extends ArrayDescription {
  readonly attributes: JsonObject;
}

const SHUFFLES = ['noshuffle', 'shuffle', 'bitshuffle'] as const;

/**
 * The `zarr.json` of an array. The attribute that names its axes becomes `dimension_names`. Throws ArgumentError for a dtype that
 * version 3 does not have.
 */
export function printV3Array({ spec, chunkShape, blosc, fill, attributes }: V3Description): JsonObject {
  const { codec: cname, clevel, typesize } = blosc;
  const configuration = { cname, clevel, shuffle: SHUFFLES[blosc.shuffle], typesize, blocksize: 0 };
  const names = dimensionNamesOf(attributes.get(DIMENSIONS_ATTRIBUTE), spec.shape.length);
  const others = [...attributes].filter(([key]) => !names || key !== DIMENSIONS_ATTRIBUTE);
  return new Map<string, JsonValue>([
    ['zarr_format', 3],
    ['node_type', 'array'],
    ['shape', spec.shape],
    ['data_type', printDataType(spec.dtype)],
    ['chunk_grid', { name: 'regular', configuration: { chunk_shape: chunkShape } }],
    ['chunk_key_encoding', { name: 'default', configuration: { separator: '/' } }],
    ['fill_value', fill],
    ['codecs', [...orderCodecs(spec), bytesPart(spec), { name: 'blosc', configuration }]],
    ['attributes', new Map(others)],
    ...(names ? [['dimension_names', names] as const] : []),
  ]);
}

/** The key of a chunk: `c/0/1`, or `c` for an array without axes. */
export function v3Key(indices: readonly number[], separator = '/'): string {
  return ['c', ...indices].join(separator);
}

function orderCodecs({ shape, order }: ArraySpec): readonly JsonValue[] {
  if (order === 'C') return [];
  return [{ name: 'transpose', configuration: { order: shape.map((_, axis) => shape.length - 1 - axis) } }];
}

function bytesPart({ dtype }: ArraySpec): JsonValue {
  const isBig = dtype.kind === 'scalar' && dtype.byteOrder === '>';
  return { name: 'bytes', configuration: { endian: isBig ? 'big' : 'little' } };
}

/** The `zarr.json` of a group. */
export function printV3Group(): JsonObject {
  return new Map<string, JsonValue>([
    ['zarr_format', 3],
    ['node_type', 'group'],
    ['attributes', new Map()],
  ]);
}

/** The names of the axes, for arrays of either version: xarray's attribute in version 2. */
export const DIMENSIONS_ATTRIBUTE = '_ARRAY_DIMENSIONS';

/** Names of all axes; undefined when some have none. */
export function dimensionNamesOf(value: JsonValue | undefined, axes: number): readonly string[] | undefined {
  if (!Array.isArray(value) || value.length !== axes || axes === 0) return undefined;
  const names: readonly JsonValue[] = value;
  const isText = (name: JsonValue): name is string => typeof name === 'string';
  return names.every(isText) ? names : undefined;
}

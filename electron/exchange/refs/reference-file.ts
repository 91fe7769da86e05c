import { type JsonValue, printJson } from '../../../shared/format/json.js';
import { chunkIndices } from '../chunk-grid.js';
import { containerAttributes } from '../container/container-attributes.js';
import { printZarray, settingsOfHeader, V2_KEYS, v2Key } from '../zarr/metadata/v2.js';
import type { ArrayReference } from './array-reference.js';

/** One container as an array of the group. */
export interface NamedReference extends ArrayReference {
  /** The array's name in the group. */
  readonly name: string;
  /** Path or address at which readers find the container. */
  readonly url: string;
}

/** Letters of a piece, about. */
const PIECE_LENGTH = 2 ** 16;

/**
 * A reference file, version 1, in pieces: JSON that describes a Zarr (version 2) group in which every container is an array, and
 * every chunk a range of bytes of its file. Throws ArgumentError, before the first piece, for a dtype that Zarr does not have.
 */
export function referenceFile(arrays: readonly NamedReference[]): Iterable<string> {
  const heads = arrays.map((array) => [...headEntries(array, dimensionNames(array, arrays))]);
  return joined(arrays, heads);
}

function* joined(arrays: readonly NamedReference[], heads: readonly (readonly string[])[]): Generator<string> {
  let piece = `{"version":1,"refs":{\n${entry(V2_KEYS.group, printJson({ zarr_format: 2 }))}`;
  for (const [index, array] of arrays.entries()) {
    for (const text of heads[index] ?? []) piece += `,\n${text}`;
    for (const text of chunkEntries(array)) {
      piece += `,\n${text}`;
      if (piece.length < PIECE_LENGTH) continue;
      yield piece;
      piece = '';
    }
  }
  yield `${piece}\n}}\n`;
}

function entry(key: string, value: JsonValue): string {
  return `${printJson(key)}:${printJson(value)}`;
}

function* headEntries(array: NamedReference, dimensions: readonly string[]): Generator<string> {
  const { spec, grid, first } = array;
  const description = { spec, chunkShape: grid.chunkShape, blosc: settingsOfHeader(first), fill: null };
  yield entry(`${array.name}/${V2_KEYS.array}`, printJson(printZarray(description)));
  yield entry(
    `${array.name}/${V2_KEYS.attributes}`,
    printJson(new Map<string, JsonValue>([['_ARRAY_DIMENSIONS', dimensions], ...containerAttributes(array.metadata)])),
  );
}

/**
 * xarray wants names, which stand for one length in all arrays of a group: `dim_0`, `dim_1`, .. as it names axes itself, and the
 * array's name before them where lengths differ.
 */
function dimensionNames({ name, spec }: NamedReference, arrays: readonly NamedReference[]): readonly string[] {
  return spec.shape.map((length, axis) => {
    const isShared = arrays.every((other) => (other.spec.shape[axis] ?? length) === length);
    return isShared ? `dim_${axis}` : `${name}_dim_${axis}`;
  });
}

function* chunkEntries(array: NamedReference): Generator<string> {
  const { url, chunks, paddedLast } = array;
  for (const [index, { positionBytes, lengthBytes }] of chunks.entries()) {
    yield entry(chunkKey(array, index), [url, positionBytes, lengthBytes]);
  }
  if (paddedLast) yield entry(chunkKey(array, chunks.length), `base64:${Buffer.from(paddedLast).toString('base64')}`);
}

function chunkKey({ name, grid, spec }: NamedReference, chunkIndex: number): string {
  return `${name}/${v2Key(chunkIndices(grid, spec.order, chunkIndex))}`;
}

import { FormatError } from '../../../shared/format/errors.js';
import { type JsonValue, parseJson } from '../../../shared/format/json.js';
import { type ArraySpec, arrayNbytes } from '../../../shared/format/numpy/array-metadata.js';
import { dtypeOfPythonStr } from './dtype-text.js';

/**
 * A carray: rows of an array in C order, cut into chunks. Chunk N is the file `data/__N.blp`; the rows behind the last whole chunk are
 * one more.
 */
export interface CarrayLayout {
  readonly spec: ArraySpec;
  /** Rows of a whole chunk, at least 1. */
  readonly chunkRows: number;
  readonly rowBytes: number;
  readonly chunkCount: number;
  /** Rows of the array in the last chunk, 1 to `chunkRows`; 0 when there is no chunk. */
  readonly lastRows: number;
}

/** More values than any file of metadata has. */
const MAX_VALUES = 2 ** 16;

/**
 * The layout that the texts of `meta/sizes` (`{"shape": [..], "nbytes": .., "cbytes": ..}`) and `meta/storage` (`{"dtype": ..,
 * "chunklen": .., ..}`) describe. Throws FormatError: 'bad-json', 'bad-dtype', 'bad-metadata'.
 */
export function parseCarrayLayout(sizes: string, storage: string): CarrayLayout {
  const shape = shapeOf(member(parseJson(sizes, { values: MAX_VALUES }), 'shape'));
  const stored = parseJson(storage, { values: MAX_VALUES });
  const dtype = member(stored, 'dtype');
  if (typeof dtype !== 'string') throw bad('its dtype is not a text');
  const chunkRows = member(stored, 'chunklen');
  if (!isCount(chunkRows) || chunkRows === 0) throw bad('its chunklen is not an integer of at least 1');
  const spec: ArraySpec = { dtype: dtypeOfPythonStr(dtype), shape, order: 'C' };
  const [rows = 0, ...rest] = shape;
  const rowBytes = arrayNbytes({ dtype: spec.dtype, shape: rest });
  arrayNbytes(spec);
  if (rowBytes === 0) throw bad('its rows have no bytes');
  const chunkCount = Math.ceil(rows / chunkRows);
  return { spec, chunkRows, rowBytes, chunkCount, lastRows: rows - Math.max(0, chunkCount - 1) * chunkRows };
}

/** A list; once a number for one dimension. */
function shapeOf(value: JsonValue | undefined): readonly number[] {
  const lengths = Array.isArray(value) ? value : [value];
  if (lengths.length === 0 || !lengths.every(isCount)) throw bad('its shape is not a list of sizes');
  return lengths;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** A member of an object that `parseJson` gave. */
function member(value: JsonValue, key: string): JsonValue | undefined {
  return value instanceof Map ? value.get(key) : undefined;
}

function bad(what: string): FormatError {
  return new FormatError('bad-metadata', `the metadata of the carray are damaged: ${what}`);
}

/** The names of the columns of a ctable: the text of `__rootdirs__` is `{"names": [..]}`. Each is the name of a folder beside it. */
export function parseColumnNames(rootdirs: string): readonly string[] {
  const names = member(parseJson(rootdirs, { values: MAX_VALUES }), 'names');
  const isList = Array.isArray(names) && names.every((name) => typeof name === 'string');
  if (!isList) throw new FormatError('bad-metadata', 'the metadata of the ctable are damaged: no list of columns');
  const unsafe = names.find((name) => !isFolderName(name));
  if (unsafe === undefined) return names;
  throw new FormatError(
    'bad-metadata',
    `the column '${unsafe.slice(0, 60)}' of the ctable is not the name of a folder`,
  );
}

/** Must not lead out of the folder of the ctable. */
function isFolderName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\\\0:]/.test(name);
}

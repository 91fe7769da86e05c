import { joinArrayName } from '../../../shared/commands/array-name.js';
import { FormatError } from '../../../shared/format/errors.js';
import { type ArraySpec, arrayNbytes } from '../../../shared/format/numpy/array-metadata.js';
import { closingOnError } from '../../engine/io/close-file.js';
import { openSourceReader } from '../../engine/io/file-reader.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import { type OperationOptions, throwIfCancelled } from '../../engine/operation.js';
import { listedFile, readingBy } from '../array-file.js';
import type { ArrayFile, ArrayFormat, Dataset, DatasetEntry } from '../dataset.js';
import { datasetSourceFacts } from '../dataset-source.js';
import { arraysOfPickle, type NamedFound } from './arrays-of-pickle.js';
import { type Compression, compressionOf, inflated } from './compression.js';
import { InflatedBytes } from './inflated-bytes.js';
import { parsePickle } from './parse-pickle.js';
import { PickleInput, readerBytes, streamBytes } from './pickle-input.js';

/** Files of `joblib.dump` and `pickle.dump` with arrays of numpy: alone, or in lists, tuples and dicts. Nothing is executed. */
export const joblib: ArrayFormat = {
  id: 'joblib',
  label: 'joblib',
  endings: ['.joblib', '.pkl', '.pickle'],
  recognises: async ({ head }) => compressionOf(head) !== undefined,
  ...readingBy(openJoblib),
};

async function openJoblib(path: string, options: OperationOptions): Promise<ArrayFile> {
  const pickle = await openPickle(path);
  return closingOnError(pickle.reader, async () => {
    return listedFile(path, await entries(pickle, options), {
      open: (entry) => datasetOf(pickle, entry),
      async close() {
        await pickle.plain.close();
        await pickle.reader.close();
      },
    });
  });
}

interface OpenPickle {
  readonly reader: RandomReader;
  readonly compression: Compression;
  /** The bytes of the pickle itself. */
  readonly plain: InflatedBytes;
}

interface PickleEntry extends DatasetEntry {
  /** Of the first byte in the pickle. */
  readonly position: number;
}

/** As much as `FoundPath` has. */
const HEAD_BYTES = 512;

async function openPickle(path: string): Promise<OpenPickle> {
  const reader = await openSourceReader(path);
  return closingOnError(reader, async () => {
    const compression = compressionOf(await reader.readAt(0, Math.min(HEAD_BYTES, reader.sizeBytes)));
    if (compression !== undefined) {
      return { reader, compression, plain: new InflatedBytes(() => inflated(reader, compression)) };
    }
    throw new FormatError('bad-joblib', `'${path}' is no pickle of protocol 2 to 5`, { file: path });
  });
}

async function entries(
  { reader, compression }: OpenPickle,
  options: OperationOptions,
): Promise<readonly PickleEntry[]> {
  if (compression === 'none') {
    const found = arraysOfPickle(await parsePickle(new PickleInput(readerBytes(reader)), options), reader.name);
    return found.map(entryOf);
  }
  const pieces = await inflated(reader, compression);
  try {
    const input = new PickleInput(streamBytes(pieces, reader.name));
    const found = arraysOfPickle(await parsePickle(input, options), reader.name);
    // To the end, where the checksum of what was inflated is compared.
    while (!(await pieces.next()).done) throwIfCancelled(options.signal);
    return found.map(entryOf);
  } finally {
    await pieces.return(undefined);
  }
}

function entryOf({ name, found }: NamedFound): PickleEntry {
  if ('reason' in found) return { name, spec: undefined, reason: found.reason, position: 0 };
  const { dtype, shape, order, position } = found;
  return { name, spec: { dtype, shape, order }, position };
}

function datasetOf(pickle: OpenPickle, { name, spec, position }: PickleEntry): Dataset {
  if (spec === undefined) throw new TypeError('an array that cannot be read was chosen');
  const { reader, compression } = pickle;
  const fullName = joinArrayName({ path: reader.name, name });
  return {
    name: fullName,
    spec,
    attributes: new Map(),
    chunks:
      compression === 'none' ? 'a pickle has no chunks' : `a pickle is compressed as a whole, with ${compression}`,
    read: async (options) => ({
      name: fullName,
      ...datasetSourceFacts(spec),
      pieces: () => arrayPieces(pickle, spec, position, options),
      requireUnchanged: () => reader.requireUnchanged(),
    }),
    requireUnchanged: () => reader.requireUnchanged(),
    close: async () => undefined,
  };
}

const PIECE_BYTES = 2 ** 20;

async function* arrayPieces(
  { reader, compression, plain }: OpenPickle,
  spec: ArraySpec,
  startByte: number,
  { signal }: OperationOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const endByte = startByte + arrayNbytes(spec);
  if (compression === 'none') {
    for (let at = startByte; at < endByte; at += PIECE_BYTES) {
      throwIfCancelled(signal);
      yield await reader.readAt(at, Math.min(PIECE_BYTES, endByte - at));
    }
    return;
  }
  let foundBytes = 0;
  for await (const piece of plain.pieces(startByte, endByte)) {
    throwIfCancelled(signal);
    foundBytes += piece.byteLength;
    yield piece;
  }
  if (startByte + foundBytes < endByte) throw cutOff(reader.name, endByte, startByte + foundBytes);
}

function cutOff(file: string, expected: number, found: number): FormatError {
  return new FormatError('truncated', `the pickle in '${file}' ends at byte ${found} instead of ${expected}`, {
    file,
    expected,
    found,
  });
}

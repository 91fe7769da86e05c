import { bloscVersion } from '../../../native/index.js';
import { CODECS } from '../../../shared/format/codecs.js';
import { type ArraySpec, itemCount } from '../../../shared/format/numpy/array-metadata.js';
import type { NdArray } from '../../engine/arrays/ndarray.js';
import { ndarraySource } from '../../engine/arrays/ndarray-memory.js';
import type { OperationOptions } from '../../engine/operation.js';
import type { ArrayFormat, WriteOptions } from '../../exchange/dataset.js';
import { HDF5_FORMAT } from '../../exchange/hdf5/hdf5-format.js';
import { parquet } from '../../exchange/parquet/parquet.js';
import { zarr } from '../../exchange/zarr/formats.js';
import { type Contender, type LoadedArray, loaded } from './contender.js';
import { FilledSink } from './filled-sink.js';
import { LIBRARY_VERSIONS } from './library-versions.js';

const OWN_LIBRARY = `this program, C-Blosc ${bloscVersion().blosc}`;
const NOTE = 'written as blpk convert writes it, under a temporary name at first';

interface Measured {
  readonly format: ArrayFormat;
  readonly facts: Pick<Contender, 'id' | 'label' | 'levels' | 'parallel'>;
  readonly library: string;
  readonly note: string;
  readonly settings: (level: number) => Pick<WriteOptions, 'blosc'>;
  /** What the file says of the array, whose memory is written as it is. */
  readonly stored: (array: NdArray) => ArraySpec;
}

/** HDF5 with the Blosc filter, once for each codec, with chunks of about 1 MiB and byte shuffle. */
export const hdf5BloscContenders: readonly Contender[] = CODECS.map(({ name: codec }) =>
  contender({
    format: HDF5_FORMAT,
    facts: {
      id: `hdf5_blosc_${codec}`,
      label: `HDF5, Blosc ${codec}`,
      levels: [1, 3, 5, 7, 9],
      parallel: true,
    },
    library: OWN_LIBRARY,
    note: NOTE,
    settings: (clevel) => ({ blosc: { codec, clevel } }),
    stored: inCOrder,
  }),
);

/** A folder with a file for each chunk of about 1 MiB: the cost of many files. */
export const zarrContender: Contender = contender({
  format: zarr,
  facts: { id: 'zarr_blosc_lz4', label: 'Zarr 2 folder, Blosc lz4', levels: [1, 5, 9], parallel: true },
  library: OWN_LIBRARY,
  note: `${NOTE}; every chunk file is synced`,
  settings: (clevel) => ({ blosc: { codec: 'lz4', clevel } }),
  stored: ({ dtype, shape, order }) => ({ dtype, shape, order }),
});

/** One column of all items. */
export const parquetContender: Contender = contender({
  format: parquet,
  facts: { id: 'parquet_snappy', label: 'Parquet, Snappy', levels: [0], parallel: false },
  library: `hyparquet-writer ${LIBRARY_VERSIONS['hyparquet-writer']}, hyparquet ${LIBRARY_VERSIONS.hyparquet}`,
  note: `one column of all items; ${NOTE}`,
  settings: () => ({}),
  stored: ({ dtype, shape }) => ({ dtype, shape: [itemCount(shape)], order: 'C' }),
});

function contender({ format, facts, library, note, settings, stored }: Measured): Contender {
  return {
    ...facts,
    note,
    inspect: async () => ({ library }),
    async open(array, { nthreads, signal }) {
      const operation = { nthreads, ...(signal && { signal }) };
      return {
        write: (path, level) => write(format, path, array, stored(array), { ...operation, ...settings(level) }),
        read: (path) => read(format, path, array.bytes.byteLength, operation),
        close: async () => undefined,
      };
    },
  };
}

async function write(
  format: ArrayFormat,
  path: string,
  array: NdArray,
  spec: ArraySpec,
  options: WriteOptions,
): Promise<void> {
  const writer = await format.create?.(path, {});
  if (!writer) throw new TypeError(`${format.label} can only be read`);
  try {
    await writer.write({ name: undefined, spec, attributes: new Map() }, ndarraySource({ ...array, ...spec }), options);
    await writer.finish();
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

async function read(
  format: ArrayFormat,
  path: string,
  sizeBytes: number,
  operation: OperationOptions,
): Promise<LoadedArray> {
  const dataset = await format.open(path, undefined, operation);
  try {
    const source = await dataset.read(operation);
    const sink = new FilledSink(sizeBytes);
    for await (const piece of source.pieces()) await sink.write(piece);
    await source.close?.();
    return loaded(sink.bytes);
  } finally {
    await dataset.close();
  }
}

/** For a format without F order: the axes reversed, so that the memory stays as it is. */
function inCOrder({ dtype, shape, order }: NdArray): ArraySpec {
  return { dtype, shape: order === 'F' ? shape.toReversed() : shape, order: 'C' };
}

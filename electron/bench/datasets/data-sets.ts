import { ArgumentError } from '../../../shared/format/errors.js';
import { type NdArray, ndarray } from '../../engine/arrays/ndarray.js';
import { tradePrices, tradeVolumes } from './bitcoin.js';
import { poissonDraws } from './distributions.js';
import { spikeTimes } from './neuronal.js';
import { Random } from './random.js';

export type DataSetName = 'arange' | 'linspace' | 'poisson' | 'neuronal' | 'bitcoin';

/** The bytes of the 2014 benchmark's arrays. */
export const DATA_SET_SIZES = { small: 2 ** 20, mid: 10 * 2 ** 20, large: 100 * 2 ** 20 } as const;
export type DataSetSize = keyof typeof DATA_SET_SIZES;

const ITEM_BYTES = 8;

/** A built-in data set: the same name and size give the same bytes on every machine. */
export interface DataSet {
  readonly name: DataSetName;
  /** One sentence that says what it is and how it is generated. */
  readonly recipe: string;
  /** Python code for similar data. */
  readonly code: string;
  readonly dtype: '<u8' | '<i8' | '<f8';
  /** One generator of values for each row; a single row gives a one-dimensional array. */
  readonly rows: readonly ((random: Random, rowItems: number) => () => number)[];
}

export const DATA_SETS: readonly DataSet[] = [
  {
    name: 'arange',
    recipe: 'The whole numbers from 0 on, as unsigned integers of 64 bits.',
    code: "np.arange(n, dtype='<u8')",
    dtype: '<u8',
    rows: [counting],
  },
  {
    name: 'linspace',
    recipe: 'Evenly spaced numbers from 0 to 1, both included, as 64-bit floats.',
    code: "np.linspace(0, 1, n, dtype='<f8')",
    dtype: '<f8',
    rows: [(_random, rowItems) => evenly(rowItems)],
  },
  {
    name: 'poisson',
    recipe: 'Draws of a Poisson distribution of mean 5, as signed integers of 64 bits.',
    code: "rng.poisson(5, n).astype('<i8')",
    dtype: '<i8',
    rows: [(random) => poissonDraws(random, 5)],
  },
  {
    name: 'neuronal',
    recipe:
      'Simulated spike time stamps: units that fire at random, each at its own rate, for half an hour, sampled at 20 kHz, in milliseconds, unit after unit.',
    code: 'np.floor(np.cumsum(rng.exponential(mean_of_unit, n)) * 20000) / 20  # unit after unit',
    dtype: '<f8',
    rows: [spikeTimes],
  },
  {
    name: 'bitcoin',
    recipe:
      'A simulated trade history in two rows: prices, a random walk that often returns to recent levels, with two or five decimals, and volumes, usual amounts or random ones of eight decimals; the parameters change over time.',
    code: 'np.array([prices, volumes])  # prices: np.round(walk, 2 or 5), volumes: usual or np.round(lognormal, 8)',
    dtype: '<f8',
    rows: [tradePrices, tradeVolumes],
  },
];

/** ArgumentError for a name that is not built in. */
export function dataSetByName(name: string): DataSet {
  const dataSet = DATA_SETS.find((candidate) => candidate.name === name);
  if (dataSet) return dataSet;
  throw new ArgumentError(`no data set is named '${name}': choose ${DATA_SETS.map((set) => set.name).join(', ')}`);
}

/** The shape with as many whole columns as fit into the size. */
export function dataSetShape(dataSet: DataSet, sizeBytes: number): readonly number[] {
  const rowItems = Math.floor(sizeBytes / ITEM_BYTES / dataSet.rows.length);
  return dataSet.rows.length === 1 ? [rowItems] : [dataSet.rows.length, rowItems];
}

const SEED = 2014;

/** The bytes in pieces, in C order. A piece is valid until the next one is read: the buffer is reused. */
export function* dataSetChunks(dataSet: DataSet, sizeBytes: number, chunkBytes = 2 ** 20): Generator<Uint8Array> {
  const rowItems = dataSetShape(dataSet, sizeBytes).at(-1) ?? 0;
  const chunkItems = Math.max(1, Math.floor(chunkBytes / ITEM_BYTES));
  const buffer = new Uint8Array(chunkItems * ITEM_BYTES);
  const put = writerOf(dataSet.dtype, new DataView(buffer.buffer));
  for (const [row, makeNext] of dataSet.rows.entries()) {
    const next = makeNext(new Random(SEED, row), rowItems);
    for (let item = 0; item < rowItems; item += chunkItems) {
      const count = Math.min(chunkItems, rowItems - item);
      for (let index = 0; index < count; index++) put(index * ITEM_BYTES, next());
      yield buffer.subarray(0, count * ITEM_BYTES);
    }
  }
}

/** The whole data set in memory. */
export function dataSetArray(dataSet: DataSet, sizeBytes: number): NdArray {
  const shape = dataSetShape(dataSet, sizeBytes);
  const bytes = new Uint8Array(shape.reduce((product, dimension) => product * dimension, ITEM_BYTES));
  let filled = 0;
  for (const chunk of dataSetChunks(dataSet, sizeBytes)) {
    bytes.set(chunk, filled);
    filled += chunk.byteLength;
  }
  return ndarray(bytes, { dtype: dataSet.dtype, shape });
}

/** Stores an item little-endian; integers are from 0 to 2^53 - 1. */
function writerOf(dtype: DataSet['dtype'], view: DataView): (atByte: number, value: number) => void {
  if (dtype === '<f8') return (atByte, value) => view.setFloat64(atByte, value, true);
  return (atByte, value) => {
    view.setUint32(atByte, value % 2 ** 32, true);
    view.setUint32(atByte + 4, Math.floor(value / 2 ** 32), true);
  };
}

function counting(): () => number {
  let count = 0;
  return () => count++;
}

/** As numpy computes it: the step is rounded once, and the last value is set to the end. */
function evenly(rowItems: number): () => number {
  const step = 1 / (rowItems - 1);
  let count = 0;
  return () => {
    const index = count++;
    return index === rowItems - 1 && index > 0 ? 1 : index * step;
  };
}

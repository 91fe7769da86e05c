import { ArgumentError } from '../../../shared/format/errors.js';
import { type Contender, loaded } from './contender.js';
import { LIBRARY_VERSIONS } from './library-versions.js';
import { bytesOf, type NumberBlock, numberBlock } from './memory-layout.js';
import { syncFile } from './synced-file.js';

type H5Wasm = typeof import('h5wasm/node');

/** h5wasm names types as Python's `struct` does. */
const STRUCT_CODES: Readonly<Record<string, string>> = {
  i1: 'b',
  u1: 'B',
  i2: 'h',
  u2: 'H',
  i4: 'i',
  u4: 'I',
  i8: 'q',
  u8: 'Q',
  f4: 'f',
  f8: 'd',
};

/** The same as Bloscpack's chunks. */
const CHUNK_BYTES = 2 ** 20;
const DEFLATE = 'gzip';
const DATASET = 'array';

const NOTE = 'HDF5 compiled to WebAssembly, which is slower than native code; files are real and on disk';

interface Filter {
  readonly compression?: 'gzip';
  readonly compression_opts?: number[];
}

interface Variant {
  readonly id: string;
  readonly label: string;
  readonly note?: string;
  readonly levels: readonly number[];
  readonly filter: (level: number) => Filter;
}

const VARIANTS: readonly Variant[] = [
  { id: 'hdf5', label: 'HDF5, uncompressed', levels: [0], filter: () => ({}) },
  {
    id: 'hdf5_gzip',
    label: 'HDF5, gzip',
    note: 'without shuffle: h5wasm applies a single filter',
    levels: [1, 3, 5, 7, 9],
    filter: (level) => ({ compression: DEFLATE, compression_opts: [level] }),
  },
];

/** What this program does not write: files of the HDF5 library, by h5wasm, written straight to disk. */
export const hdf5Contenders: readonly Contender[] = VARIANTS.map((variant) => ({
  id: variant.id,
  label: variant.label,
  note: variant.note === undefined ? NOTE : `${variant.note}; ${NOTE}`,
  levels: variant.levels,
  parallel: false,
  inspect: async () => ({ library: `h5wasm ${LIBRARY_VERSIONS.h5wasm}` }),
  async open(array) {
    const block = numberBlock(array, 'HDF5');
    const h5wasm = await loadLibrary();
    return {
      async write(path, level) {
        withPlainErrors(() => writeDataset(h5wasm, path, block, variant.filter(level)));
        await syncFile(path);
      },
      read: async (path) => loaded(withPlainErrors(() => readDataset(h5wasm, path))),
      close: async () => undefined,
    };
  },
}));

/** A member of the compiled library's module that its types omit. */
interface ErrorModule {
  readonly activate_throwing_error_handler: () => void;
}

let library: Promise<H5Wasm> | undefined;

/** Megabytes of WebAssembly, which are compiled at the first use only. */
function loadLibrary(): NonNullable<typeof library> {
  library ??= import('h5wasm/node').then(async (h5wasm) => {
    // The module's type has only a part of emscripten's members.
    const module = (await h5wasm.ready) as unknown as ErrorModule;
    // Otherwise HDF5 only prints errors, and the call seems to succeed.
    module.activate_throwing_error_handler();
    return h5wasm;
  });
  return library;
}

/** HDF5 throws its whole error stack as one text; the innermost error is the cause. */
function withPlainErrors<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const innermost = [...text.matchAll(/\(\): (.+)/g)].at(-1)?.[1];
    throw innermost === undefined ? error : new Error(`HDF5: ${innermost}`, { cause: error });
  }
}

function writeDataset(h5wasm: H5Wasm, path: string, { values, shape, code }: NumberBlock, filter: Filter): void {
  const dtype = STRUCT_CODES[code];
  if (dtype === undefined) throw new ArgumentError(`HDF5 is not measured with items of type ${code}`);
  const file = new h5wasm.File(path, 'w');
  try {
    file.create_dataset({
      name: DATASET,
      data: values,
      shape: [...shape],
      dtype: `<${dtype}`,
      ...(filter.compression !== undefined && { chunks: [...chunkShape(shape, values.BYTES_PER_ELEMENT)] }),
      ...filter,
    });
  } finally {
    file.close();
  }
}

function readDataset(h5wasm: H5Wasm, path: string): Uint8Array {
  const file = new h5wasm.File(path, 'r');
  try {
    const dataset = file.get(DATASET);
    const value = dataset instanceof h5wasm.Dataset ? dataset.value : undefined;
    if (ArrayBuffer.isView(value)) return bytesOf(value);
    throw new Error(`'${path}' has no dataset of numbers named '${DATASET}'`);
  } finally {
    file.close();
  }
}

/** The shape of a chunk: as much of the last dimensions as fits. */
function chunkShape(shape: readonly number[], itemBytes: number): readonly number[] {
  let itemsLeft = Math.max(1, Math.floor(CHUNK_BYTES / itemBytes));
  const chunk = shape.toReversed().map((dimension) => {
    const length = Math.max(1, Math.min(dimension, itemsLeft));
    itemsLeft = Math.max(1, Math.floor(itemsLeft / length));
    return length;
  });
  return chunk.toReversed();
}

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import bloscPlugin from 'h5wasm-plugins/plugins/libH5Zblosc.so?url&inline';
import type { CodecName } from '../../../shared/format/codecs.js';
import { ArgumentError } from '../../../shared/format/errors.js';
import type { Contender, Inspection } from './contender.js';
import { loaded } from './contender.js';
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
/** Registered with the HDF Group; its last four options are level, shuffle and codec, the first three are filled in. */
const BLOSC_FILTER = 32001;
const BLOSC_CODES = { blosclz: 0, lz4: 1, lz4hc: 2, snappy: 3, zlib: 4, zstd: 5 } satisfies Record<CodecName, number>;
const DEFLATE = 'gzip';
const DATASET = 'array';

const NOTE = 'HDF5 compiled to WebAssembly, which is slower than native code; files are real and on disk';

interface Filter {
  readonly compression?: number | 'gzip';
  readonly compression_opts?: number[];
}

interface Variant {
  readonly id: string;
  readonly label: string;
  readonly note?: string;
  readonly levels: readonly number[];
  readonly published?: string;
  /** A symbol that the filter needs, and that h5wasm may not export to plug-ins. */
  readonly needs?: string;
  /** A codec without which the plug-in was built. */
  readonly missing?: string;
  readonly filter: (level: number) => Filter;
}

const VARIANTS: readonly Variant[] = [
  { id: 'hdf5', label: 'HDF5, uncompressed', levels: [0], published: 'tables', filter: () => ({}) },
  {
    id: 'hdf5_gzip',
    label: 'HDF5, gzip',
    note: 'without shuffle, unlike that of 2014: h5wasm applies a single filter',
    levels: [1, 3, 5, 7, 9],
    filter: (level) => ({ compression: DEFLATE, compression_opts: [level] }),
  },
  ...(['blosclz', 'lz4', 'lz4hc', 'snappy', 'zlib', 'zstd'] as const).map(bloscVariant),
];

function bloscVariant(codec: CodecName): Variant {
  return {
    id: `hdf5_blosc_${codec}`,
    label: `HDF5, Blosc ${codec}`,
    levels: [1, 3, 5, 7, 9],
    published: `tables_blosc_${codec}`,
    ...(codec === 'zlib' && { needs: '_compress2' }),
    // libH5Zblosc.so of h5wasm-plugins 0.2.1 accepts the name but fails to compress.
    ...(codec === 'snappy' && { missing: 'Snappy' }),
    filter: (level) => ({ compression: BLOSC_FILTER, compression_opts: [0, 0, 0, 0, level, 1, BLOSC_CODES[codec]] }),
  };
}

/** Files of the HDF5 library, by h5wasm and the filter of h5wasm-plugins, written straight to disk. */
export const hdf5Contenders: readonly Contender[] = VARIANTS.map((variant) => ({
  id: variant.id,
  label: variant.label,
  note: variant.note === undefined ? NOTE : `${variant.note}; ${NOTE}`,
  levels: variant.levels,
  parallel: false,
  ...(variant.published !== undefined && { published: variant.published }),
  inspect: () => inspect(variant),
  async open(array, { scratchFolder }) {
    const block = numberBlock(array, 'HDF5');
    const { h5wasm, plugins } = await loadLibrary();
    await installPlugin(plugins, scratchFolder);
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

/** The members of the compiled library's module that its types omit. */
interface PluginModule {
  readonly insert_plugin_search_path: (path: string, index: number) => void;
  readonly activate_throwing_error_handler: () => void;
  readonly [symbol: string]: unknown;
}

let library: Promise<{ readonly h5wasm: H5Wasm; readonly plugins: PluginModule }> | undefined;

/** Megabytes of WebAssembly, which are compiled at the first use only. */
function loadLibrary(): NonNullable<typeof library> {
  library ??= import('h5wasm/node').then(async (h5wasm) => {
    // The module's type has only a part of emscripten's members.
    const plugins = (await h5wasm.ready) as unknown as PluginModule;
    // Otherwise HDF5 only prints errors, and the call seems to succeed.
    plugins.activate_throwing_error_handler();
    return { h5wasm, plugins };
  });
  return library;
}

async function inspect({ needs, missing }: Variant): Promise<Inspection> {
  const library = `h5wasm ${LIBRARY_VERSIONS.h5wasm}, h5wasm-plugins ${LIBRARY_VERSIONS['h5wasm-plugins']}`;
  if (missing !== undefined)
    return { library, unavailable: `the filter of h5wasm-plugins was built without ${missing}` };
  if (needs === undefined || needs in (await loadLibrary()).plugins) return { library };
  return { library, unavailable: `the filter needs ${needs.slice(1)}, which this h5wasm does not export` };
}

const installedIn = new Set<string>();

/** HDF5 loads filters from a folder, so the bundled one is written to a file. */
async function installPlugin(plugins: PluginModule, scratchFolder: string): Promise<void> {
  if (installedIn.has(scratchFolder)) return;
  const [, base64 = ''] = bloscPlugin.split(',');
  await writeFile(join(scratchFolder, 'libH5Zblosc.so'), Buffer.from(base64, 'base64'));
  plugins.insert_plugin_search_path(scratchFolder, 0);
  installedIn.add(scratchFolder);
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

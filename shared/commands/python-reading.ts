import { joined, loadLine, pythonText } from './python-script.js';

/** An array of a file, as Python reads it. */
export interface PythonArray {
  /** Of the format: `hdf5`, `zarr`, `zarr3`, `parquet`, `arrow`, `arrow-stream`, `bcolz`, `joblib`, `csv`, `npy`, `npz`. */
  readonly formatId: string;
  readonly path: string;
  /** Whether a Zarr store is a folder and not a zip archive. */
  readonly isFolder?: boolean;
  /** As listed; undefined for the only array of a file, or to open the file. */
  readonly name?: string;
  /** Whether HDF5 needs the Blosc filter. */
  readonly isBlosc?: boolean;
  /** A column of a table, where its name is a number, which may be that of its place. */
  readonly column?: { readonly index: number; readonly isHeaderless: boolean };
}

/** A script that reads one array by the library of its format, or opens the file where `name` is needed and absent; undefined for others. */
export function readingScript(array: PythonArray): string | undefined {
  const lines = LINES[array.formatId]?.(array);
  return lines && joined(lines);
}

type Lines = (array: PythonArray) => readonly string[];

const zarrLines: Lines = ({ path, name, isFolder }) => [
  'import zarr',
  '',
  ...(isFolder
    ? [`data = zarr.open(${pythonText(path)}, mode='r')`]
    : [`store = zarr.storage.ZipStore(${pythonText(path)}, mode='r')`, "data = zarr.open(store, mode='r')"]),
  `array = ${name === undefined ? 'data' : `data[${pythonText(name.replace(/^\//, ''))}]`}`,
];

const arrowLines: Lines = ({ path, formatId, name }) => [
  'import pyarrow as pa',
  '',
  `table = pa.ipc.${formatId === 'arrow' ? 'open_file' : 'open_stream'}(${pythonText(path)}).read_all()`,
  ...(name === undefined ? [] : [`array = table[${pythonText(name)}].to_numpy()`]),
];

/** h5py has no Blosc filter of its own; either package brings it. */
const BLOSC_FILTER = [
  'try:',
  '    import hdf5plugin  # the Blosc filter',
  'except ImportError:',
  '    import tables  # has it too',
];

const LINES: Readonly<Record<string, Lines>> = {
  npy: ({ path }) => ['import numpy as np', '', loadLine(path)],
  npz: ({ path, name }) => ['import numpy as np', '', loadLine(path, name)],
  hdf5: ({ path, name, isBlosc }) => [
    'import h5py',
    ...(isBlosc ? BLOSC_FILTER : []),
    '',
    `file = h5py.File(${pythonText(path)}, 'r')`,
    ...(name === undefined ? [] : [`array = file[${pythonText(name)}][()]`]),
  ],
  zarr: zarrLines,
  zarr3: zarrLines,
  parquet: ({ path, name }) => [
    'import pyarrow.parquet as pq',
    '',
    name === undefined
      ? `table = pq.read_table(${pythonText(path)})`
      : `table = pq.read_table(${pythonText(path)}, columns=[${pythonText(name)}])`,
    ...(name === undefined ? [] : ['array = table.column(0).to_numpy()']),
  ],
  arrow: arrowLines,
  'arrow-stream': arrowLines,
  bcolz: ({ path, name }) => [
    'import bcolz',
    '',
    `data = bcolz.open(${pythonText(path)}, mode='r')`,
    `array = data${name === undefined ? '' : `[${pythonText(name)}]`}[:]`,
  ],
  joblib: ({ path, name }) => [
    'import joblib',
    '',
    '# Loading runs code that the file may hold: only for files that you trust.',
    `data = joblib.load(${pythonText(path)})`,
    ...(name === undefined ? [] : [`array = data${name.split('/').map(keyText).join('')}`]),
  ],
  csv: ({ path, name, column }) => [
    'import pandas as pd',
    '',
    `table = pd.read_csv(${pythonText(path)}, sep=None, engine='python'${column?.isHeaderless ? ', header=None' : ''})`,
    ...(name === undefined
      ? []
      : [`array = table${column ? `.iloc[:, ${column.index}]` : `[${pythonText(name)}]`}.to_numpy()`]),
  ],
};

/** Keys of dicts, and places in lists and tuples. */
function keyText(key: string): string {
  return `[${/^\d+$/.test(key) ? key : pythonText(key)}]`;
}

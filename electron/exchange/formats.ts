import { arrow, arrowStream } from './arrow/formats.js';
import { bcolz } from './bcolz/bcolz.js';
import { CONTAINER_FORMAT } from './container/container-format.js';
import { csv } from './csv/csv.js';
import type { ArrayFormat } from './dataset.js';
import { CONTAINERS_FOLDER, NPY_FOLDER } from './folder/folder-format.js';
import { HDF5_FORMAT } from './hdf5/hdf5-format.js';
import { joblib } from './joblib/joblib.js';
import { NPY_FORMAT } from './numpy/npy-format.js';
import { NPZ_FORMAT } from './numpy/npz-format.js';
import { parquet } from './parquet/parquet.js';
import { zarr, zarr3 } from './zarr/formats.js';

/** Those whose folders are one thing, and not a folder of files. */
export const STORE_FORMATS: readonly ArrayFormat[] = [zarr, zarr3, bcolz];

/**
 * Every format that arrays are read from and written to, in the order in which a path is tried: folders and archives of a format of
 * their own come before those of files, and text, which has no first bytes of its own, last.
 */
export const ARRAY_FORMATS: readonly ArrayFormat[] = [
  CONTAINER_FORMAT,
  NPY_FORMAT,
  zarr,
  zarr3,
  bcolz,
  NPZ_FORMAT,
  HDF5_FORMAT,
  parquet,
  arrow,
  arrowStream,
  joblib,
  CONTAINERS_FOLDER,
  NPY_FOLDER,
  csv,
];

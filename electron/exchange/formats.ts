import { CONTAINER_FORMAT } from './container/container-format.js';
import { bcolz } from './bcolz/bcolz.js';
import { csv } from './csv/csv.js';
import type { ArrayFormat } from './dataset.js';
import { CONTAINERS_FOLDER, NPY_FOLDER } from './folder/folder-format.js';
import { NPY_FORMAT } from './numpy/npy-format.js';
import { NPZ_FORMAT } from './numpy/npz-format.js';

/** Every format that arrays are read from and written to, in the order in which a path is tried. */
export const ARRAY_FORMATS: readonly ArrayFormat[] = [
  CONTAINER_FORMAT,
  NPY_FORMAT,
  NPZ_FORMAT,
  CONTAINERS_FOLDER,
  NPY_FOLDER,
];
export const ARRAY_FORMATS: readonly ArrayFormat[] = [bcolz];
import { joblib } from './joblib/joblib.js';
import { parquet } from './parquet/parquet.js';

/** Every format that arrays are read from and written to, in the order in which a path is tried. */
export const ARRAY_FORMATS: readonly ArrayFormat[] = [bcolz, parquet, joblib, csv];

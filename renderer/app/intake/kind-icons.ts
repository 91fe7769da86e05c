import {
  Binary,
  Blocks,
  Boxes,
  Columns3,
  FileArchive,
  FileQuestionMark,
  Grid3x3,
  Layers,
  type LucideIcon,
  Network,
  Table2,
} from 'lucide-react';
import type { RowKind } from './intake-row.js';

/** The icon of each kind of file, always shown with its name. */
export const kindIcons = {
  npy: Grid3x3,
  npz: FileArchive,
  container: Layers,
  hdf5: Network,
  zarr: Blocks,
  parquet: Table2,
  arrow: Columns3,
  bcolz: Boxes,
  raw: Binary,
  unreadable: FileQuestionMark,
} as const satisfies Record<RowKind, LucideIcon>;

export const kindNames = {
  npy: '.npy',
  npz: '.npz',
  container: 'Bloscpack',
  hdf5: 'HDF5',
  zarr: 'Zarr',
  parquet: 'Parquet',
  arrow: 'Arrow',
  bcolz: 'bcolz',
  raw: 'raw',
  unreadable: 'unreadable',
} as const satisfies Record<RowKind, string>;

import { itemCount } from '../../../../shared/format/numpy/array-metadata.js';
import type { Fields } from './fields.js';

/** The shape of a dataset or an attribute, and how far it may grow along each axis; undefined in `limits`: without end. */
export interface Dataspace {
  readonly shape: readonly number[];
  readonly limits: readonly (number | undefined)[];
}

/** HDF5's own limit. */
const MAX_RANK = 32;
const NULL_SPACE = 2;

/** Reads a dataspace message; undefined for one without any item (`H5S_NULL`). Throws FormatError. */
export function readDataspace(fields: Fields): Dataspace | undefined {
  const version = fields.version([1, 2]);
  const rank = fields.u8();
  const flags = fields.u8();
  const kind = version === 2 ? fields.u8() : undefined;
  if (version === 1) fields.skip(5);
  if (kind === NULL_SPACE) return undefined;
  if (rank > MAX_RANK) throw fields.fault(`has ${rank} axes, more than ${MAX_RANK}`);
  const shape = Array.from({ length: rank }, () => fields.length());
  const limits = flags & 1 ? Array.from({ length: rank }, () => fields.limit()) : shape;
  itemCount(shape, 'bad-hdf5');
  return { shape, limits };
}

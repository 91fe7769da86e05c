import { ascii } from '../../../../shared/format/bytes.js';
import type { Fields } from './fields.js';

/** One filter that a chunk went through before it was stored, in the order in which they were applied. */
export interface Filter {
  /** As registered with the HDF Group. */
  readonly id: number;
  readonly name: string;
  readonly clientData: readonly number[];
}

export const FILTER = { deflate: 1, shuffle: 2, fletcher32: 3, lzf: 32000, blosc: 32001 } as const;

/** What HDF5 itself and its widespread plug-ins are called, for messages. */
const NAMES: ReadonlyMap<number, string> = new Map([
  [1, 'gzip'],
  [2, 'shuffle'],
  [3, 'fletcher32'],
  [4, 'szip'],
  [5, 'nbit'],
  [6, 'scale-offset'],
  [305, 'LZO'],
  [307, 'bzip2'],
  [32000, 'LZF'],
  [32001, 'Blosc'],
  [32004, 'LZ4'],
  [32008, 'bitshuffle'],
  [32013, 'ZFP'],
  [32015, 'Zstandard'],
  [32026, 'Blosc2'],
]);

/** As people call it: `gzip`, or `the filter 40000 (name)`. */
export function filterLabel({ id, name }: Filter): string {
  return NAMES.get(id) ?? `the filter ${id}${name === '' ? '' : ` (${name})`}`;
}

/** HDF5 allows 32 filters. */
const MAX_FILTERS = 32;
/** Filters of HDF5 itself have no name in version 2. */
const FIRST_NAMED_ID = 256;

/** Reads a filter pipeline message. Throws FormatError. */
export function readFilters(fields: Fields): readonly Filter[] {
  const version = fields.version([1, 2]);
  const count = fields.u8();
  if (count > MAX_FILTERS) throw fields.fault(`has ${count} filters, more than ${MAX_FILTERS}`);
  if (version === 1) fields.skip(6);
  return Array.from({ length: count }, () => readFilter(fields, version));
}

function readFilter(fields: Fields, version: number): Filter {
  const id = fields.u16();
  const nameBytes = version === 1 || id >= FIRST_NAMED_ID ? fields.u16() : 0;
  fields.skip(2);
  const count = fields.u16();
  const name = ascii(fields.take(version === 1 ? Math.ceil(nameBytes / 8) * 8 : nameBytes)).replace(/\0.*$/s, '');
  const clientData = Array.from({ length: count }, () => fields.u32());
  if (version === 1 && count % 2 === 1) fields.skip(4);
  return { id, name, clientData };
}

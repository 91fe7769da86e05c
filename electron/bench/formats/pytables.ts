import type { Contender } from './contender.js';
import { pythonContender } from './python-contender.js';

interface Variant {
  readonly id: string;
  readonly label: string;
  readonly levels: readonly number[];
  readonly published: string;
  /** PyTables' name of the library that compresses; undefined for none. */
  readonly complib: string | undefined;
}

const LEVELS = [1, 3, 5, 7, 9] as const;

/** Prints versions, and behind a vertical bar what the library was built with. */
const FIND = `
import tables, numpy
known = ['blosc:' + name for name in tables.blosc_compressor_list()]
known += [name for name in ('hdf5', 'zlib', 'lzo') if tables.which_lib_version(name)]
print(f'PyTables {tables.__version__}, HDF5 {tables.hdf5_version}, C-Blosc {tables.which_lib_version("blosc")[1]}, numpy {numpy.__version__}|{" ".join(known)}')`;

const VARIANTS: readonly Variant[] = [
  { id: 'pytables', label: 'PyTables, uncompressed', levels: [0], published: 'tables', complib: undefined },
  { id: 'pytables_zlib', label: 'PyTables, zlib', levels: LEVELS, published: 'tables_zlib', complib: 'zlib' },
  { id: 'pytables_lzo', label: 'PyTables, LZO', levels: LEVELS, published: 'tables_lzo', complib: 'lzo' },
  ...['blosclz', 'lz4', 'lz4hc', 'snappy', 'zlib'].map((codec) => ({
    id: `pytables_blosc_${codec}`,
    label: `PyTables, Blosc ${codec}`,
    levels: LEVELS,
    published: `tables_blosc_${codec}`,
    complib: `blosc:${codec}`,
  })),
];

/** HDF5 by PyTables, as it was measured in 2014: the chunks and the shuffle that PyTables chooses, one thread. */
export const pytablesContenders: readonly Contender[] = VARIANTS.map(pytables);

function pytables({ complib, ...facts }: Variant): Contender {
  const filters = complib === undefined ? '' : `complevel=command['level'], complib='${complib}', shuffle=True`;
  return pythonContender({
    facts,
    find: FIND,
    library(printed) {
      const [versions, known = ''] = printed.split('|');
      return known.split(' ').includes(complib ?? 'hdf5') ? versions : undefined;
    },
    absent: `there is no python3 with PyTables${complib === undefined ? '' : ` that has ${complib}`} on this machine`,
    // HDF5 has C order only: of an array in F order the axes are reversed, so that the memory stays as it is.
    format: {
      imports: 'tables',
      write: `with tables.open_file(command['path'], 'w') as file: file.create_carray('/', 'array', obj=kept if kept.flags.c_contiguous else kept.T, filters=tables.Filters(${filters}))`,
      read: "with tables.open_file(command['path']) as file: back = file.root.array[:]",
    },
  });
}

import type { Contender } from './contender.js';

const NO_LZO = 'there is no LZO filter for the HDF5 library used here, and LZO itself is under the GPL';

/** Formats that were measured in 2014 but cannot be measured here; listed with the reason. */
export const ABSENT_CONTENDERS: readonly Contender[] = [
  {
    id: 'hdf5_lzo',
    label: 'HDF5, LZO',
    levels: [1, 3, 5, 7, 9],
    parallel: false,
    published: 'tables_lzo',
    inspect: async () => ({ library: 'none', unavailable: NO_LZO }),
    open: async () => {
      throw new Error(NO_LZO);
    },
  },
];

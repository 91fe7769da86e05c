/** Ids of the formats that can be written, in the order of `ARRAY_FORMATS`; the list is for those who do not need the formats. */
export const OUTPUT_FORMATS = [
  'bloscpack',
  'npy',
  'zarr',
  'zarr3',
  'npz',
  'hdf5',
  'parquet',
  'arrow',
  'arrow-stream',
  'blp-folder',
  'npy-folder',
] as const;

/** The metadata of an array of four numbers in two chunks, in Zarr 2. */
export const V2 = {
  zarr_format: 2,
  shape: [4],
  chunks: [2],
  dtype: '<i4',
  compressor: null,
  fill_value: 7,
  order: 'C',
  filters: null,
};

/** Those of one of sixteen numbers in one chunk, in Zarr 3. */
export const V3 = {
  zarr_format: 3,
  node_type: 'array',
  shape: [4, 4],
  data_type: 'int32',
  chunk_grid: { name: 'regular', configuration: { chunk_shape: [4, 4] } },
  chunk_key_encoding: { name: 'default' },
  fill_value: 7,
  codecs: [{ name: 'bytes', configuration: { endian: 'little' } }],
};

import { joined, pythonText } from './python-script.js';

/** A script that reads the array of a container and writes it by the library of the format that the target's ending says. */
export function writingScript(targetPath: string, containerPath: string): string {
  const read = `array = bp.unpack_ndarray_from_file(${pythonText(containerPath)})`;
  const target = pythonText(targetPath);
  if (/\.(h5|hdf5)$/i.test(targetPath)) {
    return joined([
      'import bloscpack as bp',
      'import h5py',
      '',
      read,
      `with h5py.File(${target}, 'w') as file:`,
      "    file['data'] = array",
    ]);
  }
  if (/\.zarr\.zip$/i.test(targetPath)) {
    return joined([
      'import bloscpack as bp',
      'import zarr',
      '',
      read,
      `store = zarr.storage.ZipStore(${target}, mode='w')`,
      'zarr.save_array(store, array)',
      'store.close()',
    ]);
  }
  if (/\.zarr$/i.test(targetPath)) {
    return joined(['import bloscpack as bp', 'import zarr', '', read, `zarr.save_array(${target}, array)`]);
  }
  return joined(['import bloscpack as bp', 'import numpy as np', '', read, `np.save(${target}, array)`]);
}

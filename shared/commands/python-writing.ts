import { joined, pythonText } from './python-script.js';

/** A script that reads the array of a container. */
export function containerScript(path: string): string {
  return joined(['import bloscpack as bp', '', `array = bp.unpack_ndarray_from_file(${pythonText(path)})`]);
}

/** What a reading script needs, and what writes its array by the library of the format that the target's ending says. */
export function writingScript(targetPath: string, reading: string): string {
  const [imports = '', ...lines] = reading.trimEnd().split('\n\n');
  const { library, write } = writing(targetPath);
  const all = imports.split('\n').includes(library) ? imports : `${imports}\n${library}`;
  return joined([all, '', lines.join('\n\n'), ...write]);
}

interface Writing {
  readonly library: string;
  readonly write: readonly string[];
}

function writing(targetPath: string): Writing {
  const target = pythonText(targetPath);
  if (/\.(h5|hdf5)$/i.test(targetPath)) {
    return { library: 'import h5py', write: [`with h5py.File(${target}, 'w') as file:`, "    file['data'] = array"] };
  }
  if (/\.zarr\.zip$/i.test(targetPath)) {
    const store = `store = zarr.storage.ZipStore(${target}, mode='w')`;
    return { library: 'import zarr', write: [store, 'zarr.save_array(store, array)', 'store.close()'] };
  }
  if (/\.zarr$/i.test(targetPath)) return { library: 'import zarr', write: [`zarr.save_array(${target}, array)`] };
  return { library: 'import numpy as np', write: [`np.save(${target}, array)`] };
}

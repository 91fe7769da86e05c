import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from '../../scratch-folder.js';
import { runHdf5, withoutHdf5 } from '../exchange/hdf5/python-hdf5.js';
import { withoutJoblib } from '../exchange/joblib/python-joblib.js';
import { withoutZarr } from '../exchange/python-zarr.js';
import { inspect } from './inspectors.js';

/** A file of each format by its Python library, each with the values 3, -4, 5 of int32. */
const MAKE = `
import joblib, zarr
x = np.array([3, -4, 5], '<i4')
with h5py.File('plain.h5', 'w') as file: file.create_dataset('group/x', data=x, chunks=(2,), compression='gzip', shuffle=True)
with tables.open_file('blosc.h5', 'w') as file: file.create_carray('/', 'x', obj=x, chunkshape=(2,), filters=tables.Filters(5, 'blosc:lz4'))
store = zarr.ZipStore('grid.zarr.zip', mode='w')
zarr.group(store).create_dataset('group/x', data=x, chunks=(2,))
store.close()
zarr.open_group('folder.zarr', mode='w').create_dataset('group/x', data=x, chunks=(2,))
store = zarr.ZipStore('only.zarr.zip', mode='w')
zarr.array(x, chunks=(2,), store=store)
store.close()
joblib.dump({'a': [np.zeros(2), x]}, 'model.pkl.z', compress=3)
np.save('x.npy', x)
np.savez('x.npz', x=x)
open('headed.csv', 'w').write('day,x\\n1,3\\n2,-4\\n3,5\\n')
open('headless.csv', 'w').write('1,3\\n2,-4\\n3,5\\n')
`;

const CELLS = {
  plane: { held: [0], rowAxis: 0 },
  rowStart: 0,
  rowCount: 3,
  columnStart: 0,
  columnCount: 1,
  format: { kind: 'exact' as const },
};

const ARRAYS = [
  ['plain.h5', '/group/x'],
  ['blosc.h5', '/x'],
  ['grid.zarr.zip', '/group/x'],
  ['folder.zarr', '/group/x'],
  ['only.zarr.zip', undefined],
  ['model.pkl.z', 'a/1'],
  ['x.npy', undefined],
  ['x.npz', 'x'],
  ['headed.csv', 'x'],
  ['headless.csv', '1'],
] as const;

/** Runs each script by itself, in one process. */
const RUN = `
for script in json.loads(sys.argv[1]):
  names = {}
  exec(script, names)
  print(*np.asarray(names['array']).tolist())
`;

test('the Inspector shows the values of files of Python libraries, and its lines of Python read the same', async (context) => {
  const missing = withoutHdf5 ?? withoutZarr ?? withoutJoblib;
  if (missing !== undefined) return context.skip(missing);
  const folder = scratchFolder();
  await runHdf5(MAKE, [], folder);
  const scripts: (string | undefined)[] = [];
  for (const [file, member] of ARRAYS) {
    const { overview, ask } = await inspect(join(folder, file), member === undefined ? {} : { member });
    expect((await ask('inspect.cells', CELLS)).texts, file).toEqual(['3', '-4', '5']);
    scripts.push(overview.python);
  }
  const printed = await runHdf5(RUN, [JSON.stringify(scripts)], folder);
  expect(printed.trim().split('\n')).toEqual(ARRAYS.map(() => '3 -4 5'));
});

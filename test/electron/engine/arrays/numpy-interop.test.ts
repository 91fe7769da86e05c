import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packNpzToDirectory, unpackFilesToNpz } from '../../../../electron/engine/arrays/npz-directory.js';
import { packNpyToFile, unpackNpyFromFile } from '../../../../electron/engine/pack/convenience.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { python, runPython, withNumpy } from './python.js';

const MAKE_ARRAYS = `
import sys, numpy as np
rng = np.random.default_rng(7)
arrays = {
  'walk': rng.standard_normal(50000).cumsum(),
  'fortran': np.asfortranarray(rng.integers(0, 99, (30, 40, 5), dtype='<i2')),
  'big_endian': np.arange(33, dtype='>c8').reshape(3, 11),
  'record': np.array([(1, b'ab', [1, 2])] * 9, dtype=[('id', '<i4'), ('tag', 'S3'), ('p', '<f4', (2,))]),
  'when': np.array(['2014-07-22', 'NaT'], dtype='M8[ms]'),
  'text': np.array(['Größe', '大小']),
  'scalar': np.array(42, dtype='u1'),
  'empty': np.zeros((0, 3)),
  'arr with space': np.ones(3, dtype='?'),
}
`;

const SAME = `
def same(a, b):
  return a.dtype == b.dtype and a.shape == b.shape and a.flags.f_contiguous == b.flags.f_contiguous and a.tobytes() == b.tobytes()
`;

describe.runIf(python)(withNumpy('with numpy itself'), () => {
  test.each(['savez', 'savez_compressed'])('np.%s is read, and np.load reads our files', async (save) => {
    const directory = scratchFolder();
    const [theirs, ours] = [join(directory, 'theirs.npz'), join(directory, 'ours.npz')];
    runPython(`${MAKE_ARRAYS}\nnp.${save}(sys.argv[1], **arrays)`, theirs);
    const { packed } = await packNpzToDirectory(theirs, join(directory, 'packed'), { chunkSize: 30_000 });
    await unpackFilesToNpz(
      packed.map(({ path }) => path),
      ours,
      { compression: save === 'savez' ? 'stored' : 'deflated' },
    );
    const check = `${MAKE_ARRAYS}${SAME}
ours = np.load(sys.argv[1])
assert ours.files == list(arrays), ours.files
for name in arrays: assert same(ours[name], arrays[name]), name
import zipfile
assert zipfile.ZipFile(sys.argv[1]).testzip() is None
print('same')`;
    expect(runPython(check, ours)).toBe('same\n');
  });

  test('a file of np.save is packed and unpacked to the same bytes', async () => {
    const directory = scratchFolder();
    const script = `${MAKE_ARRAYS}\nfor name in arrays: np.save(f'{sys.argv[1]}/{name}.npy', arrays[name])\nprint('|'.join(arrays))`;
    const names = runPython(script, directory).trim().split('|');
    for (const name of names) {
      const container = join(directory, `${name}.blp`);
      await packNpyToFile(join(directory, `${name}.npy`), container);
      await unpackNpyFromFile(container, join(directory, `${name}.again.npy`));
    }
    const check = `import sys, glob\nfor f in glob.glob(sys.argv[1] + '/*.again.npy'):\n  assert open(f, 'rb').read() == open(f.replace('.again', ''), 'rb').read(), f\nprint('same')`;
    expect(runPython(check, directory)).toBe('same\n');
  });
});

import { spawnSync } from 'node:child_process';
import { canImport, PYTHON, runPython } from '../../../python.js';

const hasDump = spawnSync('h5dump', ['--version'], { stdio: 'ignore' }).status === 0;

/** Why tests with h5py and PyTables cannot run; undefined where they can. */
export const withoutHdf5 =
  canImport('h5py, tables') && hasDump
    ? undefined
    : `${PYTHON} has not both of h5py and tables, or there is no h5dump: NOT CHECKED against the HDF5 library`;

/**
 * Arrays of every dtype and shape by name, and what a test compares of one. PyTables registers the Blosc filter with the HDF5 library,
 * which h5py uses too.
 */
export const ARRAYS = `
import hashlib, json, re, sys
import h5py, numpy as np, tables
rng = np.random.default_rng(7)
DTYPES = ['i1', 'u1', '<i2', '>i2', '<u2', '<i4', '>i4', '<u4', '<i8', '>i8', '<u8', '<f2', '>f2', '<f4', '>f4', '<f8', '>f8', '<f16',
  '?', '<c8', '<c16', '>c16', 'S5', 'V3']
RECORD = np.dtype([('a', '<i4'), ('b', 'S3'), ('c', '>f8', (2, 2)), ('d', [('e', 'i1'), ('f', '<c8')])])
SHAPES = [(), (0,), (1,), (10,), (4, 0, 3), (5, 7), (3, 4, 5), (2, 3, 4, 5), (2, 3, 2, 3, 4)]
def make(dtype, shape):
  dtype, n = np.dtype(dtype), int(np.prod(shape))
  if dtype.names:
    a = np.zeros(shape, dtype)
    for name in dtype.names: a[name] = make(dtype[name].base, a[name].shape)
    return a
  if dtype.kind == 'S': return np.array([b'x%d' % (i % 100) for i in range(n)], dtype).reshape(shape)
  if dtype.kind == 'f': return rng.normal(size=n).astype(dtype).reshape(shape)
  if dtype.kind == 'c': return (rng.normal(size=n) + 1j * rng.normal(size=n)).astype(dtype).reshape(shape)
  if dtype.kind == 'b': return (rng.integers(0, 2, n) == 1).reshape(shape)
  return rng.integers(1, 100, n * dtype.itemsize, dtype='u1').view(dtype).reshape(shape)
def arrays():
  found = {'dtype ' + dtype: make(dtype, (7, 3)) for dtype in DTYPES}
  found.update({'shape ' + 'x'.join(map(str, shape)): make('<i4', shape) for shape in SHAPES})
  found['record'] = make(RECORD, (11,))
  return found
def facts(a):
  a = np.asarray(a)
  sha = hashlib.sha1(np.ascontiguousarray(a).tobytes()).hexdigest()
  # h5py notes the encoding of text beside the dtype.
  descr = re.sub(r"\\(('[|]S\\d+'), {[^}]*}\\)", r'\\1', repr(np.lib.format.dtype_to_descr(a.dtype)))
  return {'descr': descr, 'shape': list(a.shape), 'sha1': sha}
`;

/** What a script prints; arguments are `sys.argv[1:]`. */
export function runHdf5(script: string, args: readonly string[], cwd: string): Promise<string> {
  return runPython(ARRAYS + script, args, { cwd });
}

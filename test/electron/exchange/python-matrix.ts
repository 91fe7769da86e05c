import { isNightly } from '../../cases.js';
import { runPython } from '../../python.js';

/**
 * Arrays of every dtype in both byte orders, of 0 to 5 axes and without items, in C and F order; but at night, every dtype with some
 * of the shapes, and every shape with some of the dtypes. Each has a name of its own and the same items wherever it is made. `facts` is what is compared of one: dtype, shape, order where it matters, and its memory.
 */
const CELLS = `
import hashlib, itertools, json, re, sys
import numpy as np
NUMBERS = ['i2', 'i4', 'i8', 'u2', 'u4', 'u8', 'f2', 'f4', 'f8', 'c8', 'c16', 'M8[s]', 'M8[25ns]', 'm8[ms]', 'U3']
DTYPES = ['?', 'i1', 'u1', 'S1', 'S5', 'V4'] + [order + number for number in NUMBERS for order in '<>']
RECORDS = {
  'record': [('a', '<i4'), ('b', 'S3'), ('c', '>f8', (2, 2)), ('d', [('e', 'i1'), ('f', '<c8')])],
  'text record': [('a', '>u2'), ('b', '<U2')],
}
SHAPES = [(), (0,), (7,), (3, 0, 2), (5, 6), (4, 3, 5), (2, 3, 4, 5), (3, 2, 2, 3, 4)]
def items(dtype, n):
  if dtype.names:
    a = np.zeros(n, dtype)
    for name in dtype.names: a[name] = items(dtype[name].base, a[name].size).reshape(a[name].shape)
    return a
  if dtype.kind == 'b': return np.arange(n) % 3 == 0
  if dtype.kind == 'U': return np.resize(['a', '', 'b\\u00e9\\U0001f600'], n).astype(dtype)
  if dtype.kind == 'S': return np.resize([b'a', b'', b'bc'], n).astype(dtype)
  return (np.arange(n * dtype.itemsize) * 37 % 251).astype('u1').view(dtype)
def all_cells():
  for name, dtype in {**{d: d for d in DTYPES}, **RECORDS}.items():
    dtype = np.dtype(dtype)
    for shape in SHAPES:
      a = items(dtype, int(np.prod(shape))).reshape(shape)
      for order in 'CF' if a.ndim > 1 and a.size else 'C':
        yield re.sub('[^a-zA-Z0-9 ]', lambda m: '%02x' % ord(m[0]), name) + ' ' + 'x'.join(map(str, shape)) + order, np.asarray(a, order=order)
# No divisor of the number of arrays of a dtype, so that each has other shapes and orders.
def cells(can_hold=lambda dtype: True):
  return (cell for cell in itertools.islice(all_cells(), None, None, ${isNightly ? 1 : 3}) if can_hold(cell[1].dtype))
def chunks(shape): return tuple((n + 1) // 2 if axis in (0, len(shape) - 1) else n for axis, n in enumerate(shape))
def attributes(name): return {'name': name, 'count': len(name), 'half': 0.5, 'list': [1, 2], 'flag': True}
def facts(a, order=None):
  order = order or ('F' if a.flags.f_contiguous and not a.flags.c_contiguous else 'C')
  descr = repr(np.lib.format.dtype_to_descr(np.dtype(a.dtype.descr if a.dtype.names else a.dtype.str)))
  return {'descr': descr, 'shape': list(a.shape), 'order': order, 'sha1': hashlib.sha1(a.tobytes(order)).hexdigest()}
def same(a, b): return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
`;

/** What a script prints, which has the names above; arguments are `sys.argv[1:]`. */
export function runMatrix(script: string, args: readonly string[], cwd: string): Promise<string> {
  return runPython(CELLS + script, args, { cwd });
}

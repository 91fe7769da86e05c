import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { zarr } from '../../../../electron/exchange/zarr/formats.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { runZarr, withoutZarr } from '../python-zarr.js';
import { contentOf, itemsOf, npyContent } from './dataset-content.js';

let cwd = '';
beforeEach(() => {
  cwd = scratchFolder();
});

const MAKE = `
import sys, numpy as np, zarr, numcodecs
from numcodecs import Blosc, Zlib, GZip, Zstd, LZ4, BZ2
rng = np.random.default_rng(5)
def keep(name, a, order='C'):
  np.save(name + '.npy', np.asarray(a, order=order))
  if order == 'F' and a.ndim > 1: assert np.load(name + '.npy').flags.f_contiguous
def store(name, a, root=None, order='C', **options):
  z = (root or group).create_dataset(name, shape=a.shape, dtype=a.dtype, order=order, **options)
  z[...] = a
  keep(name.replace('/', '_'), z[...], order)
`;

const DTYPES = `${MAKE}
group = zarr.open_group('all.zarr', mode='w')
dtypes = ['?', 'i1', '<i2', '>i4', '<i8', 'u1', '<u2', '>u4', '>u8', '<f2', '>f4', '<f8', '<f16', '<c8', '>c16', 'S5', '<U3', '>U2', 'V4',
  '<M8[ms]', '>M8[25s]', '<m8[D]', [('a', '<i4'), ('b', 'S3'), ('c', '>f8', (2, 3))]]
for n, dtype in enumerate(dtypes):
  dtype = np.dtype(dtype)
  raw = rng.integers(0, 256, 77 * dtype.itemsize, dtype='u1')
  if dtype.kind == 'U': raw = np.array(['a\u00e9', 'U0001f600b', ''] * 26)[:77].astype(dtype)
  if dtype.kind == 'b': raw = raw % 2
  a = np.frombuffer(raw.tobytes(), dtype).reshape(11, 7)
  store('d%d' % n, a, chunks=(4, 3))
  store('f%d' % n, a, chunks=(11, 2), order='F')
print(len(dtypes))
`;

test('reads the arrays that zarr wrote, for every dtype, in C and F order', async (context) => {
  if (withoutZarr) context.skip(withoutZarr);
  const count = Number(await runZarr(DTYPES, [], cwd));
  for (let n = 0; n < count; n++) {
    for (const name of [`d${n}`, `f${n}`]) {
      expect(await contentOf(join(cwd, 'all.zarr'), `/${name}`), name).toBe(await npyContent(join(cwd, `${name}.npy`)));
    }
  }
});

const SHAPES = `${MAKE}
group = zarr.open_group(zarr.ZipStore('shapes.zarr.zip', mode='w') if sys.argv[1] == 'zip' else 'shapes.zarr', mode='w')
n = 0
for shape, chunks in [((), ()), ((0,), (3,)), ((7,), (3,)), ((7,), (20,)), ((3, 0, 2), (1, 1, 1)), ((5, 6), (2, 6)), ((5, 6), (1, 4)),
    ((4, 3, 5), (2, 2, 2)), ((2, 3, 4, 5), (1, 2, 4, 3)), ((3, 2, 2, 3, 4), (2, 1, 2, 2, 3)), ((9, 4), (9, 4))]:
  for order in 'CF':
    for separator in './':
      a = np.arange(np.prod(shape, dtype=int), dtype='<i4').reshape(shape)
      store('g/s%d' % n, a, order=order, chunks=chunks, dimension_separator=separator)
      n += 1
if sys.argv[1] == 'zip': group.store.close()
print(n)
`;

test.for(['folder', 'zip'])(
  'reads arrays of 0 to 5 axes, empty ones and edge chunks, from a %s',
  async (kind, context) => {
    if (withoutZarr) context.skip(withoutZarr);
    const count = Number(await runZarr(SHAPES, [kind], cwd));
    const path = join(cwd, kind === 'zip' ? 'shapes.zarr.zip' : 'shapes.zarr');
    for (let n = 0; n < count; n++) {
      expect(await contentOf(path, `g/s${n}`), `s${n}`).toBe(await npyContent(join(cwd, `g_s${n}.npy`)));
    }
    const names = [];
    for await (const { name, spec } of zarr.list(path, {})) names.push([name, spec?.shape.length]);
    expect(names).toHaveLength(count);
    expect(names[0]).toEqual(['/g/s0', 0]);
  },
);

const COMPRESSORS = `${MAKE}
group = zarr.open_group('c.zarr', mode='w')
a = np.repeat(rng.integers(0, 99, (40, 3)), 9, axis=1).astype('<i4')
compressors = [None, Zlib(1), GZip(5), Zstd(3), LZ4(), BZ2(1)] + [Blosc(c, 5, s) for c in numcodecs.blosc.list_compressors() for s in (0, 1, 2)]
for n, compressor in enumerate(compressors):
  store('c%d' % n, a, chunks=(16, 27), compressor=compressor)
  store('n%d' % n, rng.integers(0, 2**31, (5,), dtype='<i4'), chunks=(5,), compressor=compressor)
print(len(compressors))
`;

test('reads the chunks of each compressor, and says which can be moved', async (context) => {
  if (withoutZarr) context.skip(withoutZarr);
  const count = Number(await runZarr(COMPRESSORS, [], cwd));
  const reasons = new Map<string, number>();
  for (let n = 0; n < count; n++) {
    for (const name of [`c${n}`, `n${n}`]) {
      expect(await contentOf(join(cwd, 'c.zarr'), name), name).toBe(await npyContent(join(cwd, `${name}.npy`)));
    }
    const dataset = await zarr.open(join(cwd, 'c.zarr'), `c${n}`, {});
    const reason = typeof dataset.chunks === 'string' ? dataset.chunks : '';
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  expect([...reasons]).toEqual([
    ['its chunks are not compressed', 1],
    ...['zlib', 'gzip', 'zstd', 'lz4', 'bz2'].map((name) => [`its chunks are compressed by ${name}`, 1]),
    ['', count - 6],
  ]);
});

const FILLS = `${MAKE}
group = zarr.open_group('f.zarr', mode='w')
fills = [('?', True), ('i1', -7), ('>i8', -2**62 - 1), ('<u8', 2**64 - 1), ('<f2', 0.1), ('<f4', float('nan')), ('>f8', float('-inf')), ('<f8', -0.0),
  ('<c16', 1.5 - 2j), ('S3', b'ab'), ('<U3', 'h\u00e9'), ('<M8[s]', np.datetime64('2014-07-22', 's')), ('<m8[ms]', np.timedelta64(-5, 'ms'))]
for n, (dtype, fill) in enumerate(fills):
  z = group.create_dataset('f%d' % n, shape=(6, 4), chunks=(2, 3), dtype=dtype, fill_value=fill)
  z[2:4, 1:] = np.zeros((2, 3), dtype)
  keep('f%d' % n, z[...])
print(len(fills))
`;

test('gives the fill value where chunks are missing', async (context) => {
  if (withoutZarr) context.skip(withoutZarr);
  const count = Number(await runZarr(FILLS, [], cwd));
  for (let n = 0; n < count; n++) {
    expect(await contentOf(join(cwd, 'f.zarr'), `f${n}`), `f${n}`).toBe(await npyContent(join(cwd, `f${n}.npy`)));
  }
});

const ATTRIBUTES = `${MAKE}
root = group = zarr.open_group('a.zarr', mode='w')
store('deep/er/x', np.arange(5.))
z = root['deep/er/x']
z.attrs['units'] = 'mm'
z.attrs['big'] = 2**60
z.attrs['list'] = [1, 2.5, {'a': None}]
root.create_dataset('text', shape=(3,), dtype=object, object_codec=numcodecs.VLenUTF8())
root.create_dataset('delta', shape=(3,), dtype='i4', filters=[numcodecs.Delta('i4')])
zarr.consolidate_metadata('a.zarr')
`;

test('lists the arrays of nested groups, those that cannot be read with the reason, and gives attributes', async (context) => {
  if (withoutZarr) context.skip(withoutZarr);
  await runZarr(ATTRIBUTES, [], cwd);
  const path = join(cwd, 'a.zarr');
  const entries = [];
  for await (const { name, reason } of zarr.list(path, {})) entries.push([name, reason]);
  expect(entries).toEqual([
    ['/deep/er/x', undefined],
    ['/delta', `'${path}::/delta' cannot be read: it has filters (delta)`],
    ['/text', expect.stringContaining('object')],
  ]);
  const dataset = await zarr.open(path, '/deep/er/x', {});
  expect(dataset.name).toBe(`${path}::/deep/er/x`);
  expect([...dataset.attributes]).toEqual([
    ['big', 2n ** 60n],
    ['list', [1, 2.5, new Map([['a', null]])]],
    ['units', 'mm'],
  ]);
  expect((await itemsOf(dataset)).readDoubleLE(32)).toBe(4);
  await expect(zarr.open(path, undefined, {})).rejects.toThrow('choose one: /deep/er/x, /delta, /text');
  await expect(zarr.open(path, '/deep', {})).rejects.toThrow('it is a group');
  await expect(zarr.open(path, '/deep/../../x', {})).rejects.toThrow('is not the name of an array or group');
});

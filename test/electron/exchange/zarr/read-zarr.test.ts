import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { npyArray } from '../../../../electron/engine/arrays/npy-array.js';
import { memoryReader } from '../../../../electron/engine/io/memory-reader.js';
import type { Dataset } from '../../../../electron/exchange/dataset.js';
import { listZarr, openZarr } from '../../../../electron/exchange/zarr/open-zarr.js';
import type { ArraySpec } from '../../../../shared/format/numpy/array-metadata.js';
import { dtypeDescrRepr } from '../../../../shared/format/numpy/dtype-print.js';
import { scratchDirectory } from '../../engine/scratch-directory.js';
import { runZarr, withoutZarr } from '../python-zarr.js';

let cwd = '';
beforeEach(() => {
  cwd = scratchDirectory();
});

/** dtype, shape and items, in C or F order as the store has them. */
async function contentOf(path: string, name?: string): Promise<string> {
  const dataset = await openZarr(path, name, {});
  try {
    return describe(dataset.spec, await bytesOf(dataset));
  } finally {
    await dataset.close();
  }
}

/** Without the order where C and F are the same. */
function describe({ dtype, shape, order }: ArraySpec, bytes: Uint8Array): string {
  const hasOrder = !shape.includes(0) && shape.filter((length) => length > 1).length > 1;
  const facts = [dtypeDescrRepr(dtype), shape.join(), hasOrder ? order : ''];
  return `${facts.join(' ')} ${Buffer.from(bytes).toString('base64')}`;
}

async function bytesOf(dataset: Dataset): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of (await dataset.read({})).pieces()) pieces.push(piece.slice());
  await dataset.requireUnchanged();
  return Buffer.concat(pieces);
}

/** The same of a .npy file, whose order is that of the store. */
async function npyContent(name: string): Promise<string> {
  const { reader, startByte, spec, facts } = await npyArray(memoryReader(readFileSync(join(cwd, name))));
  const bytes = await reader.readAt(startByte, facts.sizeBytes);
  return describe(spec, bytes);
}

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
      expect(await contentOf(join(cwd, 'all.zarr'), `/${name}`), name).toBe(await npyContent(`${name}.npy`));
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
      expect(await contentOf(path, `g/s${n}`), `s${n}`).toBe(await npyContent(`g_s${n}.npy`));
    }
    const names = [];
    for await (const { name, spec } of listZarr(path, {})) names.push([name, spec?.shape.length]);
    expect(names).toHaveLength(count);
    expect(names[0]).toEqual(['/g/s0', 0]);
  },
);

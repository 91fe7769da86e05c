import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { type NdArrayOptions, ndarray } from '../../../../electron/engine/arrays/ndarray.js';
import { packBytesToFile, packNdarrayToFile, packNpyToFile } from '../../../../electron/engine/pack/convenience.js';
import type { PackOptions } from '../../../../electron/engine/pack/pack.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { runBlpk } from '../../cli/run-blpk.js';
import { runZarr, withoutZarr } from '../python-zarr.js';
import { serveFolder } from '../range-server.js';

let cwd = '';
beforeEach(() => {
  cwd = scratchFolder();
});

const MAKE_ARRAYS = `
import numpy as np
rng = np.random.default_rng(3)
arrays = {
  'walk': rng.standard_normal(1000).cumsum(),
  'grid': rng.integers(0, 99, (10, 7, 5), dtype='<i2'),
  'fortran': np.asfortranarray(rng.integers(0, 99, (6, 7, 11), dtype='<i4')),
  'big_endian': np.arange(33, dtype='>f4').reshape(11, 3),
  'complex': (np.arange(20) * 1j).reshape(5, 4),
  'flags': rng.integers(0, 2, 50).astype('?'),
  'bytes': np.array([b'ab', b'', b'abcde'] * 4),
  'text': np.array(['Größe', '大小', ''] * 5),
  'when': np.array(['2014-07-22', 'NaT'] * 5, dtype='M8[ms]'),
  'record': np.array([(1, b'ab', [1, 2])] * 9, dtype=[('id', '<i4'), ('tag', 'S3'), ('p', '>f4', (2,))]),
  'five': rng.random((4, 2, 3, 2, 2)),
  'item': np.array(42, dtype='u1'),
  'empty': np.zeros((0, 3)),
  'column': np.asfortranarray(np.zeros((3, 0))),
  'whole rows': np.arange(24.0).reshape(6, 4),
}
for name, a in arrays.items(): np.save(name + '.npy', a)
print('|'.join(arrays))
`;

const OPEN = `
import sys, glob, json, fsspec, zarr, numpy as np
group = zarr.open(fsspec.get_mapper('reference://', fo=sys.argv[1]), mode='r')
def same(a, b): return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
`;

/** Makes the arrays and packs each with another codec; their names. */
async function packArrays(): Promise<readonly string[]> {
  const names = (await runZarr(MAKE_ARRAYS, [], cwd)).trim().split('|');
  const codecs = ['blosclz', 'lz4', 'lz4hc', 'zlib', 'zstd'] as const;
  const shuffles = ['byte', 'bit', 'none'] as const;
  for (const [turn, name] of names.entries()) {
    const codec = codecs[turn % codecs.length] ?? 'lz4';
    const shuffle = shuffles[turn % shuffles.length] ?? 'byte';
    const rows = name === 'item' ? {} : { chunkRows: 4 };
    await packNpyToFile(join(cwd, `${name}.npy`), join(cwd, `${name}.blp`), { ...rows, blosc: { codec, shuffle } });
  }
  return names;
}

const blpk = (...args: readonly string[]) => runBlpk(args, { cwd });
const allContainers = () => readdirSync(cwd).filter((name) => name.endsWith('.blp'));

describe('a reference file', () => {
  test('opens in zarr with the values of numpy, for every dtype, shape and order; the containers stay as they are', async (context) => {
    if (withoutZarr) context.skip(withoutZarr);
    const names = await packArrays();
    const before = allContainers().map((name) => readFileSync(join(cwd, name)));
    expect(await blpk('refs', ...allContainers(), '-o', 'all.json')).toMatchObject({ code: 0, out: '', err: '' });
    const check = `${OPEN}
for f in glob.glob('*.npy'):
  a, z = np.load(f), group[f[:-4]]
  assert same(a, z[...]), (f, a, z[...])
  assert z.order == ('F' if f == 'fortran.npy' else 'C') or a.size == 0, (f, z.order)
print(sorted(group.array_keys()))`;
    const keys = (await runZarr(check, ['all.json'], cwd)).trim();
    expect(JSON.parse(keys.replaceAll("'", '"'))).toEqual(names.toSorted());
    expect(allContainers().map((name) => readFileSync(join(cwd, name)))).toEqual(before);
  });

  test('opens in xarray and dask over a plain HTTP server, which sends only the chunks that are needed', async (context) => {
    if (withoutZarr) context.skip(withoutZarr);
    await runZarr("import numpy as np; np.save('a b.npy', np.sin(np.arange(400000.)).reshape(4000, 100))", [], cwd);
    await packNpyToFile(join(cwd, 'a b.npy'), join(cwd, 'a b.blp'), { chunkRows: 130 });
    const [{ url, sentBytes }, size] = [await serveFolder(cwd), readFileSync(join(cwd, 'a b.blp')).byteLength];
    await blpk('meta', 'set', 'a b.blp', 'units=mm', 'station={"height":2962}');
    expect(await blpk('refs', '--url', url, 'a b.blp', '-o', 'a.json')).toMatchObject({ code: 0, err: '' });
    const part = `${OPEN}
assert same(np.load('a b.npy')[1000:1100], group['a b'][1000:1100])`;
    await runZarr(part, ['a.json'], cwd);
    expect(sentBytes()).toBeGreaterThan(0);
    expect(sentBytes()).toBeLessThan(size / 10);
    const whole = `${OPEN}
import xarray, dask.array
a = np.load('a b.npy')
d = dask.array.from_zarr('reference://', component='a b', storage_options={'fo': sys.argv[1]})
assert d.chunks[0][0] == 130 and d.sum().compute() == dask.array.from_array(a, chunks=(130, 100)).sum().compute()
x = xarray.open_dataset('reference://', engine='zarr', backend_kwargs={'storage_options': {'fo': sys.argv[1]}, 'consolidated': False})
assert same(a, x['a b'].values) and x['a b'].attrs == {'units': 'mm', 'station': {'height': 2962}}, x['a b'].attrs
print(x['a b'].dims)`;
    expect(await runZarr(whole, ['a.json'], cwd)).toBe("('dim_0', 'dim_1')\n");
  });

  test('has one group for several containers, whose axes xarray shares where their lengths are equal', async (context) => {
    if (withoutZarr) context.skip(withoutZarr);
    await container('u.blp', { shape: [6, 4] }, { chunkRows: 2 });
    await container('v.blp', { shape: [6, 8] }, { chunkRows: 4 });
    await blpk('refs', 'u.blp', 'v.blp', '-o', 'both.json');
    const check = `${OPEN}
import xarray
x = xarray.open_dataset('reference://', engine='zarr', backend_kwargs={'storage_options': {'fo': sys.argv[1]}, 'consolidated': False})
print(x.u.dims, x.v.dims, float(x.u.sum()), float(x.v.sum()))`;
    expect(await runZarr(check, ['both.json'], cwd)).toBe("('dim_0', 'u_dim_1') ('dim_0', 'v_dim_1') 276.0 1128.0\n");
  });
});

/** A container of 0, 1, 2, .. as float64. */
async function container(name: string, options: NdArrayOptions, pack: PackOptions): Promise<void> {
  const items = (options.shape ?? []).reduce((product, length) => product * length, 1);
  await packNdarrayToFile(
    ndarray(
      Float64Array.from({ length: items }, (_, at) => at),
      options,
    ),
    join(cwd, name),
    pack,
  );
}

test('names the bytes of every chunk without its checksum, and holds the last one, padded', async () => {
  await container('rows.blp', { shape: [5, 100] }, { chunkRows: 2, bloscpack: { checksum: 'sha256' } });
  const { out, err, code } = await blpk('refs', 'rows.blp');
  expect([code, err]).toEqual([0, '']);
  const { version, refs } = JSON.parse(out);
  expect([version, Object.keys(refs)]).toEqual([
    1,
    ['.zgroup', 'rows/.zarray', 'rows/.zattrs', 'rows/0.0', 'rows/1.0', 'rows/2.0'],
  ]);
  const bytes = readFileSync(join(cwd, 'rows.blp'));
  const [path, position, length] = refs['rows/1.0'];
  expect(path).toBe(join(cwd, 'rows.blp'));
  expect(length).toBe(bytes.readUInt32LE(position + 12));
  expect(position).toBe(refs['rows/0.0'][1] + refs['rows/0.0'][2] + 32);
  const padded = Buffer.from(refs['rows/2.0'].slice('base64:'.length), 'base64');
  expect(padded.readUInt32LE(4)).toBe(2 * 100 * 8);
});

test('describes chunks that hold a part of a row, where they divide it', async () => {
  await container('parts.blp', { shape: [3, 100] }, { chunkSize: 50 * 8 });
  const { refs } = JSON.parse((await blpk('refs', 'parts.blp')).out);
  expect(JSON.parse(refs['parts/.zarray'])).toMatchObject({ chunks: [1, 50] });
  expect(Object.keys(refs)).toContain('parts/2.1');
});

describe('refuses, in a sentence with the remedy, and writes nothing:', () => {
  const refused: readonly (readonly [string, () => Promise<void>, string])[] = [
    [
      'chunks that end within a row',
      () => container('x.blp', { shape: [10, 100] }, { chunkSize: 2000 }),
      "the chunks of 'x.blp' do not hold whole rows of 800 bytes each, so that they cannot be referenced: `blpk recompress --chunk-rows 2` makes a container whose chunks do",
    ],
    [
      'plain bytes',
      () => packBytesToFile(new Uint8Array(100), join(cwd, 'x.blp')).then(() => undefined),
      'holds no numpy array',
    ],
    [
      'a dtype with unused bytes',
      async () => {
        const dtype = "[('a', '<i4'), ('', '|V4'), ('b', '<f8')]";
        await packNdarrayToFile(ndarray(new Uint8Array(160), { dtype, shape: [10] }), join(cwd, 'x.blp'));
      },
      'Zarr has no unused bytes between fields',
    ],
    ['what is no container', async () => writeFileSync(join(cwd, 'x.blp'), 'no container'), 'magic'],
  ];
  test.each(refused)('%s', async (_title, make, message) => {
    await make();
    const { code, out, err } = await blpk('refs', 'x.blp', '-o', 'x.json');
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(message);
    expect(readdirSync(cwd)).toEqual(['x.blp']);
  });

  test('two containers of one name, and an output that exists', async () => {
    await container('x.blp', { shape: [4] }, {});
    expect(await blpk('refs', 'x.blp', './x.blp')).toMatchObject({ code: 2, out: '' });
    writeFileSync(join(cwd, 'x.json'), '{}');
    expect(await blpk('refs', 'x.blp', '-o', 'x.json')).toMatchObject({
      code: 1,
      err: expect.stringContaining('exists!'),
    });
    expect(await blpk('-f', 'refs', 'x.blp', '-o', 'x.json')).toMatchObject({ code: 0 });
    expect(await blpk('-f', 'refs', 'x.blp', '-o', 'x.blp')).toMatchObject({ code: 2 });
  });
});

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { HDF5_FORMAT } from '../../../../electron/exchange/hdf5/hdf5-format.js';
import { printJson } from '../../../../shared/format/json.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { type ArrayFacts, factsOf, readAll } from './array-facts.js';
import { runHdf5, withoutHdf5 } from './python-hdf5.js';

let cwd = '';
beforeEach(() => {
  cwd = scratchFolder();
});

const WRITE_EVERY_LAYOUT = `
age = sys.argv[1]
expected = {}
with h5py.File('x.h5', 'w', libver=(age, 'latest')) as f:
  def put(name, a, **options):
    f.create_dataset(name, data=a, **options)
    expected[name] = facts(a)
  for name, a in arrays().items():
    put('plain/' + name, a)
    if a.ndim == 0 or a.size == 0: continue
    half = tuple(max(1, (n + 1) // 2) for n in a.shape)
    ones = (1,) * a.ndim
    put('chunks/' + name, a, chunks=half)
    put('one chunk/' + name, a, chunks=a.shape, compression='gzip')
    put('gzip/' + name, a, chunks=half, compression='gzip', shuffle=True, fletcher32=True)
    put('lzf/' + name, a, chunks=half, compression='lzf', shuffle=True)
    put('grows/' + name, a, chunks=half, maxshape=(None,) + a.shape[1:], compression='gzip')
    put('grows last/' + name, a, chunks=ones, maxshape=a.shape[:-1] + (None,))
    put('grows all/' + name, a, chunks=half, maxshape=(None,) * a.ndim, shuffle=True)
    put('may grow/' + name, a, chunks=ones, maxshape=tuple(n + 3 for n in a.shape))
  put('many/fixed', make('<i2', (5000,)), chunks=(1,))
  put('many/extensible', make('<i2', (9000,)), chunks=(1,), maxshape=(None,))
  put('many/extensible gzip', make('<i2', (3000,)), chunks=(1,), maxshape=(None,), compression='gzip')
  put('many/tree', make('<i2', (60, 60)), chunks=(1, 1), maxshape=(None, None))
  put('many/tree gzip', make('<i2', (60, 60)), chunks=(1, 1), maxshape=(None, None), compression='gzip')
  def partly(name, at, **options):
    d = f.create_dataset(name, **options)
    if at is not None: d[at] = 9
    expected[name] = facts(d[...])
  partly('missing/grid', (4, 4), shape=(10, 10), chunks=(3, 4), dtype='<f4', fillvalue=1.5, compression='gzip')
  partly('missing/pages', 150003, shape=(200000,), chunks=(10,), dtype='<i4', fillvalue=-7)
  partly('missing/growing pages', 150003, shape=(200000,), maxshape=(None,), chunks=(10,), dtype='<i4', fillvalue=-7)
  partly('missing/all', None, shape=(10, 10), dtype='>i4', fillvalue=5)
  partly('missing/all chunks', None, shape=(10, 10), chunks=(5, 10), dtype='>i4', fillvalue=5)
  a = make('<i4', (10, 10))
  f.create_dataset('shrunk', data=a, chunks=(3, 3), maxshape=(None, 10)).resize((5, 10))
  expected['shrunk'] = facts(a[:5])
  f.create_dataset('named type', data=a, dtype=f.get('type', default=None))
  expected['named type'] = facts(a)
  plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
  plist.set_layout(h5py.h5d.COMPACT)
  h5py.h5d.create(f.id, b'compact', h5py.h5t.NATIVE_INT32, h5py.h5s.create_simple((10, 10)), plist).write(h5py.h5s.ALL, h5py.h5s.ALL, a)
  expected['compact'] = facts(a)
print(json.dumps(expected))
`;

const WRITE_OTHER = `
with h5py.File('x.h5', 'w', libver=(sys.argv[1], 'latest'), userblock_size=int(sys.argv[2])) as f:
  f['x'] = np.arange(5, dtype='<u2')
  f['text'] = ['a', 'bc']
  f['references'] = np.array([f.ref], h5py.ref_dtype)
  f['enum'] = np.array([1, 2], h5py.enum_dtype({'A': 1, 'B': 2}, '<i2'))
  f['nothing'] = h5py.Empty('<f8')
  f['group/again'] = f['x']
  f['group/round'] = f['/']
  f['soft'] = h5py.SoftLink('group/again')
  f['circle'] = h5py.SoftLink('/circle')
  f['outside'] = h5py.ExternalLink('other.h5', '/x')
  f['type'] = np.dtype('<i4')
  f.create_dataset('typed', data=[1, 2], dtype=f['type'])
  for i in range(300): f['wide/%03d' % i] = np.full(2, i, '<i4')
`;

const WRITE_CROWDS = `
for age in sys.argv[1:]:
  with h5py.File(age + '.h5', 'w', libver=(age, 'latest')) as f:
    f['0'] = np.int32(0)
    for i in range(1, 8000):
      if i % 400: f.id.links.create_hard(b'%d' % i, f.id, b'0')
      else: f[str(i)] = np.int32(i)
`;

const WRITE_ATTRIBUTES = `
with h5py.File('x.h5', 'w', libver=(sys.argv[1], 'latest')) as f:
  f['x'] = 1
  many = {'int': 2**62 + 1, 'unsigned': np.uint64(2**64 - 1), 'float': 1.0, 'half': np.float16(0.5), 'nan': np.nan, 'text': 'é', 'empty': '',
    'bytes': np.bytes_(b'abc'), 'list': [1, 2], 'matrix': np.arange(6.).reshape(2, 3), 'flag': True, 'texts': ['a', '', 'bc'],
    'none': h5py.Empty('<f4'), 'complex': 1+2j, 'record': np.array((1, 2.5), [('a', 'i4'), ('b', 'f8')]), 'big': np.arange(7000)}
  for name, value in many.items(): f['x'].attrs[name] = value
  if sys.argv[1] == 'latest': f['x'].attrs['huge'] = np.arange(20000)
  f['x'].attrs['reference'] = f.ref
`;

const WRITE_BLOSC = `
expected = {}
with tables.open_file('x.h5', 'w') as f:
  for codec in ('blosclz', 'lz4', 'lz4hc', 'zlib', 'zstd'):
    for name, shape, chunks in [('line', (1000,), (300,)), ('rows', (100, 20), (30, 20)), ('blocks', (6, 4, 5), (2, 2, 5))]:
      a = make('<i4', shape) // 2**20
      filters = tables.Filters(complevel=5, complib='blosc:' + codec)
      f.create_carray('/' + codec, name, obj=a, chunkshape=chunks, filters=filters, createparents=True)
      expected[codec + '/' + name] = facts(a)
  a = make('u1', (1000,))
  f.create_carray('/', 'noise', obj=a, chunkshape=(100,), filters=tables.Filters(complevel=5, complib='blosc'))
  expected['noise'] = facts(a)
  f.create_carray('/', 'two', obj=a, chunkshape=(100,), filters=tables.Filters(complevel=5, complib='blosc', fletcher32=True))
  expected['two'] = facts(a)
print(json.dumps(expected))
`;

describe.skipIf(withoutHdf5 !== undefined)(`files of h5py and PyTables (${withoutHdf5 ?? 'installed'})`, () => {
  for (const age of ['earliest', 'latest']) {
    test(`every dtype, shape and layout is read as h5py reads it: libver ${age}`, { timeout: 120_000 }, async () => {
      const expected: unknown = JSON.parse(await runHdf5(WRITE_EVERY_LAYOUT, [age], cwd));
      expect(await readAll(join(cwd, 'x.h5'))).toEqual(expected);
    });

    test(`links, and what is no array of numbers: libver ${age}`, async () => {
      await runHdf5(WRITE_OTHER, [age, age === 'latest' ? '512' : '0'], cwd);
      const path = join(cwd, 'x.h5');
      const found = await readAll(path);
      // The first of its names.
      const { 'group/again': x, enum: enumeration, typed, ...others } = found;
      expect(x).toMatchObject({ descr: "'<u2'", shape: [5] });
      expect(enumeration).toMatchObject({ descr: "'<i2'", shape: [2] });
      expect(typed).toMatchObject({ descr: "'<i4'", shape: [2] });
      expect(others['wide/299']).toMatchObject({ descr: "'<i4'", shape: [2] });
      expect(
        Object.keys(others)
          .filter((name) => !name.startsWith('wide/'))
          .sort(),
      ).toEqual(['nothing', 'outside', 'references', 'text']);
      expect(others).toMatchObject({
        nothing: 'it has no items at all, not even a shape',
        outside: 'it is a link to another file, which is not followed',
        references: 'its items are references to other objects',
        text: 'its items are text of variable length',
      });
      const soft = await HDF5_FORMAT.open(path, 'group/round/soft', {});
      expect(await factsOf(soft)).toEqual(x);
      await soft.close();
      await expect(HDF5_FORMAT.open(path, 'circle', {})).rejects.toThrow('behind more than 16 soft links');
      await expect(HDF5_FORMAT.open(path, 'outside', {})).rejects.toThrow('another file, which is not followed');
      await expect(HDF5_FORMAT.open(path, 'group', {})).rejects.toThrow('is a group, and no dataset');
      await expect(HDF5_FORMAT.open(path, 'none', {})).rejects.toThrow('there is none of that name');
      await expect(HDF5_FORMAT.open(path, 'text', {})).rejects.toThrow('cannot be read: its items are text');
      await expect(HDF5_FORMAT.open(path, undefined, {})).rejects.toThrow('several arrays');
      const head = readFileSync(path).subarray(0, 512);
      const sizeBytes = readFileSync(path).length;
      expect(await HDF5_FORMAT.recognises({ path, isFolder: false, sizeBytes, head })).toBe(true);
    });

    test(`attributes are JSON, numbers exact: libver ${age}`, async () => {
      await runHdf5(WRITE_ATTRIBUTES, [age], cwd);
      const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
      const { attributes, close } = await HDF5_FORMAT.open(join(cwd, 'x.h5'), undefined, {});
      await close();
      expect(warned.mock.calls).toEqual([
        [expect.stringContaining("attribute 'reference'"), expect.stringContaining('Warning')],
      ]);
      warned.mockRestore();
      const printed = new Map([...attributes].map(([name, value]) => [name, printJson(value)]));
      expect(Object.fromEntries(printed)).toMatchObject({
        int: '4611686018427387905',
        unsigned: '18446744073709551615',
        float: '1.0',
        half: '0.5',
        nan: 'NaN',
        text: '"\\u00e9"',
        empty: '""',
        bytes: '"abc"',
        list: '[1,2]',
        matrix: '[[0.0,1.0,2.0],[3.0,4.0,5.0]]',
        flag: 'true',
        texts: '["a","","bc"]',
        none: 'null',
        complex: '[1.0,2.0]',
        record: '{"a":1,"b":2.5}',
        big: printJson(Array.from({ length: 7000 }, (_, index) => index)),
      });
      expect(printed.size).toBe(age === 'latest' ? 17 : 16);
    });
  }

  // Most of them are names of one dataset, which cost little.
  test('a group of so many names that its index has several levels is read in both of its forms', async () => {
    await runHdf5(WRITE_CROWDS, ['earliest', 'latest'], cwd);
    const numbers = Array.from({ length: 20 }, (_, index) => 400 * index);
    for (const age of ['earliest', 'latest']) {
      const found = Object.values(await readAll(join(cwd, `${age}.h5`)));
      expect(found.map((facts) => (typeof facts === 'string' ? facts : facts.sha1)).sort()).toEqual(
        numbers.map((number) => createHash('sha1').update(Int32Array.of(number)).digest('hex')).sort(),
      );
    }
  });

  test('Blosc chunks are read, and can be moved when they are runs of whole rows', async () => {
    const expected: Readonly<Record<string, ArrayFacts>> = JSON.parse(await runHdf5(WRITE_BLOSC, [], cwd));
    const path = join(cwd, 'x.h5');
    expect(await readAll(path)).toEqual(expected);
    const chunksOf = async (name: string) => {
      const dataset = await HDF5_FORMAT.open(path, name, {});
      await dataset.close();
      return dataset.chunks;
    };
    expect(await chunksOf('zstd/rows')).toMatchObject({ grid: { chunkShape: [30, 20], counts: [4, 1] } });
    expect(await chunksOf('zstd/line')).toMatchObject({ grid: { chunkShape: [300], counts: [4] } });
    expect(await chunksOf('zstd/blocks')).toBe('its chunks are not runs of whole rows');
    expect(await chunksOf('noise')).toContain('could not be compressed');
    expect(await chunksOf('two')).toBe('its chunks went through fletcher32');
  });

  test('a file that is cut, or whose chunk is damaged, is refused in a sentence', async () => {
    await runHdf5(WRITE_BLOSC, [], cwd);
    const path = join(cwd, 'x.h5');
    const bytes = readFileSync(path);
    writeFileSync(join(cwd, 'cut.h5'), bytes.subarray(0, bytes.length - 100));
    await expect(readAll(join(cwd, 'cut.h5'))).rejects.toThrow(
      `is cut short: HDF5 wrote ${bytes.length} bytes, and the file has ${bytes.length - 100}`,
    );
    for (let at = 2048; at < bytes.length; at += 997) bytes.fill(0x55, at, at + 300);
    writeFileSync(join(cwd, 'bad.h5'), bytes);
    await expect(readAll(join(cwd, 'bad.h5'))).rejects.toMatchObject({ kind: 'format' });
  });
});

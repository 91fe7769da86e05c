import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isReordered, readInCOrder } from '../../../electron/exchange/c-order.js';
import type { ArrayFormat, Attributes } from '../../../electron/exchange/dataset.js';
import { HDF5_FORMAT } from '../../../electron/exchange/hdf5/hdf5-format.js';
import { joblib } from '../../../electron/exchange/joblib/joblib.js';
import { NPZ_FORMAT } from '../../../electron/exchange/numpy/npz-format.js';
import { zarr, zarr3 } from '../../../electron/exchange/zarr/formats.js';
import type { JsonValue } from '../../../shared/format/json.js';
import type { ArraySpec } from '../../../shared/format/numpy/array-metadata.js';
import { caseCount } from '../../cases.js';
import { scratchFolder } from '../../scratch-folder.js';
import { factsOf } from './hdf5/array-facts.js';
import { withoutHdf5 } from './hdf5/python-hdf5.js';
import { withoutJoblib } from './joblib/python-joblib.js';
import { runMatrix } from './python-matrix.js';
import { withoutZarr } from './python-zarr.js';

type Facts = Awaited<ReturnType<typeof factsOf>> & { readonly order: string };
type Cells = Readonly<Record<string, Facts>>;

/** As `attributes` of python-matrix.ts. */
function attributesOf(name: string): Attributes {
  const own: readonly [string, JsonValue][] = [
    ['name', name],
    ['count', name.length],
    ['half', 0.5],
    ['list', [1, 2]],
    ['flag', true],
  ];
  return new Map(own);
}

/** A one-dimensional array, or one without items, has the same memory in both orders. */
function orderOf(spec: ArraySpec): 'C' | 'F' {
  return isReordered(spec) ? 'F' : 'C';
}

function isOfRows({ shape }: ArraySpec): boolean {
  return shape.length > 0 && !shape.includes(0);
}

/** What is in a file by name, without the leading `/`. Checks that all have their attributes, where the format has them. */
async function readCells(format: ArrayFormat, path: string, hasAttributes: boolean): Promise<Cells> {
  const cells: Record<string, Facts> = {};
  const file = await format.openFile(path, {});
  for await (const { name = '', reason } of file.list({})) {
    const key = name.replace(/^\//, '');
    expect([key, reason]).toEqual([key, undefined]);
    const dataset = await file.open(name, {});
    cells[key] = { ...(await factsOf(dataset)), order: orderOf(dataset.spec) };
    const found = Object.fromEntries(dataset.attributes);
    if (hasAttributes) expect([key, found]).toEqual([key, Object.fromEntries(attributesOf(key.replace(/ part$/, '')))]);
    await dataset.close();
  }
  await file.close();
  return cells;
}

/** HDF5 has no texts of numpy's U; `h5py` stores times as opaque bytes with a name. */
const H5PY = `
import h5py
def can_hold(dtype): return dtype.kind != 'U' and dtype != np.dtype(RECORDS['text record'])
def stored(a): return a.astype(h5py.opaque_dtype(a.dtype)) if a.dtype.kind in 'Mm' else a
`;

interface Library {
  readonly title: string;
  readonly without: string | undefined;
  readonly format: ArrayFormat;
  readonly file: string;
  readonly hasAttributes: boolean;
  /** Writes the file, and prints what it should hold. */
  readonly script: string;
}

const LIBRARIES: readonly Library[] = [
  {
    title: 'numpy',
    without: withoutZarr,
    format: NPZ_FORMAT,
    file: 'x.npz',
    hasAttributes: false,
    script: `
np.savez('x.npz', **dict(cells()))
print(json.dumps({name: facts(a) for name, a in cells()}))`,
  },
  {
    title: 'joblib',
    without: withoutJoblib,
    format: joblib,
    file: 'x.pkl.z',
    hasAttributes: false,
    script: `
import joblib
joblib.dump(dict(cells()), 'x.pkl.z', compress=('zlib', 1))
print(json.dumps({name: facts(a) for name, a in cells()}))`,
  },
  {
    title: 'zarr',
    without: withoutZarr,
    format: zarr,
    file: 'x.zarr.zip',
    hasAttributes: true,
    script: `
import zarr
expected = {}
with zarr.ZipStore('x.zarr.zip', mode='w') as store:
  group = zarr.open_group(store, mode='w')
  for name, a in cells():
    order = facts(a)['order']
    z = group.create_dataset(name, shape=a.shape, dtype=a.dtype, chunks=chunks(a.shape) if a.size else (2,) * a.ndim, order=order)
    z[...] = a
    z.attrs.update(attributes(name))
    expected[name] = facts(a)
    # zarr itself compares the fill value with 0, which numpy refuses for these.
    if a.shape != (5, 6) or a.dtype.kind == 'V': continue
    z = group.create_dataset(name + ' part', shape=a.shape, dtype=a.dtype, chunks=(2, 4), order=order, fill_value=a[1, 1])
    z[2:4, 3:] = a[2:4, 3:]
    z.attrs.update(attributes(name))
    expected[name + ' part'] = facts(z[...], order)
print(json.dumps(expected))`,
  },
  {
    title: 'h5py',
    without: withoutHdf5,
    format: HDF5_FORMAT,
    file: 'x.h5',
    hasAttributes: true,
    script: `${H5PY}
expected = {}
with h5py.File('x.h5', 'w') as f:
  def put(name, a, found, **options):
    d = f.create_dataset(name, **options)
    if found is None: d[...] = stored(a)
    else: d[2:4, 3:] = stored(a)[2:4, 3:]
    d.attrs.update(attributes(re.sub(' part$', '', name)))
    expected[name] = facts(a if found is None else found, 'C')
  for name, a in cells(can_hold):
    options = dict(shape=a.shape, dtype=stored(a).dtype)
    put(name, a, None, **options, **(dict(chunks=chunks(a.shape), compression='gzip', shuffle=True) if a.size and a.ndim else {}))
    if a.shape != (5, 6) or a.dtype.kind in 'MmV': continue
    part = np.full(a.shape, a[1, 1], a.dtype)
    part[2:4, 3:] = a[2:4, 3:]
    put(name + ' part', a, part, **options, chunks=(2, 4), fillvalue=a[1, 1])
print(json.dumps(expected))`,
  },
  {
    title: 'PyTables',
    without: withoutHdf5,
    format: HDF5_FORMAT,
    file: 'x.h5',
    hasAttributes: false,
    script: `
import tables, h5py
def can_hold(dtype): return dtype.kind in 'biufcS'
with tables.open_file('x.h5', 'w') as f:
  for name, a in cells(can_hold):
    if not a.size or not a.ndim: f.create_array('/', name, obj=a) if a.ndim else None
    else: f.create_carray('/', name, obj=a, chunkshape=chunks(a.shape), filters=tables.Filters(5, 'blosc:zstd'))
with h5py.File('x.h5') as f, tables.open_file('x.h5') as t:
  for name, a in cells(can_hold):
    if name in f: assert np.array_equal(t.get_node('/' + name).read(), f[name][()], equal_nan=a.dtype.kind in 'fc'), name
  print(json.dumps({name: facts(np.asarray(d[()]), 'C') for name, d in f.items()}))`,
  },
];

describe.for(LIBRARIES)('the arrays that $title wrote', ({ title, without, format, file, hasAttributes, script }) => {
  test(`are read to the same items, in every dtype, shape, order and layout: ${title}`, async (context) => {
    if (without) context.skip(without);
    const cwd = scratchFolder();
    const expected: Cells = JSON.parse(await runMatrix(script, [], cwd));
    expect(Object.keys(expected).length).toBeGreaterThan(caseCount(80, 200));
    expect(await readCells(format, join(cwd, file), hasAttributes)).toEqual(expected);
  });
});

interface Output {
  readonly title: string;
  readonly without: string | undefined;
  readonly format: ArrayFormat;
  readonly file: string;
  readonly hasAttributes: boolean;
  /** The dtypes that it has, by their descr. */
  readonly has: (descr: string) => boolean;
  readonly hasFOrder: boolean;
  /** Compares the file with the arrays, and prints their number; absent where Debian has no library that reads it. */
  readonly script?: string;
}

const OUTPUTS: readonly Output[] = [
  {
    title: 'numpy',
    without: withoutZarr,
    format: NPZ_FORMAT,
    file: 'out.npz',
    hasAttributes: false,
    has: () => true,
    hasFOrder: true,
    script: `
found = np.load('out.npz')
for name, a in cells(): assert same(found[name], a) and facts(found[name]) == facts(a), name
print(len(found))`,
  },
  {
    title: 'zarr',
    without: withoutZarr,
    format: zarr,
    file: 'out.zarr.zip',
    hasAttributes: true,
    has: () => true,
    hasFOrder: true,
    script: `
import zarr
found = zarr.open(zarr.ZipStore('out.zarr.zip', mode='r'), mode='r')
for name, a in cells():
  z = found[name]
  assert same(z[...], a) and z.attrs.asdict() == attributes(name), name
print(len(found))`,
  },
  {
    title: 'Zarr 3, by this program alone',
    without: withoutZarr,
    format: zarr3,
    file: 'out.zarr3.zip',
    hasAttributes: true,
    has: (descr) => !descr.startsWith('['),
    hasFOrder: true,
  },
  {
    title: 'h5py and PyTables',
    without: withoutHdf5,
    format: HDF5_FORMAT,
    file: 'out.h5',
    hasAttributes: true,
    has: (descr) => !descr.includes('U'),
    hasFOrder: false,
    script: `${H5PY}
import tables
with h5py.File('out.h5') as f, tables.open_file('out.h5') as t:
  for name, a in cells(can_hold):
    found = f[name][()]
    assert np.asarray(found, f[name].dtype).tobytes() == a.tobytes() and f[name].shape == a.shape, name
    assert a.dtype.kind in 'Mm' or f[name].dtype == a.dtype, (name, f[name].dtype)
    assert {k: v.tolist() if hasattr(v, 'tolist') else v for k, v in f[name].attrs.items()} == attributes(name), dict(f[name].attrs)
    if a.dtype.kind in 'biufcS' and a.ndim: assert np.array_equal(t.get_node('/' + name).read(), a, equal_nan=a.dtype.kind in 'fc'), name
  print(len(f))`,
  },
];

describe.for(OUTPUTS)('the arrays that are written', ({ title, without, format, file, has, hasFOrder, ...output }) => {
  test(`are read back to the same items, in every dtype, shape and order: ${title}`, async (context) => {
    if (without) context.skip(without);
    const cwd = scratchFolder();
    await runMatrix("np.savez('x.npz', **dict(cells()))", [], cwd);
    const expected = await writeCells(join(cwd, 'x.npz'), format, join(cwd, file), { has, hasFOrder });
    expect(Object.keys(expected).length).toBeGreaterThan(caseCount(100, 300));
    expect(await readCells(format, join(cwd, file), output.hasAttributes)).toEqual(expected);
    if (output.script === undefined) return;
    expect(Number(await runMatrix(output.script, [], cwd))).toBe(Object.keys(expected).length);
  });
});

/** Writes the arrays of an archive, two rows in a chunk, and gives what the output should hold. */
async function writeCells(
  archive: string,
  format: ArrayFormat,
  path: string,
  { has, hasFOrder }: Pick<Output, 'has' | 'hasFOrder'>,
): Promise<Cells> {
  const expected: Record<string, Facts> = {};
  const writer = await format.create?.(path, {});
  const file = await NPZ_FORMAT.openFile(archive, {});
  for await (const { name = '' } of file.list({})) {
    const dataset = await file.open(name, {});
    const spec: ArraySpec = hasFOrder ? dataset.spec : { ...dataset.spec, order: 'C' };
    const read = () => (hasFOrder ? dataset.read({}) : readInCOrder(dataset, {}));
    const facts = await factsOf({ spec, read });
    if (!has(facts.descr)) continue;
    const options = isOfRows(spec) ? { chunkRows: 2 } : {};
    await writer?.write({ name, spec, attributes: attributesOf(name) }, await read(), options);
    expected[name] = { ...facts, order: orderOf(spec) };
    await dataset.close();
  }
  await file.close();
  await writer?.finish();
  return expected;
}

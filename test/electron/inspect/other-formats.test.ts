import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bytesSource } from '../../../electron/engine/pack/plain/plain-bytes.js';
import { arrow, arrowStream } from '../../../electron/exchange/arrow/formats.js';
import type { ArrayFormat } from '../../../electron/exchange/dataset.js';
import { HDF5_FORMAT } from '../../../electron/exchange/hdf5/hdf5-format.js';
import { parquet } from '../../../electron/exchange/parquet/parquet.js';
import { zarr } from '../../../electron/exchange/zarr/formats.js';
import { describeFile } from '../../../electron/host/describe/describe-file.js';
import { dtypeOfText } from '../../../shared/format/numpy/dtype-parse.js';
import { scratchFolder } from '../../scratch-folder.js';
import { inspectionHere } from '../host/inspection-here.js';
import { inspect } from './inspectors.js';
import { scratchFile } from './scratch.js';

const FIRST_CELLS = {
  plane: { held: [0], rowAxis: 0 },
  rowStart: 0,
  rowCount: 3,
  columnStart: 0,
  columnCount: 1,
  format: { kind: 'exact' as const },
};

/** A file of the format with `a`, float64 of 3 values, and `b`, int32 of 5. */
async function fileOf({ create }: ArrayFormat, name: string): Promise<string> {
  const path = join(scratchFolder(), name);
  const writer = await create?.(path, {});
  const arrays = [
    ['a', '<f8', new Float64Array([0.5, -1, 2 ** 60])],
    ['b', '<i4', new Int32Array([3, 4, 5, 6, -7])],
  ] as const;
  for (const [array, dtype, values] of arrays) {
    const spec = { dtype: dtypeOfText(dtype), shape: [values.length], order: 'C' } as const;
    const source = bytesSource(new Uint8Array(values.buffer));
    await writer?.write({ name: array, spec, attributes: new Map() }, source, {});
  }
  await writer?.finish();
  return path;
}

const FORMATS = [
  { format: HDF5_FORMAT, name: 'x.h5', a: '/a', b: '/b', python: 'file["/b"][()]' },
  { format: zarr, name: 'x.zarr.zip', a: '/a', b: '/b', python: 'data["b"]' },
] as const;

test.each(FORMATS)('$name lists its arrays, opens one with its values, and says how Python reads it', async (about) => {
  const path = await fileOf(about.format, about.name);
  const { overview, ask } = await inspect(path);
  expect(overview).toMatchObject({ kind: 'arrays', format: about.format.label, problems: [] });
  expect(overview.members?.map(({ name, array }) => [name, array?.dtype, array?.shape])).toEqual([
    [about.a, 'float64', [3]],
    [about.b, 'int32', [5]],
  ]);
  const { nodes } = await ask('inspect.children', { start: 0, count: 10 });
  expect(nodes.map(({ name, value }) => [name, value])).toEqual([
    [about.a, 'float64 (3)'],
    [about.b, 'int32 (5)'],
  ]);
  const member = await inspect(path, { member: about.b });
  expect(member.overview).toMatchObject({ kind: 'arrays', member: about.b, plainBytes: 20 });
  expect((await member.ask('inspect.cells', { ...FIRST_CELLS, rowStart: 2 })).texts).toEqual(['5', '6', '-7']);
  expect(member.overview.python).toContain(about.python);
  await expect(inspect(path, { member: 'none' })).rejects.toMatchObject({ kind: 'argument' });
});

test.each([
  [parquet, 'x.parquet', 'pq.read_table'],
  [arrow, 'x.arrow', 'pa.ipc.open_file'],
  [arrowStream, 'x.arrows', 'pa.ipc.open_stream'],
] as const)('the columns of a file of $label are arrays', async (format, file, python) => {
  const path = join(scratchFolder(), file);
  const writer = await format.create?.(path, {});
  const spec = { dtype: dtypeOfText('<f8'), shape: [3], order: 'C' } as const;
  for (const [name, values] of [
    ['t', [0.5, -1, 2]],
    ['u', [7, 8, 9.25]],
  ] as const) {
    const source = bytesSource(new Uint8Array(new Float64Array(values).buffer));
    await writer?.write({ name, spec, attributes: new Map() }, source, {});
  }
  await writer?.finish();
  const { overview } = await inspect(path);
  expect(overview.members?.map(({ name }) => name)).toEqual(['t', 'u']);
  const { ask, overview: column } = await inspect(path, { member: 'u' });
  expect((await ask('inspect.cells', FIRST_CELLS)).texts).toEqual(['7.0', '8.0', '9.25']);
  expect(column.python).toContain(python);
});

test('the columns of a CSV file are arrays, and a column that cannot be read has the reason', async () => {
  const path = scratchFile('x.csv', Buffer.from('day,place,2019\n1,Oslo,2.5\n2,Rome,3.5\n'));
  const { overview } = await inspect(path);
  expect(overview).toMatchObject({ kind: 'arrays', format: 'CSV' });
  expect(overview.members?.map(({ name, problem }) => [name, problem !== undefined])).toEqual([
    ['day', false],
    ['place', true],
    ['2019', false],
  ]);
  const column = await inspect(path, { member: '2019' });
  expect((await column.ask('inspect.cells', { ...FIRST_CELLS, rowCount: 2 })).texts).toEqual(['2.5', '3.5']);
  expect(column.overview.python).toContain('table.iloc[:, 2].to_numpy()');
  expect(column.overview.python).not.toContain('header=None');
});

test('an array that is all of a file opens by itself', async () => {
  const path = join(scratchFolder(), 'x.zarr.zip');
  const writer = await zarr.create?.(path, {});
  const spec = { dtype: dtypeOfText('<i2'), shape: [2], order: 'C' } as const;
  const source = bytesSource(new Uint8Array(Int16Array.of(5, -6).buffer));
  await writer?.write({ name: undefined, spec, attributes: new Map() }, source, {});
  await writer?.finish();
  const { overview, ask } = await inspect(path);
  expect(overview).toMatchObject({ kind: 'arrays', array: { dtype: 'int16', shape: [2] } });
  expect((await ask('inspect.cells', { ...FIRST_CELLS, rowCount: 2 })).texts).toEqual(['5', '-6']);
});

test('a file that is cut off is refused with one sentence', async () => {
  const path = await fileOf(HDF5_FORMAT, 'cut.h5');
  truncateSync(path, 200);
  const { overview } = await inspect(path);
  expect(overview.kind).toBe('unreadable');
  expect(overview.problems).toHaveLength(1);
  expect(overview.problems[0]?.message).toMatch(/^[^\n]+$/);
});

test('an array whose bytes are damaged shows no value, and the reason', async () => {
  const path = await fileOf(HDF5_FORMAT, 'bad.h5');
  const bytes = readFileSync(path);
  const at = bytes.indexOf(Buffer.from(new Float64Array([0.5, -1, 2 ** 60]).buffer));
  // Stored uncompressed inside a Blosc chunk, whose header is before it.
  expect(at).toBeGreaterThan(16);
  bytes.fill(0xff, at - 16, at);
  writeFileSync(path, bytes);
  const { ask } = await inspect(path, { member: '/a' });
  expect(await ask('inspect.cells', FIRST_CELLS)).toMatchObject({
    texts: ['', '', ''],
    problem: expect.stringContaining('is damaged: Blosc format version'),
  });
});

test('text and pickles without arrays are plain bytes', async () => {
  const pickle = await inspect(scratchFile('x.pkl', Buffer.from('\x80\x04cos\nsystem\n', 'latin1')));
  expect(pickle.overview).toMatchObject({ kind: 'raw', problems: [{ severity: 'notice' }] });
});

test('a folder that is a store of arrays opens as a file does; another folder is refused', async () => {
  const path = await fileOf(zarr, 'x.zarr');
  const { overview, ask } = await inspect(path);
  expect(overview).toMatchObject({
    kind: 'arrays',
    format: 'Zarr',
    file: { isFolder: true, sizeBytes: 0 },
    problems: [],
  });
  expect((await ask('inspect.children', { start: 0, count: 10 })).nodes.map(({ member }) => member)).toEqual([
    '/a',
    '/b',
  ]);
  const member = await inspect(path, { member: '/b' });
  expect((await member.ask('inspect.cells', FIRST_CELLS)).texts).toEqual(['3', '4', '5']);
  expect(member.overview.python).toContain(`data = zarr.open(${JSON.stringify(path)}, mode='r')`);
  await expect(inspect(scratchFolder())).rejects.toThrow('is a folder, and no store of arrays');
});

test('a file is described by its format and the number of its arrays', async () => {
  const inspection = await inspectionHere();
  const facts = async (path: string) => describeFile(inspection, inspection.registry.admit(path));
  expect(await facts(await fileOf(HDF5_FORMAT, 'x.h5'))).toMatchObject({
    kind: 'hdf5',
    arrays: { format: 'HDF5', count: 2 },
    actions: ['compress', 'inspect'],
  });
  const members = [
    { name: '/a', sizeBytes: 24, array: { descr: '<f8', shape: [3] } },
    { name: '/b', sizeBytes: 20, array: { descr: '<i4', shape: [5] } },
  ];
  const zarrFacts = { kind: 'zarr', arrays: { format: 'Zarr', count: 2 }, members, actions: ['compress', 'inspect'] };
  expect(await facts(await fileOf(zarr, 'x.zarr.zip'))).toMatchObject(zarrFacts);
  expect(await facts(await fileOf(zarr, 'x.zarr'))).toMatchObject({ ...zarrFacts, isFolder: true });
  expect(await facts(scratchFolder())).toMatchObject({ kind: 'folder' });
  expect(await facts(scratchFile('x.csv', Buffer.from('a,b\n1,2\n')))).toMatchObject({
    kind: 'raw',
    arrays: { format: 'CSV', count: 2 },
  });
});

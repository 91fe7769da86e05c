import { readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bcolz } from '../../../../electron/exchange/bcolz/bcolz.js';
import { decompress } from '../../../../native/index.js';
import { dtypeStr } from '../../../../shared/format/numpy/dtype-print.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { entriesOf, found, readArray } from '../opened.js';
import { bcolzChunk, type CarrayFacts, writeCarray, writeCtableNames } from './bcolz-folder.js';

const DOUBLES = new Uint8Array(Float64Array.from({ length: 1000 }, (_, at) => Math.sin(at)).buffer);
const FACTS: CarrayFacts = { dtype: 'float64', itemsize: 8, shape: [1000], chunkRows: 300 };

function carray(facts: Partial<CarrayFacts> = {}, bytes = DOUBLES): string {
  const folder = join(scratchFolder(), 'x.bcolz');
  writeCarray(folder, bytes, { ...FACTS, ...facts });
  return folder;
}

describe('a carray', () => {
  test('is recognised by what the folder holds', async () => {
    expect(await bcolz.recognises(found(carray()))).toBe(true);
    expect(await bcolz.recognises(found(scratchFolder()))).toBe(false);
  });

  test.each<[string, readonly number[], number]>([
    ['a shorter last chunk', [1000], 300],
    ['whole chunks', [1000], 250],
    ['one chunk that is not full', [1000], 5000],
    ['rows of several items', [50, 4, 5], 7],
  ])('is read, and its chunks are moved: %s', async (_, shape, chunkRows) => {
    const [{ spec, chunks, attributes }, bytes] = await readArray(
      bcolz,
      carray({ shape, chunkRows, attributes: { unit: 'mV' } }),
    );
    expect([dtypeStr(spec.dtype), spec.shape, spec.order]).toEqual(['<f8', shape, 'C']);
    expect(bytes.equals(DOUBLES)).toBe(true);
    expect([...attributes]).toEqual([['unit', 'mV']]);
    if (typeof chunks === 'string') throw new Error(chunks);
    const [rows = 0, ...rest] = shape;
    const count = Math.ceil(rows / chunkRows);
    expect(chunks.grid).toEqual({
      chunkShape: [Math.min(chunkRows, rows), ...rest],
      counts: [count, ...rest.map(() => 1)],
    });
    expect(chunks.isLastPadded).toBe(false);
    const plain: Buffer[] = [];
    for await (const { bytes: chunk } of chunks.stored({})) {
      const target = new Uint8Array(DOUBLES.byteLength);
      plain.push(Buffer.from(target.subarray(0, decompress(chunk ?? new Uint8Array(0), target))));
    }
    expect(plain).toHaveLength(count);
    expect(Buffer.concat(plain).equals(DOUBLES)).toBe(true);
  });

  test('has the dtypes that Python prints as names, type strings, lists and dicts', async () => {
    const forms: readonly [string, number, string][] = [
      ['int32', 4, '<i4'],
      ['>f4', 4, '>f4'],
      ['bool', 1, '|b1'],
      ['uint8', 1, '|u1'],
      ['complex128', 16, '<c16'],
      ['datetime64[ms]', 8, '<M8[ms]'],
      ['|S5', 5, '|S5'],
      ['<U2', 8, '<U2'],
      ["[('a', '<i4'), ('b', 'S4')]", 8, '|V8'],
      ["{'names': ['a', 'b'], 'formats': ['u1', '<f4'], 'offsets': [0, 4], 'itemsize': 8, 'aligned': True}", 8, '|V8'],
    ];
    for (const [dtype, itemsize, expected] of forms) {
      const bytes = DOUBLES.subarray(0, 40 * itemsize);
      const [{ spec }, read] = await readArray(bcolz, carray({ dtype, itemsize, shape: [40], chunkRows: 16 }, bytes));
      expect(dtypeStr(spec.dtype), dtype).toBe(expected);
      expect(read.equals(bytes), dtype).toBe(true);
    }
  });

  test('may be empty', async () => {
    const [{ spec, chunks }, bytes] = await readArray(bcolz, carray({ shape: [0], chunkRows: 64 }, new Uint8Array(0)));
    expect([spec.shape, bytes.byteLength]).toEqual([[0], 0]);
    expect(chunks).toMatchObject({ grid: { counts: [0] } });
  });

  test('keeps a last chunk that is stored in full apart from one with some rows left of those removed', async () => {
    const full = carray({ shape: [900] }, DOUBLES.subarray(0, 7200));
    writeFileSync(join(full, 'meta', 'sizes'), '{"shape": [800], "nbytes": 6400, "cbytes": 0}');
    const [dataset, bytes] = await readArray(bcolz, full);
    expect(dataset.chunks).toMatchObject({ isLastPadded: true, grid: { chunkShape: [300], counts: [3] } });
    expect(bytes.equals(DOUBLES.subarray(0, 6400))).toBe(true);
    const some = carray({ shape: [850] }, DOUBLES.subarray(0, 6800));
    writeFileSync(join(some, 'meta', 'sizes'), '{"shape": [800], "nbytes": 6400, "cbytes": 0}');
    const [other, read] = await readArray(bcolz, some);
    expect(other.chunks).toBe('its last chunk holds rows that were removed');
    expect(read.equals(DOUBLES.subarray(0, 6400))).toBe(true);
  });

  test('is refused in a sentence where it is damaged, truncated or lies', async () => {
    const cases: readonly [string, (folder: string) => void, RegExp][] = [
      ['no JSON', (it) => writeFileSync(join(it, 'meta', 'sizes'), '{'), /JSON|double quotes/],
      ['shape', (it) => writeFileSync(join(it, 'meta', 'sizes'), '{"shape": [-1]}'), /shape is not a list of sizes/],
      ['objects', (it) => writeFileSync(join(it, 'meta', 'storage'), storage('object')), /Python objects/],
      ['chunklen', (it) => writeFileSync(join(it, 'meta', 'storage'), storage('int8', 0)), /chunklen/],
      [
        'huge',
        (it) => writeFileSync(join(it, 'meta', 'sizes'), '{"shape": [9007199254740991]}'),
        /larger than|no such/,
      ],
      ['more rows than chunks', (it) => writeFileSync(join(it, 'meta', 'sizes'), '{"shape": [9000]}'), /__29\.blp/],
      ['missing chunk', (it) => rmSync(join(it, 'data', '__1.blp')), /__1\.blp/],
      ['cut chunk', (it) => truncateSync(join(it, 'data', '__1.blp'), 700), /__1\.blp' should have .* has 700/],
      ['cut header', (it) => truncateSync(join(it, 'data', '__1.blp'), 20), /Blosc chunk header is cut short/],
      ['magic', (it) => writeFileSync(join(it, 'data', '__1.blp'), Buffer.alloc(64)), /no chunk of a carray/],
      ['size', (it) => writeFileSync(join(it, 'data', '__1.blp'), bcolzChunk(DOUBLES, 8)), /holds 8000 plain bytes/],
      ['streams', (it) => damage(join(it, 'data', '__1.blp')), /chunk 1 is damaged/],
    ];
    for (const [what, harm, message] of cases) {
      const folder = carray();
      harm(folder);
      await expect(readArray(bcolz, folder), what).rejects.toThrow(message);
    }
  });

  test('that changes while it is open is noticed', async () => {
    const folder = carray();
    const dataset = await bcolz.open(folder, undefined, {});
    utimesSync(join(folder, 'meta', 'sizes'), 1, 1);
    await expect(dataset.requireUnchanged()).rejects.toMatchObject({ code: 'ESTALE' });
  });
});

function storage(dtype: string, chunklen = 300): string {
  return JSON.stringify({ dtype, chunklen, cparams: {}, expectedlen: 1, dflt: null });
}

/** The start of the first block, behind both headers. */
function damage(path: string): void {
  const bytes = readFileSync(path);
  bytes.writeUInt32LE(0xffff_ffff, 32);
  writeFileSync(path, bytes);
}

describe('a ctable', () => {
  test('is a table of named columns, in their order', async () => {
    const folder = join(scratchFolder(), 'table');
    writeCtableNames(folder, ['z', 'a']);
    writeCarray(join(folder, 'a'), DOUBLES, FACTS);
    writeCarray(join(folder, 'z'), DOUBLES.subarray(0, 4000), { ...FACTS, dtype: 'int32', itemsize: 4 });
    expect(await bcolz.recognises(found(folder))).toBe(true);
    const entries = await entriesOf(bcolz, folder);
    expect(entries.map(({ name }) => name)).toEqual(['z', 'a']);
    const [dataset, bytes] = await readArray(bcolz, folder, 'z');
    expect(dataset.name).toBe(`${folder}::z`);
    expect(bytes.equals(DOUBLES.subarray(0, 4000))).toBe(true);
    await expect(bcolz.open(folder, undefined, {})).rejects.toThrow('it has z, a');
    await expect(bcolz.open(folder, 'b', {})).rejects.toThrow("no array 'b'");
  });

  test('lists a column that cannot be read with the reason', async () => {
    const folder = join(scratchFolder(), 'table');
    writeCtableNames(folder, ['gone', 'a']);
    writeCarray(join(folder, 'a'), DOUBLES, FACTS);
    const [gone] = await entriesOf(bcolz, folder);
    expect(gone).toMatchObject({ name: 'gone', spec: undefined });
    await expect(bcolz.open(folder, 'gone', {})).rejects.toThrow("'gone' of");
  });

  test('has no column outside its folder', async () => {
    for (const name of ['..', '../x', '/etc', 'a/b', 'a\\b', '', 'c:', '\0']) {
      const folder = join(scratchFolder(), 'table');
      writeCtableNames(folder, [name]);
      await expect(entriesOf(bcolz, folder), name).rejects.toThrow('not the name of a folder');
    }
  });
});

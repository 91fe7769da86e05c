import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { openFileReader } from '../../../../electron/engine/io/file-reader.js';
import { packNdarrayToFile } from '../../../../electron/engine/pack/convenience.js';
import type { PackOptions } from '../../../../electron/engine/pack/pack.js';
import type { VerifyReport } from '../../../../electron/engine/verify/problems.js';
import { verifyContainer } from '../../../../electron/engine/verify/verify-container.js';
import { bytesOfChunk } from '../../../../electron/exchange/chunk-places.js';
import { containerMetadata } from '../../../../electron/exchange/container/container-attributes.js';
import { openArray } from '../../../../electron/exchange/find-arrays.js';
import { HDF5_FORMAT } from '../../../../electron/exchange/hdf5/hdf5-format.js';
import { NPZ_FORMAT } from '../../../../electron/exchange/numpy/npz-format.js';
import { zarr } from '../../../../electron/exchange/zarr/formats.js';
import { addon } from '../../../../native/load.js';
import { isBloscpackError } from '../../../../shared/format/errors.js';
import type { JsonValue } from '../../../../shared/format/json.js';
import { dtypeOfText } from '../../../../shared/format/numpy/dtype-parse.js';
import { every } from '../../../cases.js';
import { fixturePath } from '../../../fixtures.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { convert } from './convert-files.js';
import { sampleArray, sampleArrays, writeNpy } from './sample-arrays.js';

describe('round trips', () => {
  test('of every dtype and shape in both orders give the same bytes', async () => {
    const folder = scratchFolder();
    mkdirSync(join(folder, 'in'));
    const names = [...sampleArrays()].map(([name, array]) => {
      writeNpy(join(folder, 'in', `${name}.npy`), array);
      return name;
    });
    await convert(join(folder, 'in'), join(folder, 'containers/'));
    await convert(join(folder, 'containers'), join(folder, 'all.npz'));
    const { arrays } = await convert(join(folder, 'all.npz'), join(folder, 'out/'), {}, 'npy-folder');
    expect(arrays).toHaveLength(names.length);
    for (const name of names) {
      const [before, after] = ['in', 'out'].map((one) => readFileSync(join(folder, one, `${name}.npy`)));
      expect(after, name).toEqual(before);
    }
  });
});

const ATTRIBUTES = new Map<string, JsonValue>([
  ['units', 'K'],
  ['shape', ['a name that arrays have']],
  ['scale', 0.5],
  ['id', 2n ** 63n],
]);

/** A container with four chunks of whole rows, the last one shorter, and attributes. */
async function writeContainer(
  path: string,
  options: PackOptions = {},
  shape: readonly number[] = [10, 8],
): Promise<void> {
  const metadata = containerMetadata({ dtype: dtypeOfText("'<i4'"), shape, order: 'C' }, ATTRIBUTES);
  await packNdarrayToFile(sampleArray("'<i4'", shape), path, { chunkRows: 3, metadata, ...options });
}

/** The chunks of a container, as they are stored. */
async function storedChunks(path: string): Promise<readonly Buffer[]> {
  const dataset = await openArray(path, {});
  if (typeof dataset.chunks === 'string') throw new Error(dataset.chunks);
  const chunks: Buffer[] = [];
  for await (const chunk of dataset.chunks.stored({})) chunks.push(Buffer.from((await bytesOfChunk(chunk)) ?? []));
  await dataset.close();
  return chunks;
}

async function verify(path: string): Promise<VerifyReport> {
  const reader = await openFileReader(path);
  return verifyContainer(reader).finally(() => reader.close());
}

/** Calls of native code that decompress, from now on. */
function countDecompressing(): () => number {
  const spies = (['decompress', 'decompressAsync', 'unpackRun'] as const).map((name) => vi.spyOn(addon(), name));
  return () => spies.reduce((count, { mock }) => count + mock.calls.length, 0);
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('chunks of a container', () => {
  test('are moved byte for byte, and none is decompressed', async () => {
    const folder = scratchFolder();
    const [from, to] = [join(folder, 'a.blp'), join(folder, 'b.blp')];
    await writeContainer(from, { blosc: { codec: 'zstd' } });
    const decompressing = countDecompressing();
    const { arrays } = await convert(from, to, { bloscpack: { checksum: 'sha256' }, onlyMove: true });
    expect(decompressing()).toBe(0);
    expect(arrays[0]).toMatchObject({ counts: { moved: 4, changed: 0, filled: 0 }, reason: undefined });
    expect(await storedChunks(to)).toEqual(await storedChunks(from));
    await convert(from, join(folder, 'c.npy'));
    expect(decompressing()).toBeGreaterThan(0);
    const report = await verify(to);
    expect(report.problems).toEqual([]);
    expect(report.header).toMatchObject({ checksum: 'sha256', nchunks: 4n, chunkSize: 96, lastChunk: 32, typesize: 4 });
  });

  test('are moved into and out of a folder, with the attributes', async () => {
    const folder = scratchFolder();
    mkdirSync(join(folder, 'in/group'), { recursive: true });
    await writeContainer(join(folder, 'in/a.blp'));
    await writeContainer(join(folder, 'in/group/b.blp'), {}, [5, 4, 3]);
    const { arrays } = await convert(join(folder, 'in'), join(folder, 'out/'), { onlyMove: true });
    expect(arrays.map(({ target, counts, lostAttributes }) => [target, counts?.moved, lostAttributes])).toEqual([
      ['a', 4, []],
      ['group/b', 2, []],
    ]);
    const dataset = await openArray(`${join(folder, 'out')}::group/b`, {});
    expect(dataset.attributes).toEqual(ATTRIBUTES);
    await dataset.close();
    expect(readdirSync(folder).sort()).toEqual(['in', 'out']);
  });

  test.skipIf(process.platform !== 'linux')(
    'are moved many in a native call, from and to files of their own too, of which none stays open',
    async () => {
      const folder = scratchFolder();
      const paths = ['a.blp', 'a.zarr', 'b.zarr.zip', 'c.h5', 'd.zarr', 'b.blp'].map((name) => join(folder, name));
      const [first = '', ...others] = paths;
      await writeContainer(first, { chunkRows: 1 }, [200, 8]);
      const copying = vi.spyOn(addon(), 'copyRun');
      const reading = vi.spyOn(addon(), 'hash64');
      const openFiles = (): number => readdirSync('/proc/self/fd').length;
      const before = openFiles();
      for (const [index, to] of others.entries()) await convert(paths[index] ?? '', to, { onlyMove: true });
      expect(openFiles()).toBe(before);
      // The last chunk of each container, which an append may change, is held in memory.
      expect(reading).toHaveBeenCalledTimes(2);
      // To move the 200 chunks and to check them: once each, or four times where 64 of them are files.
      expect(copying).toHaveBeenCalledTimes(4 + 4 + (4 + 1) + (1 + 1) + (4 + 4) + (4 + 1));
      expect(await storedChunks(paths.at(-1) ?? '')).toEqual(await storedChunks(first));
    },
  );

  test('of a streamed container without counts are found by their headers', async () => {
    const folder = scratchFolder();
    const path = join(folder, 'a.blp');
    await writeContainer(path, { bloscpack: { offsets: false } });
    const bytes = readFileSync(path);
    bytes.writeInt32LE(-1, 8);
    bytes.writeInt32LE(-1, 12);
    bytes.writeBigInt64LE(-1n, 16);
    writeFileSync(path, bytes);
    const { arrays } = await convert(path, join(folder, 'b.blp'), { onlyMove: true });
    expect(arrays[0]?.counts).toEqual({ moved: 4, changed: 0, filled: 0 });
    const report = await verify(join(folder, 'b.blp'));
    expect([report.problems, report.header?.nchunks]).toEqual([[], 4n]);
  });

  test('that do not hold whole rows are recompressed, and refused where only moving is wanted', async () => {
    const folder = scratchFolder();
    const path = join(folder, 'a.blp');
    await packNdarrayToFile(sampleArray("'<i4'", [10, 8]), path, { chunkSize: 100 });
    await expect(convert(path, join(folder, 'b.blp'), { onlyMove: true })).rejects.toThrow(
      "a.blp' would have to be recompressed, because its chunks do not hold whole rows",
    );
    expect(readdirSync(folder)).toEqual(['a.blp']);
    const { arrays } = await convert(path, join(folder, 'b.blp'));
    expect(arrays[0]).toMatchObject({ counts: undefined, reason: expect.stringContaining('whole rows') });
    await convert(join(folder, 'b.blp'), join(folder, 'c.blp'), { onlyMove: true });
  });
});

describe('what an output cannot hold', () => {
  test('attributes of a .npy file are named', async () => {
    const folder = scratchFolder();
    await writeContainer(join(folder, 'a.blp'));
    const { arrays } = await convert(join(folder, 'a.blp'), join(folder, 'a.npy'));
    expect(arrays[0]?.lostAttributes).toEqual(['units', 'scale', 'id', 'shape']);
  });

  test('several arrays are no container, and nothing is written', async () => {
    const folder = scratchFolder();
    mkdirSync(join(folder, 'in'));
    await writeContainer(join(folder, 'in/a.blp'));
    await writeContainer(join(folder, 'in/b.blp'));
    await expect(convert(join(folder, 'in'), join(folder, 'out.blp'))).rejects.toThrow('is for one array');
    await expect(convert(join(folder, 'in'), join(folder, 'out.npz'), { targetName: 'x' })).rejects.toThrow('several');
    await expect(convert(join(folder, 'in/a.blp'), join(folder, 'o.npy'), { targetName: 'x' })).rejects.toThrow(
      'without a name',
    );
    expect(readdirSync(folder)).toEqual(['in']);
  });
});

describe('damaged and hostile inputs', () => {
  async function refused(path: string, output: string): Promise<string> {
    const error: unknown = await convert(path, output).catch((thrown: unknown) => thrown);
    expect(existsSync(output)).toBe(false);
    return error instanceof Error ? error.message : 'converted';
  }

  test('give one sentence and no output', async () => {
    const folder = scratchFolder();
    const path = join(folder, 'a.blp');
    const [file, many] = [join(folder, 'out.blp'), join(folder, 'out/')];
    await writeContainer(path);
    const good = readFileSync(path);
    const damaged = Buffer.from(good);
    const at = good.byteLength - 20;
    damaged[at] = (damaged[at] ?? 0) ^ 1;
    writeFileSync(path, damaged);
    expect(await refused(path, file)).toContain('chunk 3 is damaged: its stored checksum');
    expect(await refused(path, many)).toContain('chunk 3 is damaged');
    writeFileSync(path, good.subarray(0, -30));
    expect(await refused(path, file)).toContain('chunk 3 reaches to byte');
    writeFileSync(path, Buffer.concat([good, good]));
    expect(await refused(path, file)).toContain('another container follows');
    // An array that claims more than there is.
    await packNdarrayToFile(sampleArray("'<i4'", [10, 8]), path, {
      overwrite: true,
      metadata: { dtype: "'<i4'", shape: [2 ** 40, 8], order: 'C', container: 'numpy' },
    });
    expect(await refused(path, file)).toContain('the metadata describe an array of shape');
    copyFileSync(fixturePath('golden/ndarray_2d_C.npy'), path);
    writeFileSync(path, readFileSync(path).subarray(0, 100));
    expect(await refused(path, file)).toContain('a.blp');
    expect(readdirSync(folder)).toEqual(['a.blp']);
  });

  test.for(['x.blp', 'x.npy', 'x.npz', 'x.zarr.zip', 'x.zarr3.zip', 'x.h5', 'x.parquet'])(
    'a %s that is cut or has other bytes anywhere gives one sentence or all values, and no part of an output',
    async (name) => {
      const folder = scratchFolder();
      const [whole, path] = [join(folder, name), join(folder, `cut-${name}`)];
      mkdirSync(join(folder, 'in'));
      writeNpy(join(folder, 'in/a.npy'), sampleArray("'<i4'", [1200]));
      await convert(join(folder, 'in/a.npy'), whole);
      const [good, kept] = [readFileSync(whole), new Set([...readdirSync(folder), basename(path), 'out.npy'])];
      const values = async (input: string): Promise<Buffer | string> => {
        const output = join(folder, 'out.npy');
        const error: unknown = await convert(input, output).catch((thrown: unknown) => thrown);
        if (!(error instanceof Error)) return readFileSync(output);
        expect(isBloscpackError(error), `${error.stack}`).toBe(true);
        expect(error.message).not.toMatch(/\n|undefined|NaN/);
        expect(readdirSync(folder).filter((one) => !kept.has(one) || one === 'out.npy')).toEqual([]);
        return error.message;
      };
      const expected = await values(whole);
      for (const damaged of every(3, [...damagedIn(good)])) {
        rmSync(join(folder, 'out.npy'), { force: true });
        writeFileSync(path, damaged);
        const found = await values(path);
        if (typeof found !== 'string' && damaged.byteLength < good.byteLength) expect(found).toEqual(expected);
      }
    },
  );

  test('names do not lead out of the folder', async () => {
    const folder = scratchFolder();
    mkdirSync(join(folder, 'in'));
    await writeContainer(join(folder, 'in/a.blp'));
    await writeContainer(join(folder, 'secret.blp'));
    await expect(openArray(`${join(folder, 'in')}::../secret`, {})).rejects.toThrow('names no array');
    await expect(convert(join(folder, 'in/a.blp'), join(folder, 'out/'), { targetName: '../x' })).rejects.toThrow(
      'cannot become a file of that name',
    );
    expect(readdirSync(folder).sort()).toEqual(['in', 'secret.blp']);
  });
});

/** Cut at 16 places; and with the highest numbers in place of 8 bytes at 32 places, most of them where sizes are. */
function* damagedIn(good: Buffer): Generator<Buffer> {
  for (let part = 0; part < 16; part++) yield good.subarray(0, Math.floor((part * good.byteLength) / 16));
  for (let part = 0; part < 32; part++) {
    const at = part < 16 ? 8 * part : good.byteLength - 8 * (part - 15);
    const damaged = Buffer.from(good);
    damaged.fill(0xff, Math.max(0, at), at + 8);
    yield damaged;
  }
}

test.for([HDF5_FORMAT, zarr, NPZ_FORMAT])(
  'a file of many arrays is opened once, and once for the check: $label',
  async (format) => {
    const folder = scratchFolder();
    mkdirSync(join(folder, 'in'));
    const item = sampleArray("'<i4'", [2]);
    const readsOf = async (count: number): Promise<number> => {
      const name = `${count}${format.endings[format.endings.length - 1]}`;
      for (let at = 0; at < count; at++) writeNpy(join(folder, 'in', `a${at}.npy`), item);
      await convert(join(folder, 'in'), join(folder, name));
      const [opening, one] = [vi.spyOn(format, 'openFile'), vi.spyOn(format, 'open')];
      const reading = vi.spyOn(await fileHandlePrototype(join(folder, name)), 'read');
      await convert(join(folder, name), join(folder, `copy-${name}`));
      expect(opening).toHaveBeenCalledTimes(2);
      expect(one).not.toHaveBeenCalled();
      const reads = reading.mock.calls.length;
      vi.restoreAllMocks();
      return reads;
    };
    const [few, many] = [await readsOf(20), await readsOf(80)];
    // Once for each array and each pair of arrays would be 16 times as many.
    expect(many).toBeLessThan(6 * few);
  },
);

async function fileHandlePrototype(path: string): Promise<FileHandle> {
  const handle = await open(path);
  await handle.close();
  return Object.getPrototypeOf(handle);
}

test('an output that exists is not touched, and with overwrite is replaced only when the new one is complete', async () => {
  const folder = scratchFolder();
  const [from, to] = [join(folder, 'a.blp'), join(folder, 'out')];
  await writeContainer(from);
  mkdirSync(join(folder, 'in'));
  writeNpy(join(folder, 'in/x.npy'), sampleArray("'<f8'", [3]));
  await convert(join(folder, 'in'), `${to}/`);
  await expect(convert(from, `${to}/`)).rejects.toThrow('exists');
  const stop = new Error('stop');
  const output = { overwrite: true, beforePublish: () => Promise.reject(stop) };
  await expect(convert(from, `${to}/`, { targetName: 'y', output })).rejects.toBe(stop);
  expect(readdirSync(to)).toEqual(['x.blp']);
  await convert(from, `${to}/`, { targetName: 'y', output: { overwrite: true } });
  expect(readdirSync(to)).toEqual(['y.blp']);
  expect(readdirSync(folder).sort()).toEqual(['a.blp', 'in', 'out']);
});

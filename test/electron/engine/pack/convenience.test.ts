import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ndarray } from '../../../../electron/engine/arrays/ndarray.js';
import {
  packBytesToBytes,
  packBytesToFile,
  packFileToFile,
  packNdarrayToBytes,
  packNdarrayToFile,
  packNpyToFile,
  unpackBytesFromBytes,
  unpackBytesFromFile,
  unpackFileFromFile,
  unpackNdarrayFromBytes,
  unpackNdarrayFromFile,
  unpackNpyFromFile,
} from '../../../../electron/engine/pack/convenience.js';
import { parseHeader } from '../../../../shared/format/header.js';
import { toPlainJs } from '../../../../shared/format/json.js';
import { readFixture } from '../../../fixtures.js';
import { scratchFolder } from '../../../scratch-folder.js';

const bytes = readFixture('plain', 'arange_i8.dat');
const array = ndarray(Float32Array.of(1, 2, 3, 4, 5, 6), { shape: [2, 3], order: 'F' });

describe('every pair', () => {
  test('bytes to bytes and back, with metadata', async () => {
    const packed = await packBytesToBytes(bytes, { metadata: { who: 'me', list: [1, 2] } });
    const { metadata, ...unpacked } = await unpackBytesFromBytes(packed);
    expect(unpacked.bytes).toEqual(bytes);
    expect(metadata && toPlainJs(metadata)).toEqual({ who: 'me', list: [1, 2] });
  });

  test('bytes to a file and back', async () => {
    const path = join(scratchFolder(), 'x.blp');
    const result = await packBytesToFile(bytes, path, { chunkSize: 16_384 });
    expect(result).toMatchObject({ plainBytes: 66_520, storedBytes: readFileSync(path).byteLength });
    expect(result.header).toEqual(parseHeader(readFileSync(path)));
    expect(await unpackBytesFromFile(path)).toEqual({ bytes, metadata: undefined });
  });

  test('a file to a file and back', async () => {
    const directory = scratchFolder();
    const [plain, packed, again] = ['plain', 'x.blp', 'again'].map((name) => join(directory, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(plain, bytes);
    await packFileToFile(plain, packed);
    const result = await unpackFileFromFile(packed, again);
    expect(result).toMatchObject({ plainBytes: 66_520, chunksDone: 1 });
    expect(readFileSync(again).equals(bytes)).toBe(true);
  });

  test('an array to bytes and back', async () => {
    expect(await unpackNdarrayFromBytes(await packNdarrayToBytes(array))).toEqual(array);
  });

  test('an array to a file and back, also through .npy', async () => {
    const directory = scratchFolder();
    const [packed, npy, again] = ['x.blp', 'x.npy', 'y.blp'].map((name) => join(directory, name)) as [
      string,
      string,
      string,
    ];
    await packNdarrayToFile(array, packed);
    expect(await unpackNdarrayFromFile(packed)).toEqual(array);
    await unpackNpyFromFile(packed, npy);
    await packNpyToFile(npy, again);
    expect(readFileSync(again).equals(readFileSync(packed))).toBe(true);
  });

  test('takes a bare typed array', async () => {
    const packed = await packNdarrayToBytes(BigInt64Array.of(1n, 2n));
    expect(await unpackNdarrayFromBytes(packed)).toMatchObject({ shape: [2], order: 'C' });
  });
});

describe('defaults', () => {
  test('are those of the reference', async () => {
    const packed = await packBytesToBytes(readFixture('plain', 'linspace_f8.dat'));
    expect(packed).toEqual(readFixture('golden', 'defaults.blp'));
  });
});

describe('outputs', () => {
  const writers: readonly (readonly [string, (path: string, overwrite: boolean) => Promise<unknown>])[] = [
    ['packBytesToFile', (path, overwrite) => packBytesToFile(bytes, path, { overwrite })],
    ['packNdarrayToFile', (path, overwrite) => packNdarrayToFile(array, path, { overwrite })],
    [
      'unpackFileFromFile',
      async (path, overwrite) => {
        const packed = join(scratchFolder(), 'x.blp');
        await packBytesToFile(bytes, packed);
        return unpackFileFromFile(packed, path, { overwrite });
      },
    ],
  ];

  test.each(writers)('%s keeps an existing file by default', async (_name, write) => {
    const directory = scratchFolder();
    const path = join(directory, 'target');
    writeFileSync(path, 'mine');
    await expect(write(path, false)).rejects.toThrow(`output file '${path}' exists!`);
    expect(readFileSync(path, 'utf8')).toBe('mine');
    await write(path, true);
    expect(readFileSync(path).byteLength).toBeGreaterThan(4);
    expect(readdirSync(directory)).toEqual(['target']);
  });

  test('a file can be packed onto itself', async () => {
    const path = join(scratchFolder(), 'x');
    writeFileSync(path, bytes);
    await packFileToFile(path, path, { overwrite: true });
    expect((await unpackBytesFromFile(path)).bytes).toEqual(bytes);
  });

  test('a missing input is named, and no output appears', async () => {
    const directory = scratchFolder();
    const missing = join(directory, 'missing');
    const packing = packFileToFile(missing, join(directory, 'x.blp'));
    await expect(packing).rejects.toMatchObject({ code: 'ENOENT', context: { file: missing } });
    const unpacking = unpackFileFromFile(missing, join(directory, 'x'));
    await expect(unpacking).rejects.toMatchObject({ code: 'ENOENT', context: { file: missing } });
    expect(readdirSync(directory)).toEqual([]);
  });

  test('a folder that does not exist is an error that names the output', async () => {
    const path = join(scratchFolder(), 'no', 'x.blp');
    await expect(packBytesToFile(bytes, path)).rejects.toMatchObject({ code: 'ENOENT', context: { file: path } });
    const through = join(scratchFolder(), 'file');
    writeFileSync(through, '');
    const below = join(through, 'x.blp');
    await expect(packBytesToFile(bytes, below)).rejects.toMatchObject({ kind: 'io', code: 'ENOTDIR' });
  });
});

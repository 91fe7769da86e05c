import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ndarray } from '../../../../electron/engine/arrays/ndarray.js';
import { npyFileSink, npyFileSource } from '../../../../electron/engine/arrays/npy-file.js';
import { compressedBytesSink } from '../../../../electron/engine/pack/compressed/compressed-sink.js';
import { compressedBytesSource } from '../../../../electron/engine/pack/compressed/compressed-source.js';
import { packBytesToBytes, packNdarrayToBytes } from '../../../../electron/engine/pack/convenience.js';
import { pack } from '../../../../electron/engine/pack/pack.js';
import { unpack } from '../../../../electron/engine/pack/unpack.js';
import { arrayMetadata } from '../../../../shared/format/numpy/array-metadata.js';
import { parseTypeString } from '../../../../shared/format/numpy/dtype-parse.js';
import { parseNpyHeader, printNpyHeader } from '../../../../shared/format/numpy/npy-header.js';
import { readFixture } from '../../../fixtures.js';
import { scratchFolder } from '../../../scratch-folder.js';

function npyFile(bytes: Uint8Array): string {
  const path = join(scratchFolder(), 'array.npy');
  writeFileSync(path, bytes);
  return path;
}

const sound = readFixture('golden', 'ndarray_2d_F.npy');

describe('npyFileSource', () => {
  test('has size, item size and metadata before the data are read', async () => {
    const source = await npyFileSource(npyFile(sound));
    expect(source).toMatchObject({ sizeBytes: 2400, itemsize: 4 });
    expect(source.metadata).toMatchObject({ dtype: "'<i4'", order: 'F', container: 'numpy' });
    await source.close?.();
  });

  test('refuses an array whose end is missing', async () => {
    const path = npyFile(sound.subarray(0, -1));
    await expect(npyFileSource(path)).rejects.toMatchObject({ problem: 'truncated', context: { file: path } });
  });

  test('refuses bytes behind the array, since they may be another one', async () => {
    const path = npyFile(Buffer.concat([sound, sound]));
    await expect(npyFileSource(path)).rejects.toThrow(/2528 bytes follow the array .* several arrays in one file/);
    await expect(npyFileSource(path)).rejects.toMatchObject({ problem: 'bad-npy' });
  });

  test.each([0, 5, 11, 12, 127])('refuses a file cut off at byte %i of its header', async (length) => {
    await expect(npyFileSource(npyFile(sound.subarray(0, length)))).rejects.toMatchObject({ kind: 'format' });
  });

  test('refuses other files, and names them', async () => {
    const path = npyFile(Buffer.from('just some text, no array at all'));
    await expect(npyFileSource(path)).rejects.toThrow(`'${path}': not a .npy file`);
  });

  test('refuses Python objects', async () => {
    const text = Buffer.from(sound.subarray(0, 128)).toString('latin1').replace("'<i4'", "'|O' ");
    await expect(npyFileSource(npyFile(Buffer.from(text, 'latin1')))).rejects.toThrow('Python objects');
  });

  test('allocates nothing for a shape that the file cannot hold', async () => {
    const header = printNpyHeader({ dtype: parseTypeString('<f8'), fortranOrder: false, shape: [2 ** 50] });
    await expect(npyFileSource(npyFile(header))).rejects.toMatchObject({ problem: 'truncated' });
  });

  test('allocates nothing for a header longer than the file', async () => {
    const claim = Buffer.from(sound.subarray(0, 12));
    claim.writeUInt16LE(0xffff, 8);
    await expect(npyFileSource(npyFile(claim))).rejects.toMatchObject({ problem: 'truncated' });
  });

  test('is closed by pack, also when that fails', async () => {
    const source = await npyFileSource(npyFile(sound));
    await expect(pack(source, compressedBytesSink().sink, { chunkSize: 0 })).rejects.toThrow('chunk size');
    const read = async () => pack(source, compressedBytesSink().sink);
    await expect(read()).rejects.toThrow();
  });
});

describe('npyFileSink', () => {
  const orders: readonly (readonly [readonly number[], boolean])[] = [
    [[], false],
    [[6], false],
    [[0, 3], false],
    [[1, 6], false],
    [[6, 1, 1], false],
    [[2, 3], true],
    [[2, 1, 3], true],
  ];

  test.each(orders)('writes an F array of shape %j with fortran_order %j, as numpy does', async (shape, fortran) => {
    const data = new Uint8Array(shape.reduce((count, dimension) => count * dimension, 1));
    const packed = await packNdarrayToBytes(ndarray(data, { shape, order: 'F' }));
    const path = join(scratchFolder(), 'array.npy');
    await unpack(compressedBytesSource(packed), npyFileSink(path));
    expect(parseNpyHeader(readFileSync(path))).toMatchObject({ fortranOrder: fortran, shape });
  });

  test('refuses a container without an array and says what to do', async () => {
    const directory = scratchFolder();
    const packed = await packBytesToBytes(Uint8Array.of(1));
    const unpacking = unpack(compressedBytesSource(packed), npyFileSink(join(directory, 'x.npy')));
    await expect(unpacking).rejects.toThrow('`blpk decompress` writes its plain bytes');
    expect(readdirSync(directory)).toEqual([]);
  });

  test('counts the bytes of a container that does not state them', async () => {
    const directory = scratchFolder();
    const array = ndarray(new Float64Array(4));
    for (const [pieces, whole] of [
      [[array.bytes], true],
      [[array.bytes, array.bytes], false],
    ] as const) {
      const target = join(directory, `${whole}.npy`);
      const sink = npyFileSink(target);
      await sink.begin({ sizeBytes: undefined, metadata: { ...arrayMetadata(array) } });
      expect(sink.file).toBeUndefined();
      for (const piece of pieces) await sink.write(piece);
      if (whole) await sink.finish();
      else await expect(sink.finish()).rejects.toMatchObject({ problem: 'bad-metadata' });
      if (!whole) await sink.abort();
      expect(existsSync(target)).toBe(whole);
    }
    expect(readdirSync(directory)).toEqual(['true.npy']);
  });
});

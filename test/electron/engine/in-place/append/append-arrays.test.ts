import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type NdArray, ndarray } from '../../../../../electron/engine/arrays/ndarray.js';
import { ndarraySource } from '../../../../../electron/engine/arrays/ndarray-memory.js';
import { npyFileSource } from '../../../../../electron/engine/arrays/npy-file.js';
import { append } from '../../../../../electron/engine/in-place/append/append.js';
import {
  packNdarrayToFile,
  packNpyToFile,
  unpackNdarrayFromFile,
  unpackNpyFromFile,
} from '../../../../../electron/engine/pack/convenience.js';
import type { PackOptions } from '../../../../../electron/engine/pack/pack.js';
import { bytesSource } from '../../../../../electron/engine/pack/plain/plain-bytes.js';
import { scratchFolder } from '../../../../scratch-folder.js';
import { python, runPython, withNumpy } from '../../arrays/python.js';
import { expectUntouched, expectWhole } from './containers.js';

const doubles = (rows: number, columns: number, order: 'C' | 'F' = 'C'): NdArray =>
  ndarray(
    Float64Array.from({ length: rows * columns }, (_, index) => index / 3),
    { shape: [rows, columns], order },
  );

async function packed(array: NdArray, options: PackOptions = {}): Promise<string> {
  const path = join(scratchFolder(), 'x.blp');
  await packNdarrayToFile(array, path, { chunkSize: 1000, ...options });
  return path;
}

describe('an array', () => {
  test('grows along axis 0 by another array', async () => {
    const path = await packed(doubles(40, 7));
    await append(path, ndarraySource(doubles(25, 7)));
    const { shape, bytes } = await unpackNdarrayFromFile(path);
    expect(shape).toEqual([65, 7]);
    expect(Buffer.from(bytes)).toEqual(Buffer.concat([doubles(40, 7).bytes, doubles(25, 7).bytes]));
    await expectWhole(path);
  });

  test.each([
    ['a file', {}],
    ['a stream', {}],
    ['a stream', { bloscpack: { maxAppChunks: 0 } }],
  ])('grows by bare rows from %s, room: %j', async (kind, options) => {
    const path = await packed(doubles(40, 7), options);
    const { bytes } = doubles(3, 7);
    await append(path, kind === 'a file' ? bytesSource(bytes) : [bytes], { grow: true });
    expect((await unpackNdarrayFromFile(path)).shape).toEqual([43, 7]);
    await expectWhole(path);
  });

  test('grows from no rows, and by none', async () => {
    const path = await packed(doubles(0, 7));
    await append(path, ndarraySource(doubles(0, 7)));
    await append(path, ndarraySource(doubles(2, 7)));
    expect((await unpackNdarrayFromFile(path)).shape).toEqual([2, 7]);
    await expectWhole(path);
  });

  test('grows when its shape takes more digits than there was room for', async () => {
    const path = await packed(doubles(9, 1), { meta: { metaCodec: 'None', metaLevel: 0, maxMetaSize: 63 } });
    const failure = { kind: 'argument', message: expect.stringContaining('room of 63 bytes') };
    await expectUntouched(path, () => append(path, ndarraySource(doubles(20, 1))), failure);
    await append(path, ndarraySource(doubles(20, 1)), { grow: true });
    expect((await unpackNdarrayFromFile(path)).shape).toEqual([29, 1]);
  });

  test.skipIf(python === undefined)(withNumpy('becomes what numpy.concatenate makes of two .npy files'), async () => {
    const folder = scratchFolder();
    const at = (name: string) => join(folder, name);
    const make = `import numpy, sys
a = numpy.arange(600, dtype='>i4').reshape(20, 5, 6); b = a[::-1][:7].copy()
for name, array in zip(sys.argv[1:], (a, b, numpy.concatenate((a, b)).astype('>i4'))): numpy.save(name, array)`;
    runPython(make, at('a.npy'), at('b.npy'), at('both.npy'));
    await packNpyToFile(at('a.npy'), at('x.blp'), { chunkSize: 480 });
    await append(at('x.blp'), await npyFileSource(at('b.npy')));
    await unpackNpyFromFile(at('x.blp'), at('out.npy'));
    expect(
      runPython(
        'import sys; print(open(sys.argv[1], "rb").read() == open(sys.argv[2], "rb").read())',
        at('out.npy'),
        at('both.npy'),
      ),
    ).toBe('True\n');
  });
});

describe('data that do not fit the array are refused without a change', () => {
  const refused: readonly (readonly [string, NdArray, RegExp])[] = [
    ['another dtype', ndarray(new Float32Array(14), { shape: [2, 7] }), /dtype '<f4'.*has '<f8'/],
    ['another trailing shape', doubles(2, 6), /shape \(2, 6\).*appended to \(40, 7\)/],
    ['another number of axes', ndarray(new Float64Array(7)), /shape \(7\).*appended to \(40, 7\)/],
    ['Fortran order', doubles(2, 7, 'F'), /Fortran order; save it in C order/],
    ['another dtype without rows', ndarray(new Float32Array(0), { shape: [0, 7] }), /dtype/],
  ];

  test.each(refused)('%s', async (_, array, message) => {
    const path = await packed(doubles(40, 7));
    const failure = { kind: 'argument', message: expect.stringMatching(message) };
    await expectUntouched(path, () => append(path, ndarraySource(array)), failure);
  });

  test.each(['a file', 'a stream'])('an incomplete row from %s', async (kind) => {
    const path = await packed(doubles(40, 7));
    const failure = { kind: 'argument', message: expect.stringContaining('not a whole number of rows of 56 bytes') };
    const source = new Uint8Array(60);
    await expectUntouched(path, () => append(path, kind === 'a file' ? bytesSource(source) : [source]), failure);
  });

  test('any data for an array in Fortran order or without axes', async () => {
    const fortran = await packed(doubles(40, 7, 'F'));
    const failure = (message: string) => ({ kind: 'argument', message: expect.stringContaining(message) });
    await expectUntouched(fortran, () => append(fortran, ndarraySource(doubles(1, 7))), failure('Fortran order'));
    const single = await packed(ndarray(new Float64Array(1), { shape: [] }));
    await expectUntouched(single, () => append(single, bytesSource(new Uint8Array(8))), failure('without axes'));
  });

  test('a .npy file that holds no array', async () => {
    const path = join(scratchFolder(), 'x.npy');
    writeFileSync(path, 'not an array');
    await expect(npyFileSource(path)).rejects.toMatchObject({ kind: 'format' });
  });
});

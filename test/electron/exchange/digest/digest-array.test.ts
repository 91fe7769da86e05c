import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { blake3 } from 'hash-wasm';
import { describe, expect, test } from 'vitest';
import { type NdArrayOptions, ndarray } from '../../../../electron/engine/arrays/ndarray.js';
import { packNdarrayToFile, packNpyToFile } from '../../../../electron/engine/pack/convenience.js';
import type { PackOptions } from '../../../../electron/engine/pack/pack.js';
import { type DigestOptions, digestArray } from '../../../../electron/exchange/digest/digest-array.js';
import { hashedHead, PIECE_BYTES } from '../../../../electron/exchange/digest/values-hash.js';
import { findArrays, listArrays } from '../../../../electron/exchange/find-arrays.js';
import { dtypeOfText } from '../../../../shared/format/numpy/dtype-parse.js';
import { every } from '../../../cases.js';
import { fixturePath } from '../../../fixtures.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { python, runPython, withNumpy } from '../../engine/arrays/python.js';

/** The fingerprints of all arrays that a name stands for. */
async function digestsOf(name: string, options: DigestOptions = {}): Promise<readonly string[]> {
  const found = await findArrays(name);
  const digests: string[] = [];
  for await (const entry of listArrays(found, {})) {
    const dataset = await found.format.open(found.path, entry.name, {});
    digests.push(await digestArray(dataset, options).finally(() => dataset.close()));
  }
  return digests;
}

/** Every array in C and F order, little- and big-endian, as a `.npy` and in a `.npz`; and its items as they are to be hashed. */
const MAKE_VARIANTS = `
import sys, os, numpy as np
rng = np.random.default_rng(5)
record = np.dtype([('id', '<i4'), ('tag', 'S3'), ('p', '<f4', (2,)), ('in', [('z', '<c8'), ('u', '<U2')])])
arrays = {
  'walk': rng.standard_normal(40000).cumsum(),
  'grid': rng.integers(0, 9999, (30, 17, 5), dtype='<i2'),
  'half': rng.standard_normal((9, 8)).astype('<f2'),
  'complex': rng.standard_normal((6, 5)) * 1j,
  'bytes': rng.integers(0, 255, (3, 4, 5, 2, 2), dtype='u1'),
  'text': np.array([['Größe', '大小'], ['', 'x']]),
  'when': np.array([['2014-07-22', 'NaT']] * 3, dtype='<M8[ms]'),
  'record': np.array([[(7, b'ab', [1, 2], (1j, 'zä'))] * 3] * 2, dtype=record),
  'padded': np.zeros((2, 3), dtype=np.dtype([('a', 'u1'), ('b', '<f8')], align=True)),
  'item': np.array(42.5),
  'empty': np.zeros((0, 3)),
}
for name, a in arrays.items():
  os.makedirs(f'{sys.argv[1]}/{name}')
  os.chdir(f'{sys.argv[1]}/{name}')
  big = a.astype(a.dtype.newbyteorder('>'))
  variants = {'c': a, 'f': np.array(a, order='F'), 'big': big, 'big_f': np.array(big, order='F')}
  for variant, v in variants.items(): np.save(variant + '.npy', v)
  np.savez('stored.npz', **variants)
  np.savez_compressed('deflated.npz', **variants)
  open('items.raw', 'wb').write(a.tobytes())
  open('head.txt', 'w').write(repr(a.dtype.descr if a.dtype.names else a.dtype.str) + '\\n' + ','.join(map(str, a.shape)))
print('|'.join(arrays))
`;

/** As `ValuesHash` describes it, from the bytes that numpy gives. */
async function expectedDigest(folder: string): Promise<string> {
  const [dtype = '', shape = ''] = readFileSync(join(folder, 'head.txt'), 'utf8').split('\n');
  const items = readFileSync(join(folder, 'items.raw'));
  const pieces: Buffer[] = [];
  for (let at = 0; at < items.byteLength; at += PIECE_BYTES) {
    pieces.push(Buffer.from(await blake3(items.subarray(at, at + PIECE_BYTES)), 'hex'));
  }
  return blake3(Buffer.concat([Buffer.from(`values of an array, version 1\n${dtype}\n${shape}\n`), ...pieces]));
}

describe('the fingerprint of values', () => {
  test.runIf(python)(
    withNumpy('is the same in every format, order and byte order, and what its description says'),
    async () => {
      const directory = scratchFolder();
      for (const name of runPython(MAKE_VARIANTS, directory).trim().split('|')) {
        const folder = join(directory, name);
        const settings: readonly PackOptions[] = [
          {},
          {
            chunkSize: 1000,
            blosc: { codec: 'zstd', shuffle: 'bit' },
            bloscpack: { checksum: 'sha256', offsets: false },
          },
        ];
        for (const npy of readdirSync(folder).filter((file) => file.endsWith('.npy'))) {
          for (const [turn, options] of settings.entries()) {
            await packNpyToFile(join(folder, npy), join(folder, `${npy}.${turn}.blp`), options);
          }
        }
        const digests = new Map<string, readonly string[]>();
        for (const file of readdirSync(folder).filter((each) => /\.(npy|npz|blp)$/.test(each))) {
          digests.set(file, await digestsOf(join(folder, file), { windowBytes: 700 }));
        }
        const expected = await expectedDigest(folder);
        expect([...digests], name).toEqual(
          [...digests].map(([file, { length }]) => [file, Array(length).fill(expected)]),
        );
        expect(digests.get('stored.npz')).toHaveLength(4);
      }
    },
  );

  test('is BLAKE3', async () => {
    expect(await blake3('')).toBe('af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262');
    const head = `values of an array, version 1\n'<f8'\n0,3\n`;
    expect(hashedHead({ dtype: dtypeOfText("'>f8'"), shape: [0, 3] })).toBe(head);
    const [digest] = await digestsOf(await containerOf(new Uint8Array(0), { dtype: '>f8', shape: [0, 3] }));
    expect(digest).toBe(await blake3(head));
  });

  test('is another one for every flipped bit of a value', async () => {
    const bytes = Uint8Array.from({ length: 24 }, (_, at) => 37 * at);
    const digests = new Set<string>();
    // 3 is no divisor of 8, so that each bit of a byte is flipped somewhere.
    const bits = every(
      3,
      Array.from({ length: 8 * bytes.byteLength }, (_, bit) => bit),
    );
    for (const bit of [-1, ...bits]) {
      const flipped = bytes.slice();
      if (bit >= 0) flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      for (const digest of await digestsOf(await containerOf(flipped, { dtype: '>i2', shape: [3, 4], order: 'F' }))) {
        digests.add(digest);
      }
    }
    expect(digests.size).toBe(1 + bits.length);
  });

  test('is another one for a flipped bit in any piece of a long array', async () => {
    const bytes = new Uint8Array(2.5 * PIECE_BYTES);
    const digests = new Set<string>();
    for (const at of [-1, 0, PIECE_BYTES - 1, PIECE_BYTES, 2 * PIECE_BYTES, bytes.byteLength - 1]) {
      const flipped = bytes.slice();
      if (at >= 0) flipped[at] = 0x80;
      for (const digest of await digestsOf(await containerOf(flipped, { dtype: '|u1' }))) digests.add(digest);
    }
    expect(digests.size).toBe(6);
  });

  test('is another one for another dtype or shape with the same bytes', async () => {
    const options: readonly NdArrayOptions[] = [
      { dtype: '<f8' },
      { dtype: '<i8' },
      { dtype: '>f8' },
      { dtype: '<f8', shape: [2, 3] },
      { dtype: '<f8', shape: [3, 2] },
      { dtype: '<f8', shape: [6, 1] },
    ];
    const bytes = Uint8Array.from({ length: 48 }, (_, at) => at);
    const digests = await Promise.all(options.map(async (each) => digestsOf(await containerOf(bytes, each))));
    expect(new Set(digests.flat()).size).toBe(options.length);
  });

  test('takes no notice of unused bytes between fields', async () => {
    const dtype = "[('a', '|u1'), ('', '|V3'), ('b', '<u4')]";
    const [one, other] = [new Uint8Array(16), new Uint8Array(16)];
    other.set([1, 2, 3], 9);
    expect(await digestsOf(await containerOf(one, { dtype }))).toEqual(
      await digestsOf(await containerOf(other, { dtype })),
    );
    other[8] = 1;
    expect(await digestsOf(await containerOf(one, { dtype }))).not.toEqual(
      await digestsOf(await containerOf(other, { dtype })),
    );
  });
});

async function containerOf(bytes: Uint8Array, options: NdArrayOptions): Promise<string> {
  const path = join(scratchFolder(), 'x.blp');
  await packNdarrayToFile(ndarray(bytes, options), path);
  return path;
}

describe('an array that cannot be read', () => {
  test('has no fingerprint: a damaged container, plain bytes, another file, a member that does not exist', async () => {
    const directory = scratchFolder();
    await expect(digestsOf(fixturePath('golden/defaults.blp'))).rejects.toThrow('holds no numpy array');
    const damaged = join(directory, 'damaged.blp');
    const bytes = readFileSync(fixturePath('golden/ndarray_2d_C.blp'));
    bytes[bytes.byteLength - 20] = (bytes[bytes.byteLength - 20] ?? 0) ^ 1;
    writeFileSync(damaged, bytes);
    await expect(digestsOf(damaged)).rejects.toMatchObject({ kind: 'checksum' });
    writeFileSync(join(directory, 'x.txt'), 'text');
    await expect(digestsOf(join(directory, 'x.txt'))).rejects.toThrow(
      'holds no array: it is none of Bloscpack, .npy, ',
    );
    const npy = join(directory, 'a::b');
    copyFileSync(fixturePath('golden/ndarray_2d_C.npy'), npy);
    expect(await digestsOf(npy)).toEqual(await digestsOf(fixturePath('golden/ndarray_2d_C.blp')));
    await expect(digestsOf(`${npy}::c`)).rejects.toThrow('holds one array without a name');
  });
});

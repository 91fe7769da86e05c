import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ndarray, typedArrayOf } from '../../../../electron/engine/arrays/ndarray.js';
import { packNpzToDirectory, UsedNames, unpackFilesToNpz } from '../../../../electron/engine/arrays/npz-directory.js';
import type { Progress } from '../../../../electron/engine/operation.js';
import { packNdarrayToFile, unpackNdarrayFromFile } from '../../../../electron/engine/pack/convenience.js';
import { CancelledError } from '../../../../shared/format/errors.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { arangeMember, type Member, writeZip } from './zip-file.js';

function memberFileNames(names: readonly string[], platform?: NodeJS.Platform): readonly string[] {
  const used = new UsedNames(platform);
  return names.map((name) => used.fileNameOf(name));
}

async function setUp(...members: readonly Member[]): Promise<{ npz: string; out: string; directory: string }> {
  const directory = scratchFolder();
  const npz = join(directory, 'in.npz');
  writeFileSync(npz, await writeZip(members));
  return { npz, out: join(directory, 'deep', 'out'), directory };
}

describe('packNpzToDirectory', () => {
  test('packs every array into a container and names the other members', async () => {
    const text = { fileName: 'notes.txt', bytes: Buffer.from('x') };
    const { npz, out } = await setUp(arangeMember('a.npy', 5000, true), text, arangeMember('b.npy', 7));
    const { packed, others } = await packNpzToDirectory(npz, out, { chunkSize: 8000, blosc: { codec: 'lz4' } });
    expect(packed.map(({ name, path, result }) => [name, path, result.plainBytes])).toEqual([
      ['a', join(out, 'a.blp'), 40_000],
      ['b', join(out, 'b.blp'), 56],
    ]);
    expect(others).toEqual(['notes.txt']);
    expect(typedArrayOf(await unpackNdarrayFromFile(join(out, 'b.blp')))).toEqual(Float64Array.of(0, 1, 2, 3, 4, 5, 6));
  });

  test('packs only the requested arrays', async () => {
    const { npz, out } = await setUp(arangeMember('a.npy', 3), arangeMember('b.npy', 3));
    await packNpzToDirectory(npz, out, { members: ['b'] });
    expect(readdirSync(out)).toEqual(['b.blp']);
  });

  test('creates folders for names with slashes, and leaves no empty ones', async () => {
    const { npz, out } = await setUp(arangeMember('a.npy', 3), arangeMember('sub/deep/b.npy', 7));
    const { packed } = await packNpzToDirectory(npz, out);
    expect(packed.map(({ path }) => path)).toEqual([join(out, 'a.blp'), join(out, 'sub', 'deep', 'b.blp')]);
    const { shape } = await unpackNdarrayFromFile(join(out, 'sub', 'deep', 'b.blp'));
    expect(shape).toEqual([7]);
    expect(() => memberFileNames(['a/../b'])).toThrow('cannot become a file');
    expect(() => memberFileNames(['/b'])).toThrow('cannot become a file');
  });

  test('refuses arrays whose names are the same file for the system', () => {
    expect(memberFileNames(['T', 't'], 'linux')).toEqual(['T.blp', 't.blp']);
    for (const platform of ['darwin', 'win32'] as const) {
      expect(() => memberFileNames(['T', 'u', 't'], platform), platform).toThrow(
        'the arrays "T" and "t" would become the same file',
      );
    }
    expect(() => memberFileNames(['aux'], 'win32')).toThrow('the array "aux" cannot become a file');
  });

  test('packs the other arrays when one cannot be packed, and names that one', async () => {
    const broken = { fileName: 'b.npy', bytes: Buffer.from('no array') };
    const { npz, out } = await setUp(arangeMember('a.npy', 3), broken, arangeMember('.npy', 3));
    const { packed, refused } = await packNpzToDirectory(npz, out);
    expect(packed.map(({ name }) => name)).toEqual(['a']);
    expect(refused.map(({ name, error }) => [name, error.message])).toEqual([
      ['b', expect.stringContaining(`'${npz}:b.npy': not a .npy file`)],
      ['', expect.stringContaining('cannot become a file')],
    ]);
    expect(readdirSync(out)).toEqual(['a.blp']);
  });

  test('refuses such an array when it is requested, or when there is no other, before anything is written', async () => {
    const broken = { fileName: 'b.npy', bytes: Buffer.from('no array') };
    const { npz, out } = await setUp(arangeMember('a.npy', 3), broken);
    await expect(packNpzToDirectory(npz, out, { members: ['a', 'b'] })).rejects.toThrow('not a .npy file');
    const alone = await setUp(broken);
    await expect(packNpzToDirectory(alone.npz, alone.out)).rejects.toThrow('not a .npy file');
    expect([existsSync(out), existsSync(alone.out)]).toEqual([false, false]);
  });

  test('keeps existing outputs by default', async () => {
    const { npz, out } = await setUp(arangeMember('a.npy', 3), arangeMember('b.npy', 3));
    await packNpzToDirectory(npz, out, { members: ['b'] });
    const before = readFileSync(join(out, 'b.blp'));
    await expect(packNpzToDirectory(npz, out, { chunkSize: 8 })).rejects.toThrow(
      `output file '${join(out, 'b.blp')}' exists!`,
    );
    expect(readdirSync(out)).toEqual(['b.blp']);
    expect(readFileSync(join(out, 'b.blp')).equals(before)).toBe(true);
    await packNpzToDirectory(npz, out, { chunkSize: 8, overwrite: true });
    expect(readFileSync(join(out, 'b.blp')).equals(before)).toBe(false);
  });

  test('reports the progress of the whole, not of each array', async () => {
    const { npz, out } = await setUp(arangeMember('a.npy', 1000), arangeMember('b.npy', 500));
    const received: Progress[] = [];
    await packNpzToDirectory(npz, out, { chunkSize: 4000, onProgress: (progress) => received.push(progress) });
    expect(received.map(({ doneBytes }) => doneBytes)).toEqual([4000, 8000, 12_000]);
    expect(received.at(-1)).toEqual({ doneBytes: 12_000, totalBytes: 12_000, chunksDone: 3 });
  });

  test('stops when cancelled and leaves no incomplete container', async () => {
    const { npz, out } = await setUp(arangeMember('a.npy', 1000), arangeMember('b.npy', 500));
    const controller = new AbortController();
    const packing = packNpzToDirectory(npz, out, {
      chunkSize: 4000,
      signal: controller.signal,
      onProgress: ({ doneBytes }) => doneBytes > 8000 && controller.abort(),
    });
    await expect(packing).rejects.toBeInstanceOf(CancelledError);
    expect(readdirSync(out)).toEqual(['a.blp']);
  });
});

describe('unpackFilesToNpz', () => {
  test('restores the archive', async () => {
    const { npz, out, directory } = await setUp(arangeMember('a.npy', 5000, true), arangeMember('b.npy', 7));
    const { packed } = await packNpzToDirectory(npz, out);
    const again = join(directory, 'again.npz');
    const results = await unpackFilesToNpz(
      packed.map(({ path }) => path),
      again,
      { compression: 'deflated' },
    );
    expect(results.map(({ plainBytes }) => plainBytes)).toEqual([40_000, 56]);
    const second = await packNpzToDirectory(again, join(directory, 'second'));
    for (const [index, { path }] of packed.entries()) {
      expect(readFileSync(path).equals(readFileSync(second.packed[index]?.path ?? ''))).toBe(true);
    }
  });

  test('takes names, one for each container', async () => {
    const directory = scratchFolder();
    const container = join(directory, 'x.blp');
    await packNdarrayToFile(ndarray(new Float64Array(3)), container);
    const npz = join(directory, 'x.npz');
    await expect(unpackFilesToNpz([container], npz, { names: [] })).rejects.toThrow('1 containers need as many names');
    await unpackFilesToNpz([container, container], npz, { names: ['first', 'second'] });
    const { packed } = await packNpzToDirectory(npz, directory);
    expect(packed.map(({ name }) => name)).toEqual(['first', 'second']);
  });

  test('leaves nothing behind when one container is missing', async () => {
    const directory = scratchFolder();
    const container = join(directory, 'x.blp');
    await packNdarrayToFile(new Float64Array(3), container);
    const paths = [container, join(directory, 'missing.blp')];
    await expect(unpackFilesToNpz(paths, join(directory, 'x.npz'))).rejects.toMatchObject({ code: 'ENOENT' });
    expect(readdirSync(directory)).toEqual(['x.blp']);
  });
});

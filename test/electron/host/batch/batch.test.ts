import { chmodSync, cpSync, existsSync, linkSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packFileToFile, packNpyToFile } from '../../../../electron/engine/pack/convenience.js';
import { describePlan, planBatch } from '../../../../electron/host/batch/batch-plan.js';
import { prepareBatch } from '../../../../electron/host/batch/batch-start.js';
import { FileRegistry } from '../../../../electron/host/files/file-registry.js';
import type { BatchRequest, IntakeItem } from '../../../../shared/contract/intake.js';
import { fixturePath, manifest } from '../../../fixtures.js';
import { arangeMember, writeZip } from '../../engine/arrays/zip-file.js';
import { batchOf } from '../batch-of.js';
import { scratchFolder } from '../scratch-folder.js';

async function setUp() {
  const folder = scratchFolder();
  const registry = await FileRegistry.open(undefined);
  const add = (name: string, fixture: string): string => {
    const path = join(folder, name);
    cpSync(fixturePath(fixture), path);
    return registry.admit(path);
  };
  const plan = async (items: readonly IntakeItem[], changes: Partial<BatchRequest> = {}) =>
    describePlan(await planBatch(registry, requestOf(items, changes)));
  return { folder, registry, add, plan };
}

function requestOf(items: readonly IntakeItem[], changes: Partial<BatchRequest> = {}): BatchRequest {
  return { ...batchOf(), items: [...items], ...changes };
}

const compress = (id: string): IntakeItem => ({ id, action: 'compress' });
const decompress = (id: string): IntakeItem => ({ id, action: 'decompress' });

it('names the output beside each source, and writes nothing', async () => {
  const { add, plan, folder } = await setUp();
  const { outputs, obstacles, sourceBytes, freeBytes } = await plan([
    compress(add('a.npy', 'plain/walk_f4.npy')),
    decompress(add('b.npy.blp', 'golden/ndarray_2d_F.blp')),
  ]);
  expect(outputs.map(({ item, name, exists }) => [item, name, exists])).toEqual([
    [0, 'a.npy.blp', false],
    [1, 'b.npy', false],
  ]);
  expect(obstacles).toEqual([]);
  expect(sourceBytes).toBeGreaterThan(0);
  expect(freeBytes).toBeGreaterThan(0);
  expect(existsSync(join(folder, 'a.npy.blp'))).toBe(false);
});

it('knows the exact size of decompressed outputs', async () => {
  const { add, plan } = await setUp();
  for (const { file, plain_nbytes, header, numpy } of manifest.golden) {
    if (numpy || header.nchunks < 0) continue;
    const { mostBytes } = await plan([decompress(add(`${Math.random()}.blp`, file))]);
    expect(mostBytes, file).toBe(plain_nbytes);
  }
});

it('never needs more bytes for a container than planned, whatever the data and options', async () => {
  const { add, plan, folder } = await setUp();
  const noise = add('noise.npy', 'plain/noise_u1.npy');
  const raw = add('noise.dat', 'plain/noise_u1.dat');
  for (const [checksum, chunkSizeBytes] of [
    ['None', 1000],
    ['adler32', 2 ** 20],
    ['sha512', 4096],
  ] as const) {
    const options = { ...batchOf().options, clevel: 9, checksum, chunkSizeBytes };
    const blosc = { codec: options.codec, clevel: 9 };
    const settings = { overwrite: true, chunkSize: chunkSizeBytes, blosc, bloscpack: { checksum } };
    const array = await packNpyToFile(join(folder, 'noise.npy'), join(folder, 'out.blp'), settings);
    const plain = await packFileToFile(join(folder, 'noise.dat'), join(folder, 'out.blp'), settings);
    for (const [id, { storedBytes }] of [
      [noise, array],
      [raw, plain],
    ] as const) {
      const { mostBytes } = await plan([compress(id)], { options });
      expect(mostBytes).toBeGreaterThanOrEqual(storedBytes);
      expect(mostBytes).toBeLessThan(storedBytes * 1.5);
    }
  }
});

it('keeps the folders of a dropped tree below the chosen one', async () => {
  const { folder, registry, plan } = await setUp();
  mkdirSync(join(folder, 'in', 'deep'), { recursive: true });
  const path = join(folder, 'in', 'deep', 'a.npy');
  cpSync(fixturePath('plain', 'walk_f4.npy'), path);
  const id = registry.admitDropped(path, 'deep');
  const folderId = registry.admit(join(folder, 'out'));
  const { outputs } = await plan([compress(id)], { place: { kind: 'folder', folderId } });
  expect(outputs[0]?.folder.endsWith(join('out', 'deep'))).toBe(true);
  const request = requestOf([compress(id)], { place: { kind: 'folder', folderId } });
  const [spec] = await prepareBatch(registry, request, 'skip');
  expect(spec?.targetPath).toBe(join(folder, 'out', 'deep', 'a.npy.blp'));
  expect(existsSync(join(folder, 'out', 'deep'))).toBe(true);
});

it('makes a folder of an archive, with one container for each chosen array', async () => {
  const { folder, registry, plan } = await setUp();
  const path = join(folder, 'many.npz');
  writeFileSync(path, await writeZip([arangeMember('x.npy', 10), arangeMember('y.npy', 20, true)]));
  const id = registry.admit(path);
  const { outputs, obstacles } = await plan([compress(id)]);
  expect(obstacles).toEqual([]);
  expect(outputs.map(({ name }) => name)).toEqual(['x.npy.blp', 'y.npy.blp']);
  const request = requestOf([{ ...compress(id), members: ['y'] }], { trashSources: true });
  const specs = await prepareBatch(registry, request, 'skip');
  expect(specs).toMatchObject([{ member: 'y', targetPath: join(folder, 'many', 'y.npy.blp'), trashSource: false }]);
  expect((await plan([{ ...compress(id), members: ['z'] }])).obstacles[0]).toContain("no array 'z'");
});

it.each(['../evil', '/abs/xx', 'sub/dir'])('refuses an archive whose array %j would leave its folder', async (name) => {
  const { folder, registry, plan } = await setUp();
  const path = join(folder, 'evil.npz');
  const harmless = await writeZip([arangeMember('xxxxxxx.npy', 3)]);
  writeFileSync(path, harmless.toString('latin1').replaceAll('xxxxxxx', name), 'latin1');
  expect((await plan([compress(registry.admit(path))])).obstacles).toHaveLength(1);
});

it('reports two inputs with the same output', async () => {
  const { add, plan } = await setUp();
  const items = [compress(add('a.npy', 'plain/walk_f4.npy')), compress(add('a.dat', 'plain/one.dat'))];
  const { obstacles } = await plan(items, { nameTemplate: '{stem}.blp' });
  expect(obstacles).toHaveLength(1);
  expect(obstacles[0]).toContain("'a.npy' and 'a.dat' would both become 'a.blp'");
});

it('never writes over a file of the batch itself', async () => {
  const { add, plan } = await setUp();
  const { obstacles } = await plan([compress(add('a.npy', 'plain/walk_f4.npy'))], { nameTemplate: '{stem}{ext}' });
  expect(obstacles[0]).toContain('written over');
});

it('never writes over a file of the batch under another of its names', async () => {
  const { add, plan, folder } = await setUp();
  const id = add('a.npy', 'plain/walk_f4.npy');
  linkSync(join(folder, 'a.npy'), join(folder, 'b.npy'));
  const { obstacles } = await plan([compress(id)], { nameTemplate: 'b{ext}' });
  expect(obstacles).toEqual(["'b.npy' is a file of this batch and would be written over; change the output name."]);
});

it('says why a file cannot be processed', async () => {
  const { add, plan, registry, folder } = await setUp();
  const reasons = async (item: IntakeItem) => (await plan([item])).obstacles.join(' ');
  expect(await reasons(decompress(add('a.npy', 'plain/walk_f4.npy')))).toContain('not a container');
  expect(await reasons(decompress(add('b.blp', 'corrupt/offsets_all_unknown.blp')))).toContain(
    'not completed by its writer',
  );
  expect(await reasons(compress(registry.admit(folder)))).toContain('is a folder');
  expect(await reasons(compress('made-up'))).toContain('no longer known');
  const raw = { skipBytes: 0, descr: '<f8', shape: [3], order: 'C' as const };
  expect(await reasons({ ...compress(add('c.dat', 'plain/one.dat')), raw })).toContain('needs 24');
});

it('detects a folder that cannot be written to', async () => {
  const { folder, registry, add, plan } = await setUp();
  const id = add('a.npy', 'plain/walk_f4.npy');
  writeFileSync(join(folder, 'file'), '');
  const folderId = registry.admit(join(folder, 'file', 'sub'));
  expect((await plan([compress(id)], { place: { kind: 'folder', folderId } })).obstacles[0]).toContain(
    'is not a folder',
  );
  if (process.getuid?.() === 0) return; // root may write everywhere
  const locked = join(folder, 'locked');
  mkdirSync(locked);
  chmodSync(locked, 0o555);
  const place = { kind: 'folder', folderId: registry.admit(locked) } as const;
  expect((await plan([compress(id)], { place })).obstacles[0]).toContain('cannot be written to');
});

it('detects that the disk is too small', async () => {
  const { folder, registry, plan } = await setUp();
  const path = join(folder, 'huge.dat');
  writeFileSync(path, '');
  truncateSync(path, 2 ** 43); // sparse: it takes no room
  const { obstacles, mostBytes } = await plan([compress(registry.admit(path))]);
  expect(mostBytes).toBeGreaterThan(2 ** 43);
  expect(obstacles[0]).toContain('are free');
});

it('resolves collisions as requested: leaves out, numbers, or replaces', async () => {
  const { folder, registry, add } = await setUp();
  const request = requestOf([compress(add('a.npy', 'plain/walk_f4.npy')), compress(add('b.npy', 'plain/walk_f4.npy'))]);
  writeFileSync(join(folder, 'a.npy.blp'), 'old');
  writeFileSync(join(folder, 'a (2).npy.blp'), 'old');
  const names = async (how: 'skip' | 'rename' | 'replace') =>
    (await prepareBatch(registry, request, how)).map(({ targetPath, overwrite }) => [
      targetPath.slice(folder.length + 1),
      overwrite,
    ]);
  expect(await names('skip')).toEqual([['b.npy.blp', false]]);
  expect(await names('rename')).toEqual([
    ['a (3).npy.blp', false],
    ['b.npy.blp', false],
  ]);
  expect(await names('replace')).toEqual([
    ['a.npy.blp', true],
    ['b.npy.blp', true],
  ]);
  expect(readFileSync(join(folder, 'a.npy.blp'), 'utf8')).toBe('old');
});

it('does not start a batch with an obstacle, or with nothing to do', async () => {
  const { folder, registry, add } = await setUp();
  const id = add('a.npy', 'plain/walk_f4.npy');
  await expect(prepareBatch(registry, requestOf([decompress(id)]), 'skip')).rejects.toThrow('not a container');
  writeFileSync(join(folder, 'a.npy.blp'), 'old');
  await expect(prepareBatch(registry, requestOf([compress(id)]), 'skip')).rejects.toThrow('nothing to do');
});

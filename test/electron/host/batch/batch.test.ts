import {
  chmodSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { packFileToFile, packNpyToFile } from '../../../../electron/engine/pack/convenience.js';
import { describePlan, planBatch } from '../../../../electron/host/batch/batch-plan.js';
import { prepareBatch } from '../../../../electron/host/batch/batch-start.js';
import type { BatchRequest, IntakeItem } from '../../../../shared/contract/intake.js';
import { fixturePath, manifest } from '../../../fixtures.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { arangeMember, writeZip } from '../../engine/arrays/zip-file.js';
import { batchOf } from '../batch-of.js';
import { inspectionHere } from '../inspection-here.js';

async function setUp() {
  const folder = scratchFolder();
  const inspection = await inspectionHere();
  const { registry } = inspection;
  const add = (name: string, fixture: string): string => {
    const path = join(folder, name);
    cpSync(fixturePath(fixture), path);
    return registry.admit(path);
  };
  const plan = async (items: readonly IntakeItem[], changes: Partial<BatchRequest> = {}) =>
    describePlan(await planBatch(inspection, requestOf(items, changes)));
  return { folder, inspection, registry, add, plan };
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
  expect(outputs.map(({ item, name, existing }) => [item, name, existing])).toEqual([
    [0, 'a.npy.blp', undefined],
    [1, 'b.npy', undefined],
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
    const { maxBytes } = await plan([decompress(add(`${Math.random()}.blp`, file))]);
    expect(maxBytes, file).toBe(plain_nbytes);
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
      const { maxBytes } = await plan([compress(id)], { options });
      expect(maxBytes).toBeGreaterThanOrEqual(storedBytes);
      expect(maxBytes).toBeLessThan(storedBytes * 1.5);
    }
  }
});

it('keeps the folders of a dropped tree below the chosen one', async () => {
  const { inspection, folder, registry, plan } = await setUp();
  mkdirSync(join(folder, 'in', 'deep'), { recursive: true });
  const path = join(folder, 'in', 'deep', 'a.npy');
  cpSync(fixturePath('plain', 'walk_f4.npy'), path);
  const id = registry.admitDropped(path, 'deep');
  const folderId = registry.admit(join(folder, 'out'));
  const { outputs } = await plan([compress(id)], { place: { kind: 'folder', folderId } });
  expect(outputs[0]?.folder.endsWith(join('out', 'deep'))).toBe(true);
  const request = requestOf([compress(id)], { place: { kind: 'folder', folderId } });
  const {
    jobs: [spec],
  } = await prepareBatch(inspection, request, { onCollision: 'skip' });
  expect(spec?.targetPath).toBe(join(folder, 'out', 'deep', 'a.npy.blp'));
  expect(existsSync(join(folder, 'out', 'deep'))).toBe(true);
});

it('makes a folder of an archive, with one container for each chosen array', async () => {
  const { inspection, folder, registry, plan } = await setUp();
  const path = join(folder, 'many.npz');
  writeFileSync(path, await writeZip([arangeMember('x.npy', 10), arangeMember('y.npy', 20, true)]));
  const id = registry.admit(path);
  const { outputs, obstacles } = await plan([compress(id)]);
  expect(obstacles).toEqual([]);
  expect(outputs.map(({ name }) => name)).toEqual(['x.npy.blp', 'y.npy.blp']);
  const request = requestOf([{ ...compress(id), members: ['y'] }], { trashSources: true });
  const { jobs } = await prepareBatch(inspection, request, { onCollision: 'skip' });
  expect(jobs).toMatchObject([{ member: 'y', targetPath: join(folder, 'many', 'y.npy.blp'), trashSource: false }]);
  expect((await plan([{ ...compress(id), members: ['z'] }])).leftOut[0]?.reason).toContain("no array 'z'");
});

it.each(['../evil', '/abs/xx', 'sub/dir'])('refuses an archive whose array %j would leave its folder', async (name) => {
  const { folder, registry, plan } = await setUp();
  const path = join(folder, 'evil.npz');
  const harmless = await writeZip([arangeMember('xxxxxxx.npy', 3)]);
  writeFileSync(path, harmless.toString('latin1').replaceAll('xxxxxxx', name), 'latin1');
  const { leftOut, outputs } = await plan([compress(registry.admit(path))]);
  expect(leftOut.map(({ kind }) => kind)).toEqual(['refused']);
  expect(outputs).toEqual([]);
});

it('reports two inputs with the same output', async () => {
  const { add, plan } = await setUp();
  const items = [compress(add('a.npy', 'plain/walk_f4.npy')), compress(add('a.dat', 'plain/one.dat'))];
  const { obstacles } = await plan(items, { nameTemplate: '{stem}.blp' });
  expect(obstacles).toHaveLength(1);
  expect(obstacles[0]).toMatch(/'a.npy' in .+ and 'a.dat' in .+ would both become 'a.blp'.+write next to each source/);
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
  const reasons = async (item: IntakeItem) => (await plan([item])).leftOut.map(({ reason }) => reason).join(' ');
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

it('warns that the disk may be too small, since the size of a container is known only afterwards', async () => {
  const { folder, registry, plan } = await setUp();
  const path = join(folder, 'huge.dat');
  writeFileSync(path, '');
  truncateSync(path, 2 ** 43); // sparse: it takes no room
  const { obstacles, warnings, maxBytes } = await plan([compress(registry.admit(path))]);
  expect(maxBytes).toBeGreaterThan(2 ** 43);
  expect(warnings[0]).toMatch(/may need up to 8 TiB, but only .+ are free/);
  expect(obstacles).toEqual([]);
});

it('resolves collisions as requested: leaves out, numbers, or replaces', async () => {
  const { inspection, folder, add } = await setUp();
  const request = requestOf([compress(add('a.npy', 'plain/walk_f4.npy')), compress(add('b.npy', 'plain/walk_f4.npy'))]);
  writeFileSync(join(folder, 'a.npy.blp'), 'old');
  writeFileSync(join(folder, 'a (2).npy.blp'), 'old');
  const names = async (how: 'skip' | 'rename' | 'replace') =>
    (await prepareBatch(inspection, { ...request, again: true }, { onCollision: how })).jobs.map(
      ({ targetPath, overwrite }) => [targetPath.slice(folder.length + 1), overwrite],
    );
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

it('takes an answer for one output before the answer for all', async () => {
  const { folder, inspection, add } = await setUp();
  const names = ['a', 'b', 'c', 'd'];
  const items = names.map((name) => compress(add(`${name}.npy`, 'plain/walk_f4.npy')));
  for (const name of names.slice(0, 3)) writeFileSync(join(folder, `${name}.npy.blp`), 'old');
  const { jobs } = await prepareBatch(
    inspection,
    { ...requestOf(items), again: true },
    {
      onCollision: 'skip',
      answers: [
        { item: 1, onCollision: 'rename' },
        { item: 2, onCollision: 'replace' },
      ],
    },
  );
  expect(jobs.map(({ targetPath, overwrite }) => [targetPath.slice(folder.length + 1), overwrite])).toEqual([
    ['b (2).npy.blp', false],
    ['c.npy.blp', true],
    ['d.npy.blp', false],
  ]);
});

it('does not start a batch with an obstacle, or with nothing to do', async () => {
  const { inspection, folder, add } = await setUp();
  const id = add('a.npy', 'plain/walk_f4.npy');
  await expect(prepareBatch(inspection, requestOf([decompress(id)]), { onCollision: 'skip' })).rejects.toThrow(
    'not a container',
  );
  writeFileSync(join(folder, 'a.npy.blp'), 'old');
  await expect(prepareBatch(inspection, requestOf([compress(id)]), { onCollision: 'skip' })).rejects.toThrow(
    'nothing to do',
  );
});

it('leaves out what an earlier run has made of a folder, on request not', async () => {
  const { folder, add, plan } = await setUp();
  const source = add('a.npy', 'plain/walk_f4.npy');
  await packNpyToFile(join(folder, 'a.npy'), join(folder, 'a.npy.blp'));
  const other = add('b.npy.blp', 'golden/ndarray_2d_F.blp');
  const fresh = add('c.npy', 'plain/walk_f4.npy');
  const items = [compress(source), compress(fresh), decompress(other)];
  const first = await plan(items);
  expect(first.leftOut).toMatchObject([{ item: 0, kind: 'made' }]);
  expect(first.outputs.map(({ name }) => name)).toEqual(['c.npy.blp', 'b.npy']);
  const again = await plan(items, { again: true });
  expect(again.leftOut).toEqual([]);
  expect(again.outputs[0]).toMatchObject({ name: 'a.npy.blp', existing: { sizeBytes: expect.any(Number) } });
});

it('compresses a file again whose output is of an earlier state', async () => {
  const { folder, add, plan } = await setUp();
  const id = add('a.npy', 'plain/walk_f4.npy');
  await packNpyToFile(join(folder, 'a.npy'), join(folder, 'a.npy.blp'));
  utimesSync(join(folder, 'a.npy'), new Date(), new Date(Date.now() + 5000));
  expect((await plan([compress(id)])).outputs[0]).toMatchObject({ existing: {}, name: 'a.npy.blp' });
});

it('does not decompress the outputs of files that lie beside them', async () => {
  const { folder, registry, add, plan } = await setUp();
  const id = add('a.npy', 'plain/walk_f4.npy');
  await packNpyToFile(join(folder, 'a.npy'), join(folder, 'a.npy.blp'));
  const container = registry.admit(join(folder, 'a.npy.blp'));
  const { leftOut, outputs, obstacles } = await plan([compress(id), decompress(container)]);
  expect(leftOut).toMatchObject([
    { item: 0, kind: 'made' },
    { item: 1, kind: 'is-output', reason: "It is the output of 'a.npy'." },
  ]);
  expect([...outputs, ...obstacles]).toEqual([]);
});

it('lists what it cannot process as skipped, with the reason, and starts the rest', async () => {
  const { inspection, add } = await setUp();
  const wrong = add('line\nfeed.npy', 'plain/walk_f4.npy');
  const broken = add('b.blp', 'corrupt/offsets_all_unknown.blp');
  const request = requestOf([compress(wrong), decompress(broken), compress(add('c.npy', 'plain/walk_f4.npy'))]);
  const { jobs, skipped } = await prepareBatch(inspection, request, { onCollision: 'skip' });
  expect(jobs.map(({ sourcePath }) => basename(sourcePath))).toEqual(['c.npy']);
  expect(skipped.map(({ spec, note }) => [basename(spec.sourcePath), note])).toEqual([
    ['line\nfeed.npy', expect.stringContaining("'line\\nfeed.npy.blp' has characters")],
    ['b.blp', expect.stringContaining('not completed by its writer')],
  ]);
});

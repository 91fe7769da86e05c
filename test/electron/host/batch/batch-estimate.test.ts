import { cpSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packFileToFile, packNpyToFile } from '../../../../electron/engine/pack/convenience.js';
import { estimateSources } from '../../../../electron/host/batch/batch-estimate.js';
import { FileRegistry } from '../../../../electron/host/files/file-registry.js';
import { packOptionsOf } from '../../../../electron/jobs/run/pack-options.js';
import { fixturePath } from '../../../fixtures.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { arangeMember, writeZip } from '../../engine/arrays/zip-file.js';
import { batchOf } from '../batch-of.js';

const { options } = batchOf();

async function setUp() {
  const folder = scratchFolder();
  const registry = await FileRegistry.open(undefined);
  const estimate = (sources: Parameters<typeof estimateSources>[1]['sources'], changes: Partial<typeof options> = {}) =>
    estimateSources(registry, { sources, options: { ...options, ...changes } }, 1);
  return { folder, registry, estimate };
}

it('gives the exact size of the container when all of the data are sampled', async () => {
  const { folder, registry, estimate } = await setUp();
  const [array, bytes, out] = [join(folder, 'a.npy'), join(folder, 'a.dat'), join(folder, 'out.blp')];
  cpSync(fixturePath('plain/walk_f4.npy'), array);
  cpSync(fixturePath('plain/noise_u1.dat'), bytes);
  const estimates = await estimate([{ id: registry.admit(array) }, { id: registry.admit(bytes), typesize: 2 }]);
  const settings = { ...packOptionsOf(options), overwrite: true };
  const { storedBytes } = await packNpyToFile(array, out, settings);
  const raw = await packFileToFile(bytes, out, { ...settings, blosc: { ...settings.blosc, typesize: 2 } });
  expect(estimates.map((one) => [one.source, one.storedBytes, one.sampledBytes === one.plainBytes])).toEqual([
    [0, storedBytes, true],
    [1, raw.storedBytes, true],
  ]);
});

it('samples at most 16 MiB, also of one large chunk, and leaves out what cannot be read', async () => {
  const { folder, registry, estimate } = await setUp();
  const path = join(folder, 'zeros.dat');
  writeFileSync(path, '');
  truncateSync(path, 40 * 2 ** 20); // sparse
  const gone = registry.admit(join(folder, 'gone.dat'));
  const [only, ...others] = await estimate([{ id: gone }, { id: registry.admit(path) }], { chunkSizeBytes: 2 ** 30 });
  expect(others).toEqual([]);
  expect(only).toMatchObject({ source: 1, plainBytes: statSync(path).size });
  expect(only?.sampledBytes).toBeLessThanOrEqual(16 * 2 ** 20);
});

it('estimates the arrays of an archive one by one', async () => {
  const { folder, registry, estimate } = await setUp();
  const path = join(folder, 'x.npz');
  writeFileSync(path, await writeZip([arangeMember('a.npy', 1000), arangeMember('b.npy', 10, true)]));
  const id = registry.admit(path);
  const estimates = await estimate([
    { id, member: 'b' },
    { id, member: 'a' },
    { id, member: 'none' },
  ]);
  expect(estimates.map(({ source, plainBytes }) => [source, plainBytes])).toEqual([
    [0, 80],
    [1, 8000],
  ]);
});

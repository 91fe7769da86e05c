import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FileRegistry } from '../../../../electron/host/files/file-registry.js';
import { arrayWords, RecentsStore, type UsedFile } from '../../../../electron/host/stores/recents-store.js';
import { scratchFolder } from '../../../scratch-folder.js';

function used(path: string): UsedFile {
  return { path, kind: 'raw', sizeBytes: 1, lastAction: 'compress', lastCheck: 'none' };
}

async function open(folder: string) {
  let nowMs = 0;
  const registry = await FileRegistry.open(undefined);
  return { registry, store: await RecentsStore.open(folder, registry, () => ++nowMs) };
}

it('keeps the last fifteen, the latest first, and all that are pinned', async () => {
  const folder = scratchFolder();
  const { registry, store } = await open(folder);
  await store.add(used('/data/pinned'));
  await store.pin(registry.admit('/data/pinned'), true);
  for (let index = 0; index < 20; index++) await store.add(used(`/data/${index}`));
  const names = (await (await open(folder)).store.list()).map(({ name }) => name);
  expect(names).toEqual(['pinned', ...Array.from({ length: 15 }, (_, index) => `${19 - index}`)]);
});

it('lists a file once, with its pin and its last action', async () => {
  const { registry, store } = await open(scratchFolder());
  await store.add(used('/data/a'));
  await store.pin(registry.admit('/data/a'), true);
  await store.add({ ...used('/data/a'), lastAction: 'decompress', ratio: 2 });
  expect(await store.list()).toMatchObject([{ name: 'a', pinned: true, lastAction: 'decompress', ratio: 2 }]);
});

it('marks missing files, and drops removed ones', async () => {
  const folder = scratchFolder();
  const { registry, store } = await open(folder);
  const path = join(folder, 'here');
  writeFileSync(path, 'x');
  await store.add(used(path));
  await store.add(used('/data/gone'));
  expect((await store.list()).map(({ name, missing }) => [name, missing])).toEqual([
    ['gone', true],
    ['here', false],
  ]);
  await store.remove(registry.admit('/data/gone'));
  expect(await store.list()).toHaveLength(1);
});

it('shows an array as its dtype and its grouped shape', () => {
  expect(arrayWords({ dtype: 'float64', shape: [262_144, 64] })).toBe('float64, 262,144 × 64');
  expect(arrayWords({ dtype: 'uint8', shape: [] })).toBe('uint8, scalar');
});

import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { openContainerFile } from '../../../../electron/engine/in-place/container-file.js';
import { AtomicFile } from '../../../../electron/engine/io/atomic-file.js';
import { openFileReader } from '../../../../electron/engine/io/file-reader.js';
import { makeFolder, withRoots } from '../../../../electron/engine/io/roots.js';
import { scratchFolder } from '../../../scratch-folder.js';

const supportsSwaps = process.platform === 'linux';
let root: string;
let outside: string;

beforeEach(() => {
  const folder = scratchFolder();
  [root, outside] = [join(folder, 'root'), join(folder, 'outside')];
  for (const path of [root, outside]) mkdirSync(path);
  writeFileSync(join(root, 'own'), 'own');
  writeFileSync(join(outside, 'secret'), 'secret');
});

function inRoots<T>(work: () => Promise<T>): Promise<T> {
  return withRoots([root], work);
}

async function read(path: string): Promise<string> {
  const reader = await inRoots(() => openFileReader(path));
  try {
    return String(Buffer.from(await reader.readAt(0, reader.sizeBytes)));
  } finally {
    await reader.close();
  }
}

it('reads files in a root, also through a link inside it', async () => {
  symlinkSync(join(root, 'own'), join(root, 'link'));
  expect([await read(join(root, 'own')), await read(join(root, 'link'))]).toEqual(['own', 'own']);
});

it('refuses a file outside, by its path, through a link, and through a linked folder', async () => {
  symlinkSync(join(outside, 'secret'), join(root, 'link'));
  symlinkSync(outside, join(root, 'folder'));
  for (const path of [join(outside, 'secret'), join(root, 'link'), join(root, 'folder', 'secret')]) {
    await expect(read(path), path).rejects.toMatchObject({ code: 'EOUTSIDE' });
  }
  await expect(read(join(root, 'nothing'))).rejects.toMatchObject({ code: 'ENOENT' });
});

it('refuses a container whose folder was swapped for a link, before it looks for a journal there', async () => {
  symlinkSync(outside, join(root, 'folder'));
  writeFileSync(join(outside, '.secret.journal'), 'not ours');
  await expect(inRoots(() => openContainerFile(join(root, 'folder', 'secret')))).rejects.toMatchObject({
    code: 'EOUTSIDE',
  });
  expect(readFileSync(join(outside, '.secret.journal'), 'utf8')).toBe('not ours');
});

it.each([true, false])('writes nothing through a link that leads outside (overwrite %s)', async (overwrite) => {
  symlinkSync(join(outside, 'secret'), join(root, 'link'));
  symlinkSync(outside, join(root, 'folder'));
  for (const path of [join(root, 'link'), join(root, 'folder', 'new'), join(outside, 'new')]) {
    await expect(
      inRoots(() => AtomicFile.create(path, { overwrite })),
      path,
    ).rejects.toThrow();
  }
  expect(readdirSync(outside)).toEqual(['secret']);
  expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe('secret');
});

it('stays in the folder in which it started, also when another folder replaces it', async ({ skip }) => {
  skip(!supportsSwaps, 'only Linux has paths of open folders');
  mkdirSync(join(root, 'folder'));
  const file = await inRoots(() => AtomicFile.create(join(root, 'folder', 'new')));
  renameSync(join(root, 'folder'), join(root, 'moved'));
  symlinkSync(outside, join(root, 'folder'));
  await file.writeAt(Buffer.from('new'), 0);
  await file.commit();
  expect(readdirSync(outside)).toEqual(['secret']);
  expect([readdirSync(join(root, 'moved')), readFileSync(join(root, 'moved', 'new'), 'utf8')]).toEqual([
    ['new'],
    'new',
  ]);
});

it('removes a discarded output from the folder in which it was started', async ({ skip }) => {
  skip(!supportsSwaps, 'only Linux has paths of open folders');
  mkdirSync(join(root, 'folder'));
  const file = await inRoots(() => AtomicFile.create(join(root, 'folder', 'new')));
  renameSync(join(root, 'folder'), join(root, 'moved'));
  await file.discard();
  expect(readdirSync(join(root, 'moved'))).toEqual([]);
});

it('creates folders only in the roots', async () => {
  symlinkSync(outside, join(root, 'folder'));
  await inRoots(() => makeFolder(join(root, 'a', 'b', 'c')));
  await inRoots(() => makeFolder(join(root, 'a', 'b', 'c')));
  expect(existsSync(join(root, 'a', 'b', 'c'))).toBe(true);
  await expect(inRoots(() => makeFolder(join(root, 'folder', 'new', 'er')))).rejects.toMatchObject({
    code: 'EOUTSIDE',
  });
  expect(readdirSync(outside)).toEqual(['secret']);
});

it('checks where a path leads when it is opened', async () => {
  const path = join(root, 'own');
  expect(await read(path)).toBe('own');
  unlinkSync(path);
  symlinkSync(join(outside, 'secret'), path);
  await expect(read(path)).rejects.toMatchObject({ code: 'EOUTSIDE' });
});

it('allows everything without roots', async () => {
  const reader = await withRoots(undefined, () => openFileReader(join(outside, 'secret')));
  expect(reader.sizeBytes).toBe(6);
  await reader.close();
});

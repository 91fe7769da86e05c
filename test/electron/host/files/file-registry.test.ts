import { mkdirSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FileRegistry } from '../../../../electron/host/files/file-registry.js';
import { scratchFolder } from '../../../scratch-folder.js';

it('gives a path the same opaque id each time, and another one to another path', async () => {
  const registry = await FileRegistry.open(undefined);
  const id = registry.admit('/data/a.npy');
  expect(registry.admit('/data/x/../a.npy')).toBe(id);
  expect(registry.admit('/data/b.npy')).not.toBe(id);
  expect(id).not.toContain('a.npy');
  expect(registry.path(id)).toBe('/data/a.npy');
});

it('refuses unknown ids, relative paths and NUL', async () => {
  const registry = await FileRegistry.open(undefined);
  expect(() => registry.path('nothing')).toThrow('no longer known');
  expect(() => registry.admit('a.npy')).toThrow('must be absolute');
  expect(() => registry.admit('/data/a\0.npy')).toThrow('must be absolute');
});

it('admits only files whose real place is below its roots', async () => {
  const scratch = scratchFolder();
  const [root, outside] = [join(scratch, 'root'), join(scratch, 'root-beside')];
  mkdirSync(root);
  mkdirSync(outside);
  writeFileSync(join(outside, 'secret'), 's');
  symlinkSync(outside, join(root, 'way-out'));
  const registry = await FileRegistry.open([root]);
  expect(registry.admit(join(root, 'not-yet', 'there.blp'))).toBeTruthy();
  for (const path of [join(outside, 'secret'), join(root, '..', 'root-beside'), join(root, 'way-out', 'secret'), '/']) {
    expect(() => registry.admit(path), path).toThrow('outside');
  }
});

it('refuses a link that was changed to lead outside after its file was admitted', async () => {
  const scratch = scratchFolder();
  const root = join(scratch, 'root');
  mkdirSync(root);
  writeFileSync(join(scratch, 'secret'), 's');
  const path = join(root, 'data');
  writeFileSync(path, 'd');
  const registry = await FileRegistry.open([root]);
  const id = registry.admit(path);
  unlinkSync(path);
  symlinkSync(join(scratch, 'secret'), path);
  expect(() => registry.path(id)).toThrow('outside');
  expect(registry.find(id)).toBeUndefined();
});

it('refuses a place below a dropped folder that leads out of it', async () => {
  const registry = await FileRegistry.open(undefined);
  for (const folder of ['../x', 'a/../../b', '/etc', 'a\\b', 'a\0']) {
    expect(() => registry.admitDropped('/data/a', folder), folder).toThrow('lead out');
  }
  expect(registry.relativeFolder(registry.admitDropped('/data/a', 'x/y'))).toBe('x/y');
});

it('says which root does not exist', async () => {
  await expect(FileRegistry.open([join(scratchFolder(), 'none')])).rejects.toMatchObject({
    kind: 'io',
    code: 'ENOENT',
  });
});

it('what is no path has no id', async () => {
  const registry = await FileRegistry.open(undefined);
  for (const path of ['a/relative/path', '/tmp/with a \0']) expect(registry.admitAllowed(path)).toBeUndefined();
});

import { existsSync, linkSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasName, identityKey, isSameFile, unlinkOpened } from '../../../../electron/engine/io/same-file.js';
import { scratchFolder } from '../../../scratch-folder.js';

function files() {
  const directory = scratchFolder();
  const [a, b, other] = ['a', 'b', 'other'].map((name) => join(directory, name)) as [string, string, string];
  writeFileSync(a, 'a');
  writeFileSync(other, 'a');
  return { a, b, other };
}

describe('one file', () => {
  it('is recognised through a hard link', async () => {
    const { a, b, other } = files();
    linkSync(a, b);
    expect([await isSameFile(a, b), await isSameFile(a, other)]).toEqual([true, false]);
  });

  it.skipIf(process.platform === 'win32')('is recognised through a symbolic link', async () => {
    const { a, b } = files();
    symlinkSync(a, b);
    expect(await isSameFile(a, b)).toBe(true);
  });

  it('is distinguished from one whose 64-bit number differs only at its end', () => {
    expect(identityKey({ dev: 1n, ino: 2n ** 60n })).not.toBe(identityKey({ dev: 1n, ino: 2n ** 60n + 1n }));
  });

  it('is not a missing one, and is not recognised without numbers', async () => {
    const { a, b } = files();
    expect([await isSameFile(a, b), await isSameFile(b, b)]).toEqual([false, false]);
    expect(identityKey({ dev: 1n, ino: 0n })).toBeUndefined();
  });

  it('loses its name when another one replaces it', async () => {
    const { a, other } = files();
    const handle = await open(a);
    expect(await hasName(handle, a)).toBe(true);
    renameSync(other, a);
    expect([await hasName(handle, a), await hasName(handle, other)]).toEqual([false, false]);
    await handle.close();
  });

  it('is removed only while the name is its own', async () => {
    const { a, b, other } = files();
    const handle = await open(a);
    renameSync(a, b);
    renameSync(other, a);
    await unlinkOpened(handle, a);
    expect(existsSync(a)).toBe(true);
    await unlinkOpened(handle, b);
    expect(existsSync(b)).toBe(false);
    await handle.close();
  });

  it.skipIf(process.platform === 'win32')('does not have the name of a link that leads to it', async () => {
    const { a, b } = files();
    const handle = await open(a);
    renameSync(a, b);
    symlinkSync(b, a);
    expect(await hasName(handle, a)).toBe(false);
    await unlinkOpened(handle, a);
    expect(existsSync(a)).toBe(true);
    await handle.close();
  });
});

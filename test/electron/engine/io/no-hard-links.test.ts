import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { AtomicFile } from '../../../../electron/engine/io/atomic-file.js';
import { scratchFolder } from '../../../scratch-folder.js';

// Like FAT: everything is real except `link`, which fails as it does there.
vi.mock('node:fs/promises', async (original) => ({
  ...(await original<typeof import('node:fs/promises')>()),
  link: () => Promise.reject(Object.assign(new Error('EPERM: operation not permitted, link'), { code: 'EPERM' })),
}));

const text = (value: string) => new TextEncoder().encode(value);

describe('an atomic file where there are no hard links', () => {
  test('gets its name and leaves nothing else behind', async () => {
    const directory = scratchFolder();
    const file = await AtomicFile.create(join(directory, 'out'));
    await file.writeAt(text('whole'), 0);
    await file.commit();
    expect(readdirSync(directory)).toEqual(['out']);
    expect(readFileSync(join(directory, 'out'), 'utf8')).toBe('whole');
  });

  test('does not replace a file that was created since', async () => {
    const directory = scratchFolder();
    const path = join(directory, 'out');
    const file = await AtomicFile.create(path, { beforePublish: async () => writeFileSync(path, 'first') });
    await expect(file.commit()).rejects.toMatchObject({ kind: 'io', code: 'EEXIST' });
    expect(readFileSync(path, 'utf8')).toBe('first');
    expect(readdirSync(directory)).toEqual(['out']);
  });

  test('leaves no empty file when the rename fails', async () => {
    const directory = scratchFolder();
    const path = join(directory, 'out');
    const file = await AtomicFile.create(path, {
      beforePublish: async () => (await import('node:fs')).rmSync(join(directory, readdirSync(directory)[0] ?? '')),
    });
    await expect(file.commit()).rejects.toMatchObject({ kind: 'io', code: 'ENOENT' });
    expect(existsSync(path)).toBe(false);
  });
});

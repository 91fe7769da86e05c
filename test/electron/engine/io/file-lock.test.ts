import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lockByExclusiveFile } from '../../../../electron/engine/io/file-lock.js';
import { scratchFolder } from '../../../scratch-folder.js';

it('removes the lock file on release, and can be taken again', async () => {
  const path = join(scratchFolder(), '.a.blp.journal.lock');
  for (let round = 0; round < 2; round++) {
    const lock = await lockByExclusiveFile(path);
    expect(existsSync(path)).toBe(true);
    await lock?.release();
    expect(existsSync(path)).toBe(false);
  }
});

it('has one holder at a time', async (context) => {
  if (process.platform !== 'win32') return context.skip('only Windows opens a file exclusively');
  const path = join(scratchFolder(), '.a.blp.journal.lock');
  const lock = await lockByExclusiveFile(path);
  expect(await lockByExclusiveFile(path)).toBeUndefined();
  await lock?.release();
  expect(await lockByExclusiveFile(path)).toBeDefined();
});

it('throws where the lock file cannot be created', async () => {
  await expect(lockByExclusiveFile(join(scratchFolder(), 'no', 'folder'))).rejects.toMatchObject({ code: 'ENOENT' });
});

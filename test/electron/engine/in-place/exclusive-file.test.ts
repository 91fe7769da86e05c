import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lockByExclusiveFile } from '../../../../electron/engine/in-place/exclusive-file.js';
import { scratchDirectory } from '../scratch-directory.js';

it('leaves nothing behind when it is released, and can be taken again', async () => {
  const path = join(scratchDirectory(), '.a.blp.journal.lock');
  for (let round = 0; round < 2; round++) {
    const lock = await lockByExclusiveFile(path);
    expect(existsSync(path)).toBe(true);
    await lock?.release();
    expect(existsSync(path)).toBe(false);
  }
});

it('is held by one only', async (context) => {
  if (process.platform !== 'win32') return context.skip('only Windows opens a file for one alone');
  const path = join(scratchDirectory(), '.a.blp.journal.lock');
  const lock = await lockByExclusiveFile(path);
  expect(await lockByExclusiveFile(path)).toBeUndefined();
  await lock?.release();
  expect(await lockByExclusiveFile(path)).toBeDefined();
});

it('says where no file can be made', async () => {
  await expect(lockByExclusiveFile(join(scratchDirectory(), 'no', 'folder'))).rejects.toMatchObject({ code: 'ENOENT' });
});

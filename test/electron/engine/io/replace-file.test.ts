import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { replaceFile } from '../../../../electron/engine/io/replace-file.js';
import { scratchFolder } from '../../../scratch-folder.js';

/**
 * Linux replaces any file; that Windows refuses one that is open is imitated by a mount point, of which the kernel says EBUSY.
 */
const BUSY = '/proc';

describe('replacing a file', () => {
  it('replaces its content', async () => {
    const directory = scratchFolder();
    const [from, to] = [join(directory, 'from'), join(directory, 'to')];
    writeFileSync(from, 'new');
    writeFileSync(to, 'old');
    await replaceFile(from, to, 'win32');
    expect(readFileSync(to, 'utf8')).toBe('new');
  });

  it.skipIf(process.platform === 'win32')('immediately throws other errors than those of a file in use', async () => {
    const directory = scratchFolder();
    const [from, to] = [join(directory, 'from'), join(directory, 'to')];
    writeFileSync(from, 'new');
    mkdirSync(to);
    // The pauses would outlast the test.
    await expect(replaceFile(from, to, 'win32', [1e9])).rejects.toMatchObject({ code: 'EISDIR' });
    rmdirSync(to);
  });

  it.skipIf(process.platform !== 'linux')(
    'says on Windows who may have it, when trying again was in vain',
    async () => {
      const from = join(scratchFolder(), 'from');
      mkdirSync(from);
      await expect(replaceFile(BUSY, from, 'win32', [0, 0])).rejects.toMatchObject({
        kind: 'io',
        code: 'EBUSY',
        message: expect.stringContaining('open in another program'),
      });
    },
  );
});

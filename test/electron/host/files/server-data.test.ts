import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { openServerData } from '../../../../electron/host/files/server-data.js';
import { NativeError } from '../../../../native/native-error.js';
import { scratchFolder } from '../../../scratch-folder.js';

// A home folder on a network file system: everything is real but `flock`, which answers ENOLCK.
vi.mock('../../../../native/index.js', async (original) => ({
  ...(await original<typeof import('../../../../native/index.js')>()),
  tryLock: () => {
    throw new NativeError('io', 'flock failed', { errno: 37 });
  },
}));

test.skipIf(process.platform !== 'linux')('a data folder without file locks is refused with a remedy', async () => {
  const folder = scratchFolder();
  await expect(openServerData(join(folder, 'data'), [folder])).rejects.toMatchObject({
    kind: 'io',
    code: 'ENOLCK',
    message: expect.stringMatching(/has no file locks; name a folder on a local disk in .* BLOSCPACK_DATA$/),
  });
  expect(readdirSync(folder)).toEqual(['data']);
});

import { readdirSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openFileReader, openSourceReader } from '../../../../electron/engine/io/file-reader.js';
import { scratchFolder } from '../../../scratch-folder.js';

test.skipIf(process.platform !== 'linux').each([
  ['openFileReader', openFileReader],
  ['openSourceReader', openSourceReader],
])('%s closes the file, and says why, when its facts cannot be read', async (_, openReader) => {
  const path = join(scratchFolder(), 'data');
  writeFileSync(path, 'data');
  const handle = await open(path);
  const { stat } = handle;
  const fails = async function (this: typeof handle, options?: Parameters<typeof stat>[0]) {
    if (options?.bigint) throw Object.assign(new Error('EIO: i/o error, fstat'), { code: 'EIO' });
    return stat.call(this, options);
  };
  // A method of a class that Node does not export.
  const prototype: Record<string, unknown> = Object.getPrototypeOf(handle);
  prototype.stat = fails;
  onTestFinished(() => {
    prototype.stat = stat;
  });
  const openFiles = () => readdirSync('/proc/self/fd').length;
  const before = openFiles();
  await expect(openReader(path)).rejects.toMatchObject({
    kind: 'io',
    code: 'EIO',
    message: expect.stringContaining(path),
  });
  expect(openFiles()).toBe(before);
  await handle.close();
});

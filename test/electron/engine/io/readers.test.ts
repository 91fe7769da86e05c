import { execFileSync } from 'node:child_process';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openFileReader } from '../../../../electron/engine/io/file-reader.js';
import { memoryReader } from '../../../../electron/engine/io/memory-reader.js';
import { temporaryCopy } from '../../../../electron/engine/io/temporary-copy.js';
import { noise } from '../../../native/samples.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { describeReader } from './reader-conformance.js';

const bytes = noise(5000);

describeReader('memory', async (content) => memoryReader(content));
describeReader('file', async (content) => {
  const path = join(scratchFolder(), 'bytes');
  writeFileSync(path, content);
  return openFileReader(path);
});
describeReader('temporary file', (content) => temporaryCopy([content], '<copy>'));

describe('a file reader', () => {
  test('reports a file that became shorter, and never returns zeros', async () => {
    const path = join(scratchFolder(), 'bytes');
    writeFileSync(path, bytes);
    const reader = await openFileReader(path);
    truncateSync(path, 100);
    await expect(reader.readAt(50, 100)).rejects.toMatchObject({
      problem: 'truncated',
      context: { file: path, found: 100 },
    });
    await reader.close();
  });

  test.each([
    ['a path that does not exist', 'missing', 'ENOENT'],
    ['a directory', '', 'EISDIR'],
    ['a path through a file', 'file/below', 'ENOTDIR'],
  ])('reports %s clearly', async (_what, name, code) => {
    const directory = scratchFolder();
    writeFileSync(join(directory, 'file'), '');
    const path = join(directory, name);
    await expect(openFileReader(path)).rejects.toMatchObject({ kind: 'io', code, context: { file: path } });
  });

  test.skipIf(process.platform === 'win32')('reports a device and a pipe without a writer', async () => {
    await expect(openFileReader('/dev/zero')).rejects.toMatchObject({ kind: 'io', code: 'EINVAL' });
    const pipe = join(scratchFolder(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    await expect(openFileReader(pipe)).rejects.toThrow('not a regular file');
  });
});

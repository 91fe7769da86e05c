import { execFileSync } from 'node:child_process';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openFileReader } from '../../../../electron/engine/io/file-reader.js';
import { memoryReader } from '../../../../electron/engine/io/memory-reader.js';
import type { RandomReader } from '../../../../electron/engine/io/random-reader.js';
import { noise } from '../../../native/samples.js';
import { scratchDirectory } from '../scratch-directory.js';

const bytes = noise(5000);

const readers: readonly (readonly [string, () => Promise<RandomReader>])[] = [
  ['memory', async () => memoryReader(bytes)],
  [
    'file',
    async () => {
      const path = join(scratchDirectory(), 'bytes');
      writeFileSync(path, bytes);
      return openFileReader(path);
    },
  ],
];

describe.each(readers)('a %s reader', (_name, open) => {
  test('reads any range and detects the end', async () => {
    const reader = await open();
    expect(reader.sizeBytes).toBe(5000);
    expect(await reader.readAt(0, 5000)).toEqual(bytes);
    expect(await reader.readAt(4999, 1)).toEqual(bytes.subarray(4999));
    expect(await reader.readAt(5000, 0)).toEqual(new Uint8Array(0));
    expect(await reader.endsAt(4999)).toBe(false);
    expect(await reader.endsAt(5000)).toBe(true);
    await reader.close();
  });

  test.each([
    [4990, 11],
    [5000, 1],
    [-1, 2],
    [0, 2 ** 50],
  ])('refuses %i and %i more bytes before it allocates them', async (positionBytes, lengthBytes) => {
    const reader = await open();
    await expect(reader.readAt(positionBytes, lengthBytes)).rejects.toMatchObject({ problem: 'truncated' });
    await reader.close();
  });
});

describe('a file reader', () => {
  test('reports a file that became shorter, and never returns zeros', async () => {
    const path = join(scratchDirectory(), 'bytes');
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
    const directory = scratchDirectory();
    writeFileSync(join(directory, 'file'), '');
    const path = join(directory, name);
    await expect(openFileReader(path)).rejects.toMatchObject({ kind: 'io', code, context: { file: path } });
  });

  test.skipIf(process.platform === 'win32')('reports a device and a pipe without a writer', async () => {
    await expect(openFileReader('/dev/zero')).rejects.toMatchObject({ kind: 'io', code: 'EINVAL' });
    const pipe = join(scratchDirectory(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    await expect(openFileReader(pipe)).rejects.toThrow('not a regular file');
  });
});

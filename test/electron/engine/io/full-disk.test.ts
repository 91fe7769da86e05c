import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest';
import { packBytesToFile, unpackFileFromFile } from '../../../../electron/engine/pack/convenience.js';
import { noise } from '../../../native/samples.js';
import { scratchFolder } from '../../../scratch-folder.js';

const DISK_BYTES = 2 ** 20;
/** Far more than the disk holds, and incompressible. */
const plain = noise(3 * DISK_BYTES);

let disk: string | undefined;
let refusal = '';

/** A disk of 1 MiB for each test. */
function smallDisk(context: TestContext): string {
  if (disk === undefined) context.skip(`cannot mount a small disk (needs root on Linux): ${refusal}`);
  mkdirSync(join(disk, context.task.id));
  return join(disk, context.task.id);
}

beforeAll(() => {
  const path = execFileSync('mktemp', ['-d'], { encoding: 'utf8' }).trim();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'tmpfs', path], { stdio: 'pipe' });
    disk = path;
  } catch (error) {
    refusal = String(error);
    execFileSync('rmdir', [path]);
  }
});

afterAll(() => {
  if (disk === undefined) return;
  execFileSync('umount', [disk]);
  execFileSync('rmdir', [disk]);
});

describe('a full disk', () => {
  test('fails a pack with ENOSPC, leaves the target unchanged and nothing beside it', async (context) => {
    const directory = smallDisk(context);
    const path = join(directory, 'out.blp');
    writeFileSync(path, 'old');
    await expect(packBytesToFile(plain, path, { chunkSize: 100_000, overwrite: true })).rejects.toMatchObject({
      kind: 'io',
      code: 'ENOSPC',
      context: { file: path },
    });
    expect(readdirSync(directory)).toEqual(['out.blp']);
    expect(readFileSync(path, 'utf8')).toBe('old');
  });

  test('fails an unpack, which native code writes, in the same way', async (context) => {
    const directory = smallDisk(context);
    const container = join(scratchFolder(), 'in.blp');
    await packBytesToFile(plain, container, { chunkSize: 100_000 });
    const path = join(directory, 'out');
    writeFileSync(path, 'old');
    await expect(unpackFileFromFile(container, path, { overwrite: true })).rejects.toMatchObject({
      kind: 'io',
      code: 'ENOSPC',
      context: { file: path },
    });
    expect(readdirSync(directory)).toEqual(['out']);
    expect(readFileSync(path, 'utf8')).toBe('old');
  });
});

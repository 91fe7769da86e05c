import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { append } from '../../../../electron/engine/in-place/append/append.js';
import { journalPathOf } from '../../../../electron/engine/in-place/journal/journal-file.js';
import { packBytesToFile } from '../../../../electron/engine/pack/convenience.js';
import { recompressInPlace } from '../../../../electron/engine/pack/recompress.js';
import { NativeError } from '../../../../native/native-error.js';
import { ramp } from '../../../native/samples.js';
import { contentOf, packedFile } from './append/containers.js';
import { killedAppend } from './appending-process.js';

// Like a network file system: everything is real except `flock`, which fails as it does there.
const answer = vi.hoisted(() => ({ errno: 0 }));
vi.mock('../../../../native/index.js', async (original) => ({
  ...(await original<typeof import('../../../../native/index.js')>()),
  tryLock: () => {
    throw new NativeError('io', 'flock failed', { errno: answer.errno });
  },
}));

const ERRNOS = { ENOLCK: 37, ENOTSUP: 95, ENOSYS: 38, EINVAL: 22 };
const base = ramp(100_000);

describe.skipIf(process.platform !== 'linux').each(Object.entries(ERRNOS))(
  'where flock fails with %s',
  (_code, errno) => {
    test('a change in place is refused with a remedy, and leaves nothing behind', async () => {
      answer.errno = errno;
      const path = await packedFile(base, { chunkSize: 16_384 });
      const before = readFileSync(path);
      const refusal = { kind: 'io', code: 'ENOLCK', message: expect.stringMatching(/has no file locks; copy the/) };
      await expect(append(path, [base])).rejects.toMatchObject(refusal);
      await expect(recompressInPlace(path)).rejects.toMatchObject(refusal);
      expect(readFileSync(path).equals(before)).toBe(true);
      expect(readdirSync(dirname(path))).toEqual(['x.blp']);
    });

    test('reading needs no lock, and gets the old content after a killed append', async () => {
      answer.errno = errno;
      const path = await packedFile(base, { chunkSize: 16_384 });
      await killedAppend(path, journalPathOf(path));
      const half = readFileSync(path);
      expect(await contentOf(path)).toEqual(base);
      expect(readFileSync(path).equals(half)).toBe(true);
      expect(existsSync(journalPathOf(path))).toBe(true);
    });

    test('new files are written and replaced as on other file systems', async () => {
      answer.errno = errno;
      const path = await packedFile(base, { chunkSize: 16_384 });
      await packBytesToFile(base.subarray(0, 10), path, { overwrite: true });
      expect(await contentOf(path)).toEqual(base.subarray(0, 10));
      expect(readdirSync(dirname(path))).toEqual(['x.blp']);
    });
  },
);

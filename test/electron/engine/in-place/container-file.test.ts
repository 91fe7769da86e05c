import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Container } from '../../../../electron/engine/container/container.js';
import { append } from '../../../../electron/engine/in-place/append/append.js';
import { openContainerFile } from '../../../../electron/engine/in-place/container-file.js';
import { journalPathOf } from '../../../../electron/engine/in-place/journal/journal-file.js';
import { FLAG_AT, idleFlag } from '../../../../electron/engine/in-place/journal/journal-format.js';
import { packBytesToFile } from '../../../../electron/engine/pack/convenience.js';
import { bytesSource } from '../../../../electron/engine/pack/plain/plain-bytes.js';
import { recompress, recompressInPlace } from '../../../../electron/engine/pack/recompress.js';
import { caseCount, every } from '../../../cases.js';
import { noise, ramp } from '../../../native/samples.js';
import { contentOf, expectAlone, expectWhole, joined, packedFile } from './append/containers.js';
import { killedAppend, killedRecompress, stuckAppend } from './appending-process.js';

const base = ramp(100_000);
const options = { chunkSize: 16_384 };
const layouts = [
  ['with offsets', options],
  ['without offsets', { ...options, bloscpack: { offsets: false } }],
  ['with metadata', { ...options, metadata: { some: 'metadata' } }],
  ['whose last chunk is full', { ...options, chunkSize: 10_000 }],
] as const;

describe.each(layouts)('a container %s that a killed append left partly changed', (_, how) => {
  test('is restored byte for byte by the next reader', async () => {
    const path = await packedFile(base, how);
    const before = readFileSync(path);
    await killedAppend(path, journalPathOf(path));
    expect(readFileSync(path).equals(before)).toBe(false);
    expect(await contentOf(path)).toEqual(base);
    expect(readFileSync(path).equals(before)).toBe(true);
    expectAlone(path);
  });

  test('is restored when it is opened through a link, and by random access', async () => {
    const path = await packedFile(base, how);
    await killedAppend(path, journalPathOf(path));
    const link = join(dirname(path), 'link.blp');
    symlinkSync(path, link);
    const container = await Container.open(link);
    expect(await container.readBytes(90_000, 100_000)).toEqual(base.subarray(90_000));
    await container.close();
    expectAlone(path);
  });

  test('is read in its old state while the process that changes it is running', async () => {
    const path = await packedFile(base, how);
    await stuckAppend(path);
    expect(await contentOf(path)).toEqual(base);
    expect(existsSync(journalPathOf(path))).toBe(true);
  });
});

describe.each(every(2, layouts))('recompressing a container %s', (_, how) => {
  const zstd = { blosc: { codec: 'zstd' }, chunkSize: 5000 } as const;

  test('in place first undoes an interrupted append', async () => {
    const path = await packedFile(base, how);
    await killedAppend(path, journalPathOf(path));
    expect(await recompressInPlace(path, zstd)).toMatchObject({ plainBytes: base.length });
    expect(await contentOf(path)).toEqual(base);
    await expectWhole(path);
  });

  test('into another file takes the old content of a partly changed container, and restores it too', async () => {
    const path = await packedFile(base, how);
    const before = readFileSync(path);
    await killedAppend(path, journalPathOf(path));
    const target = join(dirname(path), 'new.blp');
    await recompress(path, target, zstd);
    expect(await contentOf(target)).toEqual(base);
    expect(readFileSync(path).equals(before)).toBe(true);
    await expectWhole(target);
  });

  test('in place is refused while another process changes it', async () => {
    const path = await packedFile(base, how);
    await stuckAppend(path);
    await expect(recompressInPlace(path, zstd)).rejects.toMatchObject({ kind: 'io', code: 'EBUSY' });
    expect(await contentOf(path)).toEqual(base);
  });

  test('in place does not change the content for readers that have it open', async () => {
    const path = await packedFile(base, how);
    const container = await Container.open(await openContainerFile(path));
    await recompressInPlace(path, zstd);
    expect(await container.readBytes(0, base.length)).toEqual(base);
    await container.close();
    expect(await contentOf(path)).toEqual(base);
  });

  test('in place, killed in the middle, leaves the old container without a lock', async () => {
    const path = await packedFile(base, how);
    const before = readFileSync(path);
    await killedRecompress(path);
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(await contentOf(path)).toEqual(base);
    expect(await recompressInPlace(path, zstd)).toMatchObject({ plainBytes: base.length });
    expect(await contentOf(path)).toEqual(base);
  });
});

describe('a journal', () => {
  test('that was not armed before a kill is removed: the container was not changed', async () => {
    const path = await packedFile(base, options);
    const before = readFileSync(path);
    const journal = await killedAppend(path, journalPathOf(path));
    writeFileSync(path, before);
    journal.set(idleFlag, FLAG_AT);
    for (let length = 0; length < journal.byteLength; length += caseCount(997, 97)) {
      writeFileSync(journalPathOf(path), journal.subarray(0, length));
      expect(await contentOf(path)).toEqual(base);
      expect(readFileSync(path).equals(before)).toBe(true);
      expectAlone(path);
    }
  });

  test('is removed when the container is replaced by another', async () => {
    const path = await packedFile(base, options);
    await killedAppend(path, journalPathOf(path));
    await packBytesToFile(noise(200_000), path, { ...options, overwrite: true });
    expect(await contentOf(path)).toEqual(noise(200_000));
    expect(readdirSync(dirname(path))).toEqual(['x.blp']);
  });

  test('is not needed to work beside a leftover partial file', async () => {
    const path = await packedFile(base, options);
    writeFileSync(join(dirname(path), '.x.blp.0123456789ab.partial'), noise(100));
    await append(path, bytesSource(noise(1000)));
    expect(await contentOf(path)).toEqual(joined(base, noise(1000)));
    expect(readdirSync(dirname(path)).sort()).toEqual(['.x.blp.0123456789ab.partial', 'x.blp']);
  });
});

/** Why a process cannot run as another user here; undefined when it can. */
const noOtherUser = ((): string | undefined => {
  if (process.getuid?.() !== 0) return 'not root';
  return spawnSync('setpriv', ['--version']).status === 0 ? undefined : 'no setpriv';
})();

describe(`where nothing may be written${noOtherUser ? ` [SKIPPED: ${noOtherUser}]` : ''}`, () => {
  test.skipIf(noOtherUser).each(every(2, layouts, 1))(
    'a half changed container %s is looked through to its old content',
    async (_, how) => {
      const path = await packedFile(base, how);
      const journal = await killedAppend(path, journalPathOf(path));
      const halfChanged = readFileSync(path);
      chmodSync(path, 0o644);
      chmodSync(journalPathOf(path), 0o644);
      chmodSync(dirname(path), 0o755);
      const blpk = join(import.meta.dirname, '../../../../dist/blpk.cjs');
      const otherUser = ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, blpk];
      const args = [...otherUser, 'd', '-e', path, '-'];
      expect(new Uint8Array(execFileSync('setpriv', args, { stdio: 'pipe' }))).toEqual(base);
      expect(readFileSync(path).equals(halfChanged)).toBe(true);
      expect(new Uint8Array(readFileSync(journalPathOf(path)))).toEqual(journal);
    },
  );
});

describe('a reader', () => {
  test.each(layouts.filter(([, how]) => how !== layouts[1][1]))(
    'of a container %s keeps what it opened',
    async (_, how) => {
      const path = await packedFile(base, how);
      const container = await Container.open(await openContainerFile(path));
      for (let time = 0; time < 20; time++) await append(path, bytesSource(noise(7000)));
      expect(await container.readBytes(0, 100_000)).toEqual(base);
      await container.close();
    },
  );

  test('of a container without offsets gets an error that it changed', async () => {
    const path = await packedFile(base, layouts[1][1]);
    const container = await Container.open(path);
    await append(path, bytesSource(noise(7000)));
    await expect(container.readBytes(0, 100_000)).rejects.toMatchObject({ kind: 'io', code: 'ESTALE' });
    await container.close();
  });
});

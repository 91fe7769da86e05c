import {
  chmodSync,
  chownSync,
  copyFileSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { append } from '../../../../electron/engine/in-place/append/append.js';
import { openContainerFile } from '../../../../electron/engine/in-place/container-file.js';
import { journalPathOf } from '../../../../electron/engine/in-place/journal/journal-file.js';
import { editMetadata } from '../../../../electron/engine/in-place/metadata/edit-metadata.js';
import { packBytesToBytes, packBytesToFile } from '../../../../electron/engine/pack/convenience.js';
import { bytesSource } from '../../../../electron/engine/pack/plain/plain-bytes.js';
import { noise, ramp } from '../../../native/samples.js';
import { contentOf, joined, packedFile } from './append/containers.js';
import { killedAppend } from './appending-process.js';

const base = ramp(100_000);
const options = { chunkSize: 16_384, metadata: { some: 'metadata' } };

/** Runs something, and returns its result and its warnings. */
async function withWarnings<T>(run: () => Promise<T>): Promise<{ readonly result: T; readonly warnings: string[] }> {
  const warnings: string[] = [];
  const listener = ({ name, message }: Error) => void (name === 'BloscpackWarning' && warnings.push(message));
  process.on('warning', listener);
  onTestFinished(() => void process.off('warning', listener));
  const result = await run();
  await new Promise((resolve) => setImmediate(resolve));
  return { result, warnings };
}

/** The container reads as `content`, with a warning about the journal; it cannot be changed; both files stay the same. */
async function expectNotUsed(path: string, content: Uint8Array, why: RegExp): Promise<void> {
  const journalPath = journalPathOf(path);
  const before = { file: readFileSync(path), journal: lstatSync(journalPath, { bigint: true }) };
  const { result, warnings } = await withWarnings(() => contentOf(path));
  expect(Buffer.compare(result, content)).toBe(0);
  expect(warnings).toEqual([expect.stringMatching(why)]);
  expect(warnings[0]).toContain(journalPath);
  await expectUnchangeable(path, why);
  expect(readFileSync(path).equals(before.file)).toBe(true);
  const { ino, size, mtimeNs } = lstatSync(journalPath, { bigint: true });
  expect({ ino, size, mtimeNs }).toEqual({
    ino: before.journal.ino,
    size: before.journal.size,
    mtimeNs: before.journal.mtimeNs,
  });
}

async function expectUnchangeable(path: string, why: RegExp): Promise<void> {
  const refusal = { kind: 'io', code: 'ESTALE', message: expect.stringMatching(why) };
  await expect(append(path, bytesSource(noise(10)))).rejects.toMatchObject(refusal);
  await expect(editMetadata(path, () => ({ a: 1 }))).rejects.toMatchObject(refusal);
}

describe('a journal that is not used', () => {
  test('was left by a file that a newer one has replaced', async () => {
    const path = await packedFile(base, options);
    const newer = join(dirname(path), 'newer.blp');
    copyFileSync(path, newer);
    await append(newer, bytesSource(noise(50_000)));
    await killedAppend(path, journalPathOf(path));
    renameSync(newer, path);
    await expectNotUsed(path, joined(base, noise(50_000)), /change of another file left it; delete it or move it away/);
  });

  test('was left by an old version, over which a newer one was copied', async () => {
    const path = await packedFile(base, options);
    const newer = join(dirname(path), 'newer.blp');
    copyFileSync(path, newer);
    await append(newer, bytesSource(noise(50_000)));
    await killedAppend(path, journalPathOf(path));
    const { ino } = statSync(path);
    copyFileSync(newer, path);
    expect(statSync(path).ino).toBe(ino);
    await expectNotUsed(path, joined(base, noise(50_000)), /change of another file left it/);
  });

  test('was left by a container over which other data were written', async () => {
    const path = await packedFile(base, options);
    await killedAppend(path, journalPathOf(path));
    writeFileSync(path, await packBytesToBytes(noise(200_000), options));
    await expectNotUsed(path, noise(200_000), /change of another file left it/);
  });

  test('was copied with its container: readers use it, and neither file is changed', async () => {
    const path = await packedFile(base, options);
    await killedAppend(path, journalPathOf(path));
    const folder = join(dirname(path), 'copy');
    mkdirSync(folder);
    const copy = join(folder, 'x.blp');
    copyFileSync(path, copy);
    copyFileSync(journalPathOf(path), journalPathOf(copy));
    const half = readFileSync(copy);
    expect(await contentOf(copy)).toEqual(base);
    await expectUnchangeable(copy, /of the file that this one is a copy of/);
    expect(readFileSync(copy).equals(half)).toBe(true);
  });

  test('was cut short or damaged', async () => {
    const path = await packedFile(base, options);
    const before = readFileSync(path);
    const journal = await killedAppend(path, journalPathOf(path));
    writeFileSync(path, before);
    for (const length of [20, 100, Math.floor(journal.byteLength / 2), journal.byteLength - 700]) {
      writeFileSync(journalPathOf(path), journal.subarray(0, length));
      await expectNotUsed(path, base, /damaged, or not a journal of this program/);
    }
  });

  test('is another kind of file', async () => {
    const path = await packedFile(base, options);
    for (const text of ['something else altogether', 'blpk-journal 1\n{"pid":1}\n', '\0'.repeat(100_000)]) {
      writeFileSync(journalPathOf(path), text);
      await expectNotUsed(path, base, /damaged, or not a journal of this program/);
    }
  });

  test('is larger than memory', async () => {
    const path = await packedFile(base, options);
    writeFileSync(journalPathOf(path), 'blpk-journal 2 +\n{}\n');
    truncateSync(journalPathOf(path), 2 ** 40);
    await expectNotUsed(path, base, /damaged, or not a journal of this program/);
  });

  test.skipIf(process.platform === 'win32')('is a link to any file', async () => {
    const path = await packedFile(base, options);
    const victim = join(dirname(path), 'victim');
    writeFileSync(victim, 'precious');
    for (const target of [victim, join(dirname(path), 'nothing'), '/dev/null']) {
      symlinkSync(target, `${journalPathOf(path)}.new`);
      renameSync(`${journalPathOf(path)}.new`, journalPathOf(path));
      await expectNotUsed(path, base, /it is a symbolic link/);
    }
    expect(readFileSync(victim, 'utf8')).toBe('precious');
  });

  test.skipIf(process.platform === 'win32')('has a second name, is a folder, or can be written by others', async () => {
    const path = await packedFile(base, options);
    const other = join(dirname(path), 'other');
    writeFileSync(other, '');
    linkSync(other, journalPathOf(path));
    await expectNotUsed(path, base, /it has a second name/);
    renameSync(other, journalPathOf(path).replace('x.blp', 'y.blp'));
    const open = await packedFile(base, options);
    writeFileSync(journalPathOf(open), '');
    chmodSync(journalPathOf(open), 0o666);
    await expectNotUsed(open, base, /users who may not change the container can write to it/);
    const folder = await packedFile(base, options);
    mkdirSync(journalPathOf(folder));
    await expectNotUsed(folder, base, /it is not a regular file/);
  });

  test('belongs to another user', async (context) => {
    if (process.getuid?.() !== 0) return context.skip('needs root');
    const path = await packedFile(base, options);
    const journal = await killedAppend(path, journalPathOf(path));
    writeFileSync(journalPathOf(path), journal);
    chownSync(journalPathOf(path), 1234, 1234);
    const half = readFileSync(path);
    const { warnings } = await withWarnings(async () => (await openContainerFile(path)).close());
    expect(warnings).toEqual([expect.stringMatching(/belongs to a user who may not change the container/)]);
    await expectUnchangeable(path, /belongs to a user who may not change the container/);
    expect(readFileSync(path).equals(half)).toBe(true);
  });

  test('does not prevent replacing the container', async () => {
    const path = await packedFile(base, options);
    writeFileSync(journalPathOf(path), 'something else altogether');
    await packBytesToFile(noise(1000), path, { overwrite: true });
    const { result } = await withWarnings(() => contentOf(path));
    expect(result).toEqual(noise(1000));
  });
});

describe('a name of 247 to 255 bytes', () => {
  test.each([200, 201, 246, 247, 255])('of %i bytes can be read and changed', async (bytes) => {
    const path = join(dirname(await packedFile(base, options)), 'q'.repeat(bytes));
    const twin = `${path.slice(0, -1)}r`;
    for (const each of [path, twin]) await packBytesToFile(base, each, options);
    expect(journalPathOf(path)).not.toBe(journalPathOf(twin));
    await append(path, bytesSource(noise(10)));
    await killedAppend(twin, journalPathOf(twin));
    expect(await contentOf(path)).toEqual(joined(base, noise(10)));
    expect(await contentOf(twin)).toEqual(base);
  });
});

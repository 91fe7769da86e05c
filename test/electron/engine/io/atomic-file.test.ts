import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AtomicFile, canLackHardLinks } from '../../../../electron/engine/io/atomic-file.js';
import { isPartialNameOf } from '../../../../electron/engine/io/partial-files.js';
import { scratchFolder } from '../../../scratch-folder.js';

const text = (value: string) => new TextEncoder().encode(value);

/** Writes `value` and publishes it. */
async function publish(path: string, value: string, overwrite = false): Promise<void> {
  const file = await AtomicFile.create(path, { overwrite });
  await file.writeAt(text(value), 0);
  await file.commit();
}

test('the errors of file systems without hard links are recognised, and not that of an existing file', () => {
  // Linux on FAT, macOS on exFAT, Windows on exFAT and on shares.
  for (const code of ['EPERM', 'ENOTSUP', 'EISDIR', 'UNKNOWN']) expect(canLackHardLinks(code), code).toBe(true);
  for (const code of ['EEXIST', 'ENOSPC', 'EROFS', 'EIO']) expect(canLackHardLinks(code), code).toBe(false);
});

describe('an atomic file', () => {
  test('has no name before it is complete, and leaves nothing else behind', async () => {
    const directory = scratchFolder();
    const path = join(directory, 'out');
    const file = await AtomicFile.create(path);
    await file.writeAt(text('world'), 6);
    await file.writeAt(text('hello '), 0);
    expect(existsSync(path)).toBe(false);
    expect(readdirSync(directory)).toEqual([expect.stringMatching(/^\.out\.[0-9a-f]{12}\.partial$/)]);
    await file.commit();
    expect(readdirSync(directory)).toEqual(['out']);
    expect(readFileSync(path, 'utf8')).toBe('hello world');
  });

  test('leaves nothing at all when it is discarded, also twice or after the commit', async () => {
    const directory = scratchFolder();
    const file = await AtomicFile.create(join(directory, 'out'));
    await file.discard();
    await file.discard();
    expect(readdirSync(directory)).toEqual([]);
    const committed = await AtomicFile.create(join(directory, 'out'));
    await committed.commit();
    await committed.discard();
    expect(readdirSync(directory)).toEqual(['out']);
  });

  test('can be read under its temporary name, complete and flushed, before it gets its name', async () => {
    const directory = scratchFolder();
    const path = join(directory, 'out');
    const received: string[] = [];
    const file = await AtomicFile.create(path, {
      beforePublish: async (temporaryPath) => {
        received.push(readFileSync(temporaryPath, 'utf8'), ...readdirSync(directory));
      },
    });
    await file.writeAt(text('whole'), 0);
    await file.commit();
    expect(received).toEqual(['whole', expect.stringMatching(/partial$/)]);
    expect(isPartialNameOf(received[1] ?? '', 'out')).toBe(true);
    expect(isPartialNameOf(received[1] ?? '', 'ou')).toBe(false);
    expect(isPartialNameOf('.e\u0301t.0123456789ab.partial', '\u00e9t')).toBe(true);
    expect(readdirSync(directory)).toEqual(['out']);
  });

  test('is discarded when that check throws, and leaves the old file', async () => {
    const directory = scratchFolder();
    const path = join(directory, 'out');
    writeFileSync(path, 'old');
    const refuse = async (): Promise<void> => {
      throw new RangeError('not good enough');
    };
    const file = await AtomicFile.create(path, { overwrite: true, beforePublish: refuse });
    await expect(file.commit()).rejects.toThrow(RangeError);
    expect(readdirSync(directory)).toEqual(['out']);
    expect(readFileSync(path, 'utf8')).toBe('old');
  });

  test('does not replace a file by default', async () => {
    const path = join(scratchFolder(), 'out');
    writeFileSync(path, 'old');
    await expect(publish(path, 'new')).rejects.toMatchObject({
      code: 'EEXIST',
      message: `output file '${path}' exists!`,
    });
    expect(readFileSync(path, 'utf8')).toBe('old');
    await publish(path, 'new', true);
    expect(readFileSync(path, 'utf8')).toBe('new');
  });

  test('does not replace a file that was created since', async () => {
    const directory = scratchFolder();
    const path = join(directory, 'out');
    const file = await AtomicFile.create(path);
    writeFileSync(path, 'first');
    await expect(file.commit()).rejects.toMatchObject({ kind: 'io', code: 'EEXIST' });
    expect(readFileSync(path, 'utf8')).toBe('first');
    expect(readdirSync(directory)).toEqual(['out']);
  });

  test.skipIf(process.platform === 'win32')('keeps the mode of the file it replaces', async () => {
    const path = join(scratchFolder(), 'out');
    writeFileSync(path, 'old');
    chmodSync(path, 0o640);
    await publish(path, 'new', true);
    expect(statSync(path).mode & 0o7777).toBe(0o640);
    const fresh = join(scratchFolder(), 'out');
    await publish(fresh, 'new');
    expect(statSync(fresh).mode & 0o7777).toBe(0o666 & ~process.umask());
  });

  test.skipIf(process.platform === 'win32')('replaces the target of a symbolic link, and keeps the link', async () => {
    const directory = scratchFolder();
    mkdirSync(join(directory, 'there'));
    writeFileSync(join(directory, 'there', 'real'), 'old');
    const link = join(directory, 'link');
    symlinkSync(join('there', 'real'), link);
    await publish(link, 'new', true);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(directory, 'there', 'real'), 'utf8')).toBe('new');
    expect(readdirSync(join(directory, 'there'))).toEqual(['real']);
  });

  test.skipIf(process.platform === 'win32').each([false, true])(
    'refuses a link to nothing before any work is done (overwrite %s)',
    async (overwrite) => {
      const directory = scratchFolder();
      const link = join(directory, 'link');
      symlinkSync('nowhere', link);
      await expect(AtomicFile.create(link, { overwrite })).rejects.toMatchObject({ kind: 'io', code: 'ENOENT' });
      expect(readdirSync(directory)).toEqual(['link']);
    },
  );

  test('refuses directories and devices', async () => {
    const directory = scratchFolder();
    await expect(AtomicFile.create(directory, { overwrite: true })).rejects.toMatchObject({ code: 'EISDIR' });
    if (process.platform === 'win32') return;
    await expect(AtomicFile.create('/dev/null', { overwrite: true })).rejects.toMatchObject({ code: 'EINVAL' });
  });

  test.each([
    ['a directory that does not exist', ['missing', 'out'], 'ENOENT'],
    ['a path through a file', ['file', 'out'], 'ENOTDIR'],
    ['a name that is too long', ['x'.repeat(300)], 'ENAMETOOLONG'],
  ])('names the path for %s', async (_what, parts, code) => {
    const directory = scratchFolder();
    writeFileSync(join(directory, 'file'), '');
    const path = join(directory, ...parts);
    await expect(AtomicFile.create(path)).rejects.toMatchObject({ kind: 'io', code, context: { file: path } });
  });

  test.each(['x'.repeat(255), '数'.repeat(85), 'é'.repeat(127)])('takes the longest names: %s', async (name) => {
    const directory = scratchFolder();
    await publish(join(directory, name), 'new');
    expect(readdirSync(directory)).toEqual([name]);
  });
});

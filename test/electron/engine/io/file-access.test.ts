import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AtomicFile, type OutputOptions } from '../../../../electron/engine/io/atomic-file.js';
import { createFolder } from '../../../../electron/engine/io/new-folder.js';
import { scratchFolder } from '../../../scratch-folder.js';

const isWindows = process.platform === 'win32';
const isRoot = process.getuid?.() === 0;
const text = (value: string) => new TextEncoder().encode(value);

/** A file of that mode in a new folder. */
function source(mode: number, name = 'source'): string {
  const path = join(scratchFolder(), name);
  writeFileSync(path, 'source');
  chmodSync(path, mode);
  return path;
}

/** Writes a file beside the source and returns its mode while it is written, and at the end. */
async function modesOf(path: string, options: OutputOptions): Promise<readonly [writing: number, done: number]> {
  const file = await AtomicFile.create(path, options);
  await file.writeAt(text('new'), 0);
  const [partial = ''] = readdirSync(dirname(path)).filter((name) => name.endsWith('.partial'));
  const writing = modeOf(join(dirname(path), partial));
  await file.commit();
  return [writing, modeOf(path)];
}

function modeOf(path: string): number {
  return statSync(path).mode & 0o7777;
}

let umask = 0;
beforeEach(() => {
  umask = process.umask(0o022);
});
afterEach(() => {
  process.umask(umask);
});

describe.skipIf(isWindows)('an output', () => {
  test.each([
    [0o600, 0o600],
    [0o640, 0o640],
    [0o664, 0o664],
    [0o755, 0o755],
    [0o444, 0o444],
    [0o6755, 0o755],
    [0o1644, 0o644],
  ])('of a source of mode %o has mode %o, also while it is written', async (mode, expected) => {
    const path = source(mode);
    const modes = await modesOf(`${path}.out`, { from: { paths: [path], times: true } });
    expect(modes).toEqual([expected, expected]);
  });

  test('of several sources has the rights that all of them give', async () => {
    const [one, other] = [source(0o640), source(0o604)];
    expect(await modesOf(`${one}.out`, { from: { paths: [one, other] } })).toEqual([0o600, 0o600]);
  });

  test.each([
    [0o600, 0o600],
    [0o666, 0o644],
    [0o777, 0o644],
  ])(
    'that does not inherit the access of a source of mode %o has mode %o: what it and the umask allow',
    async (mode, expected) => {
      const path = source(mode);
      const modes = await modesOf(`${path}.out`, { from: { paths: [path], access: false } });
      expect(modes).toEqual([expected, expected]);
      expect(statSync(`${path}.out`).mtimeMs).toBeGreaterThanOrEqual(statSync(path).mtimeMs);
    },
  );

  test('about a private folder is private', async () => {
    const folder = scratchFolder();
    chmodSync(folder, 0o700);
    const path = join(scratchFolder(), 'out');
    expect(await modesOf(path, { from: { paths: [folder], access: false } })).toEqual([0o600, 0o600]);
  });

  test.each([
    [0o600, 0o644, 0o600],
    [0o644, 0o600, 0o600],
    [0o4755, 0o755, 0o755],
  ])('that replaces a file of mode %o by one of a source of mode %o has mode %o', async (old, mode, expected) => {
    const path = source(mode);
    writeFileSync(`${path}.out`, 'old');
    chmodSync(`${path}.out`, old);
    expect(await modesOf(`${path}.out`, { overwrite: true, from: { paths: [path] } })).toEqual([expected, expected]);
  });

  test('of no file (a pipe, a device) gets what the umask gives', async () => {
    const path = join(scratchFolder(), 'out');
    expect(await modesOf(path, { from: { paths: ['/dev/null'], times: true } })).toEqual([0o644, 0o644]);
  });

  test('never keeps a set-user-ID bit of the file that it replaces', async () => {
    const path = source(0o6711, 'out');
    expect(await modesOf(path, { overwrite: true })).toEqual([0o711, 0o711]);
  });

  test('has the time of its one source, to the microsecond', async () => {
    const path = source(0o644);
    utimesSync(path, 981173106.5, 981173106.123457);
    await modesOf(`${path}.out`, { from: { paths: [path], times: true } });
    expect(statSync(`${path}.out`).mtimeMs).toBeCloseTo(981173106123.457, 2);
    await modesOf(`${path}.two`, { from: { paths: [path, path], times: true } });
    expect(statSync(`${path}.two`).mtimeMs).toBeGreaterThan(981173107000);
  });

  test('has the owner of its source, and keeps that of the file it replaces', async (context) => {
    if (!isRoot) return context.skip('needs root');
    const path = source(0o640);
    chownSync(path, 1000, 1001);
    await modesOf(`${path}.out`, { from: { paths: [path] } });
    expect(statSync(`${path}.out`)).toMatchObject({ uid: 1000, gid: 1001 });
    const replaced = source(0o640, 'out');
    chownSync(replaced, 1000, 1001);
    await modesOf(replaced, { overwrite: true });
    expect(statSync(replaced)).toMatchObject({ uid: 1000, gid: 1001 });
    await modesOf(`${path}.own`, { from: { paths: [path], access: false } });
    expect(statSync(`${path}.own`)).toMatchObject({ uid: 0 });
  });

  test('is refused when it would change the owner of a file', async (context) => {
    if (!isRoot) return context.skip('needs root');
    const path = source(0o666, 'out');
    chmodSync(dirname(path), 0o777);
    chownSync(path, 1000, 1000);
    process.seteuid?.(65534);
    try {
      await expect(AtomicFile.create(path, { overwrite: true })).rejects.toMatchObject({
        kind: 'io',
        code: 'EPERM',
        message: expect.stringMatching(/would no longer belong to user 1000; write to another file/),
      });
    } finally {
      process.seteuid?.(0);
    }
    expect(readFileSync(path, 'utf8')).toBe('source');
    expect(readdirSync(dirname(path))).toEqual(['out']);
  });
});

describe.skipIf(isWindows)('a new folder', () => {
  test('is created with its missing parents, and removed with them while it is empty', async () => {
    const folder = scratchFolder();
    const made = await createFolder(join(folder, 'a/b/c'), 0o700);
    expect(modeOf(join(folder, 'a/b'))).toBe(0o700);
    await made.removeIfEmpty();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('stays when it is not empty, and when it existed before', async () => {
    const folder = scratchFolder();
    mkdirSync(join(folder, 'old'));
    await (await createFolder(join(folder, 'old'))).removeIfEmpty();
    const made = await createFolder(join(folder, 'old/new'));
    writeFileSync(join(folder, 'old/new/file'), '');
    await made.removeIfEmpty();
    expect(readdirSync(join(folder, 'old'))).toEqual(['new']);
    symlinkSync('old', join(folder, 'link'));
    await (await createFolder(join(folder, 'link/more'))).removeIfEmpty();
    expect(readdirSync(join(folder, 'old'))).toEqual(['new']);
  });
});

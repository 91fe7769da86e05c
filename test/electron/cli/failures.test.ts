import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { fixturePath, manifest } from '../../fixtures.js';
import { scratchFolder } from '../../scratch-folder.js';
import { runBlpk, runShell } from './run-blpk.js';

/** The faults of these files do not affect a sequential reader. */
const READABLE_IN_SEQUENCE: ReadonlySet<string> = new Set([
  'offset_past_end',
  'offset_into_header',
  'offsets_all_unknown',
  'offsets_swapped',
  'trailing_garbage',
  'metadata_magic_unknown',
]);

const cwd = scratchFolder();
writeFileSync(join(cwd, 'data.dat'), Buffer.alloc(3_000_000, 'some bytes'));
mkdirSync(join(cwd, 'folder'));

describe('blpk, given bad input', () => {
  test.each([
    [['c', 'folder'], "cannot read 'folder': it is a directory"],
    [['d', 'folder', '-e', 'x'], "cannot read 'folder': it is a directory"],
    [['info', 'folder'], "cannot read 'folder': it is a directory"],
    [['verify', 'folder'], "cannot read 'folder': it is a directory"],
    [['c', 'data.dat', 'no/where'], "cannot write 'no/where': its folder does not exist"],
    [['c', '-m', 'data.dat', 'data.dat', 'x.blp'], "metadata file 'data.dat' is not valid JSON: "],
    [['c', '-m', 'nosuch', 'data.dat', 'x.blp'], "metadata file 'nosuch' does not exist!"],
    [
      ['slice', 'data.dat', '0'],
      "the magic marker b'blpk' is missing from the bloscpack header, instead we found: b'some'",
    ],
  ])('says in one line why `blpk %j` fails', async (args, message) => {
    const run = await runBlpk(args, { cwd });
    expect(run.code).toBe(1);
    expect(run.err).toContain(`blpk: error: ${message}`);
    expect(run.err.split('\n').length).toBeLessThanOrEqual(3);
    expect(readdirSync(cwd).sort()).toEqual(['data.dat', 'folder']);
  });

  test('says that a file might not be a container, in the words of the reference', async () => {
    const run = await runBlpk(['d', '-e', 'data.dat', 'x'], { cwd });
    expect(run).toMatchObject({
      code: 1,
      err:
        "blpk: error: the magic marker b'blpk' is missing from the bloscpack header, instead we found: b'some'\n" +
        'blpk: error: This might not be a bloscpack compressed file.\n',
    });
  });

  test('writes nothing and keeps an existing output, for every corrupt container', async () => {
    const kept = join(cwd, 'folder', 'kept');
    for (const { name, file } of manifest.corrupt) {
      writeFileSync(kept, 'kept');
      const run = await runBlpk(['-f', 'd', fixturePath(file), kept], { cwd });
      // Its data are written, and the bytes after them reported.
      if (READABLE_IN_SEQUENCE.has(name)) expect(run.code).toBe(name === 'trailing_garbage' ? 1 : 0);
      else expect([run.code, run.err.slice(0, 13), readFileSync(kept, 'utf8')]).toEqual([1, 'blpk: error: ', 'kept']);
      expect(readdirSync(join(cwd, 'folder'))).toEqual(['kept']);
    }
  });

  test('reports a file that the user may not read', async ({ skip }) => {
    if (process.getuid?.() === 0) skip('root may read everything');
    chmodSync(join(cwd, 'data.dat'), 0o000);
    const run = await runBlpk(['c', 'data.dat', 'x.blp'], { cwd });
    chmodSync(join(cwd, 'data.dat'), 0o600);
    expect(run.err).toMatch(/^blpk: error: cannot read 'data.dat': permission denied/);
  });

  test('refuses a directory on standard input', async () => {
    expect(runShell('blpk c - - < folder; echo $?', cwd)).toEqual({
      out: '1\n',
      err: "blpk: error: cannot read '<stdin>': it is a directory\n",
    });
  });
});

describe('blpk on a full disk', () => {
  const disk = join(cwd, '..', `${cwd.split('/').at(-1)}-disk`);
  const mounted = mountSmallDisk(disk);
  afterAll(() => {
    if (mounted) execFileSync('umount', [disk]);
    rmdirSync(disk);
  });

  test('reports it, removes partial output and keeps the existing file', async ({ skip }) => {
    if (!mounted) skip('only root can mount the small disk that this needs');
    writeFileSync(join(disk, 'old.blp'), 'old');
    for (const args of [
      ['c', '-l', '0', 'data.dat', join(disk, 'new.blp')],
      ['-f', 'c', '-l', '0', 'data.dat', join(disk, 'old.blp')],
    ]) {
      const run = await runBlpk(args, { cwd });
      expect(run).toMatchObject({ code: 1, out: '' });
      expect(run.err).toMatch(
        /^blpk: error: cannot write '.*': no space left on the device; free some and try again\n$/,
      );
      expect(readdirSync(disk)).toEqual(['old.blp']);
      expect(readFileSync(join(disk, 'old.blp'), 'utf8')).toBe('old');
    }
  });

  test('reports it for standard output', async ({ skip }) => {
    if (!statExists('/dev/full')) skip('there is no /dev/full');
    const message = "blpk: error: cannot write '<stdout>': no space left on the device; free some and try again\n";
    for (const args of ['c data.dat -', '-f -v c data.dat']) {
      expect(runShell(`blpk ${args} > /dev/full; echo $?`, cwd)).toEqual({ out: '1\n', err: message });
    }
  });

  test('reports it for what was found, whatever status that has', async ({ skip }) => {
    if (!statExists('/dev/full')) skip('there is no /dev/full');
    const damaged = readFileSync(fixturePath('golden/codec_lz4.blp'));
    damaged[damaged.length - 100] = (damaged[damaged.length - 100] ?? 0) ^ 1;
    writeFileSync(join(cwd, 'damaged.blp'), damaged);
    copyFileSync(fixturePath('golden/ndarray_2d_C.npy'), join(cwd, 'data.npy'));
    copyFileSync(fixturePath('golden/ndarray_3d_F.npy'), join(cwd, 'other.npy'));
    for (const [args, status] of [
      ['verify damaged.blp', 1],
      ['diff data.npy other.npy', 2],
    ] as const) {
      const run = runShell(`blpk ${args} > /dev/full; echo $? >&2`, cwd);
      expect(run.err, args).toContain("cannot write '<stdout>': no space left on the device");
      expect(run.err, args).toMatch(new RegExp(`\n${status}\n$`));
    }
  });

  test('says so for a part that still fits, which is not the whole', async ({ skip }) => {
    const disk = join(cwd, 'small-stdout');
    if (!mountSmallDisk(disk)) return skip('a small disk cannot be mounted here');
    onTestFinished(() => void execFileSync('umount', [disk]));
    writeFileSync(join(cwd, 'noise.dat'), randomBytes(1_500_000));
    await runBlpk(['-f', 'c', '-z', 'max', 'noise.dat'], { cwd });
    for (const args of ['d noise.dat.blp -', 'c -z max noise.dat -']) {
      const run = runShell(`blpk ${args} > small-stdout/out; echo $? >&2`, cwd);
      expect(run.err, args).toContain("cannot write '<stdout>': no space left on the device");
      expect(run.err, args).toMatch(/\n1\n$/);
    }
  });

  test.each(['info data.dat.blp', 'info --json data.dat.blp', '--version', '--help', 'estimate data.dat'])(
    'a result that goes nowhere is a failure: %s',
    async (args) => {
      await runBlpk(['-f', 'c', 'data.dat'], { cwd });
      const isLinux = process.platform === 'linux';
      const error =
        "blpk: error: cannot write '<stdout>': it is closed; redirect it, to /dev/null if the result is not wanted\n";
      // Only Linux says how a file was opened: elsewhere a closed output is taken for the null device.
      expect(runShell(`blpk ${args} >&-; echo $? >&2`, cwd).err).toBe(isLinux ? `${error}1\n` : '0\n');
      // Not before the reader has gone away.
      const blpkLater = `while ! [ -e gone ]; do sleep 0.01; done; blpk ${args}; echo $? >&2`;
      rmSync(join(cwd, 'gone'), { force: true });
      expect(runShell(`{ ${blpkLater}; } | { exec <&-; : > gone; }`, cwd)).toEqual({ out: '', err: '141\n' });
      expect(runShell(`blpk ${args} > /dev/null; echo $? >&2`, cwd).err).toBe('0\n');
    },
  );
});

/** A disk of 1 MiB, if this user may mount one. */
function mountSmallDisk(path: string): boolean {
  try {
    mkdirSync(path);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', path], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function statExists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

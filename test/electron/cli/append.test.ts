import type { ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { fixturePath } from '../../fixtures.js';
import { noise } from '../../native/samples.js';
import { scratchFolder } from '../../scratch-folder.js';
import { until } from '../../until.js';
import { type Run, runBlpk, runShell } from './run-blpk.js';

const cwd = scratchFolder();
const at = (name: string): string => join(cwd, name);
const old = readFileSync(fixturePath('plain/arange_i8.dat'));
const more = noise(30_000);
writeFileSync(at('old.dat'), old);
writeFileSync(at('new.dat'), more);

async function blpk(...args: readonly string[]): Promise<Run> {
  return runBlpk(args, { cwd });
}

const failed = (message: string) => ({ code: 1, out: '', err: `blpk: error: ${message}\n` });

async function expectContent(container: string, ...parts: readonly Uint8Array[]): Promise<void> {
  const { stdout, err } = await blpk('d', '-e', container, '-');
  expect(err.replace(/^blpk: (Metadata:|[^e]).*\n/gm, '')).toBe('');
  expect(stdout.equals(Buffer.concat(parts))).toBe(true);
}

beforeEach(async () => {
  expect(await blpk('-f', 'c', '-z', '16K', 'old.dat', 'x.blp')).toMatchObject({ code: 0 });
});

describe('blpk append', () => {
  test('prints what it does with -v, like other commands', async () => {
    const run = await blpk('-v', '-n', '2', 'append', 'x.blp', 'new.dat');
    expect({ code: run.code, err: run.err }).toEqual({ code: 0, err: '' });
    expect(run.out.split('\n')).toEqual([
      'blpk: using 2 threads',
      'blpk: getting ready for append',
      "blpk: original file is: 'x.blp'",
      "blpk: new file is: 'new.dat'",
      'blpk: new file size: 29.3K (30000B)',
      'blpk: nchunks: 6',
      'blpk: chunk_size: 16.0K (16384B)',
      'blpk: last_chunk_size: 14.26K (14600B)',
      expect.stringContaining(`(${statSync(at('x.blp')).size}B)`),
      'blpk: done',
      '',
    ]);
    await expectContent('x.blp', old, more);
  });

  test('is silent by default, has the alias a, and the options of Blosc', async () => {
    const run = await blpk('a', '-t', '4', '-l', '3', '-c', 'zstd', '-s', '--blocksize', '4K', 'x.blp', 'new.dat');
    expect(run).toMatchObject({ code: 0, out: '', err: '' });
    await expectContent('x.blp', old, more);
    expect(await blpk('verify', 'x.blp')).toMatchObject({ code: 0 });
  });

  test('takes standard input', async () => {
    expect(await runBlpk(['a', 'x.blp', '-'], { cwd, input: more })).toMatchObject({ code: 0, err: '' });
    expect(runShell('head -c 10 new.dat | blpk a x.blp - && blpk a x.blp - < new.dat', cwd)).toEqual({
      out: '',
      err: '',
    });
    await expectContent('x.blp', old, more, more.subarray(0, 10), more);
  });

  test('replaces the metadata with -m', async () => {
    writeFileSync(at('meta.json'), '{"unit": "mm"}');
    const refused = "'x.blp': the container has no room for metadata; --grow rewrites it with room for them";
    expect(await blpk('a', '-m', 'meta.json', 'x.blp', 'new.dat')).toMatchObject(failed(refused));
    expect(await blpk('a', '--grow', '-m', 'meta.json', 'x.blp', 'new.dat')).toMatchObject({ code: 0, err: '' });
    writeFileSync(at('meta.json'), '{"unit": "cm"}');
    expect(await blpk('-v', 'a', '-m', 'meta.json', 'x.blp', 'new.dat')).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse((await blpk('meta', 'show', 'x.blp')).out)).toEqual({ unit: 'cm' });
    await expectContent('x.blp', old, more, more);
  });

  test('refuses to append without room, and makes room with --grow', async () => {
    await blpk('-f', 'c', '-z', '16K', '--max-app-chunks', '0', 'old.dat', 'x.blp');
    const message =
      "'x.blp': the container has room for 5 chunks, but at least 6 are needed; --grow rewrites it with more room";
    expect(await blpk('a', 'x.blp', 'new.dat')).toMatchObject(failed(message));
    await expectContent('x.blp', old);
    const run = await blpk('-v', 'a', '--grow', 'x.blp', 'new.dat');
    expect(run).toMatchObject({ code: 0, out: expect.stringContaining('blpk: container rewritten with more room\n') });
    await expectContent('x.blp', old, more);
  });

  test('adds a .npy file to an array, which grows along its first axis', async () => {
    const npy = fixturePath('plain/arange_i8.npy');
    expect(await blpk('-f', 'pack', npy, 'array.blp')).toMatchObject({ code: 0 });
    expect(await blpk('a', 'array.blp', npy)).toMatchObject({ code: 0, out: '', err: '' });
    const { metadata } = JSON.parse((await blpk('info', '--json', 'array.blp')).out);
    expect(metadata.shape).toEqual([(2 * old.length) / 8]);
    await expectContent('array.blp', old, old);
    const other = await blpk('a', 'array.blp', fixturePath('plain/linspace_f8.npy'));
    expect(other).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^blpk: error: .*has dtype '<f8', but .* '<i8'\n$/),
    });
    await expectContent('array.blp', old, old);
  });

  test('appends a .npy file as its bytes if the container has no array', async () => {
    const npy = fixturePath('plain/arange_i8.npy');
    await blpk('a', 'x.blp', npy);
    await expectContent('x.blp', old, readFileSync(npy));
  });

  test('is undone by Ctrl+C', async () => {
    const before = readFileSync(at('x.blp'));
    writeFileSync(at('big.dat'), '');
    truncateSync(at('big.dat'), 2 ** 40); // sparse, and hours of work
    writeFileSync(at('base.dat'), noise(1_500_000));
    await blpk('-f', 'c', '--max-app-chunks', '2000000', 'base.dat', 'big.blp');
    const original = readFileSync(at('big.blp'));
    const run = await runBlpk(['a', '-c', 'zlib', '-l', '9', 'big.blp', 'big.dat'], {
      cwd,
      started: async (child) => {
        await until(() => statSync(at('big.blp')).size !== original.length);
        child.kill('SIGINT');
      },
    });
    expect(run).toMatchObject({ code: 130, out: '', err: 'blpk: cancelled, nothing was written\n' });
    expect(readFileSync(at('big.blp')).equals(original)).toBe(true);
    expect(readFileSync(at('x.blp')).equals(before)).toBe(true);
    expect(readdirSync(cwd).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

describe('blpk append, with invalid arguments', () => {
  test.each([
    [['nope.blp', 'new.dat'], "original file 'nope.blp' does not exist!"],
    [['x.blp', 'nope.dat'], "new file 'nope.dat' does not exist!"],
    [['old.dat', 'new.dat'], "input file 'old.dat' does not end with '.blp'"],
    [['nope', 'nope'], "input file 'nope' does not end with '.blp'"],
    [['-m', 'nope.json', 'x.blp', 'new.dat'], "metadata file 'nope.json' does not exist!"],
    [['-e', 'new.dat', 'old.dat'], expect.stringContaining('the magic marker')],
  ] as const)('%j fails in one line', async (args, message) => {
    const run = await blpk('append', ...args);
    if (typeof message === 'string') expect(run).toMatchObject(failed(message));
    else expect(run).toMatchObject({ code: 1, out: '', err: message });
  });

  test.each([[['x.blp']], [['-', 'new.dat']], [['-t', '0', 'x.blp', 'new.dat']], [['-z', '1M', 'x.blp', 'new.dat']]])(
    '%j is a usage error',
    async (args) => {
      expect(await blpk('append', ...args)).toMatchObject({ code: 2, out: '' });
    },
  );

  test('accepts another extension with -e', async () => {
    writeFileSync(at('packed.bin'), readFileSync(at('x.blp')));
    expect(await blpk('a', '-e', 'packed.bin', 'new.dat')).toMatchObject({ code: 0, err: '' });
    await expectContent('packed.bin', old, more);
  });
});

test('--wait waits for a process that is changing the container, and says for which', async () => {
  let holder: ChildProcess | undefined;
  const holding = runBlpk(['append', 'x.blp', '-'], {
    cwd,
    started: (child) => {
      holder = child;
    },
  });
  holder?.stdin?.write('0123456789');
  await until(() => existsSync(at('.x.blp.journal')));
  const busy = await blpk('append', 'x.blp', 'new.dat');
  expect(busy).toMatchObject({
    code: 1,
    err: expect.stringContaining(`is being changed by process ${holder?.pid} on`),
  });
  const waiting = await runBlpk(['--wait', 'append', 'x.blp', 'new.dat'], {
    cwd,
    started: (child) => {
      child.stderr?.once('data', () => holder?.stdin?.end());
    },
  });
  expect(waiting).toMatchObject({
    code: 0,
    err: expect.stringMatching(/^blpk: waiting: .* is being changed by process \d+ on/),
  });
  expect(await holding).toMatchObject({ code: 0, err: '' });
  await expectContent('x.blp', old, Buffer.from('0123456789'), more);
});

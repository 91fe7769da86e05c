import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
// biome-ignore lint/correctness/useImportExtensions: plain JavaScript, which the harness runs without a build
import { base, blpk } from './operations.mjs';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'blpk-failures-')));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('a full disk', () => {
  let disk: string | undefined;
  let refusal = '';

  beforeAll(() => {
    const path = mkdtempSync(join(tmpdir(), 'blpk-disk-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', path], { stdio: 'pipe' });
      disk = path;
    } catch (error) {
      refusal = String(error);
      rmSync(path, { recursive: true });
    }
  });

  afterAll(() => {
    if (disk === undefined) return;
    execFileSync('umount', [disk]);
    rmSync(disk, { recursive: true });
  });

  test.each(['append', 'append, growing', 'compress'])('fails %s and leaves only the old file on it', (name) => {
    if (disk === undefined) {
      process.stderr.write(`SKIPPED: cannot mount a small disk (needs root on Linux): ${refusal}\n`);
      return;
    }
    const old = join(disk, 'x.blp');
    const folder = mkdtempSync(join(scratch, 'full-'));
    base(folder, name === 'append, growing' ? ['--max-app-chunks', '0'] : []);
    cpSync(join(folder, 'x.blp'), old);
    const big = join(folder, 'big.dat');
    execFileSync('dd', ['if=/dev/urandom', `of=${big}`, 'bs=1k', 'count=400'], { stdio: 'pipe' });
    const args = name === 'compress' ? ['-f', 'c', big, old] : ['a', '--grow', old, big];
    const { status, stderr } = spawnSync(process.execPath, [blpk, ...args], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringMatching(/^blpk: error: .*no space left on the device.*\n$/),
    });
    expect(readFileSync(old).equals(readFileSync(join(folder, 'x.blp')))).toBe(true);
    expect(readdirSync(disk)).toEqual(['x.blp']);
  });
});

const isRoot = process.getuid?.() === 0 && spawnSync('setpriv', ['--version']).status === 0;

describe(`a container that may not be written${isRoot ? '' : ' [SKIPPED: needs root and setpriv]'}`, () => {
  test.skipIf(!isRoot).each([
    ['a read-only file', 0o444, 0o777],
    ['a read-only folder', 0o666, 0o555],
  ])('because it is in or is %s is not changed', (_, fileMode, folderMode) => {
    const folder = mkdtempSync(join(scratch, 'read-only-'));
    base(folder);
    const path = join(folder, 'x.blp');
    const before = readFileSync(path);
    const names = readdirSync(folder);
    chmodSync(scratch, 0o755);
    chmodSync(path, fileMode);
    chmodSync(folder, folderMode);
    const otherUser = ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, blpk];
    const { status, stderr } = spawnSync('setpriv', [...otherUser, 'a', path, join(folder, 'new.dat')], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringMatching(/^blpk: error: .*permission denied.*\n$/),
    });
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readdirSync(folder)).toEqual(names);
  });
});

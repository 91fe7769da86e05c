import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fixturePath, manifest, readFixture } from './fixtures.js';

const PYTHON = '/usr/bin/python3';

/** Needs numpy and python-blosc; with bloscpack everything can be made, else what does without. */
function regenerate(...args: readonly string[]) {
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
  return spawnSync(PYTHON, [fixturePath('reference/regenerate.py'), ...args], { encoding: 'utf8', env });
}

function has(...modules: readonly string[]): boolean {
  const script = 'import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, sys.argv[1:])))';
  return spawnSync(PYTHON, ['-c', script, ...modules]).status === 0;
}

function expectDigest(file: string, sha256: string | undefined): void {
  expect(createHash('sha256').update(readFixture(file)).digest('hex'), file).toBe(sha256);
}

it('are the files that the manifest names, and no others', () => {
  const golden = manifest.golden.flatMap(({ file, npy_sha256 }) =>
    npy_sha256 === undefined ? [file] : [file, file.replace(/blp$/, 'npy')],
  );
  const plain = Object.values(manifest.plain).flatMap(({ npy, raw }) => (npy === undefined ? [raw] : [npy, raw]));
  const named = [...golden, ...plain, ...manifest.corrupt.map(({ file }) => file)];
  const here = ['corrupt', 'golden', 'plain'].flatMap((folder) =>
    readdirSync(fixturePath(folder)).map((name) => `${folder}/${name}`),
  );
  expect(here.toSorted()).toEqual(named.toSorted());
});

it('have the bytes that the manifest tells, on every system and after every checkout', () => {
  for (const { raw, sha256 } of Object.values(manifest.plain)) expectDigest(raw, sha256);
  for (const { file, file_sha256, npy_sha256 } of manifest.golden) {
    if (file_sha256 !== undefined) expectDigest(file, file_sha256);
    if (npy_sha256 !== undefined) expectDigest(file.replace(/blp$/, 'npy'), npy_sha256);
  }
});

it('are what the reference makes', ({ skip }) => {
  skip(!has('numpy', 'blosc'), `${PYTHON} has no numpy and python-blosc`);
  const args = has('bloscpack') ? [] : ['--without-bloscpack'];
  const { status, stdout, stderr } = regenerate('--check', ...args);
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^\d+ files made, 0 problems\n$/);
  expect(status).toBe(0);
});

it('are never written over', ({ skip }) => {
  skip(!has('numpy', 'blosc'), `${PYTHON} has no numpy and python-blosc`);
  for (const folder of [fixturePath('new'), fixturePath(), import.meta.dirname]) {
    const { status, stderr } = regenerate(folder);
    expect(status, folder).toBe(1);
    expect(stderr).toMatch(/is among the frozen files|is not an empty folder/);
  }
});

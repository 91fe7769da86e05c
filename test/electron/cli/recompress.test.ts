import { chmodSync, copyFileSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fixturePath, readFixture } from '../../fixtures.js';
import { scratchFolder } from '../../scratch-folder.js';
import { runBlpk } from './run-blpk.js';

const directory = scratchFolder();
const golden = fixturePath('golden/metadata_small.blp');
let turn = 0;
const freshName = () => join(directory, `${turn++}.blp`);

function writableCopy(fixture: string): string {
  const path = freshName();
  copyFileSync(fixturePath(fixture), path);
  chmodSync(path, 0o644);
  return path;
}

test('writes another container with the given options, and prints both sizes and the ratio', async () => {
  const target = freshName();
  const args = ['recompress', '-c', 'zstd', '-l', '9', '-k', 'sha256', '-o', golden, target];
  const { code, out, err } = await runBlpk(args);
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/^blpk: '.*': 2\.13K \(2183B\) -> [\d.]+[KB] \(\d+B\), compression ratio: \d+\.\d{6}\n$/);
  const info = JSON.parse((await runBlpk(['info', '--json', target])).out);
  expect(info).toMatchObject({
    header: { checksum: 'sha256', offsets: false, chunk_size: 32768, typesize: 8 },
    first_chunk: { flags: { codec: 'zstd', byte_shuffle: true } },
  });
  expect((await runBlpk(['verify', target])).code).toBe(0);
});

test('keeps settings that are not given: codec, shuffle, checksum and no offsets', async () => {
  const target = freshName();
  await runBlpk(['recompress', fixturePath('golden/ndarray_lz4_no_offsets.blp'), target]);
  const info = JSON.parse((await runBlpk(['info', '--json', target])).out);
  expect(info).toMatchObject({
    header: { offsets: false },
    first_chunk: { flags: { codec: 'lz4', byte_shuffle: true } },
  });
});

test('--offsets gives a streamed container its offsets', async () => {
  const target = freshName();
  await runBlpk(['recompress', '--offsets', fixturePath('golden/streamed_unknown_counts.blp'), target]);
  expect(JSON.parse((await runBlpk(['info', '--json', target])).out)).toMatchObject({ header: { offsets: true } });
});

test('--in-place replaces the container', async () => {
  const path = writableCopy('golden/clevel_0.blp');
  const before = statSync(path).size;
  expect((await runBlpk(['recompress', '--in-place', '-l', '9', path])).code).toBe(0);
  expect(statSync(path).size).toBeLessThan(before);
  expect((await runBlpk(['verify', path])).code).toBe(0);
});

describe('refuses', () => {
  const path = writableCopy('golden/metadata_small.blp');
  const other = writableCopy('golden/empty.blp');
  const wrong: readonly (readonly [string, readonly string[], number, string])[] = [
    ['to write nowhere', [path], 2, '--in-place'],
    ['to write to two places', ['--in-place', path, `${other}.new`], 2, '--in-place takes no output file'],
    ['to write over its input', ['-f', path, path], 2, '--in-place replaces it'],
    ['an output that exists', [path, other], 1, `output file '${other}' exists!`],
    ['an input that does not', [freshName(), freshName()], 1, 'does not exist!'],
    ['what is no container', [fixturePath('corrupt/bad_magic.blp'), freshName()], 1, 'magic marker'],
  ];
  test.each(wrong)('%s', async (_title, args, code, message) => {
    const run = await runBlpk(['recompress', ...args]);
    expect([run.code, run.err]).toEqual([code, expect.stringContaining(message)]);
    expect(new Uint8Array(readFileSync(path))).toEqual(readFixture('golden/metadata_small.blp'));
  });
});

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { every } from '../../cases.js';
import { fixturePath, type GoldenFacts, manifest, readFixture } from '../../fixtures.js';
import { scratchFolder } from '../../scratch-folder.js';
import { runBlpk } from './run-blpk.js';

const SHUFFLE_NAMES = ['none', 'byte', 'bit'];
const directory = scratchFolder();

/** The command line for the arguments with which a golden file was written. */
function optionsFor({ name, args }: GoldenFacts): readonly string[] {
  const options = ['-z', String(args.chunk_size ?? '1M')];
  const { blosc, bloscpack, metadata } = args;
  if (blosc?.typesize !== undefined) options.push('-t', String(blosc.typesize));
  if (blosc?.clevel !== undefined) options.push('-l', String(blosc.clevel));
  if (blosc?.cname !== undefined) options.push('-c', blosc.cname);
  if (blosc?.shuffle !== undefined) options.push('--shuffle', SHUFFLE_NAMES[Number(blosc.shuffle)] ?? '');
  if (bloscpack?.checksum !== undefined) options.push('-k', bloscpack.checksum);
  if (bloscpack?.offsets === false) options.push('-o');
  if (typeof bloscpack?.max_app_chunks === 'number') options.push('--max-app-chunks', `${bloscpack.max_app_chunks}`);
  if (metadata) {
    writeFileSync(join(directory, `${name}.json`), JSON.stringify(metadata));
    options.push('-m', `${name}.json`);
  }
  return options;
}

/** The command line has no options for how metadata are stored. */
function hasDefaultMeta({ metadataHeader, args }: GoldenFacts): boolean {
  if (!args.metadata) return true;
  const header = metadataHeader ?? {};
  return header.meta_checksum === 'adler32' && args.meta?.meta_codec !== 'None' && args.meta?.max_meta_size !== 1000;
}

const files = manifest.golden.filter(
  (golden) => typeof golden.plain === 'string' && golden.args.chunk_size !== undefined,
);
const arrays = manifest.golden.filter((golden) => golden.args.numpy);

// The engine's own tests write every golden file; these, a part of them by day, show that the options mean the same.

describe('blpk compress', () => {
  test.each(every(4, files.filter(hasDefaultMeta)))('writes the bytes of golden $name', async (golden) => {
    const raw = manifest.plain[golden.plain ?? '']?.raw ?? '';
    const args = ['c', ...optionsFor(golden), fixturePath(raw), `${golden.name}.blp`];
    expect(await runBlpk(args, { cwd: directory })).toMatchObject({ code: 0, out: '', err: '' });
    const written = readFileSync(join(directory, `${golden.name}.blp`));
    expect(written.equals(readFixture(golden.file))).toBe(true);
  });
});

describe('blpk pack and unpack', () => {
  test.each(every(4, arrays))('give the bytes of golden $name and its .npy', async (golden) => {
    const npy = fixturePath(golden.file.replace(/blp$/, 'npy'));
    const [packed, unpacked] = [`${golden.name}.blp`, `${golden.name}.npy`];
    expect(await runBlpk(['pack', ...optionsFor(golden), npy, packed], { cwd: directory })).toMatchObject({ code: 0 });
    expect(readFileSync(join(directory, packed)).equals(readFixture(golden.file))).toBe(true);
    expect(await runBlpk(['unpack', packed], { cwd: directory })).toMatchObject({ code: 0, out: '', err: '' });
    expect(readFileSync(join(directory, unpacked)).equals(readFileSync(npy))).toBe(true);
  });
});

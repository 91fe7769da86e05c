import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fixturePath } from '../../fixtures.js';
import { runBlpk, scratchDirectory } from './run-blpk.js';

const cwd = scratchDirectory();
writeFileSync(join(cwd, 'image.npy'), readFileSync(fixturePath('plain/image_u2.npy')));

test('pack takes typesize and codec for each chunk, and unpack gives the same file', async () => {
  const options = ['-t', 'auto', '-c', 'auto:balanced', '-z', '8K'];
  expect(await runBlpk(['pack', ...options, 'image.npy'], { cwd })).toMatchObject({ code: 0, out: '', err: '' });
  expect(await runBlpk(['unpack', 'image.blp', 'back.npy'], { cwd })).toMatchObject({ code: 0, err: '' });
  expect(readFileSync(join(cwd, 'back.npy'))).toEqual(readFileSync(join(cwd, 'image.npy')));
});

test('estimate says what was chosen, and for how many chunks', async () => {
  const run = await runBlpk(['estimate', '-c', 'auto:fast', '-z', '8K', 'image.npy'], { cwd });
  expect(run.out.split('\n')[0]).toMatch(
    /^blpk: estimate for 'image.npy' with lz4, (bit|byte|no) shuffle, typesize 2 \(\d of 4 chunks\)/,
  );
  const { out } = await runBlpk(['estimate', '--json', '-t', 'auto', '-c', 'zstd', 'image.npy'], { cwd });
  expect(JSON.parse(out)).toMatchObject({ chosen: [{ codec: 'zstd', shuffle: 'byte', chunks: 1 }] });
});

test('a level beside a goal is refused', async () => {
  const run = await runBlpk(['pack', '-c', 'auto:small', '-l', '3', 'image.npy', 'refused.blp'], { cwd });
  expect(run).toMatchObject({ code: 1, out: '' });
  expect(run.err).toBe(
    "blpk: error: 'image.npy': codec auto:small chooses level and shuffle of each chunk: leave the level out, or name a codec\n",
  );
});

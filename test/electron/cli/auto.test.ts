import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fixturePath } from '../../fixtures.js';
import { scratchFolder } from '../../scratch-folder.js';
import { runBlpk } from './run-blpk.js';

const cwd = scratchFolder();
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

test('estimate says how much smaller another typesize is', async () => {
  let state = 1;
  const noise = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 16;
  };
  const pixels = Uint16Array.from({ length: 2 ** 16 }, (_, at) => (at % 4 === 3 ? noise() : 1000 * (at % 4)));
  const header = `${"{'descr': '<u2', 'fortran_order': False, 'shape': (65536,), }".padEnd(117)}\n`;
  const magic = Buffer.from('\x93NUMPY\x01\x00\x76\x00', 'latin1');
  writeFileSync(join(cwd, 'pixels.npy'), Buffer.concat([magic, Buffer.from(header), new Uint8Array(pixels.buffer)]));
  const found = JSON.parse((await runBlpk(['estimate', '--json', '-c', 'lz4', 'pixels.npy'], { cwd })).out);
  expect(found.typesize_auto).toMatchObject({ typesizes: [8] });
  expect(found.typesize_auto.ratio).toBeGreaterThan(2 * found.ratio);
  const given = await runBlpk(['estimate', '-c', 'lz4', '-t', '8', 'pixels.npy'], { cwd });
  expect(given.out).not.toContain('typesize auto');
});

test('a level beside a goal is refused', async () => {
  const run = await runBlpk(['pack', '-c', 'auto:small', '-l', '3', 'image.npy', 'refused.blp'], { cwd });
  expect(run).toMatchObject({ code: 1, out: '' });
  expect(run.err).toBe(
    "blpk: error: 'image.npy': codec auto:small chooses level and shuffle of each chunk: leave the level out, or name a codec\n",
  );
});

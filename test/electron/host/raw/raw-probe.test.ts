import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { probeRaw } from '../../../../electron/host/raw/raw-probe.js';
import { previewValues } from '../../../../electron/host/raw/raw-values.js';
import { fixturePath } from '../../../fixtures.js';
import { scratchFolder } from '../../../scratch-folder.js';

it.each([
  ['arange_i8', 8, '<i8'],
  ['linspace_f8', 8, '<f8'],
  ['walk_f4', 4, '<f4'],
  // Rows that repeat exactly: lz4 compresses them best if the shuffle does not split them, and the values decide the dtype.
  ['image_u2', 1, '<u2'],
] as const)(
  'finds from the bytes of %s that typesize %i is best and that its items are %s',
  async (name, typesize, descr) => {
    const { best, ratios, guesses } = await probeRaw(fixturePath('plain', `${name}.dat`), 0);
    expect(ratios.map((entry) => entry.typesize)).toEqual([1, 2, 4, 8]);
    expect(best).toBe(typesize);
    expect(guesses.map((guess) => guess.descr)).toContain(descr);
    expect(guesses[0]?.descr).toBe(descr);
    expect(guesses).toHaveLength(3);
  },
);

it('recognises big-endian floats after a skipped header', async () => {
  const path = join(scratchFolder(), 'big.raw');
  const view = new DataView(new ArrayBuffer(100 + 8 * 5000));
  for (let index = 0; index < 5000; index++) view.setFloat64(100 + 8 * index, 20 + Math.sin(index / 50));
  writeFileSync(path, view);
  const { guesses, sampleBytes } = await probeRaw(path, 100);
  expect(sampleBytes).toBe(40_000);
  expect(guesses[0]).toMatchObject({ descr: '>f8', dtype: 'float64 big-endian' });
  expect(guesses[0]?.firstValues[0]).toBe('20.0');
});

it('accepts an empty file, and refuses to skip more than the file has', async () => {
  const path = join(scratchFolder(), 'empty');
  writeFileSync(path, '');
  expect(await probeRaw(path, 0)).toMatchObject({ sampleBytes: 0, guesses: [] });
  await expect(probeRaw(path, 1)).rejects.toMatchObject({ kind: 'argument' });
});

it('shows values of plain and structured dtypes, and no more than there are', async () => {
  const path = join(scratchFolder(), 'values');
  writeFileSync(path, new Uint8Array([1, 0, 2, 0, 3, 0, 9]));
  expect(await previewValues(path, { skipBytes: 0, descr: '<i2', count: 64 })).toEqual(['1', '2', '3']);
  expect(await previewValues(path, { skipBytes: 4, descr: "[('a', '<i2')]", count: 1 })).toEqual(['(3,)']);
  await expect(previewValues(path, { skipBytes: 0, descr: 'nonsense', count: 1 })).rejects.toMatchObject({
    kind: 'format',
  });
  await expect(previewValues(path, { skipBytes: 0, descr: '|V9999999', count: 1 })).rejects.toMatchObject({
    kind: 'argument',
  });
});

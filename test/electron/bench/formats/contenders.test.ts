import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dataSetArray, dataSetByName } from '../../../../electron/bench/datasets/data-sets.js';
import { CONTENDERS } from '../../../../electron/bench/formats/all-contenders.js';
import type { Contender } from '../../../../electron/bench/formats/contender.js';
import { LIBRARY_VERSIONS } from '../../../../electron/bench/formats/library-versions.js';
import { publishedRows } from '../../../../electron/bench/formats/talk-2014/published.js';
import { type NdArray, ndarray } from '../../../../electron/engine/arrays/ndarray.js';
import { caseCount } from '../../../cases.js';
import { scratchFolder } from '../../../scratch-folder.js';

const folder = scratchFolder();
const settings = { layout: 'default', nthreads: 2, scratchFolder: folder } as const;

const inspected = await Promise.all(
  CONTENDERS.map(async (contender) => ({ contender, ...(await contender.inspect()) })),
);

/** Writes and reads it with each level in one session, as the benchmark does. */
async function expectRoundTrips(contender: Contender, array: NdArray, levels: readonly number[]): Promise<void> {
  const session = await contender.open(array, settings);
  try {
    for (const level of new Set(levels)) {
      const path = join(folder, `${contender.id}-${level}`);
      await session.write(path, level);
      expect(statSync(path).size).toBeGreaterThan(0);
      const bytes = await (await session.read(path)).bytes();
      expect(Buffer.compare(bytes, array.bytes), `level ${level}`).toBe(0);
      rmSync(path, { recursive: true });
    }
  } finally {
    await session.close();
  }
}

describe.each(inspected)('$contender.id', ({ contender, unavailable }) => {
  const [lowest = 0, highest = 0] = [Math.min(...contender.levels), Math.max(...contender.levels)];

  // The variants of PyTables differ in a filter only, and each needs a Python of its own.
  const isVariant = contender.id.startsWith('pytables_');
  it.for(isVariant ? ['bitcoin'] : ['arange', 'poisson', 'bitcoin'])(
    'gives back every byte of %s',
    async (name, { skip }) => {
      skip(unavailable !== undefined, unavailable);
      const array = dataSetArray(dataSetByName(name), caseCount(1_200_000, 2_400_000));
      await expectRoundTrips(contender, array, [lowest, highest]);
    },
  );

  if (isVariant) return;

  it('gives back 32-bit numbers in three dimensions and in Fortran order', async ({ skip }) => {
    skip(unavailable !== undefined, unavailable);
    const numbers = Float32Array.from({ length: 6000 }, (_, index) => index / 7);
    for (const order of ['C', 'F'] as const) {
      await expectRoundTrips(contender, ndarray(numbers, { shape: [10, 20, 30], order }), [highest]);
    }
  });
});

describe('the list of contenders', () => {
  it('has the versions of the installed libraries', () => {
    const file = readFileSync(join(import.meta.dirname, '../../../../package.json'), 'utf8');
    const { devDependencies }: { readonly devDependencies: Readonly<Record<string, string>> } = JSON.parse(file);
    expect(devDependencies).toMatchObject(LIBRARY_VERSIONS);
  });

  it('names each once, and has a counterpart for all that was measured in 2014', () => {
    expect(new Set(CONTENDERS.map(({ id }) => id)).size).toBe(CONTENDERS.length);
    const counterparts = CONTENDERS.flatMap(({ published, levels }) => levels.map((level) => `${published}_${level}`));
    const published = new Set(publishedRows().map(({ codec, level }) => `${codec}_${level}`));
    expect(counterparts.filter((name) => published.has(name)).sort()).toEqual([...published].sort());
  });
});

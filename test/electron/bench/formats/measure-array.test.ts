import { readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { type Contender, type ContenderSession, loaded } from '../../../../electron/bench/formats/contender.js';
import { KeptSamples } from '../../../../electron/bench/formats/kept-samples.js';
import { type ArrayBenchmark, measureArray } from '../../../../electron/bench/formats/measure-array.js';
import type { FormatRow } from '../../../../electron/bench/formats/types.js';
import { ndarray } from '../../../../electron/engine/arrays/ndarray.js';
import { ArgumentError } from '../../../../shared/format/errors.js';
import { scratchFolder } from '../../../scratch-folder.js';

const folder = scratchFolder();
const array = ndarray(Float64Array.from({ length: 1000 }, (_, index) => index));

function contender(id: string, session: Partial<ContenderSession> = {}): Contender {
  return {
    id,
    label: id,
    levels: [1, 2],
    parallel: false,
    inspect: async () => ({ library: 'none' }),
    open: async () => ({
      write: (path) => writeFile(path, array.bytes),
      read: async (path) => loaded(await readFile(path)),
      close: async () => undefined,
      ...session,
    }),
  };
}

async function measured(contenders: readonly Contender[], change: Partial<ArrayBenchmark> = {}) {
  const rows: FormatRow[] = [];
  const steps: string[] = [];
  await measureArray(
    {
      array,
      arrayIndex: 0,
      contenders: contenders.map((one) => ({ contender: one, levels: one.levels })),
      settings: { layout: 'default', nthreads: 1, scratchFolder: folder },
      repeats: 3,
      cold: false,
      sha256: 'of the array',
      samples: KeptSamples.inMemory(),
      ...change,
    },
    {
      step: ({ contender: id, level }, round) => steps.push(`${round}:${id}_${level}`),
      row: (row) => rows.push(row),
    },
  );
  return { rows, steps };
}

describe('measureArray', () => {
  it('times every entry in every round, after one that is not timed', async () => {
    const { rows, steps } = await measured([contender('a'), contender('b')]);
    expect(rows).toHaveLength(4);
    for (const row of rows) {
      expect(row).toMatchObject({ kind: 'measured', storedBytes: 8000, ratio: 1, verified: true });
      if (row.kind === 'measured') expect(row.write.repeatsMs).toHaveLength(3);
    }
    expect(steps).toHaveLength(16);
    expect(steps.map((step) => step.slice(0, 1))).toEqual([...'0000111122223333']);
    expect(new Set(steps).size).toBe(16);
  });

  it('fails an entry that reads other bytes, and names the first', async () => {
    const broken = contender('broken', {
      read: async (path) => {
        const bytes = await readFile(path);
        bytes[77] = 1 + (bytes[77] ?? 0);
        return loaded(bytes);
      },
    });
    const { rows } = await measured([contender('sound'), broken]);
    const failed = rows.filter((row) => row.kind === 'failed');
    expect(failed.map(({ entry }) => entry.contender)).toEqual(['broken', 'broken']);
    expect(failed[0]?.reason).toBe('the bytes read differ from those written, from byte 77 on');
    expect(rows.filter((row) => row.kind === 'measured')).toHaveLength(2);
  });

  it('fails an entry that reads fewer bytes', async () => {
    const short = contender('short', { read: async (path) => loaded((await readFile(path)).subarray(8)) });
    const { rows } = await measured([short]);
    expect(rows[0]).toMatchObject({ reason: 'read 7992 bytes, but 8000 had been written' });
  });

  it('fails a contender that cannot store the array at each of its levels', async () => {
    const refusing = {
      ...contender('refusing'),
      open: async () => {
        throw new ArgumentError('numbers only');
      },
    };
    const { rows } = await measured([refusing, contender('a')]);
    expect(rows.filter((row) => row.kind === 'failed').map((row) => row.entry.level)).toEqual([1, 2]);
    expect(rows).toHaveLength(4);
  });

  it('removes its files, also after failures and when it is cancelled', async () => {
    const failing = contender('failing', {
      write: async (path) => {
        await writeFile(path, 'half');
        throw new Error('disk full');
      },
    });
    await measured([failing]);
    const controller = new AbortController();
    const cancelling = contender('cancelling', {
      write: async (path) => {
        await writeFile(path, array.bytes);
        controller.abort();
      },
    });
    const settings = { layout: 'default', nthreads: 1, scratchFolder: folder, signal: controller.signal } as const;
    await expect(measured([cancelling], { settings })).rejects.toMatchObject({ kind: 'cancelled' });
    expect(readdirSync(folder)).toEqual([]);
  });
});

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { reportCsv } from '../../../../electron/bench/formats/report-csv.js';
import { reportText } from '../../../../electron/bench/formats/report-text.js';
import { runContenders } from '../../../../electron/bench/formats/run-contenders.js';
import type { FormatEvent, FormatPlan, FormatReport } from '../../../../electron/bench/formats/types.js';
import { ndarray } from '../../../../electron/engine/arrays/ndarray.js';
import { npyHeaderFor } from '../../../../electron/engine/arrays/npy-head.js';
import { scratchFolder } from '../../../scratch-folder.js';

const workerFile = join(import.meta.dirname, '../../../../dist/contenders.cjs');
if (!existsSync(workerFile)) throw new Error(`${workerFile} is missing: run \`npm run build\` first`);

const folder = scratchFolder();

const plan: FormatPlan = {
  subjects: [{ kind: 'data-set', name: 'neuronal', size: 'small' }],
  contenders: ['bloscpack_lz4', 'npy', 'npz', 'bloscpack_zlib', 'hdf5_blosc_lz4'],
  levels: [1, 7],
  repeats: 2,
  layout: 'talk-2014',
  nthreads: 2,
};

describe('runContenders', () => {
  const events: FormatEvent[] = [];
  let report: FormatReport;
  beforeAll(async () => {
    report = await runContenders({ plan, folder, workerFile }, (event) => events.push(event));
  });

  it('measures in a thread, reports every step, and removes its files', () => {
    expect(report.rows.every((row) => row.kind === 'measured')).toBe(true);
    expect(report.rows).toHaveLength(8);
    const started = events.find((event) => event.kind === 'started');
    expect(events.filter((event) => event.kind === 'step')).toHaveLength(started?.steps ?? -1);
    expect(events.at(-1)?.kind).toBe('done');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('shows the published figures beside ours and ranks both in the same way', () => {
    const { talk2014 } = report;
    expect(talk2014?.paired).toHaveLength(6);
    const pair = talk2014?.paired.find(({ entry }) => entry.contender === 'bloscpack_zlib' && entry.level === 7);
    expect(pair?.published).toMatchObject({ codec: 'bloscpack_zlib', level: 7, storage: 'ephemeral', size: 'small' });
    expect(talk2014?.withoutRatio).toHaveLength(6);
    expect(talk2014?.withRatio.map(({ entry }) => entry.contender)).not.toContain('npy');
    const measures = report.rows[0]?.kind === 'measured' && report.rows[0].coldRead ? 3 : 2;
    const total = (scores: readonly number[] = []): number => scores.reduce((sum, score) => sum + score, 0);
    expect(total(talk2014?.withoutRatio.map(({ score }) => score))).toBe(21 * measures);
    expect(total(talk2014?.withoutRatio.map(({ publishedScore }) => publishedScore))).toBe(21 * measures);
  });

  it('prints a table with a line for each entry, and the same figures as CSV', () => {
    const text = reportText(report);
    const csv = reportCsv(report).trim().split('\n');
    expect(csv).toHaveLength(9);
    for (const row of report.rows) {
      if (row.kind !== 'measured') continue;
      expect(text).toContain(row.ratio.toFixed(3));
      expect(csv.some((line) => line.includes(`,${row.write.medianMs},`))).toBe(true);
    }
    expect(text).toContain('Ranking of 2014');
    const [one, ...others] = report.contenders;
    const absent = { ...report, contenders: [{ ...one, unavailable: 'it is not here' }, ...others] } as FormatReport;
    expect(reportText(absent)).toContain('not measured: bloscpack_lz4: it is not here');
  });

  it('goes on from the rounds that an earlier run measured, and measures nothing when the time is over', async () => {
    const samplesFile = join(scratchFolder(), 'samples.jsonl');
    const run = (limits: object) =>
      runContenders({ plan, folder, workerFile, samplesFile, ...limits }, () => undefined);
    const late = await run({ withinMs: 0 });
    expect(late.rows.map((row) => row.kind === 'failed' && row.reason)).toEqual(
      Array(8).fill('the time was over before it was measured'),
    );
    const half = await run({ plan: { ...plan, repeats: 1 } });
    expect((await run({ withinMs: 0 })).rows).toEqual(half.rows);
    const first = await run({});
    const second = await run({ withinMs: 0 });
    expect(second.rows).toEqual(first.rows);
    expect(readFileSync(samplesFile, 'utf8').trim().split('\n')).toHaveLength(1 + 8 * plan.repeats);
  });

  it('measures a .npy file, and reports a contender that cannot store it', async () => {
    const path = join(folder, 'complex.npy');
    const array = ndarray(new Float64Array(2000), { dtype: '<c16', shape: [1000] });
    writeFileSync(path, Buffer.concat([npyHeaderFor(array), array.bytes]));
    const report = await runContenders(
      {
        plan: { ...plan, layout: 'default', subjects: [{ kind: 'file', path }], contenders: ['npy', 'hdf5'] },
        folder,
        workerFile,
      },
      () => undefined,
    );
    expect(report.arrays[0]).toMatchObject({ name: 'complex.npy', dtype: '<c16', shape: [1000] });
    expect(report.rows.find(({ entry }) => entry.contender === 'npy')?.kind).toBe('measured');
    expect(report.rows.find(({ entry }) => entry.contender === 'hdf5')).toMatchObject({ kind: 'failed' });
  });

  it('stops when it is cancelled and removes its folder', async () => {
    const empty = scratchFolder();
    const controller = new AbortController();
    const long = { ...plan, subjects: [{ kind: 'data-set', name: 'bitcoin', size: 'mid' }], repeats: 100 } as const;
    const run = runContenders(
      { plan: long, folder: empty, workerFile },
      (event) => event.kind === 'step' && event.done === 2 && controller.abort(),
      controller.signal,
    );
    await expect(run).rejects.toMatchObject({ kind: 'cancelled' });
    expect(readdirSync(empty)).toEqual([]);
  });

  it('refuses an unknown contender and a missing folder', async () => {
    const unknown = { ...plan, contenders: ['rar'] };
    await expect(runContenders({ plan: unknown, folder, workerFile }, () => undefined)).rejects.toThrow(
      "no contender is named 'rar'",
    );
    const nowhere = join(folder, 'nowhere');
    await expect(runContenders({ plan, folder: nowhere, workerFile }, () => undefined)).rejects.toMatchObject({
      kind: 'io',
    });
  });
});

import { describe, expect, it } from 'vitest';
import { FIRST_GOAL } from '../../../../renderer/app/comparison/goal-choice.js';
import { paretoPoints, paretoTable } from '../../../../renderer/features/compare/charts/pareto-model.js';
import { readModel } from '../../../../renderer/features/compare/model/read-model.js';
import { columnsOf } from '../../../../renderer/features/compare/read/columns.js';
import { fromFastToSmall } from '../../../../renderer/features/compare/read/FrontierSlider.js';
import { runPairs } from '../../../../renderer/features/compare/read/run-to-run.js';
import { resultsCsv } from '../../../../shared/compare/export-csv.js';
import { planPreset } from '../../../../shared/compare/plan.js';
import type { CompareResult, Measured, Run } from '../../../../shared/compare/result.js';
import { BLOSCPACK_DEFAULTS, plainCopy, type Setting, settingKey } from '../../../../shared/compare/setting.js';
import { seriesOf } from '../../../../shared/compare/statistics.js';
import { summaryRows } from '../../../../shared/compare/summary-rows.js';

const MIB = 2 ** 20;

function planted(change: Partial<Setting>, ratio: number, speeds: readonly [number, number]): Measured {
  const series = (speed: number) => seriesOf([0.97, 0.99, 1, 1.02, 1.05].map((factor) => factor * speed * MIB));
  const plainBytes = 64 * MIB;
  return {
    setting: { ...BLOSCPACK_DEFAULTS, threads: 2, ...change },
    plainBytes,
    storedBytes: Math.round(plainBytes / ratio),
    payloadBytes: Math.round(plainBytes / ratio),
    ratio,
    ratioLow: ratio * 0.98,
    ratioHigh: ratio * 1.02,
    compress: series(speeds[0]),
    decompress: series(speeds[1]),
    compressCpuSeconds: 1,
    decompressCpuSeconds: 1,
    memoryBytes: 6 * MIB,
    flags: [],
    verified: true,
  };
}

const broken: CompareResult = {
  setting: { ...BLOSCPACK_DEFAULTS, codec: 'zlib', level: 9, threads: 2 },
  failed: { kind: 'round-trip', reason: 'byte 7 came back as 3' },
};
const results: readonly CompareResult[] = [
  planted({ codec: 'lz4', level: 5 }, 4.123456789, [1234.5678, 2345.6789]),
  planted({ codec: 'zstd', level: 9, shuffle: 'bit' }, 7.987654321, [45.678901, 999.999]),
  planted({}, 3.3, [900, 1800]),
  planted(plainCopy(2, MIB), 1, [9000, 9000]),
  broken,
];
const run: Run = {
  formatVersion: 1,
  id: 'a-run',
  name: 'x.npy',
  startedIso: '2026-01-02T03:04:05.678Z',
  environment: {
    host: 'bench',
    cpu: 'A Processor',
    cores: 2,
    os: 'Linux',
    memoryBytes: 2 ** 33,
    blosc: '1.21.3',
    codecs: {},
    node: '20.0.0',
    app: 'blpk',
  },
  data: {
    name: 'x.npy',
    plainBytes: 64 * MIB,
    sampleBytes: 64 * MIB,
    chunksSampled: 64,
    chunksTotal: 64,
    sha256: '00'.repeat(32),
  },
  plan: planPreset('quick', 8, 2),
  results,
  notes: [],
};

/** The CSV as records. */
function csvRecords(): readonly Readonly<Record<string, string>>[] {
  const [head = '', ...lines] = resultsCsv(run).trim().split('\n');
  const names = head.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, at) => [names[at] ?? '', cell])));
}

describe('the numbers of the page', () => {
  const model = readModel(run, FIRST_GOAL);

  it.each(['compress', 'decompress'] as const)(
    'are those of the CSV in the chart of %s speeds and its table',
    (direction) => {
      const table = paretoTable(paretoPoints(model, direction, new Set()), direction);
      const records = csvRecords().filter(({ ratio }) => ratio !== '');
      expect(table.rows).toHaveLength(records.length);
      for (const record of records) {
        const row = table.rows.find(([, ratio]) => ratio === Number(record.ratio));
        expect(row?.slice(2, 5)).toEqual(
          ['median', 'q1', 'q3'].map((name) => Number(record[`${direction}_${name}`]) / MIB),
        );
      }
    },
  );

  it('are those of the CSV in the table of results', () => {
    const columns = columnsOf(model);
    const shown = (name: string, at: number) => {
      const row = model.rows[at];
      return row && columns.find((column) => column.name === name)?.value(row);
    };
    const records = csvRecords();
    for (const [at, { result }] of model.rows.entries()) {
      const record = records.find(({ ratio }) => Number(ratio) === result.ratio);
      expect(shown('ratio', at)).toBe(Number(record?.ratio));
      expect(shown('compress', at)).toBe(Number(record?.compress_median));
      expect(shown('decompress', at)).toBe(Number(record?.decompress_median));
      expect(shown('memory', at)).toBe(Number(record?.memory));
    }
  });

  it('have the same frontiers in the app, the report and the terminal', () => {
    const frontier = columnsOf(model).find(({ name }) => name === 'pareto');
    const rows = summaryRows(run, model.goal);
    for (const row of model.rows) {
      const same = rows.find(({ setting }) => settingKey(setting) === row.key);
      expect(frontier?.text(row)).toBe(same?.frontier || '–');
    }
    expect(rows.find(({ setting }) => setting.codec === 'lz4')?.frontier).toBe('write, read');
    expect(rows.find(({ setting }) => setting.codec === 'copy')?.frontier).toBe('');
  });

  it('leave out settings that failed the round trip, which are listed with the reason and never advised', () => {
    expect(model.rows.map(({ result }) => result.setting.codec)).not.toContain('zlib');
    expect(model.failed).toEqual([broken]);
    for (const kind of ['smallest', 'fastest-write', 'fastest-read', 'storage'] as const) {
      const { advice } = readModel(run, { ...FIRST_GOAL, kind });
      expect(advice.kind === 'use' && advice.best.result.setting.codec).not.toBe('zlib');
    }
  });
});

describe('two runs', () => {
  const later = {
    ...run,
    id: 'later',
    results: [
      planted({ codec: 'lz4', level: 5 }, 4.123456789, [2500, 2345.6789]),
      planted({ codec: 'zlib', level: 1 }, 5, [80, 400]),
      planted({}, 6.6, [905, 1800]),
    ],
  };

  it('are compared setting by setting: only those in both, and no differences within the intervals', () => {
    const pairs = runPairs(readModel(run, FIRST_GOAL), readModel(later, FIRST_GOAL));
    expect(new Map(pairs.map(({ name, size, write, read }) => [name, [size.words, write.words, read.words]]))).toEqual(
      new Map([
        ['lz4 5 byte', ['no clear difference', '2.03× faster', 'no clear difference']],
        ['blosclz 7 byte', ['2.00× smaller', 'no clear difference', 'no clear difference']],
      ]),
    );
  });

  it('have a slider from the fastest setting of the frontier to the smallest', () => {
    expect(fromFastToSmall(readModel(run, FIRST_GOAL)).map(({ name }) => name)).toEqual(['lz4 5 byte', 'zstd 9 bit']);
  });
});

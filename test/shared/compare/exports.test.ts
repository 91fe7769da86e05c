import { describe, expect, it } from 'vitest';
import { resultsCsv } from '../../../shared/compare/export-csv.js';
import { evenStorage } from '../../../shared/compare/formulas.js';
import { reportHtml } from '../../../shared/compare/report-html.js';
import type { Failed } from '../../../shared/compare/result.js';
import { originOf, parseRun, printRun } from '../../../shared/compare/saved-run.js';
import { plainCopy } from '../../../shared/compare/setting.js';
import { blpkCommand, pythonSnippet } from '../../../shared/compare/setting-commands.js';
import { summaryMarkdown } from '../../../shared/compare/summary-markdown.js';
import { measured, runOf, setting } from './runs.js';

const evil = '<script>alert("x")</script> | `a` & \'b\'';
const failed: Failed = { setting: setting({ level: 9 }), failed: { kind: 'round-trip', reason: `=cmd, ${evil}` } };
const lz4 = measured({ ratio: 4, compress: 4000, decompress: 8000 });
const zstd = measured({ setting: { codec: 'zstd', shuffle: 'bit' }, ratio: 7, compress: 700, decompress: 3000 });
const copy = measured({ setting: { codec: 'copy' }, ratio: 1, compress: 12_000, decompress: 12_000 });
const run = { ...runOf([copy, lz4, zstd, failed], { name: evil }), name: evil };

describe('a saved run', () => {
  it('is read as it was written, with every repeat and the environment', () => {
    expect(parseRun(printRun(run))).toEqual(run);
  });

  it('is labelled when it comes from another machine', () => {
    expect(originOf(run, run.environment)).toEqual({ kind: 'here' });
    expect(originOf(run, { host: 'laptop', cpu: 'Another' })).toEqual({
      kind: 'elsewhere',
      label: 'measured on another machine: bench (A Processor)',
    });
  });

  it('gets its medians from its repeats, not from the stored ones', () => {
    const forged = JSON.parse(printRun(run));
    forged.results[1].compress.median = 1e14;
    expect(parseRun(JSON.stringify(forged)).results[1]).toEqual(lz4);
  });

  it.each([
    ['formatVersion', 2, /unsupported version 2/],
    ['results.1.setting.codec', 'lzma', /results\[1\]\.setting\.codec/],
    ['results.1.setting.level', 99, /level must be a whole number/],
    ['results.1.verified', false, /only verified results/],
    ['results.1.ratio', -1, /ratio must be a number/],
    ['results.1.ratio', 1_000_000, /ratio must be that of its bytes/],
    ['results.1.storedBytes', 64, /ratio must be that of its bytes/],
    ['results.1.compress.repeats', [], /at least one repeat/],
    ['results.1.compress.repeats', ['1'], /repeats\[0\]/],
    ['startedIso', 'yesterday', /ISO 8601/],
    ['plan.levels', [77], /levels must be/],
    ['results', new Array(6000).fill(null), /at most/],
    ['name', 'x'.repeat(20_000), /at most 10000 characters/],
    ['data', [], /data must be an object/],
  ] as const)('is refused when its %s is %j', (place, wrong, message) => {
    const value: unknown = JSON.parse(printRun(run));
    const names = place.split('.');
    const last = names.pop() ?? '';
    const holder = names.reduce((found: unknown, name) => Reflect.get(Object(found), name), value);
    Reflect.set(Object(holder), last, wrong);
    expect(() => parseRun(JSON.stringify(value))).toThrow(message);
  });

  it.each(['', 'null', '[]', '{', '{"formatVersion":1}'])('is refused when it is %j', (text) => {
    expect(() => parseRun(text)).toThrow(/saved comparison/);
  });
});

describe('resultsCsv', () => {
  const lines = resultsCsv(run).split('\n');
  const cells = (line: string | undefined): readonly string[] => line?.split(',') ?? [];
  const column = (line: string | undefined, name: string): string | undefined =>
    cells(line)[cells(lines[0]).indexOf(name)];

  it('has one row for each setting with the numbers of the run', () => {
    expect(lines).toHaveLength(1 + run.results.length + 1);
    expect(Number(column(lines[2], 'ratio'))).toBe(lz4.ratio);
    expect(Number(column(lines[2], 'compress_median'))).toBe(lz4.compress.median);
    expect(Number(column(lines[2], 'decompress_5'))).toBe(lz4.decompress.repeats[4]);
  });

  it('quotes where necessary and lets no text become a formula', () => {
    expect(lines[4]).toContain(`"'=cmd, <script>alert(""x"")</script> | \`a\` & 'b'"`);
    expect(column(lines[4], 'verified')).toBe('no');
  });
});

describe('reportHtml', () => {
  const html = reportHtml(run, { kind: 'smallest' });

  it('is one file that loads and runs nothing', () => {
    expect(html).not.toMatch(/<script|<link|<img|src=|href=|@import|url\(/i);
    expect(html).toContain("default-src 'none'");
  });

  it('escapes every text of the run', () => {
    expect(html).not.toContain('alert("x")');
    expect(html).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;');
  });

  it('has the advice, both charts, every setting, and what failed', () => {
    expect(html).toContain('zstd · 5 · bit shuffle is smallest: 7.00×');
    expect(html.match(/<svg /g)).toHaveLength(2);
    expect(html.match(/<polygon|<circle|<rect/g)).toHaveLength(6);
    expect(html).toContain('<h2>Failed</h2>');
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
  });
});

describe('summaryMarkdown', () => {
  const text = summaryMarkdown(run, { kind: 'storage', ...evenStorage(500 * 2 ** 20), readsPerWrite: 1 });

  it('has a table of all settings with ranks, and nothing that becomes markup', () => {
    const rows = text.split('\n').filter((line) => line.startsWith('| '));
    expect(rows).toHaveLength(2 + 3);
    expect(rows[2]).toMatch(/^\| 1 \| lz4 · 5 · byte shuffle \| 4\.00× \(3\.98–4\.02\) \| 4,000 MiB\/s/);
    expect(text).toContain('\\<script\\>');
    expect(text).toMatch(/failed, =cmd/);
  });
});

describe('copying a setting', () => {
  it('as a command quotes names and has every option', () => {
    const chosen = setting({ shuffle: 'bit', blocksizeBytes: 65_536, threads: 4 });
    expect(blpkCommand(chosen, { source: { kind: 'npy', file: "it's.npy" } })).toBe(
      "blpk -n 4 pack -t 8 -c lz4 -l 5 --shuffle bit -z 1M --blocksize 64K 'it'\\''s.npy'",
    );
    expect(blpkCommand(setting(), { source: { kind: 'bytes', file: '-x' } })).toMatch(/ compress .* -- -x$/);
  });

  it('is refused where a command cannot do what was measured, with the reason', () => {
    const chunk = { source: { kind: 'chunk', file: 'a.blp', chunkIndex: 3 } } as const;
    const dataset = { source: { kind: 'dataset' } } as const;
    for (const copyOf of [blpkCommand, pythonSnippet]) {
      expect(() => copyOf(setting(), chunk)).toThrow(/One chunk was measured/);
      expect(() => copyOf(setting(), dataset)).toThrow(/in no file/);
      expect(() => copyOf(setting(), {})).toThrow(/does not say which file/);
      expect(() => copyOf(plainCopy(1, 1024), { source: { kind: 'bytes', file: 'a' } })).toThrow(/plain copy/);
    }
  });

  it('as Python rounds chunks to whole items', () => {
    const data = { source: { kind: 'npy', file: 'a.npy' }, itemsize: 12 } as const;
    const script = pythonSnippet(setting({ shuffle: 'bit', typesize: 12 }), data);
    expect(script).toContain('chunk_size=1048572,');
    expect(script).toContain('shuffle=blosc.BITSHUFFLE');
    expect(script).toContain('bp.pack_ndarray_to_file(');
    expect(pythonSnippet(setting(), { source: { kind: 'bytes', file: 'a.dat' } })).toContain('bp.pack_file_to_file(');
  });
});

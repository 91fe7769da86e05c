import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseRun } from '../../../shared/compare/parse-run.js';
import { measuredOf } from '../../../shared/compare/result.js';
import { writeNpyFile } from '../../e2e/made-files.js';
import { runBlpk, scratchDirectory } from './run-blpk.js';

const folder = scratchDirectory();
const array = join(folder, 'wave.npy');
writeNpyFile(array, 200_000);

/** Two settings and the baselines, once each: what is measured does not matter here, only that it is. */
const brief = ['--codecs', 'lz4,zlib', '--shuffles', 'byte', '--levels', '1', '--repeats', '1', '--budget', '20s'];
const briefest = ['--codecs', 'lz4', '--shuffles', 'byte', '--levels', '1', '--repeats', '3', '--budget', '1s'];

describe('blpk compare', () => {
  it('prints a table, one sentence of advice and the command that follows it', async () => {
    const { code, out, err } = await runBlpk(['compare', ...brief, '--goal', 'smallest', array]);
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(out).toMatch(/^blpk: wave\.npy: 1\.53 MiB of <f8; measured all of it$/m);
    expect(out).toMatch(/zlib · 1 · byte shuffle +\d+\.\d\d×/);
    expect(out).toContain('zlib · 1 · byte shuffle is smallest');
    expect(out).toMatch(/blpk -n \d+ pack -t 8 -c zlib -l 1 --shuffle byte/);
  });

  it('is right about its command: what that writes has the size of the table', async () => {
    const json = join(folder, 'run.json');
    const { out } = await runBlpk(['compare', ...brief, '--goal', 'smallest', '--json', json, array]);
    const command = /^blpk: {3}blpk (.*)$/m.exec(out)?.[1]?.split(' ') ?? [];
    const made = await runBlpk([...command, join(folder, 'made.blp')]);
    expect(made.code).toBe(0);
    const zlib = measuredOf(parseRun(readFileSync(json, 'utf8')).results).find(
      ({ setting }) => setting.codec === 'zlib',
    );
    expect(readFileSync(join(folder, 'made.blp')).byteLength).toBe(zlib?.storedBytes);
  });

  it('writes the run as JSON, CSV and a report that loads nothing', async () => {
    const [csv, html] = [join(folder, 'run.csv'), join(folder, 'run.html')];
    const { code, stdout } = await runBlpk(['compare', ...brief, '--json', '-', '--csv', csv, '--html', html, array]);
    expect(code).toBe(0);
    const run = parseRun(stdout.toString());
    const rows = readFileSync(csv, 'utf8').trim().split('\n');
    expect(rows).toHaveLength(run.results.length + 1);
    const report = readFileSync(html, 'utf8');
    expect(report).toContain('<svg');
    expect(report).not.toMatch(/<script|<link|src=|https?:\/\/(?!www\.w3\.org)/);
  });

  it('does not replace a report without --force', async () => {
    const path = join(folder, 'kept.csv');
    writeFileSync(path, 'mine');
    const { code, err } = await runBlpk(['compare', ...brief, '--csv', path, array]);
    expect(code).not.toBe(0);
    expect(err).toContain('kept.csv');
    expect(readFileSync(path, 'utf8')).toBe('mine');
  });

  it('measures a built-in data set and says that nothing shrinks noise', async () => {
    const noise = join(folder, 'noise.bin');
    writeFileSync(noise, crypto.getRandomValues(new Uint8Array(65_536)));
    const { out } = await runBlpk(['compare', ...briefest, noise]);
    expect(out).toContain('Nothing beats 1.02×: storing without compression is reasonable.');
    const set = await runBlpk(['compare', ...briefest, '--dataset', 'poisson', '--size', '1M']);
    expect(set.out).toMatch(/^blpk: poisson: 1 MiB of <i8/m);
  });

  it.each([
    [['compare'], 'say which file'],
    [['compare', '--goal', 'ratio-at-least', array], '--min-ratio'],
    [['compare', '--codecs', 'gzip', array], 'Expected some of'],
    [['compare', '--budget', 'soon', array], 'Expected a time'],
    [['compare', join(folder, 'missing.npy')], 'does not exist'],
    [['compare', '--dataset', 'nothing'], "no data set is named 'nothing'"],
  ])('refuses %j with a reason', async (args, reason) => {
    const { code, out, err } = await runBlpk(args);
    expect(code).not.toBe(0);
    expect(out).toBe('');
    expect(err).toContain(reason);
    expect(existsSync(join(folder, 'run.csv.part'))).toBe(false);
  });
});

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { measuredOf, type Run } from '../../../shared/compare/result.js';
import { parseRun } from '../../../shared/compare/saved-run.js';
import { writeNpyFile } from '../../e2e/made-files.js';
import { scratchFolder } from '../../scratch-folder.js';
import { runBlpk } from './run-blpk.js';

const folder = scratchFolder();
const array = join(folder, 'wave.npy');
writeNpyFile(array, 200_000);

/** Two settings and the baselines, once each: the figures do not matter here. */
const brief = ['--codecs', 'lz4,zlib', '--shuffles', 'byte', '--levels', '1', '--repeats', '1', '--budget', '20s'];
const briefest = ['--codecs', 'lz4', '--shuffles', 'byte', '--levels', '1', '--repeats', '3', '--budget', '1s'];

describe('blpk compare', () => {
  const [json, csv, html] = [join(folder, 'run.json'), join(folder, 'run.csv'), join(folder, 'run.html')];
  const reports = [json, csv, html].flatMap((file) => ['-o', file]);
  let compared: Awaited<ReturnType<typeof runBlpk>>;
  let run: Run;

  beforeAll(async () => {
    compared = await runBlpk(['compare', ...brief, '--goal', 'smallest', ...reports, array]);
    run = parseRun(readFileSync(json, 'utf8'));
  });

  it('prints a table, one sentence of advice and the command that follows it', () => {
    const { code, out, err } = compared;
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(out).toMatch(/^blpk: wave\.npy: 1\.53 MiB of <f8; measured all of it$/m);
    expect(out).toMatch(/zlib · 1 · byte shuffle +\d+\.\d\d×/);
    expect(out).toContain('zlib · 1 · byte shuffle is smallest');
    expect(out).toMatch(/blpk -n \d+ pack -t 8 -c zlib -l 1 --shuffle byte/);
  });

  it('prints a command whose output has the size of the table', async () => {
    const command = /^blpk: {3}blpk (.*)$/m.exec(compared.out)?.[1]?.split(' ') ?? [];
    const made = await runBlpk([...command, join(folder, 'made.blp')]);
    expect(made.code).toBe(0);
    const zlib = measuredOf(run.results).find(({ setting }) => setting.codec === 'zlib');
    expect(readFileSync(join(folder, 'made.blp')).byteLength).toBe(zlib?.storedBytes);
  });

  it('writes the run as JSON, CSV and a report that loads nothing', () => {
    const rows = readFileSync(csv, 'utf8').trim().split('\n');
    expect(rows).toHaveLength(run.results.length + 1);
    const report = readFileSync(html, 'utf8');
    expect(report).toContain('<svg');
    expect(report).not.toMatch(/<script|<link|src=|https?:\/\/(?!www\.w3\.org)/);
  });

  it('writes nothing but the run to standard output when it is asked for there', async () => {
    const { code, stdout } = await runBlpk(['compare', ...briefest, '--json', array]);
    expect(code).toBe(0);
    expect(parseRun(stdout.toString()).data.name).toBe('wave.npy');
  });

  it('refuses to replace a report without --force before it measures anything', async () => {
    const path = join(folder, 'kept.csv');
    writeFileSync(path, 'mine');
    const { code, out, err } = await runBlpk(['compare', ...brief, '-o', path, array]);
    expect(code).not.toBe(0);
    expect(out).toBe('');
    expect(err).toContain("kept.csv' exists!");
    expect(readFileSync(path, 'utf8')).toBe('mine');
  });

  it('refuses a report that could not be written before it measures anything', async () => {
    const { code, out, err } = await runBlpk(['compare', ...brief, '-o', join(folder, 'nowhere', 'a.csv'), array]);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain("a.csv': its folder does not exist");
  });

  it('measures a built-in data set and says that noise cannot be compressed', async () => {
    const noise = join(folder, 'noise.bin');
    writeFileSync(noise, crypto.getRandomValues(new Uint8Array(65_536)));
    const { out } = await runBlpk(['compare', ...briefest, noise]);
    expect(out).toContain('No setting reaches a ratio of 1.02×: storing without compression is reasonable.');
    const set = await runBlpk(['compare', ...briefest, '--dataset', 'poisson', '--size', '1M']);
    expect(set.out).toMatch(/^blpk: poisson: 1 MiB of <i8/m);
  });

  it.each([
    [['compare'], 'name a file to measure'],
    [['compare', '--goal', 'ratio-at-least', array], '--min-ratio'],
    [['compare', '--codecs', 'gzip', array], 'Expected some of'],
    [['compare', '--budget', 'soon', array], 'Expected a time'],
    [['compare', '--bandwidth', '0', array], 'above 0'],
    [['compare', '--bandwidth', '1M,2M,3M', array], 'one or two sizes'],
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

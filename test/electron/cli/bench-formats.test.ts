import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixturesRoot } from '../../fixtures.js';
import { scratchFolder } from '../../scratch-folder.js';
import { until } from '../../until.js';
import { runBlpk } from './run-blpk.js';

const folder = scratchFolder();
const QUICK = ['--contenders', 'bloscpack_lz4,npz', '--levels', '7', '--repeats', '1'];

describe('blpk bench-formats', () => {
  it('prints a table, writes CSV and JSON, and removes all other files', async () => {
    const cwd = scratchFolder();
    const files = ['-o', 'formats.csv', '-o', 'formats.json', '--folder', '.'];
    const { code, out, err } = await runBlpk(
      ['bench-formats', '--dataset', 'neuronal,arange', '--sizes', 'small', ...QUICK, ...files],
      { cwd },
    );
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(out).toContain('neuronal, small: <f8 (131072), 1.0M');
    expect(out).toMatch(/^bloscpack_lz4 +7 /m);
    expect(readdirSync(cwd).sort()).toEqual(['formats.csv', 'formats.json']);
    expect(readFileSync(join(cwd, 'formats.csv'), 'utf8').trim().split('\n')).toHaveLength(5);
    const report: { readonly rows: readonly unknown[] } = JSON.parse(readFileSync(join(cwd, 'formats.json'), 'utf8'));
    expect(report.rows).toHaveLength(4);
  });

  it('runs the benchmark of 2014 and prints the published figures', async () => {
    const { code, out } = await runBlpk(['bench-formats', '--talk-2014', '--sizes', 'small', ...QUICK], {
      cwd: folder,
    });
    expect(code).toBe(0);
    expect(out.match(/2014: ratio/g)).toHaveLength(5);
    expect(out).toContain('Ranking of 2014, by speed alone');
  });

  it('measures with a .npy file', async () => {
    const file = join(fixturesRoot, 'plain', readdirSync(join(fixturesRoot, 'plain')).find(isNpy) ?? '');
    const { code, out } = await runBlpk(['bench-formats', file, ...QUICK], { cwd: folder });
    expect(code).toBe(0);
    expect(out).toContain('npz');
  });

  it.each([
    [[], 'needs one of a .npy file, --dataset and --talk-2014'],
    [['--dataset', 'sine'], "no data set is named 'sine'"],
    [['--dataset', 'arange', '--levels', '0'], 'levels from 1 to 9'],
    [['--dataset', 'arange', '--sizes', 'huge'], 'Sizes are small'],
    [['--dataset', 'arange', '--talk-2014'], 'cannot be used with'],
  ])('refuses %j as a usage error', async (args, message) => {
    const { code, err } = await runBlpk(['bench-formats', ...args], { cwd: folder });
    expect(err).toContain(message);
    expect(code).toBe(2);
  });

  it('stops at a signal and cleans up', async () => {
    const cwd = scratchFolder();
    const { code } = await runBlpk(['bench-formats', '--dataset', 'bitcoin', '--repeats', '100', '--folder', '.'], {
      cwd,
      started: async (child) => {
        await until(() => readdirSync(cwd).length > 0);
        child.kill('SIGINT');
      },
    });
    expect(code).toBe(130);
    expect(readdirSync(cwd)).toEqual([]);
  });
});

function isNpy(name: string): boolean {
  return name.endsWith('.npy');
}

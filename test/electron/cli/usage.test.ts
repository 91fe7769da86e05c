import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fixturePath } from '../../fixtures.js';
import { scratchFolder } from '../../scratch-folder.js';
import { runBlpk } from './run-blpk.js';

const USAGE = 'usage: blpk [--version] [-v|--verbose | -d|--debug] [-f|--force] [-n|--nthreads N] <subcommand> ...\n';
const SUBCOMMANDS = ['compress', 'decompress', 'info', 'verify', 'estimate', 'pack', 'unpack', 'slice'];

const cwd = scratchFolder();

describe('blpk', () => {
  test('says that there are too few arguments, with its usage', async () => {
    expect(await runBlpk([])).toMatchObject({ code: 2, out: '', err: `${USAGE}blpk: error: too few arguments\n` });
  });

  test.each([
    [['nosuch']],
    [['c']],
    [['c', '--nosuch', 'a']],
    [['c', '-t', '0', 'a']],
    [['c', '-t', '256', 'a']],
    [['c', '-l', '10', 'a']],
    [['c', '-c', 'gzip', 'a']],
    [['c', '--shuffle', 'both', 'a']],
    [['-v', '-d', 'c', 'a']],
    [['-n', 'x', 'c', 'a']],
    [['pack', fixturePath('plain', 'linspace_f8.dat')]],
    [['-q', '-v', 'c', 'a']],
    [['c', '--rm', '--keep', 'a']],
    [['c', '--rm', '-']],
    [['c', '--stdout', 'a', 'b']],
    [['c', '--each', '--stdout', 'a', 'b']],
    [['help', 'nosuch']],
    [['completion', 'tcsh']],
    [['compare', '-o', 'report.txt', 'a']],
  ])('exits with 2 for the command line %j', async (args) => {
    const run = await runBlpk(args);
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toMatch(/^(usage: .*\n)?blpk: error: .+\n/);
  });

  test('prints its version, and more when verbose', async () => {
    // The form of the reference: name: 'version' name: 'version'.
    expect((await runBlpk(['--version'])).out).toMatch(
      /^blpk: '\d+\.\d+\.\d+' blosc: '\d+\.\d+\.\d+'( \w+: '[\d.]+')+\n$/,
    );
    expect((await runBlpk(['--version', '-v'])).out).toContain(` node: '${process.versions.node}' `);
  });

  test('describes arguments above the options, and appends to containers without offsets too', async () => {
    const { out } = await runBlpk(['unpack', '--help']);
    expect(out.indexOf('or containers, then the .npz')).toBeGreaterThan(out.indexOf('\nArguments:'));
    expect(out.indexOf('or containers, then the .npz')).toBeLessThan(out.indexOf('\nOptions:'));
    writeFileSync(join(cwd, 'd.dat'), 'some');
    const steps = ['compress -o d.dat', 'append d.dat.blp d.dat', 'decompress d.dat.blp back.dat'];
    for (const step of steps) expect(await runBlpk(step.split(' '), { cwd })).toMatchObject({ code: 0, err: '' });
    expect(readFileSync(join(cwd, 'back.dat'), 'utf8')).toBe('somesome');
    expect((await runBlpk(['compress', '--help'])).out).not.toMatch(/nothing\s+can\s+be\s+appended/);
  });

  test('prints help for itself and every subcommand', async () => {
    const run = await runBlpk(['--help']);
    expect(run.code).toBe(0);
    for (const name of SUBCOMMANDS) expect(run.out).toContain(`\n  ${name}`);
    expect(run.out).toMatch(/\nExit status:\n {2}0 {4}done\n/);
    for (const name of SUBCOMMANDS) {
      const help = await runBlpk([name, '--help']);
      expect(help.code).toBe(0);
      // Defaults are written as the user would write them.
      expect(help.out).not.toMatch(/default:\s+([[{]|\d{5})/);
      expect(help.out).toMatch(/\nGlobal Options:\n(?:.*\n)*Examples:\n/);
    }
  });
});

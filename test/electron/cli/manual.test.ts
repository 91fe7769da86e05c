import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { defineNow } from '../../../electron/cli/late-commands.js';
import { describeProgram, withSubcommands } from '../../../electron/cli/manual/command-facts.js';
import { buildProgram } from '../../../electron/cli/program.js';
import { runBlpk } from './run-blpk.js';

const root = join(import.meta.dirname, '../../..');
const script = (name: string) => join(root, 'dist/completion', name);
const commands = withSubcommands(await describeProgram(buildProgram()));

const has = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;

/** What bash offers for the last of these words. */
function bashOffers(...words: readonly string[]): readonly string[] {
  const line = words.map((word) => `'${word}'`).join(' ');
  const code = `source '${script('blpk')}'; COMP_WORDS=(${line}); COMP_CWORD=${words.length - 1}; _blpk; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', code], { encoding: 'utf8' }).trim().split('\n');
}

/** What fish offers at the end of a line. */
function fishOffers(line: string): readonly string[] {
  const out = execFileSync('fish', ['-c', `source '${script('blpk.fish')}'; complete -C '${line}'`], {
    encoding: 'utf8',
  });
  return out
    .trim()
    .split('\n')
    .map((offer) => offer.split('\t')[0] ?? '');
}

test('a command gets its options when it is used, once, and no other one does', async () => {
  const { commands: all } = buildProgram();
  const [compress, decompress] = all;
  if (compress) await Promise.all([defineNow(compress), defineNow(compress)]);
  expect(compress?.options.filter(({ long }) => long === '--codec')).toHaveLength(1);
  expect(decompress?.options).toEqual([]);
});

describe('blpk help', () => {
  test('shows what --help shows, for commands of commands too', async () => {
    for (const path of [['compress'], ['c'], ['meta', 'set']]) {
      const help = await runBlpk(['help', ...path]);
      expect(help).toMatchObject({ code: 0, out: (await runBlpk([...path, '--help'])).out, err: '' });
    }
    expect((await runBlpk(['help'])).out).toBe((await runBlpk(['--help'])).out);
  });

  test('says which command there is none', async () => {
    expect(await runBlpk(['help', 'nosuch'])).toMatchObject({ code: 2, err: expect.stringContaining("'nosuch'") });
  });
});

describe('the manual page', () => {
  const page = readFileSync(join(root, 'dist/man/blpk.1'), 'utf8');

  test('describes every command and every option', () => {
    const plain = page.replaceAll('\\-', '-');
    for (const { path, options } of commands.slice(1)) {
      if (path !== 'blpk meta') expect(plain).toContain(`.SS "${path.replace('blpk ', '')}"`);
      for (const { flags } of options) expect(plain).toContain(`\\fB${flags}\\fR`);
    }
    expect(plain).toContain('.SH "EXIT STATUS"');
  });

  test('is valid roff', (context) => {
    if (!has('groff')) context.skip('groff is not installed');
    const { stdout, stderr } = spawnSync('groff', ['-man', '-Tascii', '-ww', '-P-cbou'], {
      input: page,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(stdout).toContain('--no-offsets');
  });
});

describe('completion', () => {
  test('in bash offers commands, options and their values', (context) => {
    if (!has('bash')) context.skip('bash is not installed');
    expect(bashOffers('blpk', 've')).toEqual(['verify']);
    expect(bashOffers('blpk', 'meta', 's')).toEqual(['show', 'set']);
    expect(bashOffers('blpk', 'c', '-c', 'l')).toEqual(['lz4', 'lz4hc']);
    expect(bashOffers('blpk', '-n', '2', 'd', '--st')).toEqual(['--stdout']);
    expect(bashOffers('blpk', 'meta', 'set', '--forc')).toEqual(['--force']);
    // Names of files, which are bash's own.
    for (const words of [
      ['compress', 'a'],
      ['compress', '-m', ''],
      ['info', '-o', ''],
    ])
      expect(bashOffers('blpk', ...words)).toEqual(['']);
  });

  test('in fish offers the same', (context) => {
    if (!has('fish')) context.skip('fish is not installed');
    expect(fishOffers('blpk ve')).toEqual(['verify']);
    expect(fishOffers('blpk meta s').toSorted()).toEqual(['set', 'show']);
    expect(fishOffers('blpk c --codec l')).toEqual(['lz4', 'lz4hc']);
    expect(fishOffers('blpk compress --stdo')).toEqual(['--stdout']);
  });

  test('in zsh is a function for each command, without errors', (context) => {
    if (!has('zsh')) context.skip('zsh is not installed');
    const code = `autoload -U compinit; compinit -D; source '${script('_blpk')}'; print -l \${(ok)functions[(I)_blpk*]}`;
    const { stdout, stderr } = spawnSync('zsh', ['-f', '-c', code], { encoding: 'utf8' });
    expect(stderr).toBe('');
    const names = commands.map(({ path }) => `_${path.replaceAll(/[ -]/g, '_')}`);
    expect(stdout.trim().split('\n').toSorted()).toEqual(names.toSorted());
  });
});

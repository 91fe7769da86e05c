import { existsSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scratchFolder } from '../../scratch-folder.js';
import { until } from '../../until.js';
import { type Run, runBlpk, runShell } from './run-blpk.js';

const cwd = scratchFolder();
const big = join(cwd, 'big.dat');
writeFileSync(big, '');
// Sparse: hours of work at this codec and level, and no disk space.
truncateSync(big, 2 ** 40);

const slow = ['-c', 'zlib', '-l', '9', '-z', '16M'];

/** Starts blpk and sends it a signal as soon as its partial output exists. */
function interrupted(args: readonly string[], signal: NodeJS.Signals): Promise<Run> {
  return runBlpk(args, {
    cwd,
    started: async (child) => {
      await until(() => readdirSync(cwd).some((name) => name.endsWith('.partial')));
      child.kill(signal);
    },
  });
}

describe('blpk, interrupted', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('leaves nothing behind after %s and answers %i', async (signal, code) => {
    const run = await interrupted(['c', ...slow, 'big.dat', 'out.blp'], signal);
    expect(run).toMatchObject({ code, out: '', err: 'blpk: cancelled, nothing was written\n' });
    expect(readdirSync(cwd)).toEqual(['big.dat']);
  });

  test('keeps an existing output', async () => {
    writeFileSync(join(cwd, 'old.blp'), 'old');
    expect(await interrupted(['-f', 'c', ...slow, 'big.dat', 'old.blp'], 'SIGINT')).toMatchObject({
      code: 130,
    });
    expect(readdirSync(cwd).sort()).toEqual(['big.dat', 'old.blp']);
  });

  test('stops even while it waits for standard input', async () => {
    const run = await interrupted(['c', '-', 'waiting.blp'], 'SIGINT');
    expect(run.code).toBe(130);
    expect(existsSync(join(cwd, 'waiting.blp'))).toBe(false);
  });

  test('ends without a message when its reader closes the pipe', () => {
    const run = runShell('{ blpk c -c lz4 -l 0 big.dat -; echo $? >&2; } | head -c 10 > /dev/null', cwd);
    expect(run).toEqual({ out: '', err: '141\n' });
  });

  test('finishes its work when its messages are not read', async () => {
    writeFileSync(join(cwd, 'small.dat'), 'small');
    const run = runShell('{ blpk -v c small.dat; echo $? >&2; } | true', cwd);
    expect(run.err).toBe('0\n');
    expect(await runBlpk(['verify', 'small.dat.blp'], { cwd })).toMatchObject({ code: 0 });
  });
});

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const GNU_TIME = '/usr/bin/time';

/**
 * Runs a whole process. Returns its wall time and the processor time of all its threads in ms, and its peak resident memory in
 * MiB. The last two are the kernel's figures, by GNU time; NaN without it.
 *
 * @param {readonly string[]} words
 */
export function runProcess([command = '', ...args]) {
  const timed = existsSync(GNU_TIME);
  const words = timed ? [GNU_TIME, '-q', '-f', 'used %U %S %M', command, ...args] : [command, ...args];
  const startedNs = process.hrtime.bigint();
  const run = spawnSync(words[0], words.slice(1), { encoding: 'utf8' });
  const elapsedMs = Number(process.hrtime.bigint() - startedNs) / 1e6;
  if (run.error || run.status !== 0) {
    throw new Error(`${command} ${args.join(' ')} failed: ${run.error?.message ?? run.stderr}`);
  }
  const [userS, systemS, peakKib] = (/used ([\d.]+) ([\d.]+) (\d+)/.exec(run.stderr) ?? []).slice(1).map(Number);
  return { elapsedMs, cpuMs: 1000 * (userS + systemS), peakMib: peakKib / 1024 };
}

/** The value below which a share of the values lies, between neighbours in proportion. */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  return sorted[below] + (at - below) * ((sorted[below + 1] ?? sorted[below]) - sorted[below]);
}

export function median(values) {
  return quantile(values, 0.5);
}

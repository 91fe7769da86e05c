import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const GNU_TIME = '/usr/bin/time';

/** Runs a whole process; answers its wall time in ms and its peak resident memory in MiB (the kernel's figure, by GNU time). */
export function runProcess([command, ...args]) {
  const timed = existsSync(GNU_TIME);
  const words = timed ? [GNU_TIME, '-q', '-f', 'peak-kib %M', command, ...args] : [command, ...args];
  const startedNs = process.hrtime.bigint();
  const run = spawnSync(words[0], words.slice(1), { encoding: 'utf8' });
  const elapsedMs = Number(process.hrtime.bigint() - startedNs) / 1e6;
  if (run.error || run.status !== 0) {
    throw new Error(`${command} ${args.join(' ')} failed: ${run.error?.message ?? run.stderr}`);
  }
  const peakKib = /peak-kib (\d+)/.exec(run.stderr)?.[1];
  return { elapsedMs, peakMib: peakKib === undefined ? Number.NaN : Number(peakKib) / 1024 };
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

import { rmSync } from 'node:fs';
import { median, quantile, runProcess } from './measure.mjs';

/**
 * What is timed in turn with others: a whole process. `output` is removed before each run; `prepare` is called before it too, and not timed.
 *
 * @typedef {object} Contender
 * @property {readonly string[]} command
 * @property {string} [output]
 * @property {() => void} [prepare]
 */

/**
 * Every contender once in each round, so that changes of the machine's speed affect all of them; and Node alone, whose start is no part of
 * what is compared.
 *
 * @param {Readonly<Record<string, Contender>>} entries
 * @param {number} rounds
 */
export function timeRounds(entries, rounds) {
  const all = { ...entries, node: { command: [process.execPath, '-e', '0'] } };
  const results = Object.fromEntries(Object.keys(all).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, { command, output, prepare }] of Object.entries(all)) {
      if (output) rmSync(output, { force: true });
      prepare?.();
      results[name].push(runProcess(command));
    }
  }
  return Object.fromEntries(Object.entries(results).map(([name, runs]) => [name, summary(runs)]));
}

function summary(runs) {
  const times = runs.map((run) => run.elapsedMs);
  const cpuTimes = runs.map((run) => run.cpuMs);
  return {
    medianMs: median(times),
    quartilesMs: [quantile(times, 0.25), quantile(times, 0.75)],
    cpuMs: median(cpuTimes),
    leastCpuMs: Math.min(...cpuTimes),
    peakMib: Math.max(...runs.map((run) => run.peakMib)),
  };
}

/**
 * Prints a table. Ratios are `blpk` to each: of the whole processes, but to the floor without the time of Node alone; the last column is the
 * same of the least processor times, which say more on a busy machine.
 */
export function report(title, results) {
  console.log(`\n${title}`);
  console.log('  contender     median        quartiles   processor (least)      peak   blpk / this   processor');
  for (const [name, { medianMs, quartilesMs, cpuMs, leastCpuMs, peakMib }] of Object.entries(results)) {
    const ms = (value) => `${value.toFixed(0)} ms`;
    const quartiles = quartilesMs.map((value) => value.toFixed(0)).join('..');
    const columns = [
      name.padEnd(12),
      ms(medianMs).padStart(8),
      quartiles.padStart(15),
      `${ms(cpuMs)} (${leastCpuMs.toFixed(0)})`.padStart(19),
      `${peakMib.toFixed(0)} MiB`.padStart(9),
      ratioText(name, results, 'medianMs').padStart(13),
      ratioText(name, results, 'leastCpuMs').padStart(11),
    ];
    console.log(`  ${columns.join(' ')}`);
  }
}

function ratioText(name, { blpk, node, [name]: other }, figure) {
  // Of what takes less than the clock of processor time tells, nothing can be said.
  if (name === 'blpk' || other[figure] === 0) return '';
  const isFloor = name.startsWith('floor');
  const own = isFloor ? blpk[figure] - node[figure] : blpk[figure];
  return `${isFloor ? 'net ' : ''}${(own / other[figure]).toFixed(2)}`;
}

/**
 * Lets calls of `blpk` on files fail, one after the other, with the errors of disks that break, are full or are far away, and
 * lets reads and writes move fewer bytes than they were asked for. After each:
 *
 * - exit status 0 stands for the right result: all files and standard output are as without the fault ("0 lies");
 * - any other comes with a line that says why, without a stack, and every file is as it was before ("0 lost");
 * - nothing partial is left beside them, unless the very call that removes it failed; and then the next command removes it.
 *
 *   node test/faults/run.mjs [--faults 2000] [--seed N] [--only NAME]
 */
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BlpkRuns } from '../kill/blpk-runs.mjs';
import { inTurns, shares, sum } from '../kill/in-turns.mjs';
import { randomFrom } from '../kill/kill-points.mjs';
import { printTable, say } from '../kill/print-table.mjs';
import { buildForkAddon, buildShim } from '../kill/shim.mjs';
import { chooseFaults } from './fault-points.mjs';
import { judge } from './judge.mjs';
import { operations } from './operations.mjs';
import { Trial } from './trial.mjs';

const { values: options } = parseArgs({
  options: {
    faults: { type: 'string', default: '2000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    only: { type: 'string' },
  },
});

/** @typedef {{ name: string, calls: number, faults: number, missed: number, failed: number, done: number, wrong: number }} Row */

/**
 * Disturbs an operation as often as is its share. Gives its counts, which grow, after each fault.
 *
 * @param {import('./operations.mjs').Operation} operation
 * @param {{ faults: number, random: () => number, runs: BlpkRuns, shimPath: string, scratch: string }} run
 * @returns {AsyncGenerator<Row>}
 */
async function* disturb(operation, { faults, random, runs, shimPath, scratch }) {
  const trial = new Trial(operation, scratch, { runs, shimPath });
  const calls = await trial.calls();
  const row = { name: operation.name, calls: calls.length, faults: 0, missed: 0, failed: 0, done: 0, wrong: 0 };
  for (const fault of chooseFaults(calls, faults, random)) {
    const run = await trial.run(fault.orders);
    // Calls of threads come in another order each time, so that a later call may not come at all.
    if (run.hits.length === 0) row.missed++;
    else row.faults++;
    if (run.code === trial.undisturbed.code) row.done++;
    else row.failed++;
    const problem = await judge(trial, fault, run);
    if (problem) {
      row.wrong++;
      say(`WRONG ${operation.name}: ${fault.what}: ${problem}`);
    }
    yield row;
  }
  trial.remove();
}

async function main() {
  const shim = buildShim();
  const addon = buildForkAddon();
  if ('missing' in shim || 'missing' in addon) {
    say(`SKIPPED: ${'missing' in shim ? shim.missing : 'the add-on that forks is missing'}`);
    return;
  }
  const faults = Number(options.faults);
  const seed = Number(options.seed);
  const chosen = operations.filter(({ name }) => options.only === undefined || name.includes(options.only));
  const scratch = realpathSync(mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'blpk-faults-')));
  say(`${faults} faults, seed ${seed}`);
  const runs = new BlpkRuns({ shimPath: shim.path, addonPath: addon.path, scratch });
  try {
    const random = randomFrom(seed);
    const rows = await inTurns(
      shares(faults, chosen, seed).map(([operation, share], index) => {
        const own = join(scratch, String(index));
        return disturb(operation, { faults: share, random, runs, shimPath: shim.path, scratch: own });
      }),
      (counts) =>
        `${sum(counts, 'faults')} faults so far, ${sum(counts, 'missed')} missed, ${sum(counts, 'wrong')} wrong`,
    );
    printTable(
      ['operation', 'calls', 'faults', 'missed', 'failed', 'done', 'wrong'],
      rows.map((row) => [row.name, row.calls, row.faults, row.missed, row.failed, row.done, row.wrong]),
    );
    process.exitCode = rows.some(({ wrong }) => wrong > 0) ? 1 : 0;
  } finally {
    runs.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

await main();

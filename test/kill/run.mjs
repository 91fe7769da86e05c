/**
 * Kills `blpk` at every call that changes a file, in the middle of its writes and at random times, and checks each time whether the
 * container has all of its old content or all of the new: with our reader (which undoes an interrupted edit and must leave no
 * journal), then with an independent one on python-blosc. If a kill left a journal, recovering readers are killed before that too,
 * at every call of a recovery, and so are the readers after them; these kills are counted with the others.
 *
 *   node test/kill/run.mjs [--kills 1000] [--seed N] [--only NAME]
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BlpkRuns } from './blpk-runs.mjs';
import { isSameContent, readContent } from './content.mjs';
import { inTurns, shares, sum } from './in-turns.mjs';
import { choosePoints, randomFrom } from './kill-points.mjs';
import { operations } from './operations.mjs';
import { printTable, say } from './print-table.mjs';
import { RecoveryKills } from './recovery-kills.mjs';
import { startReferenceReader } from './reference-reader.mjs';
import { buildForkAddon, buildShim, readCalls, shimVariables } from './shim.mjs';

const { values: options } = parseArgs({
  options: {
    kills: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    only: { type: 'string' },
  },
});

/**
 * Runs the operation in a fresh copy of its files.
 *
 * @param {import('./operations.mjs').Operation} operation
 * @param {{ template: string, work: string }} folders
 * @param {BlpkRuns} runs
 * @param {{ env?: Record<string, string>, killAfterMs?: number }} how
 */
function runOnce(operation, { template, work }, runs, { env, killAfterMs }) {
  rmSync(work, { recursive: true, force: true });
  cpSync(template, work, { recursive: true });
  const args = ['-n', '2', ...operation.args.map((word) => absolute(word, work))];
  const stdin = operation.input === undefined ? undefined : join(work, operation.input);
  return runs.run({ args, cwd: work, env, stdin }, killAfterMs);
}

/**
 * The shim sees paths as they are given.
 *
 * @param {string} word
 * @param {string} folder
 */
function absolute(word, folder) {
  return /\.(blp|dat|npy|json)$/.test(word) ? join(folder, word) : word;
}

/** @param {string} folder */
function journalsIn(folder) {
  return readdirSync(folder).filter((name) => name.endsWith('.journal'));
}

/** @typedef {{ name: string, kills: number, finished: number, recoveries: number, old: number, new: number, lost: number }} Row */

/**
 * @param {string} name
 * @returns {Row}
 */
function newRow(name) {
  return { name, kills: 0, finished: 0, recoveries: 0, old: 0, new: 0, lost: 0 };
}

/**
 * Kills an operation as often as is its share. Gives its counts, which grow, after each kill and the kills of recoveries after it.
 *
 * @param {import('./operations.mjs').Operation} operation
 * @param {{ kills: number, random: () => number, runs: BlpkRuns, scratch: string, recoveries: RecoveryKills, reference: ReturnType<typeof startReferenceReader> }} run
 * @returns {AsyncGenerator<Row>}
 */
async function* killOperation(operation, { kills, random, runs, scratch, recoveries, reference }) {
  const folders = { template: join(scratch, 'template'), work: join(scratch, 'work') };
  mkdirSync(folders.template, { recursive: true });
  operation.prepare(folders.template);
  const target = join(folders.work, operation.target ?? 'x.blp');
  const log = join(scratch, 'calls.log');
  const before = await readContent(join(folders.template, operation.target ?? 'x.blp'), reference);
  const dry = await runOnce(operation, folders, runs, { env: shimVariables(folders.work, { log }) });
  if (dry.code !== 0) throw new Error(`${operation.name}: failed without being killed`);
  const after = await readContent(target, reference);
  const row = newRow(operation.name);
  const look = async (/** @type {string} */ what) => {
    const problem = judge(row, { before, after, now: await readContent(target, reference), work: folders.work });
    if (problem) lose(row, `${what}: ${problem}`);
  };
  for (const point of choosePoints(readCalls(log), dry.elapsedMs, kills, random)) {
    if (row.kills + row.recoveries >= kills) break;
    const how = 'afterMs' in point ? { killAfterMs: point.afterMs } : { env: shimVariables(folders.work, point) };
    const { code, killed } = await runOnce(operation, folders, runs, how);
    if (killed) row.kills++;
    else row.finished++;
    if (!killed && code !== 0) lose(row, `${point.what}: ended by itself with ${code}`);
    if (killed && journalsIn(folders.work).length > 0) {
      row.recoveries += await recoveries.run(target, (what) => look(`${point.what}, ${what}`));
    }
    await look(point.what);
    yield row;
  }
}

/**
 * Counts a result and returns what is wrong with it; undefined when nothing is.
 *
 * @param {Row} row
 * @param {{ before: import('./content.mjs').Content, after: import('./content.mjs').Content, now: import('./content.mjs').Content, work: string }} found
 */
function judge(row, { before, after, now, work }) {
  const journals = journalsIn(work);
  if (journals.length > 0) return `${journals} is still there after reading`;
  // Where old and new content are the same (only their form differs), the bytes of the file show which it is.
  const isOld = isSameContent(now, before) && (!isSameContent(now, after) || now.bytes === before.bytes);
  if (isOld) row.old++;
  else if (isSameContent(now, after)) row.new++;
  else return `neither old nor new content: ${now.ours}; by the reference: ${now.reference}`;
  return undefined;
}

/**
 * Says at once what was lost: a long run may be stopped.
 *
 * @param {Row} row
 * @param {string} how
 */
function lose(row, how) {
  row.lost++;
  say(`LOST ${row.name}: ${how}`);
}

async function main() {
  const shim = buildShim();
  const addon = buildForkAddon();
  if ('missing' in shim || 'missing' in addon) {
    say(`SKIPPED: ${'missing' in shim ? shim.missing : 'the add-on that forks is missing'}`);
    return;
  }
  const kills = Number(options.kills);
  const seed = Number(options.seed);
  const chosen = operations.filter(({ name }) => options.only === undefined || name.includes(options.only));
  const scratch = realpathSync(mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'blpk-kill-')));
  const reference = startReferenceReader();
  if (!reference)
    say('SKIPPED: the independent reader, since there is no python3 with the blosc module (python3-blosc)');
  say(`${kills} kills, seed ${seed}`);
  const runs = new BlpkRuns({ shimPath: shim.path, addonPath: addon.path, scratch });
  try {
    const random = randomFrom(seed);
    const recoveries = new RecoveryKills({ runs, random, log: join(scratch, 'recovery.log') });
    const rows = await inTurns(
      shares(kills, chosen, seed).map(([operation, share], index) => {
        const how = { kills: share, random, runs, scratch: join(scratch, String(index)), recoveries, reference };
        return killOperation(operation, how);
      }),
      (counts) => {
        const [killed, ofRecoveries, lost] = [sum(counts, 'kills'), sum(counts, 'recoveries'), sum(counts, 'lost')];
        return `${killed + ofRecoveries} kills so far, ${ofRecoveries} of them of recoveries, ${lost} lost`;
      },
    );
    printTable(
      ['operation', 'kills', 'finished', 'recovery', 'old', 'new', 'lost'],
      rows.map((row) => [row.name, row.kills, row.finished, row.recoveries, row.old, row.new, row.lost]),
    );
    say(`recoveries killed at: ${[...recoveries.coverage].map(([name, kills]) => `${name} ${kills}`).join(', ')}`);
    process.exitCode = rows.some(({ lost }) => lost > 0) ? 1 : 0;
  } finally {
    runs.close();
    reference?.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

await main();

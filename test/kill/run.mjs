/**
 * Kills `blpk` at every call that changes a file, in the middle of its writes and at random times, and checks each time whether the
 * container has all of its old content or all of the new: with our reader (which undoes an interrupted edit and must leave no
 * journal), then with an independent one on python-blosc. If a kill left a journal, recovering readers are killed before that too,
 * at every call of a recovery, and so are the readers after them; these kills are counted with the others.
 *
 *   node test/kill/run.mjs [--kills 1000] [--seed N] [--only NAME]
 */
import { spawn } from 'node:child_process';
import {
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isSameContent, readContent } from './content.mjs';
import { choosePoints, randomFrom } from './kill-points.mjs';
import { blpk, operations } from './operations.mjs';
import { printTable, say } from './print-table.mjs';
import { RecoveryKills } from './recovery-kills.mjs';
import { startReferenceReader } from './reference-reader.mjs';
import { buildShim, readCalls, shimEnvironment } from './shim.mjs';

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
 * @param {{ env?: NodeJS.ProcessEnv, killAfterMs?: number }} how
 * @returns {Promise<{ code: number | null, killed: boolean, elapsedMs: number }>}
 */
async function runOnce(operation, { template, work }, { env = process.env, killAfterMs }) {
  rmSync(work, { recursive: true, force: true });
  cpSync(template, work, { recursive: true });
  const input = operation.input === undefined ? undefined : openSync(join(work, operation.input), 'r');
  const startMs = performance.now();
  const child = spawn(process.execPath, [blpk, '-n', '2', ...operation.args.map((word) => absolute(word, work))], {
    env,
    cwd: work,
    stdio: [input ?? 'ignore', 'ignore', 'ignore'],
  });
  const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  const [code, signal] = await new Promise((resolve) => child.on('exit', (...how) => resolve(how)));
  clearTimeout(timer);
  if (input !== undefined) closeSync(input);
  return { code, killed: signal === 'SIGKILL', elapsedMs: performance.now() - startMs };
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
 * @param {import('./operations.mjs').Operation} operation
 * @param {{ kills: number, random: () => number, shimPath: string, scratch: string, recoveries: RecoveryKills, reference: ReturnType<typeof startReferenceReader> }} run
 * @returns {Promise<Row>}
 */
async function killOperation(operation, { kills, random, shimPath, scratch, recoveries, reference }) {
  const folders = { template: join(scratch, 'template'), work: join(scratch, 'work') };
  rmSync(folders.template, { recursive: true, force: true });
  mkdirSync(folders.template);
  operation.prepare(folders.template);
  const target = join(folders.work, operation.target ?? 'x.blp');
  const log = join(scratch, 'calls.log');
  rmSync(log, { force: true });
  const before = await readContent(join(folders.template, operation.target ?? 'x.blp'), reference);
  const dry = await runOnce(operation, folders, { env: shimEnvironment(shimPath, folders.work, { log }) });
  if (dry.code !== 0) throw new Error(`${operation.name}: failed without being killed`);
  const after = await readContent(target, reference);
  const row = newRow(operation.name);
  const look = async (/** @type {string} */ what) => {
    const problem = judge(row, { before, after, now: await readContent(target, reference), work: folders.work });
    if (problem) lose(row, `${what}: ${problem}`);
  };
  for (const point of choosePoints(readCalls(log), dry.elapsedMs, kills, random)) {
    if (row.kills + row.recoveries >= kills) break;
    const how =
      'afterMs' in point ? { killAfterMs: point.afterMs } : { env: shimEnvironment(shimPath, folders.work, point) };
    const { code, killed } = await runOnce(operation, folders, how);
    if (killed) row.kills++;
    else row.finished++;
    if (!killed && code !== 0) lose(row, `${point.what}: ended by itself with ${code}`);
    if (killed && journalsIn(folders.work).length > 0) {
      row.recoveries += await recoveries.run(target, (what) => look(`${point.what}, ${what}`));
    }
    await look(point.what);
  }
  return row;
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
  if ('missing' in shim) {
    say(`SKIPPED: ${shim.missing}`);
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
  try {
    const random = randomFrom(seed);
    const recoveries = new RecoveryKills({ shimPath: shim.path, random, log: join(scratch, 'recovery.log') });
    const rows = [];
    for (const [index, operation] of chosen.entries()) {
      const share = Math.floor((kills * (index + 1)) / chosen.length) - Math.floor((kills * index) / chosen.length);
      rows.push(
        await killOperation(operation, { kills: share, random, shimPath: shim.path, scratch, recoveries, reference }),
      );
    }
    printTable(
      ['operation', 'kills', 'finished', 'recovery', 'old', 'new', 'lost'],
      rows.map((row) => [row.name, row.kills, row.finished, row.recoveries, row.old, row.new, row.lost]),
    );
    say(`recoveries killed at: ${[...recoveries.coverage].map(([name, kills]) => `${name} ${kills}`).join(', ')}`);
    process.exitCode = rows.some(({ lost }) => lost > 0) ? 1 : 0;
  } finally {
    reference?.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

await main();

import { filesIn, STDOUT } from './trial.mjs';

/** What each error must be called. @type {Readonly<Record<string, RegExp>>} */
const REASONS = {
  EIO: /input\/output error|i\/o error/i,
  ENOSPC: /no space left/i,
  EINTR: /interrupted/i,
  EXDEV: /cross-device|another file system/i,
  EPERM: /not permitted/i,
  ENOLCK: /locks/i,
};

const MESSAGE = /^blpk: error: .*$/;

/**
 * What is wrong with how a disturbed run ended and what it left; undefined when nothing is.
 *
 * @param {import('./trial.mjs').Trial} trial
 * @param {import('./fault-points.mjs').Fault} fault
 * @param {import('./trial.mjs').Outcome} run
 * @returns {Promise<string | undefined>}
 */
export async function judge(trial, fault, run) {
  const { undisturbed, before } = trial;
  const isDone = run.code === undisturbed.code;
  const words = wordsProblem(fault, run, isDone);
  if (words) return words;
  if (isDone && printed(trial, run) !== printed(trial, undisturbed))
    return `status ${run.code}, but standard output is not whole or right`;
  const expected = isDone ? undisturbed.files : before;
  const [wrong] = differences(run.files, expected).filter((name) => !isExcused(trial, fault, run, name));
  if (wrong) return `status ${run.code}, but '${wrong}' is ${stateOf(trial, run.files, wrong)}: ${run.stderr}`;
  return leftoverProblem(trial, run);
}

/**
 * What was printed, but for what differs each time.
 *
 * @param {import('./trial.mjs').Trial} trial
 * @param {import('./trial.mjs').Outcome} run
 */
function printed({ operation }, { stdout }) {
  return operation.varying ? stdout.replace(operation.varying, '') : stdout;
}

/**
 * @param {import('./fault-points.mjs').Fault} fault
 * @param {import('./trial.mjs').Outcome} run
 * @param {boolean} isDone
 */
function wordsProblem({ code }, { code: status, stderr }, isDone) {
  if (/^\s+at |unexpected:|\(unexpected/m.test(stderr)) return `a stack or a fault of the program: ${stderr}`;
  if (isDone) return undefined;
  if (status !== 1) return `status ${status}: ${stderr}`;
  const lines = stderr.trim().split('\n');
  if (!lines.every((line) => /^blpk: /.test(line)) || !lines.some((line) => MESSAGE.test(line)))
    return `no clear message: ${stderr}`;
  if (code === undefined) return `a short read or write is a failure: ${stderr}`;
  return REASONS[code]?.test(stderr) ? undefined : `the message does not say ${code}: ${stderr}`;
}

/**
 * @param {import('./trial.mjs').Files} found
 * @param {import('./trial.mjs').Files} expected
 */
function differences(found, expected) {
  const names = new Set([...found.keys(), ...expected.keys()]);
  return [...names].filter((name) => found.get(name) !== expected.get(name));
}

/**
 * A hidden file may stay where what removes it failed, and where a disk refuses everything; a container that is half changed
 * may stay so, where it was before or where the disk refused to put the old content back. The next command makes it good. Of many
 * outputs, those that were whole before the fault are kept; and so is what was done when only the report of it cannot be printed. A
 * repair that cannot cut off what no chunk uses any more says so.
 *
 * @param {import('./trial.mjs').Trial} trial
 * @param {import('./fault-points.mjs').Fault} fault
 * @param {import('./trial.mjs').Outcome} run
 * @param {string} name
 */
function isExcused(trial, { call, orders }, { files, stderr, hits }, name) {
  const { before, operation, undisturbed } = trial;
  const isDone = files.get(name) === undisturbed.files.get(name);
  if (isDone && (operation.hasManyOutputs || hits.some(({ path }) => path.endsWith(STDOUT)))) return true;
  const isHidden = name.split('/').pop()?.startsWith('.') ?? false;
  const wasHalfDone = before.has('.x.blp.journal');
  const refusesMore = orders.mode === 'broken' || orders.again !== undefined;
  // A journal that cannot be locked or checked may be another process's by now.
  const isUncertain = call === 'flock' || (call === 'stat' && hits[0]?.path.endsWith('.journal') === true);
  if (isHidden) return call === 'unlink' || isUncertain || refusesMore || wasHalfDone;
  if (stderr.includes('is repaired, but')) return trial.startsWithResult(name);
  return name === 'x.blp' && (refusesMore || wasHalfDone);
}

/**
 * What the next command finds: no journal stays, and the container has its old content or the new.
 *
 * @param {import('./trial.mjs').Trial} trial
 * @param {import('./trial.mjs').Outcome} run
 */
async function leftoverProblem(trial, run) {
  const { undisturbed, before, recovered, work } = trial;
  const hasHidden = [...run.files.keys()].some((name) => /(^|\/)\.[^/]*$/.test(name));
  if (!hasHidden && run.files.get('x.blp') === before.get('x.blp')) return undefined;
  if (!hasHidden && run.code === undisturbed.code) return undefined;
  const next = await trial.runNext(['info', 'x.blp']);
  const now = filesIn(work);
  const content = now.get('x.blp');
  if ([...now.keys()].some((name) => name.endsWith('.journal')))
    return `a journal is still there after the next command: ${next.stderr}`;
  if (run.stderr.includes('is repaired, but')) return undefined;
  const whole = [recovered.get('x.blp'), undisturbed.files.get('x.blp')];
  return whole.includes(content)
    ? undefined
    : `x.blp has neither its old content nor the new after the next command: ${next.stderr}`;
}

/**
 * @param {import('./trial.mjs').Trial} trial
 * @param {import('./trial.mjs').Files} found
 * @param {string} name
 */
function stateOf({ before, undisturbed }, found, name) {
  if (!found.has(name)) return 'gone';
  if (found.get(name) === before.get(name)) return 'as it was before';
  if (found.get(name) === undisturbed.files.get(name)) return 'as it should be after success';
  return before.has(name) ? 'changed' : 'left behind';
}

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FolderState, namesIn } from '../kill/folder-state.mjs';
import { blpk } from '../kill/operations.mjs';
import { readCalls, shimEnvironment } from '../kill/shim.mjs';

/** Names of the files below a folder, with what tells their content. @typedef {ReadonlyMap<string, string>} Files */

/**
 * How a run ended and what it left. `hits` are the calls that the shim did something to.
 *
 * @typedef {object} Outcome
 * @property {number | null} code
 * @property {string} stdout
 * @property {string} stderr
 * @property {Files} files
 * @property {readonly import('../kill/shim.mjs').FileCall[]} hits
 */

/** Where standard output goes: into the folder that the shim watches, so that writing there fails like anything else. */
export const STDOUT = 'standard-output';

/** The files of one operation, made once, and brought back for each run. */
export class Trial {
  /** @type {import('./operations.mjs').Operation} */
  operation;
  #shimPath;
  #log;
  #template;
  /** Bytes of each file after an undisturbed run. @type {ReadonlyMap<string, number>} */
  #sizes;
  /** Where it runs. */
  work;
  /** @type {Files} */
  before;
  /** The same when a reader has undone what is half done. @type {Files} */
  recovered;
  /** @type {Outcome} */
  undisturbed;

  /**
   * @param {import('./operations.mjs').Operation} operation
   * @param {string} scratch a folder without symbolic links
   * @param {string} shimPath
   */
  constructor(operation, scratch, shimPath) {
    this.operation = operation;
    this.#shimPath = shimPath;
    this.#log = join(scratch, 'calls.log');
    this.work = join(scratch, 'work');
    mkdirSync(this.work);
    operation.prepare(this.work, shimPath);
    this.#template = new FolderState(this.work);
    this.before = filesIn(this.work);
    this.runNext(['info', 'x.blp']);
    this.recovered = filesIn(this.work);
    this.undisturbed = this.run({});
    this.#sizes = new Map(
      [...this.undisturbed.files.keys()].map((name) => [name, statSync(join(this.work, name)).size]),
    );
  }

  /** The calls of an undisturbed run. */
  calls() {
    rmSync(this.#log, { force: true });
    this.run({ log: this.#log });
    return readCalls(this.#log);
  }

  /**
   * @param {import('../kill/shim.mjs').ShimOrders} orders
   * @returns {Outcome}
   */
  run(orders) {
    this.#template.restore();
    if (orders.at !== undefined) rmSync(this.#log, { force: true });
    const env = shimEnvironment(this.#shimPath, this.work, { count: 'all', log: this.#log, ...orders });
    const { stdout, ...how } = this.#spawn(this.operation, env);
    return { ...how, stdout, files: filesIn(this.work), hits: orders.at ? readCalls(this.#log) : [] };
  }

  /**
   * A command on what a run has left, undisturbed.
   *
   * @param {readonly string[]} args
   */
  runNext(args) {
    return this.#spawn({ args }, process.env);
  }

  /**
   * Whether a file is as after an undisturbed run, but for more bytes at its end.
   *
   * @param {string} name
   */
  startsWithResult(name) {
    const bytes = readFileSync(join(this.work, name)).subarray(0, this.#sizes.get(name) ?? 0);
    return digestOf(bytes) === this.undisturbed.files.get(name);
  }

  remove() {
    for (const path of [this.work, this.#log]) rmSync(path, { recursive: true, force: true });
  }

  /**
   * @param {{ args: readonly string[], input?: string }} command
   * @param {NodeJS.ProcessEnv} env
   */
  #spawn({ args, input }, env) {
    const stdin = input === undefined ? undefined : openSync(join(this.work, input), 'r');
    const stdout = openSync(join(this.work, STDOUT), 'w');
    const all = [blpk, '-n', '1', ...args.map((word) => this.#absolute(word))];
    const options = {
      cwd: this.work,
      env,
      stdio: [stdin ?? 'ignore', stdout, 'pipe'],
      encoding: /** @type {const} */ ('utf8'),
    };
    const { status, stderr } = spawnSync(
      process.execPath,
      all,
      /** @type {import('node:child_process').SpawnSyncOptionsWithStringEncoding} */ (options),
    );
    for (const fd of [stdin, stdout]) if (fd !== undefined) closeSync(fd);
    const printed = readFileSync(join(this.work, STDOUT), 'latin1');
    rmSync(join(this.work, STDOUT));
    return { code: status, stdout: printed, stderr };
  }

  /** @param {string} word */
  #absolute(word) {
    return /\.(blp|dat|np[yz]|json)$/.test(word) ? join(this.work, word) : word;
  }
}

/**
 * @param {string} folder
 * @returns {Files}
 */
export function filesIn(folder) {
  return new Map(namesIn(folder).map((name) => [name, contentOf(join(folder, name))]));
}

/** @param {string} path */
function contentOf(path) {
  return statSync(path).isDirectory() ? 'folder' : digestOf(readFileSync(path));
}

/** @param {Uint8Array} bytes */
function digestOf(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

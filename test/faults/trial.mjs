import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FolderState, namesIn } from '../kill/folder-state.mjs';
import { readCalls, shimVariables } from '../kill/shim.mjs';

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
  #runs;
  #messages;
  #log;
  #template;
  /** Bytes of each file after an undisturbed run. @type {ReadonlyMap<string, number>} */
  #sizes = new Map();
  /** Where it runs. */
  work;
  /** @type {Files} */
  before;
  /** The same when a reader has undone what is half done. @type {Files} */
  recovered = new Map();
  /** @type {Outcome} */
  undisturbed = { code: null, stdout: '', stderr: '', files: new Map(), hits: [] };

  /**
   * @param {import('./operations.mjs').Operation} operation
   * @param {string} scratch a folder without symbolic links
   * @param {{ runs: import('../kill/blpk-runs.mjs').BlpkRuns, shimPath: string }} how
   */
  constructor(operation, scratch, { runs, shimPath }) {
    this.operation = operation;
    this.#runs = runs;
    this.#messages = join(scratch, 'messages');
    this.#log = join(scratch, 'calls.log');
    this.work = join(scratch, 'work');
    mkdirSync(this.work, { recursive: true });
    operation.prepare(this.work, shimPath);
    this.#template = new FolderState(this.work);
    this.before = filesIn(this.work);
  }

  /** Runs it undisturbed, and returns the calls of that. */
  async calls() {
    await this.runNext(['info', 'x.blp']);
    this.recovered = filesIn(this.work);
    rmSync(this.#log, { force: true });
    this.undisturbed = await this.run({ log: this.#log });
    this.#sizes = new Map(
      [...this.undisturbed.files.keys()].map((name) => [name, statSync(join(this.work, name)).size]),
    );
    return readCalls(this.#log);
  }

  /**
   * @param {import('../kill/shim.mjs').ShimOrders} orders
   * @returns {Promise<Outcome>}
   */
  async run(orders) {
    this.#template.restore();
    if (orders.at !== undefined) rmSync(this.#log, { force: true });
    const env = shimVariables(this.work, { count: 'all', log: this.#log, ...orders });
    const how = await this.#blpk(this.operation, env);
    return { ...how, files: filesIn(this.work), hits: orders.at ? readCalls(this.#log) : [] };
  }

  /**
   * A command on what a run has left, undisturbed.
   *
   * @param {readonly string[]} args
   */
  runNext(args) {
    return this.#blpk({ args }, {});
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
   * @param {Record<string, string>} env
   */
  async #blpk({ args, input }, env) {
    const stdin = input === undefined ? undefined : join(this.work, input);
    const stdout = join(this.work, STDOUT);
    const all = ['-n', '1', ...args.map((word) => this.#absolute(word))];
    const run = { args: all, cwd: this.work, env, stdin, stdout, stderr: this.#messages };
    const { code } = await this.#runs.run(run);
    const printed = readFileSync(stdout, 'latin1');
    rmSync(stdout);
    return { code, stdout: printed, stderr: readFileSync(this.#messages, 'utf8') };
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

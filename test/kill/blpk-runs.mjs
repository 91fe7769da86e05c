import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { blpk } from './operations.mjs';

/**
 * One run of `blpk`. The environment is added to that of this process. Standard input, output and errors are files, the null device
 * if not given.
 *
 * @typedef {{ args: readonly string[], cwd: string, env?: Readonly<Record<string, string>>, stdin?: string, stdout?: string, stderr?: string }} Run
 *
 * How it ended: without a status when a signal ended it, and whether that was SIGKILL.
 *
 * @typedef {{ code: number | null, killed: boolean, elapsedMs: number }} Ended
 */

/** One of so many runs is a start of Node, as users have it: the others have to end the same way. */
const START_EVERY = 50;

/**
 * Runs `blpk` under the shim again and again, one run at a time: nearly always as a fork of a process that has loaded it, which is
 * many times faster than a start; see fork-server.cjs.
 */
export class BlpkRuns {
  #shimPath;
  #messages;
  #server;
  /** @type {AsyncIterator<string>} */
  #answers;
  #runs = 0;

  /** @param {{ shimPath: string, addonPath: string, scratch: string }} how; the folder `scratch` takes the server's messages */
  constructor({ shimPath, addonPath, scratch }) {
    this.#shimPath = shimPath;
    this.#messages = join(scratch, 'fork-server.messages');
    const messages = openSync(this.#messages, 'w');
    const args = ['--single-threaded', join(import.meta.dirname, 'fork-server.cjs'), addonPath, blpk];
    const env = { ...process.env, LD_PRELOAD: shimPath };
    this.#server = spawn(process.execPath, args, { env, stdio: ['ignore', messages, messages, 'pipe', 'pipe'] });
    closeSync(messages);
    this.#answers = createInterface(this.#stream(4))[Symbol.asyncIterator]();
  }

  /**
   * @param {Run} run
   * @param {number} [killAfterMs] when to kill it
   * @returns {Promise<Ended>}
   */
  async run(run, killAfterMs) {
    const isStart = this.#runs++ % START_EVERY === START_EVERY - 1;
    return isStart ? this.#start(run, killAfterMs) : this.#fork(run, killAfterMs);
  }

  close() {
    this.#stream(3).end();
  }

  /**
   * @param {Run} run
   * @param {number} [killAfterMs]
   * @returns {Promise<Ended>}
   */
  async #fork(run, killAfterMs) {
    this.#stream(3).write(`${JSON.stringify(run)}\n`);
    const pid = await this.#answer();
    if (pid < 0) throw new Error('the server of forks cannot fork');
    const startMs = performance.now();
    const timer = killAfterMs === undefined ? undefined : setTimeout(() => killIfThere(pid), killAfterMs);
    const status = await this.#answer();
    clearTimeout(timer);
    const elapsedMs = performance.now() - startMs;
    return { code: status < 0 ? null : status, killed: status === -constants.signals.SIGKILL, elapsedMs };
  }

  async #answer() {
    const { value, done } = await this.#answers.next();
    if (done) throw new Error(`the server of forks has ended: ${readFileSync(this.#messages, 'utf8')}`);
    return Number(value);
  }

  /**
   * @param {Run} run
   * @param {number} [killAfterMs]
   * @returns {Promise<Ended>}
   */
  async #start({ args, cwd, env, stdin, stdout, stderr }, killAfterMs) {
    const files = [
      openSync(stdin ?? '/dev/null', 'r'),
      openSync(stdout ?? '/dev/null', 'w'),
      openSync(stderr ?? '/dev/null', 'w'),
    ];
    const startMs = performance.now();
    const child = spawn(process.execPath, [blpk, ...args], {
      cwd,
      env: { ...process.env, LD_PRELOAD: this.#shimPath, ...env },
      stdio: files,
    });
    for (const file of files) closeSync(file);
    const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    const [code, signal] = await new Promise((resolve) => child.on('exit', (...how) => resolve(how)));
    clearTimeout(timer);
    return { code, killed: signal === 'SIGKILL', elapsedMs: performance.now() - startMs };
  }

  /**
   * @param {3 | 4} descriptor
   * @returns {import('node:net').Socket}
   */
  #stream(descriptor) {
    return /** @type {import('node:net').Socket} */ (this.#server.stdio[descriptor]); // both are pipes
  }
}

/** @param {number} pid of a process that may have ended just now */
function killIfThere(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Its end is about to be read.
  }
}

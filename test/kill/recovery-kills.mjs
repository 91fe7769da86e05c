import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { FolderState } from './folder-state.mjs';
import { pointsAround, shuffled } from './kill-points.mjs';
import { readCalls, shimVariables } from './shim.mjs';

/** How often the recovery of what one kill has left is killed. */
const KILLS_OF_EACH = 2;

/**
 * Kills readers that undo what a kill has left, at every call that changes a file, before it, after it and in the middle of
 * writes; and every second time the next reader as well, which finds what the first has left.
 */
export class RecoveryKills {
  #runs;
  #random;
  #log;
  /** Kills at each point of a recovery: those that had the fewest come next. @type {Map<string, number>} */
  #kills = new Map();
  /** The calls that recoveries made, and kills at each. @type {Map<string, number>} */
  #calls = new Map();

  /** @param {{ runs: import('./blpk-runs.mjs').BlpkRuns, random: () => number, log: string }} how */
  constructor({ runs, random, log }) {
    this.#runs = runs;
    this.#random = random;
    this.#log = log;
  }

  /** For each name of a call that a recovery made, how often one was killed there. */
  get coverage() {
    return new Map([...this.#calls].sort());
  }

  /**
   * @param {string} target the container, beside which a journal is
   * @param {(what: string) => Promise<void>} look what is there after each kill, which is the same as before when this is over
   * @returns {Promise<number>} readers that were killed
   */
  async run(target, look) {
    const state = new FolderState(dirname(target));
    const points = (await this.#pointsOf(target)).slice(0, KILLS_OF_EACH);
    let kills = 0;
    for (const [index, point] of points.entries()) {
      state.restore();
      if (!(await this.#kill(target, point))) continue;
      this.#count(point);
      kills++;
      if (index % 2 === 1) kills += await this.#killNext(target);
      await look(`recovery killed ${point.what}`);
    }
    state.restore();
    return kills;
  }

  /** @param {string} target */
  async #pointsOf(target) {
    rmSync(this.#log, { force: true });
    await this.#read(target, { log: this.#log });
    const calls = readCalls(this.#log);
    for (const { name } of calls) this.#calls.set(name, this.#calls.get(name) ?? 0);
    const points = shuffled(calls.flatMap(pointsAround), this.#random);
    const killsAt = (/** @type {import('./kill-points.mjs').CallPoint} */ point) => this.#kills.get(keyOf(point)) ?? 0;
    return points.sort((one, other) => killsAt(one) - killsAt(other));
  }

  /** @param {string} target */
  async #killNext(target) {
    const [point] = await this.#pointsAfter(target);
    if (!point || !(await this.#kill(target, point))) return 0;
    this.#count(point);
    return 1;
  }

  /** Of a reader of what is there now, which stays there. @param {string} target */
  async #pointsAfter(target) {
    const state = new FolderState(dirname(target));
    const points = await this.#pointsOf(target);
    state.restore();
    return points;
  }

  /**
   * @param {string} target
   * @param {import('./kill-points.mjs').CallPoint} point
   */
  async #kill(target, { at, mode, bytes }) {
    return (await this.#read(target, { at, mode, bytes })).killed;
  }

  /**
   * @param {string} target
   * @param {import('./shim.mjs').ShimOrders} orders
   */
  #read(target, orders) {
    const cwd = dirname(target);
    return this.#runs.run({ args: ['-n', '1', 'info', target], cwd, env: shimVariables(cwd, orders) });
  }

  /** @param {import('./kill-points.mjs').CallPoint} point */
  #count(point) {
    this.#kills.set(keyOf(point), (this.#kills.get(keyOf(point)) ?? 0) + 1);
    this.#calls.set(point.call, (this.#calls.get(point.call) ?? 0) + 1);
  }
}

/** @param {import('./kill-points.mjs').CallPoint} point */
function keyOf({ at, call, mode, bytes }) {
  return `${at} ${call} ${mode} ${bytes > 1 ? 'middle' : bytes}`;
}

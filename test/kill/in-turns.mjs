import { say } from './print-table.mjs';

/** A line of progress comes at most this often. */
const PROGRESS_EVERY_MS = 30_000;

/**
 * The trials that each operation gets of a total. When there are fewer trials than operations, the seed chooses who gets them, and the
 * others are left out.
 *
 * @template Operation
 * @param {number} total
 * @param {readonly Operation[]} operations
 * @param {number} seed
 * @returns {(readonly [Operation, number])[]}
 */
export function shares(total, operations, seed) {
  const upTo = (/** @type {number} */ count) => Math.floor((total * count) / operations.length);
  const first = seed % operations.length;
  return [...operations.slice(first), ...operations.slice(0, first)]
    .map((operation, index) => /** @type {const} */ ([operation, upTo(index + 1) - upTo(index)]))
    .filter(([, share]) => share > 0);
}

/**
 * One trial of each operation after the other, until all have had theirs, so that a run that is interrupted has tried all of them; says
 * now and then what there is so far.
 *
 * @template Row
 * @param {readonly AsyncGenerator<Row>[]} operations give their counts after each trial
 * @param {(rows: readonly Row[]) => string} progress
 * @returns {Promise<readonly Row[]>} the last counts of each
 */
export async function inTurns(operations, progress) {
  /** @type {Map<AsyncGenerator<Row>, Row>} */
  const rows = new Map();
  let saidMs = performance.now();
  for (const left = new Set(operations); left.size > 0; ) {
    for (const operation of left) {
      const { value, done } = await operation.next();
      if (done) left.delete(operation);
      else rows.set(operation, value);
      if (performance.now() - saidMs < PROGRESS_EVERY_MS) continue;
      saidMs = performance.now();
      say(progress([...rows.values()]));
    }
  }
  return [...rows.values()];
}

/**
 * @template {string} Name
 * @param {readonly Readonly<Record<Name, number>>[]} rows
 * @param {Name} name
 */
export function sum(rows, name) {
  return rows.reduce((total, row) => total + row[name], 0);
}

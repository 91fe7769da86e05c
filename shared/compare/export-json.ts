import type { Run } from './result.js';

/** A run as a file: everything, every repeat and the environment included. `parseRun` reads it. */
export function printRun(run: Run): string {
  return `${JSON.stringify(run, undefined, 1)}\n`;
}

import { execFileSync } from 'node:child_process';
import { canImport, PYTHON } from '../../python.js';

/** Debian's Python with python3-blosc and numpy, the libraries of the reference. */
export const hasPython = canImport('blosc, numpy');

/** The reason in the test's name why it did not run. */
export const pythonNote = hasPython ? '' : ' (SKIPPED: /usr/bin/python3 has no blosc and numpy)';

export function runPython(script: string, args: readonly string[], cwd: string): string {
  return execFileSync(PYTHON, ['-c', script, ...args], { cwd, encoding: 'utf8' });
}

import { execFileSync } from 'node:child_process';
import { canImport, PYTHON } from '../../../python.js';

/** Why tests with files of joblib cannot run; undefined where they can. */
export const withoutJoblib = canImport('joblib, numpy')
  ? undefined
  : `${PYTHON} has no joblib with numpy: NOT CHECKED that files of joblib are read`;

/** What a script prints; arguments are `sys.argv[1:]`. */
export function runJoblib(script: string, ...args: readonly string[]): string {
  return execFileSync(PYTHON, ['-W', 'ignore', '-c', script, ...args], { encoding: 'utf8' });
}

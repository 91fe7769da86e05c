import { execFileSync } from 'node:child_process';

const PYTHON = '/usr/bin/python3';

/** Debian's Python with python3-blosc and numpy, the libraries of the reference. */
export const hasPython = ((): boolean => {
  try {
    execFileSync(PYTHON, ['-c', 'import blosc, numpy'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** The reason in the test's name why it did not run. */
export const pythonNote = hasPython ? '' : ' (SKIPPED: /usr/bin/python3 has no blosc and numpy)';

export function runPython(script: string, args: readonly string[], cwd: string): string {
  return execFileSync(PYTHON, ['-c', script, ...args], { cwd, encoding: 'utf8' });
}

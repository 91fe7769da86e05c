import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';

/** The Python of the path: Debian has no package of pyarrow. */
const PYTHON = 'python3';

/** Why tests with pyarrow cannot run; undefined where they can. */
export const withoutArrow = ((): string | undefined => {
  try {
    execFileSync(PYTHON, ['-c', 'import pyarrow'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return `${PYTHON} has no pyarrow: NOT CHECKED that it opens what is written`;
  }
})();

/** What a script prints; arguments are `sys.argv[1:]`. */
export async function runArrow(script: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(PYTHON, ['-W', 'ignore', '-c', script, ...args]);
  return stdout;
}

import { canImport, runPython } from '../../../python.js';

/** The Python of the path: Debian has no package of pyarrow. */
const program = 'python3';

/** Why tests with pyarrow cannot run; undefined where they can. */
export const withoutArrow = canImport('pyarrow', program)
  ? undefined
  : `${program} has no pyarrow: NOT CHECKED that it opens what is written`;

/** What a script prints; arguments are `sys.argv[1:]`. */
export function runArrow(script: string, args: readonly string[]): Promise<string> {
  return runPython(script, args, { program });
}

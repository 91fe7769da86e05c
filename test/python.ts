import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';

/** Debian's, which has the packages that set-up installs. */
export const PYTHON = '/usr/bin/python3';

/** Whether a Python can import all of these modules. */
export function canImport(modules: string, program: string = PYTHON): boolean {
  try {
    execFileSync(program, ['-c', `import ${modules}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** What a script prints; arguments are `sys.argv[1:]`. Does not block, so that the script may ask a server in this process. */
export async function runPython(
  script: string,
  args: readonly string[],
  { cwd, program = PYTHON }: { readonly cwd?: string; readonly program?: string } = {},
): Promise<string> {
  const { stdout } = await promisify(execFile)(program, ['-W', 'ignore', '-c', script, ...args], {
    maxBuffer: 2 ** 26,
    ...(cwd !== undefined && { cwd }),
  });
  return stdout;
}

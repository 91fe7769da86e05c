import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';

const PYTHON = '/usr/bin/python3';

/** Why tests with zarr, fsspec, xarray and dask cannot run; undefined where they can. */
export const withoutZarr = ((): string | undefined => {
  try {
    execFileSync(PYTHON, ['-c', 'import zarr, fsspec, aiohttp, xarray, dask.array'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return `${PYTHON} has not all of zarr, fsspec, aiohttp, xarray and dask: NOT CHECKED that they open what is written`;
  }
})();

/** What a script prints; arguments are `sys.argv[1:]`. Does not block, so that the script may ask a server in this process. */
export async function runZarr(script: string, args: readonly string[], cwd: string): Promise<string> {
  const { stdout } = await promisify(execFile)(PYTHON, ['-W', 'ignore', '-c', script, ...args], { cwd });
  return stdout;
}

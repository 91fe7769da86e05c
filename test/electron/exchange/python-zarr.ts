import { canImport, PYTHON, runPython } from '../../python.js';

/** Why tests with zarr, fsspec, xarray and dask cannot run; undefined where they can. */
export const withoutZarr = canImport('zarr, fsspec, aiohttp, xarray, dask.array')
  ? undefined
  : `${PYTHON} has not all of zarr, fsspec, aiohttp, xarray and dask: NOT CHECKED that they open what is written`;

/** What a script prints; arguments are `sys.argv[1:]`. */
export function runZarr(script: string, args: readonly string[], cwd: string): Promise<string> {
  return runPython(script, args, { cwd });
}

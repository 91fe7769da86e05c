import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const headers = createRequire(import.meta.url)('node-api-headers').include_dir;

/** @typedef {{ call: number, name: string, sizeBytes: number, path: string }} FileCall one counted call; see shim.c */

/** @typedef {{ count?: 'changes' | 'all', at?: number, again?: number, mode?: string, bytes?: number, errno?: number, log?: string }} ShimOrders what to do at which call; see shim.c */

/**
 * Compiles the shim.
 *
 * @returns {{ path: string } | { missing: string }} where it is, or why there is none
 */
export function buildShim() {
  return buildLibrary('shim.c', 'shim.so');
}

/**
 * Compiles the add-on of the fork server.
 *
 * @returns {{ path: string } | { missing: string }} where it is, or why there is none
 */
export function buildForkAddon() {
  return buildLibrary('fork.c', 'fork.node');
}

/**
 * @param {string} source
 * @param {string} name of the library
 * @returns {{ path: string } | { missing: string }}
 */
function buildLibrary(source, name) {
  if (process.platform !== 'linux') return { missing: 'LD_PRELOAD needs Linux' };
  const folder = join(root, 'dist/kill');
  const path = join(folder, name);
  // Written under another name first: another process may be using the old one.
  const fresh = `${path}.${process.pid}`;
  mkdirSync(folder, { recursive: true });
  const flags = ['-O1', '-Wall', '-Wextra', '-Werror', '-shared', '-fPIC', `-I${headers}`];
  const args = [...flags, '-o', fresh, join(import.meta.dirname, source), '-ldl'];
  const run = spawnSync('cc', args, { encoding: 'utf8' });
  if (run.error) return { missing: 'there is no C compiler `cc`' };
  if (run.status !== 0) throw new Error(`${source} cannot be compiled:\n${run.stderr}`);
  renameSync(fresh, path);
  return { path };
}

/**
 * The environment that makes a program run under the shim.
 *
 * @param {string} shimPath
 * @param {string} folder whose files are watched, without symbolic links
 * @param {ShimOrders} orders
 * @returns {NodeJS.ProcessEnv}
 */
export function shimEnvironment(shimPath, folder, orders) {
  return { ...process.env, LD_PRELOAD: shimPath, ...shimVariables(folder, orders) };
}

/**
 * What the shim looks for in the environment.
 *
 * @param {string} folder whose files are watched, without symbolic links
 * @param {ShimOrders} orders
 * @returns {Record<string, string>}
 */
export function shimVariables(folder, orders) {
  const { count = 'changes', at = 0, again = 0, mode = '', bytes = 0, errno = 0, log } = orders;
  return {
    SHIM_DIR: folder,
    SHIM_COUNT: count,
    SHIM_AT: String(at),
    SHIM_AGAIN: String(again),
    SHIM_MODE: mode,
    SHIM_BYTES: String(bytes),
    SHIM_ERRNO: String(errno),
    ...(log && { SHIM_LOG: log }),
  };
}

/**
 * @param {string} log
 * @returns {readonly FileCall[]} none where there is no log, since nothing was called
 */
export function readCalls(log) {
  const lines = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
  return lines.map((line) => {
    const [call, name = '', sizeBytes, ...path] = line.split(' ');
    return { call: Number(call), name, sizeBytes: Number(sizeBytes), path: path.join(' ') };
  });
}

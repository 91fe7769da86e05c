import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** @typedef {{ call: number, name: string, sizeBytes: number, path: string }} FileCall one counted call; see shim.c */

/** @typedef {{ count?: 'changes' | 'all', at?: number, again?: number, mode?: string, bytes?: number, errno?: number, log?: string }} ShimOrders what to do at which call; see shim.c */

/**
 * Compiles the shim.
 *
 * @returns {{ path: string } | { missing: string }} where it is, or why there is none
 */
export function buildShim() {
  if (process.platform !== 'linux') return { missing: 'LD_PRELOAD needs Linux' };
  const folder = join(root, 'dist/kill');
  const path = join(folder, 'shim.so');
  // Written under another name first: another process may be using the old one.
  const fresh = `${path}.${process.pid}`;
  mkdirSync(folder, { recursive: true });
  const source = join(import.meta.dirname, 'shim.c');
  const run = spawnSync('cc', ['-O1', '-Wall', '-Wextra', '-Werror', '-shared', '-fPIC', '-o', fresh, source, '-ldl'], {
    encoding: 'utf8',
  });
  if (run.error) return { missing: 'there is no C compiler `cc`' };
  if (run.status !== 0) throw new Error(`the shim cannot be compiled:\n${run.stderr}`);
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
  const { count = 'changes', at = 0, again = 0, mode = '', bytes = 0, errno = 0, log } = orders;
  return {
    ...process.env,
    LD_PRELOAD: shimPath,
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

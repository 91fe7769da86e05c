import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.mjs';
import { announce, mustRun } from './run.mjs';

/**
 * The parts of a lock file's package entry that identify the installed package.
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }} LockedPackage
 * @typedef {{ packages: Record<string, LockedPackage> }} LockFile
 */

/** Installs the packages of package-lock.json, unless exactly those are installed. */
export function installPackages() {
  installLockedPackages();
  // The package with Electron's Node links it as `node`, which would replace the user's Node in
  // every npm script and under npx. It is only started by its path.
  for (const link of ['node', 'node.cmd', 'node.ps1']) rmSync(join(root, 'node_modules/.bin', link), { force: true });
}

function installLockedPackages() {
  const locked = readLock(join(root, 'package-lock.json'));
  // npm writes this copy last, so an interrupted installation does not look complete.
  const installed = readLock(join(root, 'node_modules/.package-lock.json'));
  if (locked && installed && isInstalled(locked, installed)) return;
  announce('installing the npm packages of package-lock.json (a minute or two, once; longer over a slow line)');
  // No package needs its install script; a new one that does should be reviewed first.
  npm('installing the npm packages', ['ci', '--ignore-scripts']);
}

/**
 * @param {LockFile} locked what should be there
 * @param {LockFile} installed what npm recorded after its last installation
 * @returns {boolean} true if every locked package is installed in its locked version; optional ones may be missing
 */
export function isInstalled(locked, installed) {
  return Object.entries(locked.packages).every(([path, wanted]) => {
    if (path === '') return true;
    const found = installed.packages[path];
    if (!found) return Boolean(wanted.optional || wanted.devOptional);
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

/**
 * @param {string} path
 * @returns {LockFile | undefined}
 */
function readLock(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}

/**
 * @param {string} doing
 * @param {readonly string[]} args
 */
function npm(doing, args) {
  const npmScript = process.env.npm_execpath;
  // If started by npm, the same npm; otherwise that on PATH, which on Windows is a script that needs a shell.
  if (npmScript?.endsWith('.js')) mustRun(doing, process.execPath, [npmScript, ...args]);
  else mustRun(doing, 'npm', args, { shell: process.platform === 'win32' });
}

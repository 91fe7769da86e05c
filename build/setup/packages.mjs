import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.mjs';
import { announce, mustRun } from './run.mjs';

/**
 * The parts of a lock file's package entry that tell whether the right thing is installed.
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }} LockedPackage
 * @typedef {{ packages: Record<string, LockedPackage> }} LockFile
 */

/** Installs what package-lock.json names, unless exactly that is installed already. */
export function installPackages() {
  installLockedPackages();
  // The package that brings Electron's Node links it as `node`, and would so take the place of the user's own Node in
  // every npm script and under npx. It is started by its path alone.
  for (const link of ['node', 'node.cmd', 'node.ps1']) rmSync(join(root, 'node_modules/.bin', link), { force: true });
}

function installLockedPackages() {
  const locked = readLock(join(root, 'package-lock.json'));
  // npm writes this copy last, so an interrupted installation does not look complete.
  const installed = readLock(join(root, 'node_modules/.package-lock.json'));
  if (locked && installed && isInstalled(locked, installed)) return;
  announce('installing the npm packages of package-lock.json (a minute or two, once; longer over a slow line)');
  // No package we use needs its install script, and one that starts to should be looked at first.
  npm('installing the npm packages', ['ci', '--ignore-scripts']);
}

/**
 * @param {LockFile} locked what should be there
 * @param {LockFile} installed what npm noted after its last installation
 * @returns {boolean} true when every locked package is installed in its locked version, and optional ones are so or absent
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
  // Started by npm: the same npm again. Otherwise the one on PATH, which on Windows is a script that needs a shell.
  if (npmScript?.endsWith('.js')) mustRun(doing, process.execPath, [npmScript, ...args]);
  else mustRun(doing, 'npm', args, { shell: process.platform === 'win32' });
}

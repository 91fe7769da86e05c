import { isOnPath } from './package-managers.mjs';
import { run } from './run.mjs';

/** @returns {boolean} whether apt is there and ours to use: as root, or with sudo that asks no password */
export function mayUseApt() {
  return isOnPath('apt-get') && (isRoot() || run('sudo', ['-n', 'true']).ok);
}

/**
 * Installs packages of Debian or Ubuntu.
 *
 * @param {readonly string[]} packages
 * @returns {{ ok: boolean, output: string }} of the first call that failed, or of the last
 */
export function aptInstall(packages) {
  const updated = apt(['update']);
  return updated.ok ? apt(['install', '-y', '--no-install-recommends', ...packages]) : updated;
}

/** @param {readonly string[]} args */
function apt(args) {
  // sudo resets the environment, so the variable has to be set on its far side.
  const command = [...(isRoot() ? [] : ['sudo', '-n']), 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
  return run(command[0] ?? 'env', command.slice(1));
}

function isRoot() {
  return process.getuid?.() === 0;
}

import { isOnPath } from './package-managers.mjs';
import { run } from './run.mjs';

/** @returns {boolean} whether apt exists and may be used: as root, or with sudo without a password */
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
  return updated.ok ? aptInstallListed(packages) : updated;
}

/**
 * The same, from the lists of packages that `aptInstall` has just brought up to date.
 *
 * @param {readonly string[]} packages
 * @returns {{ ok: boolean, output: string }}
 */
export function aptInstallListed(packages) {
  return apt(['install', '-y', '--no-install-recommends', ...packages]);
}

/** @param {readonly string[]} args */
function apt(args) {
  // sudo resets the environment, so the variable has to be set in its command.
  const command = [...(isRoot() ? [] : ['sudo', '-n']), 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
  return run(command[0] ?? 'env', command.slice(1));
}

function isRoot() {
  return process.getuid?.() === 0;
}

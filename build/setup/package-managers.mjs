import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The Debian and Ubuntu packages of the native build. */
export const aptPackages = ['g++', 'make', 'cmake'];

/** The line that installs the prerequisites, by the command that identifies each package manager; the first found is used. */
const installLines = [
  { command: 'apt-get', line: `sudo apt-get update && sudo apt-get install -y ${aptPackages.join(' ')}` },
  { command: 'dnf', line: 'sudo dnf install -y gcc-c++ make cmake' },
  { command: 'brew', line: 'brew install cmake' },
];

const otherwise = 'install a C++17 compiler and CMake';

/**
 * @param {(command: string) => boolean} has whether a command exists on this machine
 * @returns {string} the one line to run
 */
export function installLine(has = isOnPath) {
  return installLines.find(({ command }) => has(command))?.line ?? otherwise;
}

/**
 * @param {string} command
 * @param {NodeJS.ProcessEnv} env
 * @returns {boolean} true when one of the folders of PATH holds it
 */
export function isOnPath(command, env = process.env) {
  const suffixes = process.platform === 'win32' ? ['.exe', '.cmd', '.bat'] : [''];
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
  return folders.some((folder) => suffixes.some((suffix) => existsSync(join(folder, command + suffix))));
}

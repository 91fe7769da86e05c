/** Checks that no path leads out of the project. Prints a line for each that does; exit status 1 if there is any. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkPaths } from './paths/check.mjs';
import { root } from './root.mjs';

const problems = checkPaths(root, listFiles(root));
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;

/**
 * The project's files that git tracks or would add.
 *
 * @param {string} root of a git checkout
 * @returns {string[]} relative to the root, with forward slashes
 */
function listFiles(root) {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'];
  const names = execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 }).split('\0');
  return names.filter((name) => name !== '' && existsSync(join(root, name)));
}

import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { CodePaths, isCode } from './code.mjs';
import { machinePaths, relativePaths } from './text.mjs';

/**
 * Finds what leads out of the project: relative paths that climb above its root, and absolute ones of somebody's machine.
 *
 * In code, paths are worked out where they start from a known place: module specifiers, and calls such as
 * `join(import.meta.dirname, '../..')`, also by way of constants. In comments and in all other text a path is taken to start
 * in the folder of its file. Strings in code that start nowhere, as in tests of hostile names, are nobody's path.
 *
 * @param {string} root
 * @param {readonly string[]} files relative to the root, with forward slashes
 * @returns {string[]} a line for each path: file, line, and where it leads
 */
export function checkPaths(root, files) {
  const code = new CodePaths(root);
  return files.flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    if (text.includes('\0')) return [];
    const relative = isCode(file) ? code.list(file) : fromFolderOf(file, relativePaths(text));
    const climbing = relative
      .filter(({ path }) => isOutside(path))
      .map(({ path, line }) => `${file}:${line}: leads out of the project: ${path}, seen from its root`);
    const absolute = machinePaths(text).map(
      ({ path, line }) => `${file}:${line}: is a path of one machine: ${path} (a made-up home is /home/ann)`,
    );
    return [...climbing, ...absolute];
  });
}

/**
 * @param {string} file
 * @param {readonly import('./text.mjs').FoundPath[]} found
 * @returns {import('./text.mjs').FoundPath[]} as seen from the root
 */
export function fromFolderOf(file, found) {
  return found.map(({ path, line }) => ({ path: posix.join(posix.dirname(file), path), line }));
}

/** @param {string} path normalized, as seen from the root */
function isOutside(path) {
  return path === '..' || path.startsWith('../');
}

import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { CodePaths, isCode } from './code.mjs';
import { machinePaths, relativePaths } from './text.mjs';

/**
 * Finds paths that lead out of the project: relative ones above its root, and absolute ones that exist only on one machine.
 *
 * In code, paths are resolved if they start from a known place: module specifiers, and calls such as
 * `join(import.meta.dirname, '../..')`, also through constants. In comments and all other text, paths are resolved
 * from the folder of the file. Other strings in code, as in tests of hostile names, are not checked.
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
      .map(({ path, line }) => `${file}:${line}: leads out of the project: ${path}, relative to its root`);
    const absolute = machinePaths(text).map(
      ({ path, line }) => `${file}:${line}: is a path of one machine: ${path} (for examples use /home/ann)`,
    );
    return [...climbing, ...absolute];
  });
}

/**
 * @param {string} file
 * @param {readonly import('./text.mjs').FoundPath[]} found
 * @returns {import('./text.mjs').FoundPath[]} relative to the root
 */
export function fromFolderOf(file, found) {
  return found.map(({ path, line }) => ({ path: posix.join(posix.dirname(file), path), line }));
}

/** @param {string} path normalized, relative to the root */
function isOutside(path) {
  return path === '..' || path.startsWith('../');
}

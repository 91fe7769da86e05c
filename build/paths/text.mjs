/**
 * A path in a text.
 *
 * @typedef {{ path: string, line: number }} FoundPath `line` counts from 1
 */

/** `../` and what follows; `/..` at the end of a path, as in `$(dirname "$0")/..`. Not `.../`, and not the middle of a path. */
const RELATIVE = /(?<![\w.])\.\.\/[\w.@/-]*|(?<=\/)\.\.(?![\w./])/g;

/** Below a home folder, or in a workspace at the root of a disk. Not in a URL, and not the end of a longer path. */
const OF_A_MACHINE =
  /(?<![\w.:/\\$)}-])(?:\/root\/|\/work\/|\/(?:home|Users)\/(?!ann\b)\w|[A-Za-z]:[\\/]+Users[\\/]+(?!ann\b)\w)[\w./\\-]*/g;

/**
 * Relative paths that begin with `..`.
 *
 * @param {string} text
 * @returns {FoundPath[]}
 */
export function relativePaths(text) {
  return matches(text, RELATIVE);
}

/**
 * Absolute paths that exist only on one machine; not those of operating systems (`/usr`, `/tmp`) or of the
 * example user `ann`.
 *
 * @param {string} text
 * @returns {FoundPath[]}
 */
export function machinePaths(text) {
  return matches(text, OF_A_MACHINE);
}

/**
 * @param {string} text
 * @param {RegExp} pattern
 * @returns {FoundPath[]}
 */
function matches(text, pattern) {
  return text
    .split('\n')
    .flatMap((content, index) => (content.match(pattern) ?? []).map((path) => ({ path, line: index + 1 })));
}

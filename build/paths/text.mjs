/**
 * A path in a text.
 *
 * @typedef {{ path: string, line: number }} FoundPath `line` counts from 1
 */

/** `../` and what follows; `/..` at the end of a path, as in `$(dirname "$0")/..`. Not `.../`, and not the middle of a path. */
const RELATIVE = /(?<![\w.])\.\.\/[\w.@/-]*|(?<=\/)\.\.(?![\w./])/g;

/** Below somebody's home, or in a workplace at the root of a disk. Not in a URL, and not the end of a longer path. */
const OF_A_MACHINE =
  /(?<![\w.:/\\$)}-])(?:\/root\/|\/work\/|\/(?:home|Users)\/(?!ann\b)\w|[A-Za-z]:[\\/]+Users[\\/]+(?!ann\b)\w)[\w./\\-]*/g;

/**
 * Relative paths that begin by climbing.
 *
 * @param {string} text
 * @returns {FoundPath[]}
 */
export function relativePaths(text) {
  return matches(text, RELATIVE);
}

/**
 * Absolute paths that only one machine has. Those of an operating system (`/usr`, `/tmp`) are not among them, nor those of the
 * made-up user `ann`.
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

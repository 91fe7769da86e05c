import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { findCircles } from './circles.mjs';
import { listImports } from './specifiers.mjs';
import { violation } from './violations.mjs';

const folders = ['shared', 'native', 'electron', 'renderer', 'build', 'test'];
const isSource = /\.(ts|tsx|mts|mjs|js|cjs)$/;

/** @typedef {ReadonlyMap<string, readonly import('./specifiers.mjs').Import[]>} ImportsByFile */

/**
 * Checks every source file below a root against the import table, and that no files import each other in a circle.
 *
 * @param {string} root
 * @returns {string[]} a line for each forbidden import: file, line, module, and the rule it breaks; and one for each circle
 */
export function checkImports(root) {
  const imports = new Map(
    listSources(root).map((file) => [file, listImports(file, readFileSync(join(root, file), 'utf8'))]),
  );
  return [...listViolations(imports), ...listCircles(imports)];
}

/**
 * @param {ImportsByFile} imports
 * @returns {string[]}
 */
function listViolations(imports) {
  return [...imports].flatMap(([file, found]) =>
    found.flatMap((one) => {
      const problem = violation(file, one);
      return problem ? [`${file}:${one.line}: '${one.specifier}': ${problem}`] : [];
    }),
  );
}

/**
 * @param {ImportsByFile} imports
 * @returns {string[]}
 */
function listCircles(imports) {
  const graph = new Map(
    [...imports].map(([file, found]) => [file, found.flatMap((one) => sourceOf(file, one.specifier, imports))]),
  );
  return findCircles(graph).map(
    (circle) =>
      `${circle.join(' -> ')} -> ${circle[0]}: files import each other; give what they share a file of its own`,
  );
}

/**
 * @param {string} file the importing one
 * @param {string} specifier
 * @param {ImportsByFile} imports
 * @returns {string[]} the imported source file; none for packages and other files
 */
function sourceOf(file, specifier, imports) {
  if (!specifier.startsWith('.')) return [];
  const target = posix.join(posix.dirname(file), specifier.replace(/\?.*$/, ''));
  const candidates = [target, target.replace(/\.js$/, '.ts'), target.replace(/\.js$/, '.tsx')];
  return candidates.filter((path) => imports.has(path)).slice(0, 1);
}

/**
 * @param {string} root
 * @returns {string[]} paths relative to the root, with forward slashes
 */
function listSources(root) {
  return readdirSync(root)
    .filter((name) => folders.includes(name))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
    )
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => isSource.test(path));
}

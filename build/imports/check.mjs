import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listImports } from './specifiers.mjs';
import { violation } from './violations.mjs';

const folders = ['shared', 'native', 'electron', 'renderer', 'build', 'test'];
const isSource = /\.(ts|tsx|mts|mjs|js|cjs)$/;

/**
 * Checks every source file below a root against the import table.
 *
 * @param {string} root
 * @returns {string[]} a line for each forbidden import: file, line, module, and the rule it breaks
 */
export function checkImports(root) {
  return listSources(root).flatMap((file) =>
    listImports(file, readFileSync(join(root, file), 'utf8')).flatMap((found) => {
      const problem = violation(file, found);
      return problem ? [`${file}:${found.line}: '${found.specifier}': ${problem}`] : [];
    }),
  );
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

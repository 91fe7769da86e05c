/**
 * Writes the licences of everything that is handed on to dist/LICENSES.txt, and for the page to dist/renderer/licenses.txt: the
 * program's own, those of the codecs in the add-on, and those of the packages whose code is in the bundles. Fails where one is not
 * permissive.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageLists } from './bundles.mjs';
import { readPackage } from './licenses/bundled-packages.mjs';
import { licenseProblems } from './licenses/check.mjs';
import { printLicenses } from './licenses/print.mjs';
import { root } from './root.mjs';

/** @param {string} path relative to the root */
const read = (path) => readFileSync(join(root, path), 'utf8');

// Of node-addon-api the add-on has the headers inside.
const packages = [
  ...packageLists.flatMap((list) => JSON.parse(read(list))),
  readPackage(join(root, 'node_modules/node-addon-api')),
];
const problems = licenseProblems(packages, JSON.parse(read('package-lock.json')));
for (const problem of new Set(problems)) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else {
  const own = `===== Bloscpack Studio\n\n${read('LICENSE')}`;
  const all = [own, read('dist/native/LICENSES.txt').trimEnd(), printLicenses(packages)].join('\n');
  for (const path of ['dist/LICENSES.txt', 'dist/renderer/licenses.txt']) writeFileSync(join(root, path), all);
}

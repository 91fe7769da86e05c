/** Enforces the import table: a line for each forbidden import, and exit status 1 if there is one. */
import { checkImports } from './imports/check.mjs';
import { root } from './root.mjs';

const problems = checkImports(root);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;

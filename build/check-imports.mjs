/** Checks the import table and that no files import each other. Prints a line for each fault; exit status 1 if there is any. */
import { checkImports } from './imports/check.mjs';
import { root } from './root.mjs';

const problems = checkImports(root);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;

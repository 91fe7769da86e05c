/** Checks that no path leads out of the project. Prints a line for each that does; exit status 1 if there is any. */
import { checkPaths } from './paths/check.mjs';
import { listFiles } from './paths/files.mjs';
import { root } from './root.mjs';

const problems = checkPaths(root, listFiles(root));
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;

/** Enforces that no path leads out of the project: a line for each that does, and exit status 1 if there is one. */
import { checkPaths } from './paths/check.mjs';
import { listFiles } from './paths/files.mjs';
import { root } from './root.mjs';

const problems = checkPaths(root, listFiles(root));
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;

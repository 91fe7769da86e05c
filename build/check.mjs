/** `npm run check`: import table, lint, formatting, the types of every realm, and the tests on this Node. */
import './setup/node-version.mjs';
import { setUp } from './setup/set-up.mjs';
import { runStaticChecks } from './static-checks.mjs';
import { ownNode, runTests } from './tests/run-tests.mjs';

if (setUp()) {
  const failed = [...(await runStaticChecks()), ...runTests(ownNode, process.argv.slice(2)).failed];
  if (failed.length > 0) process.exitCode = 1;
} else {
  process.exitCode = 1;
}

/**
 * `npm run test:electron`: the specs of test/electron/real on the real Electron, which is downloaded if missing; fails
 * if there is none. Reports are written to `out/electron-specs/real/`. With names of groups, runs only those.
 *
 *     npm run test:electron -- start window   only these
 *     --no-skips                              fails if a spec was skipped
 */
import './setup/node-version.mjs';
import { findElectron } from './electron-binary.mjs';
import { setUp } from './setup/set-up.mjs';
import { closingLines } from './tests/closing-lines.mjs';
import { ownNode, runTests } from './tests/run-tests.mjs';

process.exitCode = setUp() ? await runSpecs(process.argv.slice(2)) : 1;

/**
 * @param {readonly string[]} args
 * @returns {Promise<number>} exit status
 */
async function runSpecs(args) {
  const electron = await findElectron();
  if ('reason' in electron) {
    console.error(`The specs need a real Electron. ${electron.reason}`);
    return 1;
  }
  process.env.E2E_REAL = '1';
  const groups = args.filter((arg) => !arg.startsWith('-'));
  const filters = (groups.length > 0 ? groups : ['']).map((group) => `test/electron/real/${group}`);
  // One after the other, because only one window on the display can have the focus.
  const counts = runTests(ownNode, ['--no-file-parallelism', ...filters]);
  for (const line of closingLines(counts)) console.log(line);
  const isIncomplete = args.includes('--no-skips') && counts.skipped.length > 0;
  return counts.failed.length > 0 || counts.passed === 0 || isIncomplete ? 1 : 0;
}

/**
 * `npm run package -- --linux deb`: set-up and a package in `out/`. Other arguments are passed on to
 * electron-builder, which by default builds all packages of this platform.
 *
 *     --e2e    a flavour that end-to-end tests can drive, in `out/e2e/`
 */
import './setup/node-version.mjs';
import { spawnSync } from 'node:child_process';
import { builderArguments, foreignTarget } from './packaging/arguments.mjs';
import { root } from './root.mjs';
import { setUp } from './setup/set-up.mjs';

try {
  process.exitCode = setUp() ? packageApp(process.argv.slice(2)) : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/**
 * @param {readonly string[]} commandLine
 * @returns {number} exit status
 */
function packageApp(commandLine) {
  const e2e = commandLine.includes('--e2e');
  const args = commandLine.filter((arg) => arg !== '--e2e');
  const foreign = foreignTarget(args, process);
  if (foreign) throw new Error(`Expected a target for ${process.platform}-${process.arch} but received ${foreign}.`);
  const builder = builderArguments({ e2e, args }, process.platform);
  const { status } = spawnSync(process.execPath, ['node_modules/electron-builder/cli.js', ...builder], {
    cwd: root,
    stdio: 'inherit',
  });
  return status ?? 1;
}

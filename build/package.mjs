/**
 * `npm run package -- --linux deb`: set-up, the add-on of a release, and a package in `out/`. What is not named here
 * is handed on to electron-builder; without any, it makes every package of this platform.
 *
 *     --e2e                  a flavour that end-to-end tests can drive, in `out/e2e/`
 *     --development-add-on   with the add-on of a development build: runs only where this machine's C-Blosc is
 *     --sources <folder>     sources of the codecs, instead of downloads: see native/build.mjs
 */
import './setup/node-version.mjs';
import { spawnSync } from 'node:child_process';
import { builderArguments, foreignTarget } from './packaging/arguments.mjs';
import { root } from './root.mjs';
import { announce, mustRun } from './setup/run.mjs';
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
  const { e2e, developmentAddOn, sources, args } = readCommandLine(commandLine);
  const foreign = foreignTarget(args, process);
  if (foreign) throw new Error(`Expected a target for ${process.platform}-${process.arch} but received ${foreign}.`);
  const builder = builderArguments({ e2e, args });
  const native = developmentAddOn ? 'dist/native' : bundledAddOn(sources);
  const { status } = spawnSync(process.execPath, ['node_modules/electron-builder/cli.js', ...builder], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, BLOSCPACK_NATIVE_FOLDER: native },
  });
  return status ?? 1;
}

/**
 * Takes our options out of a command line.
 *
 * @param {readonly string[]} commandLine
 */
function readCommandLine(commandLine) {
  const args = [...commandLine];
  /** @param {string} name */
  const takeFlag = (name) => {
    const at = args.indexOf(name);
    return at >= 0 && args.splice(at, 1).length > 0;
  };
  const at = args.indexOf('--sources');
  const sources = at >= 0 ? args.splice(at, 2)[1] : undefined;
  return { e2e: takeFlag('--e2e'), developmentAddOn: takeFlag('--development-add-on'), sources, args };
}

/**
 * @param {string | undefined} sources
 * @returns {string} folder of the add-on, relative to the root
 */
function bundledAddOn(sources) {
  announce('building the native add-on with its codecs inside');
  const args = sources ? ['--sources', sources] : [];
  mustRun('building the native add-on', process.execPath, ['native/build.mjs', '--bundled', ...args]);
  return 'dist/native-bundled';
}

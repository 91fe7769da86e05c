/**
 * Builds the native add-on, from any folder, after `npm ci`. Prints nothing unless it fails.
 *
 *     node native/build.mjs                                  links the C-Blosc of the machine -> dist/native/
 *     node native/build.mjs --bundled [--sources <folder>]   compiles C-Blosc and its codecs in -> dist/native-bundled/
 *
 * The second is what releases ship. It downloads the sources that native/codecs/pins.cmake names, or takes them from the
 * folder, which has blosc, lz4, snappy, zlib and zstd unpacked in folders of those names.
 *
 * cmake-js works in dist/native-build (its default, build/, is a source folder here). Naming native/ as the project makes
 * cmake-js see `binary.napi_versions` in native/package.json, and so use the headers of Node-API from npm instead of
 * downloading those of one Node release.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const project = dirname(fileURLToPath(import.meta.url));
const dist = join(project, '..', 'dist');

function readOptions() {
  const { values } = parseArgs({ options: { bundled: { type: 'boolean' }, sources: { type: 'string' } } });
  if (values.sources && !values.bundled) throw new Error('--sources goes with --bundled.');
  return values;
}

function cmakeJsPath() {
  const manifest = createRequire(import.meta.url).resolve('cmake-js/package.json');
  return join(dirname(manifest), 'bin', 'cmake-js');
}

function cmakeJs(command, work, cmakeOptions = []) {
  const args = [cmakeJsPath(), command, '-d', project, '-O', work, '--config', 'Release', '-l', 'error'];
  const env = { CMAKE_BUILD_PARALLEL_LEVEL: String(availableParallelism()), ...process.env };
  const run = spawnSync(process.execPath, [...args, ...cmakeOptions], { env, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (run.error) throw run.error;
  if (run.status !== 0) throw new Error(`${run.stdout}${run.stderr}\nThe native add-on could not be built.`);
}

/** By way of a temporary name, because a process may have the old file mapped: overwriting it in place would crash it. */
function publish(source, target) {
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(source, `${target}.${process.pid}`);
  renameSync(`${target}.${process.pid}`, target);
}

function build({ bundled, sources }) {
  const name = bundled ? 'native-bundled' : 'native';
  const work = join(dist, `${name}-build`);
  // To compile alone would keep the options of the last time; and without --sources, CMake the last folder.
  const folder = sources ? resolve(sources) : '';
  if (bundled) cmakeJs('configure', work, ['--CDBLOSCPACK_BUNDLED_CODECS=ON', `--CDBLOSCPACK_SOURCES=${folder}`]);
  cmakeJs('compile', work);
  publish(join(work, 'Release', 'bloscpack.node'), join(dist, name, 'bloscpack.node'));
  if (bundled) publish(join(work, 'LICENSES.txt'), join(dist, name, 'LICENSES.txt'));
}

try {
  build(readOptions());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

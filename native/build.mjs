/**
 * Builds the native add-on, from any folder, after `npm ci`, to dist/native/. Prints nothing unless it fails.
 *
 * cmake-js works in dist/native-build (its default, build/, is a source folder here). Naming native/ as the project makes
 * cmake-js see `binary.napi_versions` in native/package.json, and so use the headers of Node-API from npm instead of
 * downloading those of one Node release.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = dirname(fileURLToPath(import.meta.url));
const dist = join(project, '..', 'dist');
const work = join(dist, 'native-build');

function cmakeJsPath() {
  const manifest = createRequire(import.meta.url).resolve('cmake-js/package.json');
  return join(dirname(manifest), 'bin', 'cmake-js');
}

function compile() {
  const args = [cmakeJsPath(), 'compile', '-d', project, '-O', work, '--config', 'Release', '-l', 'error'];
  const env = { CMAKE_BUILD_PARALLEL_LEVEL: String(availableParallelism()), ...process.env };
  const run = spawnSync(process.execPath, args, { env, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (run.error) throw run.error;
  if (run.status !== 0) throw new Error(`${run.stdout}${run.stderr}\nThe native add-on could not be built.`);
}

/** CMake does not continue a build that was started in another folder, for example in a checkout that was moved. */
function forgetOtherFolder() {
  const cache = join(work, 'CMakeCache.txt');
  if (!existsSync(cache)) return;
  const home = /^CMAKE_HOME_DIRECTORY:INTERNAL=(.*)$/m.exec(readFileSync(cache, 'utf8'))?.[1];
  if (home !== project.replaceAll('\\', '/')) rmSync(work, { recursive: true });
}

/** Writes to a temporary name first: a process that has the old file mapped would crash if it were overwritten. */
function publish(source, target) {
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(source, `${target}.${process.pid}`);
  renameSync(`${target}.${process.pid}`, target);
}

try {
  forgetOtherFolder();
  compile();
  publish(join(work, 'Release', 'bloscpack.node'), join(dist, 'native', 'bloscpack.node'));
  publish(join(work, 'LICENSES.txt'), join(dist, 'native', 'LICENSES.txt'));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

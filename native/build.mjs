/**
 * Builds the native add-on: `node native/build.mjs`, from any folder, after `npm ci`. Prints nothing unless it fails.
 *
 * cmake-js works in dist/native-build (its default, build/, is a source folder here); the result is put at
 * dist/native/bloscpack.node. Naming native/ as the project makes cmake-js see `binary.napi_versions` in
 * native/package.json, and so use the headers of Node-API from npm instead of downloading those of one Node release.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, renameSync } from 'node:fs';
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

/** By way of a temporary name, because a process may have the old file mapped: overwriting it in place would crash it. */
function publish() {
  const target = join(dist, 'native', 'bloscpack.node');
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(join(work, 'Release', 'bloscpack.node'), `${target}.${process.pid}`);
  renameSync(`${target}.${process.pid}`, target);
}

try {
  compile();
  publish();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

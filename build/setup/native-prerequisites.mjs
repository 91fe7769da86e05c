import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aptInstall, mayUseApt } from './apt.mjs';
import { aptPackages, installLine, isOnPath } from './package-managers.mjs';
import { announce, run, SetUpError } from './run.mjs';

const codecs = ['blosclz', 'lz4', 'lz4hc', 'snappy', 'zlib', 'zstd'];

/** Compiles, links and runs only where the compiler, C-Blosc, zlib and their headers are all in place. */
const probeSource = `
#include <blosc.h>
#include <cstdio>
#include <zlib.h>
int main() { std::printf("%s", blosc_list_compressors()); return zlibVersion()[0] == 0; }
`;

/**
 * Sees to it that the native add-on can be built here: finds the prerequisites, or installs them where it may.
 *
 * @throws {SetUpError} naming the one line to run
 */
export function ensureNativePrerequisites() {
  if (findPrerequisites()) return;
  if (installWithApt() && findPrerequisites()) return;
  throw new SetUpError(
    `The native add-on needs a C++ compiler, CMake, C-Blosc and zlib, and they are not all here. Run:\n  ${installLine()}`,
  );
}

/** @returns {boolean} */
function findPrerequisites() {
  if (!isOnPath('cmake')) return false;
  // The Visual Studio compiler is on nobody's PATH; CMake finds it, and says so if it cannot.
  if (process.platform === 'win32') return true;
  if (!isOnPath('make') && !isOnPath('ninja')) return false;
  const found = listCodecs();
  if (!found) return false;
  const missing = codecs.filter((codec) => !found.includes(codec));
  if (missing.length > 0) announce(`note: this machine's C-Blosc was built without ${missing.join(', ')}`);
  return true;
}

/** @returns {string[] | undefined} the codecs of the C-Blosc found; undefined when the probe cannot be built or run */
function listCodecs() {
  const folder = mkdtempSync(join(tmpdir(), 'bloscpack-probe-'));
  try {
    const probe = join(folder, 'probe');
    const compiler = process.env.CXX ?? 'c++';
    const args = ['-x', 'c++', '-', ...prefixFlags(), '-lblosc', '-lz', '-o', probe];
    if (!run(compiler, args, { input: probeSource }).ok) return undefined;
    const { ok, output } = run(probe, []);
    return ok ? output.split(',') : undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns {string[]} for prefixes where CMake looks and a compiler by itself does not, Homebrew's above all */
function prefixFlags() {
  const prefixes = [process.env.CMAKE_PREFIX_PATH, '/opt/homebrew', '/usr/local'];
  return prefixes
    .filter((prefix) => prefix !== undefined && existsSync(join(prefix, 'include/blosc.h')))
    .flatMap((prefix) => [`-I${prefix}/include`, `-L${prefix}/lib`, `-Wl,-rpath,${prefix}/lib`]);
}

/** @returns {boolean} false where apt is not there or not ours to use */
function installWithApt() {
  if (!mayUseApt()) return false;
  announce(`installing ${aptPackages.join(', ')} with apt`);
  const { ok, output } = aptInstall(aptPackages);
  if (!ok) throw new SetUpError(`installing with apt failed:\n${output}`);
  return true;
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aptInstall, mayUseApt } from './apt.mjs';
import { aptPackages, installLine, isOnPath } from './package-managers.mjs';
import { announce, run, SetUpError } from './run.mjs';

/** Sources that compile and link only if the compilers and their standard headers are installed. */
const probes = [
  { compiler: process.env.CC ?? 'cc', language: 'c', source: '#include <stdlib.h>\nint main(void) { return 0; }' },
  { compiler: process.env.CXX ?? 'c++', language: 'c++', source: '#include <string>\nint main() {}' },
];

/**
 * Ensures that the native add-on can be built: finds the prerequisites, or installs them if possible.
 *
 * @throws {SetUpError} naming the one line to run
 */
export function ensureNativePrerequisites() {
  if (findPrerequisites()) return;
  if (installWithApt() && findPrerequisites()) return;
  throw new SetUpError(
    `The native add-on needs a C++ compiler and CMake, and at least one of them is missing. Run:\n  ${installLine()}`,
  );
}

/** @returns {boolean} */
function findPrerequisites() {
  if (!isOnPath('cmake')) return false;
  // The Visual Studio compiler is never on PATH; CMake finds it, or reports that it is missing.
  if (process.platform === 'win32') return true;
  return (isOnPath('make') || isOnPath('ninja')) && probes.every(compiles);
}

/**
 * @param {{ compiler: string, language: string, source: string }} probe
 * @returns {boolean}
 */
function compiles({ compiler, language, source }) {
  const folder = mkdtempSync(join(tmpdir(), 'bloscpack-probe-'));
  try {
    return run(compiler, ['-x', language, '-', '-o', join(folder, 'probe')], { input: source }).ok;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns {boolean} false if apt does not exist or may not be used */
function installWithApt() {
  if (!mayUseApt()) return false;
  announce(`installing ${aptPackages.join(', ')} with apt (a minute or two, once)`);
  const { ok, output } = aptInstall(aptPackages);
  if (!ok) throw new SetUpError(`installing with apt failed:\n${output}`);
  return true;
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aptInstall, mayUseApt } from './apt.mjs';
import { aptPackages, installLine, isOnPath } from './package-managers.mjs';
import { announce, run, SetUpError } from './run.mjs';

/** Compiles and links only where the compilers and the headers of their languages are in place. */
const probes = [
  { compiler: process.env.CC ?? 'cc', language: 'c', source: '#include <stdlib.h>\nint main(void) { return 0; }' },
  { compiler: process.env.CXX ?? 'c++', language: 'c++', source: '#include <string>\nint main() {}' },
];

/**
 * Sees to it that the native add-on can be built here: finds the prerequisites, or installs them where it may.
 *
 * @throws {SetUpError} naming the one line to run
 */
export function ensureNativePrerequisites() {
  if (findPrerequisites()) return;
  if (installWithApt() && findPrerequisites()) return;
  throw new SetUpError(
    `The native add-on needs a C++ compiler and CMake, and they are not both here. Run:\n  ${installLine()}`,
  );
}

/** @returns {boolean} */
function findPrerequisites() {
  if (!isOnPath('cmake')) return false;
  // The Visual Studio compiler is on nobody's PATH; CMake finds it, and says so if it cannot.
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

/** @returns {boolean} false where apt is not there or not ours to use */
function installWithApt() {
  if (!mayUseApt()) return false;
  announce(`installing ${aptPackages.join(', ')} with apt (a minute or two, once)`);
  const { ok, output } = aptInstall(aptPackages);
  if (!ok) throw new SetUpError(`installing with apt failed:\n${output}`);
  return true;
}

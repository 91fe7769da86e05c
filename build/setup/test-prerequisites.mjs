import { aptInstall, mayUseApt } from './apt.mjs';
import { isOnPath } from './package-managers.mjs';
import { announce, run } from './run.mjs';

/** With another allocator in place of malloc, as Electron has it. */
const preloading = { ...process.env, LD_PRELOAD: 'libjemalloc.so.2' };

/**
 * What some tests need beyond the build. Nobody has to have it: those tests are skipped, with the reason, where it is not.
 *
 * @type {readonly { isHere: () => boolean, packages: readonly string[] }[]}
 */
const tools = [
  { isHere: () => isOnPath('chromium'), packages: ['chromium'] },
  {
    isHere: () => run('/usr/bin/python3', ['-c', 'import blosc, numpy']).ok,
    packages: ['python3-blosc', 'python3-numpy'],
  },
  { isHere: () => run('/usr/bin/python3', ['-c', 'import joblib, numpy']).ok, packages: ['python3-joblib'] },
  { isHere: () => isOnPath('clang-format'), packages: ['clang-format'] },
  {
    // The dynamic linker complains of what it cannot preload, and goes on.
    isHere: () => process.platform !== 'linux' || run('true', [], { env: preloading }).output === '',
    packages: ['libjemalloc2'],
  },
];

/** @returns {string[]} Debian's names of what is missing */
export function missingTestTools() {
  return tools.filter(({ isHere }) => !isHere()).flatMap((tool) => tool.packages);
}

/** Installs what is missing where that may be done; says so and goes on where it fails. */
export function installTestTools() {
  const packages = missingTestTools();
  if (packages.length === 0 || !mayUseApt()) return;
  announce(`installing ${packages.join(', ')} with apt, for the tests (some minutes, once)`);
  if (!aptInstall(packages).ok) announce('apt could not; the tests that need them are skipped');
}

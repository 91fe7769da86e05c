import { aptInstall, mayUseApt } from './apt.mjs';
import { announce, run } from './run.mjs';

/** Links only where clang and its libFuzzer are both in place. */
const PROBE = 'extern "C" int LLVMFuzzerTestOneInput(const unsigned char*, unsigned long) { return 0; }';

/** Whether the native fuzzers can be built here. */
export function hasFuzzingClang() {
  return run('clang++', ['-fsanitize=fuzzer', '-x', 'c++', '-', '-o', '/dev/null'], { input: PROBE }).ok;
}

/**
 * Debian's names of clang and of its sanitizers, whose package has the version in its name.
 *
 * @returns {string[]}
 */
export function clangPackages() {
  const version = /clang-(\d+)/.exec(run('apt-cache', ['depends', 'clang']).output)?.[1];
  return ['clang', ...(version ? [`libclang-rt-${version}-dev`] : [])];
}

/** Installs what the native fuzzers need, where it is missing and that may be done. */
export function installClang() {
  if (hasFuzzingClang() || !mayUseApt()) return;
  announce(`installing ${clangPackages().join(', ')} with apt, for the native fuzzers (some minutes, once)`);
  if (!aptInstall(clangPackages()).ok) announce('apt could not; the native fuzzers are skipped');
}

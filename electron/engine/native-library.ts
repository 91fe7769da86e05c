import { bloscVersion, returnFreedMemory as returnToSystem } from '../../native/index.js';

/** Versions of the compression libraries: `{ blosc: '1.21.3', codecs: { zstd: '1.5.4', ... } }`. */
export function codecVersions(): { readonly blosc: string; readonly codecs: Readonly<Record<string, string>> } {
  const { blosc, codecs } = bloscVersion();
  return { blosc, codecs };
}

/**
 * From now on, freed memory is returned to the system immediately, where the allocator (glibc) would keep it. For programs that
 * run for a long time; costs a few page faults for each large buffer. One call for each process is enough.
 */
export function returnFreedMemory(): void {
  returnToSystem();
}

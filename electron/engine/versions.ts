import { bloscVersion } from '../../native/index.js';

/** Versions of the libraries that do the compressing: `{ blosc: '1.21.3', codecs: { zstd: '1.5.4', ... } }`. */
export function codecVersions(): { readonly blosc: string; readonly codecs: Readonly<Record<string, string>> } {
  const { blosc, codecs } = bloscVersion();
  return { blosc, codecs };
}

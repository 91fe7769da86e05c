import { readFileSync } from 'node:fs';

/** The position of the fuses in Electron's executable, from electron/fuses: sentinel, a byte of version, one of length, a digit each. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** In the order of Electron's build/fuses/fuses.json5. */
const NAMES = [
  'runAsNode',
  'cookieEncryption',
  'nodeOptions',
  'nodeCliInspect',
  'embeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
  'wasmTrapHandlers',
] as const;

/** The defaults of Electron 45. */
const DEFAULTS = '101100011';

/** The bytes that electron-builder looks for, in Electron's defaults. */
export function fuseBlock(): Uint8Array {
  return Buffer.concat([Buffer.from(SENTINEL), Uint8Array.of(1, NAMES.length), Buffer.from(DEFAULTS)]);
}

/** The names of the fuses that are on, in an executable. */
export function fusesOn(path: string): readonly string[] {
  const content = readFileSync(path);
  const at = content.indexOf(SENTINEL);
  if (at < 0) throw new Error(`Expected the sentinel of the fuses in ${path}`);
  const wire = content.subarray(at + SENTINEL.length + 2).toString('latin1');
  return NAMES.filter((_, index) => wire[index] === '1');
}

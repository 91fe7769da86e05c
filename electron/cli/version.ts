import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codecVersions } from '../engine/native-library.js';

/** `1.2.3`. The bundle is in dist/, one folder below the package. */
export function packageVersion(): string {
  const text = readFileSync(join(__dirname, '..', 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version; // our own package.json
}

/** `blpk: 1.2.3`; with `-v` also the versions of its libraries and the platform. */
export function versionLine(verbose: boolean): string {
  const version = packageVersion();
  if (!verbose) return `blpk: ${version}\n`;
  const { blosc, codecs } = codecVersions();
  const libraries = Object.entries(codecs).map(([name, number]) => `${name} ${number}`);
  const platform = `Node ${process.versions.node}, ${process.platform}-${process.arch}`;
  return `blpk: ${version} (${platform}, C-Blosc ${blosc}: ${libraries.join(', ')})\n`;
}

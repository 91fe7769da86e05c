import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codecVersions } from '../engine/native-library.js';

/** `1.2.3`. The bundle is in dist/, one folder below the package. */
export function packageVersion(): string {
  const text = readFileSync(join(__dirname, '..', 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version; // our own package.json
}

/** `blpk: '1.2.3' blosc: '1.21.3' lz4: '1.9.4' ...`, as the reference prints versions; with `-v` also Node and the platform. */
export function versionLine(verbose: boolean): string {
  const { blosc, codecs } = codecVersions();
  const platform = { node: process.versions.node, platform: `${process.platform}-${process.arch}` };
  const versions = { blpk: packageVersion(), blosc, ...codecs, ...(verbose && platform) };
  return `${Object.entries(versions)
    .map(([name, version]) => `${name}: '${version}'`)
    .join(' ')}\n`;
}

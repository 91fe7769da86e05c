import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isOnPath } from '../../build/setup/package-managers.mjs';
import { scratchFolder } from './scratch-folder.js';

/** The content that electron-builder passed to fpm for a deb or rpm. */
export interface PackageContents {
  readonly args: readonly string[];
  /** Installed path of each file to its content; without folders. */
  readonly files: Readonly<Record<string, string>>;
}

/** Records its arguments beside the package it should write. */
const FPM = `#!${process.execPath}
const { readFileSync, statSync, writeFileSync } = require('node:fs');
const args = process.argv.slice(2);
const pairs = args.map((arg) => /^(\\/[^=]+)=(\\/.+)$/.exec(arg)).filter((match) => match && statSync(match[1]).isFile());
const files = Object.fromEntries(pairs.map(([, from, to]) => [to, readFileSync(from, 'latin1')]));
const target = args[args.indexOf('--package') + 1];
writeFileSync(target, '');
writeFileSync(target + '.json', JSON.stringify({ args, files }));
`;

/** Stands for the program that starts an AppImage; the file system follows it. */
const RUNTIME = '#!/bin/sh\nexit 1\n';

export const hasSquashfs = isOnPath('mksquashfs') && isOnPath('unsquashfs');

/** Environment variables that make electron-builder use these instead of downloading its own. */
export function linuxTools(): Readonly<Record<string, string>> {
  const folder = scratchFolder();
  const fpm = join(folder, 'fpm');
  writeFileSync(fpm, FPM);
  // Its name has no ending: a package.json in a folder above, whosoever's it is, would say what kind of script it is.
  writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }');
  chmodSync(fpm, 0o755);
  return { CUSTOM_FPM_PATH: fpm, ...(hasSquashfs ? { APPIMAGE_TOOLS_PATH: appImageTools(folder) } : {}) };
}

function appImageTools(folder: string): string {
  mkdirSync(join(folder, 'runtimes'));
  mkdirSync(join(folder, 'lib/x64'), { recursive: true });
  writeFileSync(join(folder, 'runtimes/runtime-x64'), RUNTIME);
  writeFileSync(join(folder, 'desktop-file-validate'), '');
  const mksquashfs = execFileSync('sh', ['-c', 'command -v mksquashfs'], { encoding: 'utf8' }).trim();
  symlinkSync(mksquashfs, join(folder, 'mksquashfs'));
  return folder;
}

/** The contents of a package that was to be written by the stand-in for fpm. */
export function contentsOf(path: string): PackageContents {
  // Written above.
  return JSON.parse(readFileSync(`${path}.json`, 'utf8')) as PackageContents;
}

/** Unpacks an AppImage and returns the folder. */
export function unpackAppImage(path: string): string {
  const target = join(scratchFolder(), 'root');
  execFileSync('unsquashfs', ['-q', '-n', '-o', `${RUNTIME.length}`, '-d', target, path], { stdio: 'pipe' });
  return target;
}

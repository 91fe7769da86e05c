import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fuseBlock } from './fuses.js';

export type Platform = 'linux' | 'win32' | 'darwin';

/** The path of Electron's executable, which has the fuses, in its distribution. */
export const EXECUTABLES = {
  linux: 'electron',
  win32: 'electron.exe',
  darwin: 'Electron.app/Contents/Frameworks/Electron Framework.framework/Electron Framework',
} as const satisfies Record<Platform, string>;

/** Writes what electron-builder needs to find in a distribution of Electron, without Electron. */
export function writeStandInElectron(folder: string, platform: Platform): void {
  for (const [path, content] of Object.entries(filesOf(platform))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content, { mode: 0o755 });
  }
}

function filesOf(platform: Platform): Readonly<Record<string, string | Uint8Array>> {
  const common = { version: '45.4.1', LICENSE: 'stand-in', 'LICENSES.chromium.html': 'stand-in' };
  if (platform === 'darwin') return { ...common, ...macFiles() };
  const start = platform === 'win32' ? emptyWindowsProgram() : Buffer.from('#!/bin/sh\nexit 0\n');
  return {
    ...common,
    [EXECUTABLES[platform]]: Buffer.concat([start, fuseBlock()]),
    'chrome-sandbox': 'stand-in',
    'locales/de.pak': 'stand-in',
    'locales/en-US.pak': 'stand-in',
    'resources/stand-in': '',
  };
}

function macFiles(): Readonly<Record<string, string | Uint8Array>> {
  const helpers = ['', ' (GPU)', ' (Plugin)', ' (Renderer)'].map((suffix) => `Electron Helper${suffix}`);
  return {
    'Electron.app/Contents/Info.plist': propertyList('Electron'),
    'Electron.app/Contents/MacOS/Electron': '#!/bin/sh\n',
    'Electron.app/Contents/Resources/electron.icns': '',
    [EXECUTABLES.darwin]: fuseBlock(),
    [join(dirname(EXECUTABLES.darwin), 'Versions/A/Resources/en.lproj/locale.pak')]: '',
    ...Object.fromEntries(
      helpers.flatMap((name) => {
        const contents = `Electron.app/Contents/Frameworks/${name}.app/Contents`;
        return [
          [`${contents}/Info.plist`, propertyList(name)],
          [`${contents}/MacOS/${name}`, '#!/bin/sh\n'],
        ];
      }),
    ),
  };
}

function propertyList(executable: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
<key>CFBundleExecutable</key><string>${executable}</string>
<key>CFBundleIdentifier</key><string>org.example.stand-in</string>
<key>CFBundleIconFile</key><string>electron.icns</string>
</dict></plist>`;
}

/** The part of resedit, a package of electron-builder's, that makes one. */
interface Resedit {
  readonly NtExecutable: { createEmpty(is32Bit: boolean, isDll: boolean): WindowsProgram };
  readonly NtExecutableResource: { from(program: WindowsProgram): WindowsResources };
  readonly Resource: { readonly VersionInfo: { createEmpty(): VersionInfo } };
}

interface WindowsProgram {
  generate(): ArrayBuffer;
}

interface WindowsResources {
  readonly entries: unknown[];
  outputResource(program: WindowsProgram): void;
}

interface VersionInfo {
  setFileVersion(version: string): void;
  outputToResourceEntries(entries: unknown[]): void;
}

/** No code, only the version that electron-builder rewrites. */
function emptyWindowsProgram(): Uint8Array {
  const { NtExecutable, NtExecutableResource, Resource } = loadResedit();
  const program = NtExecutable.createEmpty(false, false);
  const resources = NtExecutableResource.from(program);
  const version = Resource.VersionInfo.createEmpty();
  version.setFileVersion('45.4.1');
  version.outputToResourceEntries(resources.entries);
  resources.outputResource(program);
  return new Uint8Array(program.generate());
}

/** electron-builder's own copy, since it is not a dependency of this project. */
function loadResedit(): Resedit {
  const builder = createRequire(createRequire(import.meta.url).resolve('electron-builder/package.json'));
  // The part of its types that is used here.
  return createRequire(builder.resolve('app-builder-lib/package.json'))('resedit') as Resedit;
}

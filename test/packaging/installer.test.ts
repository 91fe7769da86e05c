import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isOnPath } from '../../build/setup/package-managers.mjs';
import { root } from './pack.js';
import { scratchFolder } from './scratch-folder.js';

/** As electron-builder's own installer uses the macros; the rest of it has to be downloaded. */
const script = (folder: string) => `
Unicode true
OutFile "${join(folder, 'installer.exe')}"
InstallDir "$TEMP"
Var appExe
!include "${join(root, 'build/installer.nsh')}"
Section
  StrCpy $appExe "$INSTDIR\\BloscpackStudio.exe"
  WriteUninstaller "$INSTDIR\\uninstall.exe"
  !insertmacro customInstall
SectionEnd
Section Uninstall
  !insertmacro customUnInstall
SectionEnd
`;

it('has additions to the installer for Windows that makensis compiles without a warning', (context) => {
  if (!isOnPath('makensis')) return context.skip('makensis is not installed');
  const folder = scratchFolder();
  const file = join(folder, 'installer.nsi');
  writeFileSync(file, script(folder));
  const run = spawnSync('makensis', ['-V2', '-WX', file], { encoding: 'utf8' });
  expect([run.status, run.stdout + run.stderr]).toEqual([0, '']);
});

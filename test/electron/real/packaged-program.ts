import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './electron-under-test.js';

/** `e2e` differs from a release in the one fuse that a debugger needs. */
export type Flavour = 'release' | 'e2e';

const outputs = { release: 'out', e2e: 'out/e2e' } as const satisfies Record<Flavour, string>;

/** By the start of the folder's name, which goes on with the architecture: `linux-unpacked`, `mac-arm64`. */
const folderNames = { linux: /^linux.*unpacked$/, darwin: /^mac/, win32: /^win.*unpacked$/ };

/** The program that `npm run package` has made for this platform. Throws, with the command to run, when it has not. */
export function packagedProgram(flavour: Flavour): string {
  const output = join(root, outputs[flavour]);
  const pattern = Object.entries(folderNames).find(([platform]) => platform === process.platform)?.[1];
  const folder = existsSync(output) ? readdirSync(output).find((name) => pattern?.test(name)) : undefined;
  const program = folder === undefined ? undefined : programIn(join(output, folder));
  if (program !== undefined) return program;
  const flag = process.platform === 'darwin' ? '--mac' : process.platform === 'win32' ? '--win' : '--linux';
  const command = `npm run package -- ${flavour === 'e2e' ? '--e2e ' : ''}${flag} dir`;
  throw new Error(`there is no package: '${command}' makes it`);
}

function programIn(folder: string): string | undefined {
  const names = readdirSync(folder);
  const bundle = names.find((name) => name.endsWith('.app'));
  if (bundle !== undefined) {
    const programs = join(folder, bundle, 'Contents/MacOS');
    return join(programs, readdirSync(programs)[0] ?? '');
  }
  const name = names.find((it) => it === 'bloscpack-studio' || it.endsWith('.exe'));
  return name === undefined ? undefined : join(folder, name);
}

/** On macOS the fuses are in the framework, elsewhere in the program itself. */
export function fileWithFuses(program: string): string {
  if (process.platform !== 'darwin') return program;
  const framework = 'Frameworks/Electron Framework.framework/Electron Framework';
  return join(dirname(dirname(program)), framework);
}

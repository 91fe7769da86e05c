import { execFile } from 'node:child_process';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { builderArguments } from '../../build/packaging/arguments.mjs';
import { bundleRenderer } from '../../build/vite.renderer.mjs';
import { scratchFolder } from './scratch-folder.js';
import { EXECUTABLES, type Platform, writeStandInElectron } from './stand-in-electron.js';

export const root = join(import.meta.dirname, '../..');

export interface Request {
  readonly platform: Platform;
  /** As on electron-builder's command line: `--linux`, `dir`. */
  readonly target: readonly string[];
  readonly e2e?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Packs the app as it is in `dist/` around a stand-in for Electron, and returns the folder of the results. */
export async function pack({ platform, target, e2e = false, environment = {} }: Request): Promise<string> {
  const scratch = scratchFolder();
  const electronDist = join(scratch, 'electron');
  const output = join(scratch, 'out');
  writeStandInElectron(electronDist, platform);
  await needRenderer();
  const own = [`-c.electronDist=${electronDist}`, `-c.directories.output=${output}`, '-c.mac.identity=null'];
  const args = builderArguments({ e2e, args: [...target, '--x64', ...own] }, process.platform);
  // On CI machines, recognised by the environment, electron-builder publishes by default.
  const env = { ...process.env, CI: 'true', ...environment };
  const cli = join(root, 'node_modules/electron-builder/cli.js');
  await promisify(execFile)(process.execPath, [cli, ...args], { cwd: root, env }).catch(
    (error: { stdout?: string }) => {
      // electron-builder says there what is wrong.
      throw new Error(`electron-builder failed:\n${error.stdout ?? ''}`, { cause: error });
    },
  );
  return output;
}

/** Builds the page if set-up has not run yet. Through a temporary folder, since another test may do the same. */
async function needRenderer(): Promise<void> {
  const target = join(root, 'dist/renderer');
  if (existsSync(join(target, 'index.html'))) return;
  const outDir = `${target}.${process.pid}`;
  await bundleRenderer({ root, outDir });
  if (existsSync(target)) rmSync(outDir, { recursive: true });
  else renameSync(outDir, target);
}

/** The executable with the fuses after packing, relative to the folder of the results. */
export const PACKED_EXECUTABLES = {
  linux: 'linux-unpacked/bloscpack-studio',
  win32: 'win-unpacked/Bloscpack Studio.exe',
  darwin: `mac/${EXECUTABLES.darwin.replace('Electron.app', 'Bloscpack Studio.app')}`,
} as const satisfies Record<Platform, string>;

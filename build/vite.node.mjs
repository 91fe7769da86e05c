import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { build } from 'vite';
import { packageListOf } from './bundles.mjs';
import { writeLauncher } from './launcher.mjs';
import { leaveOut } from './left-out-code.mjs';
import { listPackages } from './licenses/bundled-packages.mjs';
import { loadBuiltinsLate } from './load-builtins-late.mjs';

/**
 * Bundles one entry for Node and Electron's main process.
 *
 * CommonJS, so that `__dirname` is the bundle's folder and `require('electron')` can be replaced in tests; one file,
 * so that a program starts with one read. The target is the oldest supported Node, unless the bundle names
 * its own: the preload script runs in Electron's Chromium.
 *
 * @param {import('./bundles.mjs').Bundle} bundle
 * @param {{ root: string, outDir: string }} folders the entry is relative to `root`; `outDir` is absolute
 */
export async function bundleForNode({ entry, file, executable, target = 'node20', without = [] }, folders) {
  await build({
    configFile: false,
    root: folders.root,
    logLevel: 'warn',
    publicDir: false,
    plugins: [
      leaveOut(without.map((folder) => join(folders.root, folder))),
      listPackages(join(folders.outDir, packageListOf(file))),
      ...(executable ? [loadBuiltinsLate()] : []),
    ],
    ssr: { noExternal: true },
    build: {
      ssr: entry,
      outDir: folders.outDir,
      emptyOutDir: false,
      target,
      sourcemap: true,
      minify: false,
      rolldownOptions: {
        external: ['electron', /^electron\//, /^node:/, ...builtinModules],
        output: {
          format: 'cjs',
          entryFileNames: file,
          codeSplitting: false,
          // A program is read anew at each start; names are kept for the traces of --debug.
          ...(executable ? { minify: { compress: false, mangle: false, codegen: true } } : {}),
        },
      },
    },
  });
  if (executable) writeLauncher(join(folders.outDir, file));
}

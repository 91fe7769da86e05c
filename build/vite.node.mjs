import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { build } from 'vite';
import { packageListOf } from './bundles.mjs';
import { writeLauncher } from './launcher.mjs';
import { leaveOut } from './left-out-code.mjs';
import { listPackages } from './licenses/bundled-packages.mjs';
import { REPLACED, waitingFiles } from './waiting-files.mjs';

/**
 * Bundles one entry for Node and Electron's main process.
 *
 * CommonJS, so that `__dirname` is the bundle's folder and `require('electron')` can be replaced in tests; one file, or
 * parts and a launcher. The target is the oldest supported Node, unless the bundle names
 * its own: the preload script runs in Electron's Chromium.
 *
 * @param {import('./bundles.mjs').Bundle} bundle
 * @param {{ root: string, outDir: string }} folders the entry is relative to `root`; `outDir` is absolute
 */
export async function bundleForNode(bundle, folders) {
  const { entry, file, jobs, target = 'node20', waits = false, without = [] } = bundle;
  const parts = join(folders.outDir, `${file}.parts`);
  const built = await build({
    configFile: false,
    root: folders.root,
    logLevel: 'warn',
    publicDir: false,
    plugins: [
      ...(waits ? [waitingFiles(folders.root)] : []),
      leaveOut(without.map((folder) => join(folders.root, folder))),
      listPackages(join(folders.outDir, packageListOf(file))),
    ],
    ssr: { noExternal: true },
    build: {
      ssr: entry,
      outDir: jobs ? parts : folders.outDir,
      emptyOutDir: Boolean(jobs),
      target,
      sourcemap: true,
      minify: false,
      rolldownOptions: {
        // Parts get what they share from no part that exports something else.
        preserveEntrySignatures: 'strict',
        external: (id) => isExternal(id) && !(waits && id === REPLACED),
        output: {
          format: 'cjs',
          ...(jobs ? IN_PARTS : { entryFileNames: file, codeSplitting: false }),
        },
      },
    },
  });
  const outputs = Array.isArray(built) || !('output' in built) ? [] : built.output;
  const names = outputs.flatMap((output) => (output.type === 'chunk' && output.isEntry ? output.exports : []));
  if (jobs) writeLauncher(join(folders.outDir, file), parts, bundle, names);
}

/** @param {string} id */
function isExternal(id) {
  return id === 'electron' || id.startsWith('electron/') || id.startsWith('node:') || builtinModules.includes(id);
}

/**
 * A program is read anew at each start: it is in parts, of which those for what \`import()\` names are loaded when they are used. Names
 * are kept for the traces of --debug.
 *
 * @type {import('vite').Rolldown.OutputOptions}
 */
const IN_PARTS = {
  entryFileNames: 'main.cjs',
  // Those for several commands would be named after all of them.
  chunkFileNames: ({ name }) => (name.includes('~') ? 'shared-[hash].cjs' : '[name].cjs'),
  minify: { compress: false, mangle: false, codegen: true },
  codeSplitting: {
    groups: [
      { name: 'start', tags: ['$initial'], priority: 2 },
      { name: 'most', minShareCount: 8, priority: 1 },
      { name: 'some', minShareCount: 2, entriesAware: true, entriesAwareMergeThreshold: 20_000 },
    ],
  },
};

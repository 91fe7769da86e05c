import type { Command } from 'commander';
import type { RunCommand } from './context.js';

/** What the list of commands says of one; the code of all else is loaded when it is used. */
export interface CommandEntry {
  readonly name: string;
  readonly alias?: string;
  readonly summary: string;
  /** The function that gives the command its description, arguments, options and action. */
  readonly load: () => Promise<(command: Command, run: RunCommand) => void>;
}

/** The subcommands, in the order of the help. Adding one is a file in commands/ and an entry here. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'compress',
    alias: 'c',
    summary: 'compress files',
    load: async () => (await import('./commands/compress.js')).defineCompress,
  },
  {
    name: 'decompress',
    alias: 'd',
    summary: 'decompress containers',
    load: async () => (await import('./commands/decompress.js')).defineDecompress,
  },
  {
    name: 'append',
    alias: 'a',
    summary: 'add data to a container',
    load: async () => (await import('./commands/append.js')).defineAppend,
  },
  {
    name: 'info',
    alias: 'i',
    summary: 'show header, metadata and first chunk of containers',
    load: async () => (await import('./commands/info.js')).defineInfo,
  },
  {
    name: 'ls',
    summary: 'list containers, and what is inside of them',
    load: async () => (await import('./commands/ls.js')).defineLs,
  },
  {
    name: 'verify',
    summary: 'look for damage in containers',
    load: async () => (await import('./commands/verify.js')).defineVerify,
  },
  {
    name: 'repair',
    summary: 'save the undamaged data of damaged containers',
    load: async () => (await import('./commands/repair.js')).defineRepair,
  },
  {
    name: 'estimate',
    summary: 'estimate the result of compressing, from a sample',
    load: async () => (await import('./commands/estimate.js')).defineEstimate,
  },
  {
    name: 'compare',
    summary: 'measure codecs on your data and advise one',
    load: async () => (await import('./commands/compare.js')).defineCompare,
  },
  {
    name: 'pack',
    summary: 'compress numpy arrays: .npy, .npz',
    load: async () => (await import('./commands/pack.js')).definePack,
  },
  {
    name: 'unpack',
    summary: 'decompress numpy arrays to .npy or .npz',
    load: async () => (await import('./commands/unpack.js')).defineUnpack,
  },
  {
    name: 'slice',
    summary: 'read a part of an array',
    load: async () => (await import('./commands/slice.js')).defineSlice,
  },
  {
    name: 'meta',
    summary: 'show or change metadata',
    load: async () => (await import('./commands/meta.js')).defineMeta,
  },
  {
    name: 'recompress',
    summary: 'change how a container is compressed',
    load: async () => (await import('./commands/recompress.js')).defineRecompress,
  },
  {
    name: 'convert',
    summary: 'convert arrays between formats',
    load: async () => (await import('./commands/convert.js')).defineConvert,
  },
  {
    name: 'refs',
    summary: 'describe containers for zarr, xarray and dask',
    load: async () => (await import('./commands/refs.js')).defineRefs,
  },
  {
    name: 'digest',
    summary: 'fingerprint of the values of arrays',
    load: async () => (await import('./commands/digest.js')).defineDigest,
  },
  {
    name: 'diff',
    summary: 'compare the values of arrays',
    load: async () => (await import('./commands/diff.js')).defineDiff,
  },
  {
    name: 'clean',
    summary: 'remove what killed uploads to S3 have left',
    load: async () => (await import('./commands/clean.js')).defineClean,
  },
  {
    name: 'bench-formats',
    summary: 'compare whole file formats, written to disk and read back',
    load: async () => (await import('./commands/bench-formats.js')).defineBenchFormats,
  },
  {
    name: 'serve',
    summary: 'serve the app to a browser, also through a tunnel',
    load: async () => (await import('./commands/serve.js')).defineServe,
  },
  {
    name: 'help',
    summary: 'show help for a command',
    load: async () => (await import('./commands/help.js')).defineHelp,
  },
  {
    name: 'completion',
    summary: 'print a completion script for a shell',
    load: async () => (await import('./commands/completion.js')).defineCompletion,
  },
];

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { base, blpk, CHUNKS, damaged, operations as killed, run, writeJson, writeNpy } from '../kill/operations.mjs';
import { readCalls, shimEnvironment } from '../kill/shim.mjs';

/**
 * A command to be disturbed: those of the kills, and those that only read, or write what is new.
 *
 * @typedef {object} Operation
 * @property {string} name
 * @property {(folder: string, shimPath: string) => void} prepare makes the files it works on
 * @property {readonly string[]} args of `blpk`, relative to the folder
 * @property {string} [input] the file for standard input
 * @property {RegExp} [varying] what it prints and is different each time
 * @property {boolean} [hasManyOutputs] each of them is whole or not there, whatever happens to the others
 */

/** @type {readonly Operation[]} */
const others = [
  { name: 'compress', prepare: (folder) => base(folder), args: ['c', '-z', '16K', 'new.dat', 'y.blp'] },
  { name: 'compress a stream', prepare: (folder) => base(folder), args: ['c', '-', 'y.blp'], input: 'new.dat' },
  { name: 'compress to a stream', prepare: (folder) => base(folder), args: ['c', '-z', '16K', 'new.dat', '-'] },
  { name: 'decompress', prepare: (folder) => base(folder), args: ['d', 'x.blp', 'back.dat'] },
  { name: 'decompress over a file', prepare: (folder) => base(folder), args: ['-f', 'd', 'x.blp', 'new.dat'] },
  { name: 'decompress to a stream', prepare: (folder) => base(folder), args: ['d', 'x.blp', '-'] },
  { name: 'decompress a stream', prepare: (folder) => base(folder), args: ['d', '-', 'back.dat'], input: 'x.blp' },
  {
    name: 'decompress with metadata',
    prepare: described,
    args: ['d', '--metadata-out', 'm.json', 'x.blp', 'back.dat'],
    hasManyOutputs: true,
  },
  { name: 'pack an array', prepare: arrays, args: ['pack', '-z', '16K', 'old.npy', 'y.blp'] },
  { name: 'pack an archive', prepare: archive, args: ['pack', 'both.npz'], hasManyOutputs: true },
  { name: 'pack a member', prepare: archive, args: ['pack', '--member', 'y', 'both.npz', 'z.blp'] },
  { name: 'unpack to an array', prepare: packed, args: ['unpack', 'x.blp', 'back.npy'] },
  { name: 'unpack to an archive', prepare: packed, args: ['unpack', 'x.blp', 'y.blp', 'back.npz'] },
  { name: 'unpack to a stream', prepare: packed, args: ['unpack', 'x.blp', '-'] },
  { name: 'recompress', prepare: (folder) => base(folder), args: ['recompress', '-c', 'lz4', 'x.blp', 'y.blp'] },
  { name: 'slice', prepare: packed, args: ['slice', 'x.blp', '::500'] },
  { name: 'slice into a file', prepare: packed, args: ['slice', 'x.blp', '100:4000', 'part.npy'] },
  { name: 'info', prepare: described, args: ['info', 'x.blp'] },
  { name: 'info as JSON', prepare: packed, args: ['info', '--json', 'x.blp'] },
  { name: 'meta show', prepare: described, args: ['meta', 'show', 'x.blp'] },
  { name: 'estimate', prepare: arrays, args: ['estimate', 'old.npy'], varying: /speed: .*/g },
  { name: 'verify', prepare: (folder) => base(folder), args: ['verify', 'x.blp'] },
  { name: 'verify damage', prepare: half, args: ['verify', 'x.blp'] },
  { name: 'recovery by info', prepare: halfAppended, args: ['info', 'x.blp'] },
  { name: 'recovery by decompress', prepare: halfAppended, args: ['d', 'x.blp', 'back.dat'] },
  { name: 'recovery by append', prepare: halfAppended, args: ['a', 'x.blp', 'new.dat'] },
  { name: 'recovery by meta set', prepare: halfDescribed, args: ['meta', 'set', 'x.blp', 'unit=cm'] },
];

export const operations = [...killed, ...others];

/** @param {string} folder */
function described(folder) {
  writeJson(folder, 'old.json', { unit: 'mm', gain: 2 });
  base(folder, ['-m', 'old.json']);
}

/** @param {string} folder */
function arrays(folder) {
  writeNpy(join(folder, 'old.npy'), 5000, 1);
  writeNpy(join(folder, 'new.npy'), 7000, 2);
}

/** @param {string} folder */
function packed(folder) {
  arrays(folder);
  run(folder, ['pack', '-z', '16K', 'old.npy', 'x.blp']);
  run(folder, ['pack', '-z', '16K', 'new.npy', 'y.blp']);
}

/** @param {string} folder */
function archive(folder) {
  packed(folder);
  run(folder, ['unpack', 'x.blp', 'y.blp', 'both.npz']);
  for (const name of readdirSync(folder)) if (name !== 'both.npz') rmSync(join(folder, name));
}

/** @param {string} folder */
function half(folder) {
  damaged(folder, (bytes) => bytes.fill(0xff, 32, 32 + 8 * CHUNKS));
}

/**
 * @param {string} folder
 * @param {string} shimPath
 */
function halfAppended(folder, shimPath) {
  base(folder);
  leaveHalfDone(folder, ['a', join(folder, 'x.blp'), join(folder, 'new.dat')], shimPath);
}

/**
 * @param {string} folder
 * @param {string} shimPath
 */
function halfDescribed(folder, shimPath) {
  described(folder);
  leaveHalfDone(folder, ['meta', 'set', join(folder, 'x.blp'), 'gain=3'], shimPath);
}

/**
 * Kills a change in place of `x.blp` just before it flushes the container: all is written, and the journal says to undo it.
 *
 * @param {string} folder
 * @param {readonly string[]} args
 * @param {string} shimPath
 */
function leaveHalfDone(folder, args, shimPath) {
  const log = `${folder}.calls`;
  const target = join(folder, 'x.blp');
  const copies = `${folder}.copy`;
  spawnSync('cp', ['-a', folder, copies]);
  const inCopies = args.map((word) => word.replace(folder, copies));
  spawnSync(process.execPath, [blpk, ...inCopies], { env: shimEnvironment(shimPath, copies, { log }) });
  const flush = readCalls(log).find(({ name, path }) => name === 'fsync' && path === target.replace(folder, copies));
  for (const path of [log, copies]) rmSync(path, { recursive: true });
  const env = shimEnvironment(shimPath, folder, { at: flush?.call ?? 0, mode: 'before' });
  spawnSync(process.execPath, [blpk, ...args], { env });
  if (!existsSync(join(folder, '.x.blp.journal'))) throw new Error('the change that was to be killed left no journal');
}

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const blpk = join(import.meta.dirname, '../../dist/blpk.cjs');

/**
 * An operation that changes a container, to be killed during it.
 *
 * @typedef {object} Operation
 * @property {string} name
 * @property {(folder: string) => void} prepare makes the files it works on; the container is always `x.blp`
 * @property {readonly string[]} args of `blpk`, relative to the folder
 * @property {string} [target] the file to look at afterwards, when it is not `x.blp`
 * @property {string} [input] the file for standard input
 */

/** @type {readonly Operation[]} */
const all = [
  {
    name: 'compress over a file',
    prepare: (folder) => {
      writeJson(folder, 'old.json', { kept: 'until the new one is whole' });
      base(folder, ['-m', 'old.json']);
    },
    args: ['-f', 'c', '-z', '16K', 'new.dat', 'x.blp'],
  },
  { name: 'append', prepare: (folder) => base(folder), args: ['a', 'x.blp', 'new.dat'] },
  {
    name: 'append, no offsets',
    prepare: (folder) => base(folder, ['--no-offsets']),
    args: ['a', 'x.blp', 'new.dat'],
  },
  {
    name: 'append a stream',
    prepare: (folder) => base(folder),
    args: ['a', 'x.blp', '-'],
    input: 'new.dat',
  },
  {
    name: 'append to an array',
    prepare: (folder) => {
      writeNpy(join(folder, 'old.npy'), 5000, 1);
      writeNpy(join(folder, 'new.npy'), 7000, 2);
      run(folder, ['pack', '-z', '16K', 'old.npy', 'x.blp']);
    },
    args: ['a', '-c', 'zstd', 'x.blp', 'new.npy'],
  },
  {
    name: 'append, other metadata',
    prepare: (folder) => {
      writeJson(folder, 'old.json', { day: 'Monday', note: 'room enough for another day' });
      writeJson(folder, 'new.json', { day: 'Tuesday' });
      base(folder, ['-m', 'old.json']);
    },
    args: ['a', '-m', 'new.json', 'x.blp', 'new.dat'],
  },
  {
    name: 'append, growing',
    prepare: (folder) => base(folder, ['--max-app-chunks', '0']),
    args: ['a', '--grow', 'x.blp', 'new.dat'],
  },
  {
    name: 'meta set, in place',
    prepare: (folder) => {
      writeJson(folder, 'old.json', { unit: 'mm', gain: 2 });
      base(folder, ['-m', 'old.json']);
    },
    args: ['meta', 'set', 'x.blp', 'unit=cm', 'gain=3'],
  },
  {
    name: 'meta set, rewriting',
    prepare: (folder) => {
      writeJson(folder, 'old.json', { unit: 'mm' });
      writeJson(folder, 'new.json', { text: 'longer than the room '.repeat(50), list: [...Array(300).keys()] });
      base(folder, ['-m', 'old.json']);
    },
    args: ['meta', 'set', 'x.blp', '--file', 'new.json'],
  },
  {
    name: 'recompress, in place',
    prepare: (folder) => base(folder),
    args: ['recompress', '--in-place', '-c', 'zlib', '-l', '9', 'x.blp'],
  },
  {
    name: 'repair offsets, in place',
    prepare: (folder) => damaged(folder, (bytes) => bytes.fill(0xff, 32, 32 + 8 * CHUNKS)),
    args: ['repair', '--in-place', 'x.blp'],
  },
  {
    name: 'repair a cut, in place',
    prepare: (folder) => damaged(folder, (bytes) => bytes.subarray(0, bytes.length - 3000)),
    args: ['repair', '--in-place', 'x.blp'],
  },
  {
    name: 'repair a chunk, in place',
    prepare: (folder) => damaged(folder, (bytes) => bytes.fill(0, bytes.length / 2, bytes.length / 2 + 100)),
    args: ['repair', '--in-place', '--fill', '0', 'x.blp'],
  },
  {
    name: 'repair into a file',
    prepare: (folder) => damaged(folder, (bytes) => bytes.fill(0, bytes.length / 2, bytes.length / 2 + 100)),
    args: ['repair', 'x.blp', 'whole.blp'],
    target: 'whole.blp',
  },
];

/** Operations whose command the built program has. */
export const operations = operationsOf(helpText());

function helpText() {
  if (!existsSync(blpk)) throw new Error(`${blpk} is missing: run \`npm run build\` first`);
  return execFileSync(process.execPath, [blpk, '--help'], { encoding: 'utf8' });
}

/** @param {string} help */
function operationsOf(help) {
  return all.filter(({ args }) => hasCommand(help, args.find((word) => !word.startsWith('-')) ?? ''));
}

/**
 * @param {string} help
 * @param {string} name
 */
function hasCommand(help, name) {
  return new RegExp(`^ {2}(\\w+\\|)?${name}\\b|^ {2}\\w+\\|${name}\\b`, 'm').test(help);
}

/**
 * @param {string} folder
 * @param {readonly string[]} args
 */
export function run(folder, args) {
  execFileSync(process.execPath, [blpk, ...args], { cwd: folder, stdio: 'pipe' });
}

/**
 * A container of seven chunks, the last of which has room, and other data to put in or behind it.
 *
 * @param {string} folder
 * @param {readonly string[]} options
 */
export function base(folder, options = []) {
  writeFileSync(join(folder, 'old.dat'), numbers(100_000, 1));
  writeFileSync(join(folder, 'new.dat'), numbers(70_000, 2));
  run(folder, ['c', '-z', '16K', ...options, 'old.dat', 'x.blp']);
}

/** Chunks of `base`. */
export const CHUNKS = 7;

/**
 * The same container, damaged.
 *
 * @param {string} folder
 * @param {(bytes: Buffer) => Uint8Array} damage
 */
export function damaged(folder, damage) {
  base(folder);
  const path = join(folder, 'x.blp');
  writeFileSync(path, damage(readFileSync(path)));
}

/**
 * Bytes that compress a little, the same each time.
 *
 * @param {number} sizeBytes
 * @param {number} seed
 */
function numbers(sizeBytes, seed) {
  const bytes = new Uint8Array(sizeBytes);
  let state = seed;
  for (let i = 0; i < sizeBytes; i++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    bytes[i] = i % 8 < 3 ? state >>> 24 : 0;
  }
  return bytes;
}

/**
 * A column vector of float64.
 *
 * @param {string} path
 * @param {number} rows
 * @param {number} seed
 */
export function writeNpy(path, rows, seed) {
  const head = `{'descr': '<f8', 'fortran_order': False, 'shape': (${rows}, 1), }`;
  const text = `\x93NUMPY\x01\x00v\x00${head.padEnd(117)}\n`;
  writeFileSync(path, Buffer.concat([Buffer.from(text, 'latin1'), numbers(8 * rows, seed)]));
}

/**
 * @param {string} folder
 * @param {string} name
 * @param {unknown} value
 */
export function writeJson(folder, name, value) {
  writeFileSync(join(folder, name), JSON.stringify(value));
}

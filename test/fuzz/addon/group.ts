import { openSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Addon } from '../../../native/addon.js';
import { addon } from '../../../native/load.js';
import { type Group, mustHold } from '../group.js';
import { Random } from '../random.js';

type Kind =
  | 'bytes'
  | 'chunk'
  | 'settings'
  | 'choices'
  | 'digest'
  | 'count'
  | 'file'
  | 'files'
  | 'zero'
  | 'threads'
  | 'words'
  | 'lengths'
  | 'few'
  | 'counters'
  | 'doubles'
  | 'flag';

const place = ['file', 'count'] as const;
const limits = ['threads', 'count', 'counters'] as const;

/** What each function takes. `settings` are five numbers, `choices` a number of them and all of them in memory; a place in a file is a `file` and a `count`. */
const FUNCTIONS: Readonly<Record<keyof Addon, readonly Kind[]>> = {
  compress: ['bytes', 'bytes', 'settings'],
  compressAsync: ['bytes', 'bytes', 'settings'],
  decompress: ['chunk', 'bytes'],
  decompressAsync: ['chunk', 'bytes'],
  getitem: ['chunk', 'count', 'count', 'bytes'],
  validateChunk: ['chunk'],
  digest: ['bytes', 'digest', 'count'],
  readMany: ['file', 'doubles', 'count', 'bytes'],
  copyRun: [
    'few',
    'files',
    'doubles',
    'lengths',
    'digest',
    'bytes',
    'flag',
    'files',
    'doubles',
    'digest',
    'bytes',
    'doubles',
    ...limits,
  ],
  hash64: ['bytes'],
  readPart: [...place, 'count', 'chunk', 'digest', 'few', 'bytes'],
  readFirstPart: [...place, 'count', 'count', 'flag', 'count', 'digest', 'few', 'bytes', 'bytes', 'bytes'],
  deflate: ['bytes', 'bytes', 'digest'],
  deflateBound: ['count'],
  tryLock: ['file'],
  returnFreedMemory: [],
  wantLargePages: ['bytes'],
  versions: [],
  packRun: [...place, 'count', 'count', 'bytes', 'count', 'choices', 'digest', ...place, 'bytes', 'lengths', ...limits],
  unpackRun: [
    ...place,
    'count',
    'chunk',
    'few',
    'count',
    'count',
    'count',
    'count',
    'count',
    'few',
    'digest',
    ...place,
    'bytes',
    'lengths',
    'lengths',
    'lengths',
    ...limits,
  ],
  measureChunks: [
    'bytes',
    'words',
    'bytes',
    'bytes',
    'words',
    'doubles',
    'flag',
    'settings',
    'threads',
    'zero',
    'flag',
    'bytes',
  ],
};

const NAMES = Object.keys(FUNCTIONS) as readonly (keyof Addon)[]; // its own keys
const FILE_BYTES = 64 * 1024;
const MAX_BYTES = 8192;

/**
 * The add-on as JavaScript sees it, without the typed wrapper: any function with any arguments answers or throws an Error. The
 * input is the seed of the arguments.
 */
export const addonGroup: Group = {
  make: (seed) => Uint8Array.of(seed, seed >>> 8, seed >>> 16, seed >>> 24),
  async check(input) {
    const random = new Random(Buffer.from(input).readInt32LE());
    const name = random.pick(NAMES);
    const args = FUNCTIONS[name].flatMap((kind) => argumentsOf(kind, random));
    if (random.oneIn(12)) args.length = random.below(args.length + 1);
    const call = addon()[name] as (...all: readonly unknown[]) => unknown; // whatever is handed over
    try {
      await call(...args);
    } catch (error) {
      mustHold(error instanceof Error && error.message !== '', `${name} says what is wrong with its arguments`);
    }
  },
};

function argumentsOf(kind: Kind, random: Random): readonly unknown[] {
  if (kind === 'settings') return settingsOf(random).map((right) => (random.oneIn(20) ? strange(random) : right));
  if (kind === 'choices') {
    const numbers = Int32Array.from(Array.from({ length: random.below(4) }, () => settingsOf(random)).flat());
    if (random.oneIn(10)) numbers[random.below(5)] = random.below(2 ** 31) - 2 ** 30;
    const count = random.oneIn(20) ? strange(random) : numbers.length / 5 + (random.oneIn(20) ? 1 : 0);
    return [count, new Uint8Array(numbers.buffer)];
  }
  const isFixed = kind === 'file' || kind === 'files' || kind === 'zero';
  if (random.oneIn(12)) return [isFixed ? oneOf(NO_NUMBERS, random) : strange(random)];
  return [argumentOf(kind, random)];
}

function settingsOf(random: Random): readonly number[] {
  return [random.below(6), random.below(10), random.below(3), 1 + random.below(255), random.below(3) * 512];
}

function argumentOf(kind: Exclude<Kind, 'settings'>, random: Random): unknown {
  switch (kind) {
    case 'bytes':
      return bytesOf(random);
    case 'chunk':
      return chunkOf(random);
    case 'digest':
      return random.below(9);
    case 'few':
      return random.below(32);
    case 'lengths':
      return new Uint8Array(new Uint32Array(random.pick([0, 16, 128, 4096])).buffer);
    // As RunCounters: going on, or cancelled.
    case 'counters':
      return new Uint8Array(BigInt64Array.of(random.oneIn(8) ? 1n : 0n, 0n, 0n, 0n).buffer);
    case 'count':
      return random.pick([0, 1, random.below(300), random.below(FILE_BYTES * 2), -1, 2 ** 31 - 1]);
    // Never a descriptor of somebody else's file.
    case 'file':
      return fileOf(random);
    case 'files':
      return new Uint8Array(Int32Array.from({ length: 4 + random.below(6) }, () => fileOf(random)).buffer);
    case 'zero':
      return 0;
    case 'threads':
      return 1 + random.below(4);
    case 'words':
      return new Uint8Array(Uint32Array.from({ length: random.below(6) }, () => random.below(4000)).buffer);
    case 'doubles':
      return new Uint8Array(Float64Array.from({ length: 4 + random.below(6) }, () => doubleOf(random)).buffer);
    case 'flag':
      return random.below(2);
  }
}

function fileOf(random: Random): number {
  return random.pick([scratchFile(), scratchFile(), -1, 999_999]);
}

function doubleOf(random: Random): number {
  return random.pick([0, random.below(FILE_BYTES), -1, Number.NaN, 1e300, 2 ** 53, Number.POSITIVE_INFINITY]);
}

/** Whole buffers, parts of some, shared ones, and some that were given away. */
function bytesOf(random: Random): Uint8Array {
  const size = random.pick([0, 1, 16, random.below(600), random.below(MAX_BYTES)]);
  const kind = random.below(8);
  if (kind === 0) return new Uint8Array(new SharedArrayBuffer(size));
  if (kind === 1) return random.bytes(size + 7).subarray(random.below(8));
  const bytes = Uint8Array.from(random.bytes(size));
  if (kind === 2) structuredClone(bytes, { transfer: [bytes.buffer] });
  return bytes;
}

/** A chunk that Blosc made, and mostly something wrong in it. */
function chunkOf(random: Random): Uint8Array {
  const plain = new Uint8Array(random.below(2000)).fill(random.below(256));
  const packed = new Uint8Array(plain.byteLength + 16);
  const size = addon().compress(
    plain,
    packed,
    random.below(6),
    random.below(10),
    random.below(3),
    1 + random.below(16),
    0,
  );
  const chunk = packed.slice(0, size);
  for (let changes = random.below(4); changes > 0; changes--) chunk[random.below(chunk.length)] = random.below(256);
  return random.oneIn(6) ? chunk.subarray(0, random.below(chunk.length + 1)) : chunk;
}

const NO_NUMBERS: readonly unknown[] = [undefined, null, '1', {}, [], Symbol('x'), 1n, Number.NaN, -2, 1.5];

function strange(random: Random): unknown {
  const values = [
    ...NO_NUMBERS,
    2 ** 53,
    -(2 ** 53),
    1e308,
    new Float64Array(3),
    new ArrayBuffer(8),
    new DataView(new ArrayBuffer(8)),
    () => 1,
  ];
  return oneOf(values, random);
}

/** `undefined` is one of them. */
function oneOf(values: readonly unknown[], random: Random): unknown {
  return values[random.below(values.length)];
}

let scratch: number | undefined;

function scratchFile(): number {
  if (scratch !== undefined) return scratch;
  const path = join(tmpdir(), `bloscpack-addon-${process.pid}`);
  scratch = openSync(path, 'w+', 0o600);
  unlinkSync(path);
  writeSync(scratch, new Random(1).bytes(FILE_BYTES));
  return scratch;
}

import { randomBytes } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { crc32 } from '../../native/index.js';
import { type CopyRun, copyRun, hash64, RunCounters } from '../../native/runs.js';
import { expectNativeError } from './expect-native-error.js';

/** Longer than the pieces in which a chunk is copied, empty, and one byte. */
const CHUNKS = [700_000, 0, 1].map((length) => randomBytes(length));

let folder: string;
let fds: number[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bloscpack-copy-'));
  fds = [];
});

afterEach(() => {
  for (const fd of fds) closeSync(fd);
  rmSync(folder, { recursive: true });
});

function opened(name: string, content: Uint8Array): number {
  const path = join(folder, name);
  writeFileSync(path, content);
  const fd = openSync(path, 'r+');
  fds.push(fd);
  return fd;
}

function crcOf(bytes: Uint8Array): Buffer {
  const stored = Buffer.alloc(4);
  stored.writeUInt32LE(crc32(bytes));
  return stored;
}

/** Each chunk with its CRC-32 behind it, from a file to another one, where they stand in the opposite order and without. */
function reversing(source: Uint8Array): CopyRun {
  const lengths = Uint32Array.from(CHUNKS, ({ length }) => length);
  const positions = Float64Array.of(0, 700_004, 700_008);
  return {
    fds: new Int32Array(3).fill(opened('source', source)),
    positions,
    lengths,
    expected: { digest: 'crc32' },
    target: {
      fds: new Int32Array(3).fill(opened('target', new Uint8Array(0))),
      positions: Float64Array.of(1, 1, 0),
    },
    made: { digest: 'None' },
    threads: 2,
    memoryBytes: 2 ** 24,
    counters: new RunCounters(),
  };
}

test.skipIf(process.platform === 'win32')('copies chunks to other places and tells their hashes', async () => {
  const source = Buffer.concat(CHUNKS.flatMap((chunk) => [chunk, crcOf(chunk)]));
  const run = reversing(source);
  expect(await copyRun(run)).toEqual(BigUint64Array.from(CHUNKS, hash64));
  const [first = source, , last = source] = CHUNKS;
  expect(readFileSync(join(folder, 'target')).equals(Buffer.concat([last, first]))).toBe(true);
  expect(run.counters.chunks).toBe(3);
  const memory = new Uint8Array(12);
  const { target: _, ...reading } = run;
  await copyRun({ ...reading, counters: new RunCounters(), made: { digest: 'crc32', memory } });
  expect(Buffer.from(memory)).toEqual(Buffer.concat(CHUNKS.map(crcOf)));
});

test.skipIf(process.platform === 'win32')(
  'refuses a chunk that is not what its digest says, and one that is cut',
  async () => {
    const source = Buffer.concat(CHUNKS.flatMap((chunk) => [chunk, crcOf(chunk)]));
    source[source.length - 1] = ~(source.at(-1) ?? 0);
    const error = await expectNativeError('checksum-mismatch', () => copyRun(reversing(source)));
    expect(error.fields.chunk).toBe(2);
    await expectNativeError('short-read', () => copyRun(reversing(source.subarray(0, 1000))));
  },
);

test.skipIf(process.platform === 'win32')('no chunks are copied at once, also when the pool has threads', async () => {
  const source = Buffer.concat(CHUNKS.flatMap((bytes) => [bytes, crcOf(bytes)]));
  const run = reversing(source);
  await copyRun(run);
  const none = { ...run, fds: new Int32Array(0), positions: new Float64Array(0), lengths: new Uint32Array(0) };
  const target = { fds: new Int32Array(0), positions: new Float64Array(0) };
  expect(await copyRun({ ...none, target, counters: new RunCounters() })).toEqual(new BigUint64Array(0));
});

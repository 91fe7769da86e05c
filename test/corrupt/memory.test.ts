import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleForNode } from '../../build/vite.node.mjs';
import { compress, MAX_OVERHEAD } from '../../native/index.js';
import { type BloscpackHeader, printHeader } from '../../shared/format/header.js';
import { fixturePath, manifest } from '../fixtures.js';

const root = join(import.meta.dirname, '../..');
const native = process.env.BLOSCPACK_NATIVE ?? join(root, 'dist/native/bloscpack.node');
const MAX_BYTES = 200 * 2 ** 20;
let outDir: string;

beforeAll(async () => {
  outDir = mkdtempSync(join(tmpdir(), 'bloscpack-memory-'));
  await bundleForNode({ entry: 'test/corrupt/read-all.ts', file: 'read-all.cjs' }, { root, outDir });
});

afterAll(() => {
  rmSync(outDir, { recursive: true });
});

function peakOf(files: readonly string[]): number {
  const env = { ...process.env, BLOSCPACK_NATIVE: native };
  return Number(execFileSync(process.execPath, [join(outDir, 'read-all.cjs'), ...files], { env, encoding: 'utf8' }));
}

const chunksOfZeros = new Map<string, Uint8Array>();

function chunkOfZeros(nbytes: number, blocksize: number): Uint8Array {
  const key = `${nbytes}/${blocksize}`;
  const known = chunksOfZeros.get(key);
  if (known) return known;
  const packed = new Uint8Array(nbytes + MAX_OVERHEAD);
  const settings = { codec: 'zstd', clevel: 1, shuffle: 2, typesize: 4, blocksize } as const;
  const chunk = packed.slice(0, compress(new Uint8Array(nbytes), packed, settings));
  chunksOfZeros.set(key, chunk);
  return chunk;
}

/** A container that leaves the size of its chunks open, of chunks of zeros. */
function zeros(name: string, chunks: readonly { readonly nbytes: number; readonly blocksize: number }[]): string {
  const parts = chunks.map(({ nbytes, blocksize }) => chunkOfZeros(nbytes, blocksize));
  const path = join(outDir, name);
  writeFileSync(path, Buffer.concat([printHeader(OPEN_SIZES), ...parts]));
  return path;
}

const OPEN_SIZES: BloscpackHeader = {
  formatVersion: 3,
  offsets: false,
  metadata: false,
  checksum: 'None',
  typesize: 4,
  chunkSize: -1,
  lastChunk: -1,
  nchunks: -1n,
  maxAppChunks: 0n,
};

it('unpack, verify and repair stay below 200 MiB of memory over all corrupt files', () => {
  const peak = peakOf(manifest.corrupt.map(({ file }) => fixturePath(file)));
  expect(peak).toBeGreaterThan(0);
  expect(peak).toBeLessThan(MAX_BYTES);
});

it.each([
  ['chunks of 256 MiB', [256, 256].map((nbytes) => ({ nbytes, blocksize: 0 }))],
  ['blocks of 16 MiB', [64, 16, 64, 16].map((nbytes) => ({ nbytes, blocksize: 16 }))],
  ['chunks of 8 MiB', Array.from({ length: 30 }, () => ({ nbytes: 8, blocksize: 8 }))],
  [
    'chunks of 16 MiB between small ones',
    [...Array(12).keys()].map((index) => ({ nbytes: index % 3 === 0 ? 1 : 16, blocksize: 16 })),
  ],
  ['one block of 256 MiB', [{ nbytes: 256, blocksize: 256 }]],
])('as they do for kilobytes that claim to be %s', (name, sizes) => {
  const chunks = sizes.map(({ nbytes, blocksize }) => ({ nbytes: nbytes * 2 ** 20, blocksize: blocksize * 2 ** 20 }));
  const peak = peakOf([zeros(`${name}.blp`, chunks)]);
  expect(peak).toBeGreaterThan(0);
  expect(peak).toBeLessThan(MAX_BYTES);
});

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CompressSettings } from '../../native/index.js';
import { measureChunks, packedRoom } from '../../native/measure.js';
// biome-ignore lint/correctness/useImportExtensions: plain JavaScript, which the benchmark runs without a build
import { ownCodecs } from './own-codecs.mjs';

/**
 * The promise of the measurements: they agree within 10 % with the same calls timed in C. Other programs take the machine
 * away from one or the other, which only ever makes times longer, so the smallest of several short passes are compared, and
 * a comparison that fails is repeated.
 */
const LARGEST_DIFFERENCE = 0.1;
const ATTEMPTS = 4;
const PASSES = 40;

const CHUNK_BYTES = 2 ** 18;
/** Sums of a slow wave and a fast one: as compressible as measured data are. */
const plain = new Uint8Array(
  Float64Array.from({ length: 2 ** 18 }, (_, i) => Math.round(1e4 * Math.sin(i / 999) + 50 * Math.sin(i * i))).buffer,
);
const folder = mkdtempSync(join(tmpdir(), 'bloscpack-measure-'));
const program = join(folder, 'timed-in-c');
const dataFile = join(folder, 'data');
const compiler = ['cc', 'gcc', 'clang'].find((name) => spawnSync(name, ['--version']).status === 0);

beforeAll(() => {
  writeFileSync(dataFile, plain);
  if (compiler === undefined) return;
  const source = join(import.meta.dirname, 'timed-in-c.c');
  execFileSync(compiler, ['-O2', '-o', program, source, ...ownCodecs]);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Direction = 'compress' | 'decompress';
type BestNs = Readonly<Record<Direction, number>>;

function bestInC({ codec, clevel, shuffle, typesize }: CompressSettings): BestNs {
  const settings = [codec, clevel, shuffle, typesize, PASSES].map(String);
  const output = execFileSync(program, [dataFile, String(CHUNK_BYTES), ...settings], { encoding: 'utf8' });
  const [compress = 0, decompress = 0] = output.trim().split(' ').map(Number);
  return { compress, decompress };
}

async function bestHere(settings: CompressSettings): Promise<BestNs> {
  const best = { compress: Number.POSITIVE_INFINITY, decompress: Number.POSITIVE_INFINITY };
  const chunkLengths = new Uint32Array(plain.length / CHUNK_BYTES).fill(CHUNK_BYTES);
  const packed = new Uint8Array(packedRoom(plain.length, chunkLengths.length)).fill(1);
  const back = new Uint8Array(plain.length).fill(1);
  const job = { plain, chunkLengths, packed, back, settings, threads: 1, minimumMs: 0, cancel: new Uint8Array(1) };
  for (let pass = 0; pass < PASSES; pass++) {
    const outcome = await measureChunks({ ...job, isChecked: pass === 0 });
    if (outcome.kind !== 'done') throw new Error(outcome.kind);
    best.compress = Math.min(best.compress, outcome.compress.elapsedNs);
    best.decompress = Math.min(best.decompress, outcome.decompress.elapsedNs);
  }
  return best;
}

const differenceOf = (a: BestNs, b: BestNs, direction: Direction): number => Math.abs(a[direction] / b[direction] - 1);

describe.runIf(compiler !== undefined)('measured speeds', () => {
  const base = { shuffle: 1, typesize: 8, blocksize: 0 } as const;
  const settings: readonly CompressSettings[] = [
    { ...base, codec: 'lz4', clevel: 5 },
    { ...base, codec: 'blosclz', clevel: 7 },
    { ...base, codec: 'zstd', clevel: 3, shuffle: 2 },
    { ...base, codec: 'zlib', clevel: 4, shuffle: 0 },
  ];

  it.each(settings)(
    'agree within 10 % with the same calls in C: $codec $clevel',
    { timeout: 120_000 },
    async (wanted) => {
      const differences: string[] = [];
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const [inC, here] = [bestInC(wanted), await bestHere(wanted)];
        const apart = (['compress', 'decompress'] as const).map((direction) => differenceOf(here, inC, direction));
        if (apart.every((difference) => difference <= LARGEST_DIFFERENCE)) return;
        differences.push(apart.map((difference) => difference.toFixed(3)).join(' and '));
      }
      expect.fail(`compress and decompress were off by ${differences.join(', then ')}`);
    },
  );
});

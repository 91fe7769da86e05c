/**
 * A program: writes what the native fuzzers start from to `<folder>/chunk`, `<folder>/round-trip` and `<folder>/jobs`. Chunks are
 * taken from the fixtures, and small ones are made with every codec, shuffle and a few item sizes, since libFuzzer makes more
 * progress with them.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLayout } from '../../../electron/engine/container/layout.js';
import { walkChunks } from '../../../electron/engine/container/stored-chunks.js';
import { memoryReader } from '../../../electron/engine/io/memory-reader.js';
import { type CompressSettings, compress, MAX_OVERHEAD, type NativeCodec } from '../../../native/index.js';
import { isBloscpackError } from '../../../shared/format/errors.js';
import { fixturePath, manifest, readFixture } from '../../fixtures.js';
import { Random } from '../random.js';

/** Longer seeds make every run slower and reach hardly any other code. */
const LONGEST_SEED_BYTES = 16 * 1024;
const CODECS: readonly NativeCodec[] = ['blosclz', 'lz4', 'lz4hc', 'snappy', 'zlib', 'zstd'];
const TYPESIZES = [1, 2, 4, 8, 16, 17, 255] as const;
/** One past 128 bytes for each byte of an item is split into streams; the others are not. */
const PLAIN_BYTES = [0, 1, 100, 600, 4096, 10_000] as const;

type Save = (bytes: Uint8Array) => void;

/** Numbered by their content, as libFuzzer does it, so that a second run adds nothing. */
function saveTo(folder: string): Save {
  mkdirSync(folder, { recursive: true });
  return (bytes) => {
    if (bytes.byteLength > LONGEST_SEED_BYTES) return;
    writeFileSync(join(folder, createHash('sha1').update(bytes).digest('hex')), bytes);
  };
}

/** The fuzzer's 8 bytes and the input behind them. */
function withControl(control: readonly number[], bytes: Uint8Array): Uint8Array {
  return Uint8Array.from([...control, ...new Uint8Array(8 - control.length), ...bytes]);
}

async function saveFixtureChunks(save: Save): Promise<void> {
  for (const { file } of [...manifest.golden, ...manifest.corrupt]) {
    for (const chunk of await chunksOf(readFixture(file))) save(withControl([0, 1, 0, 0, 0, 0, 3], chunk));
  }
  for (const name of readdirSync(fixturePath('blosc-compat'))) {
    save(withControl([1, 2, 0, 0, 9, 0, 40], readFixture('blosc-compat', name)));
  }
}

/** As far as they can be found. */
async function chunksOf(container: Uint8Array): Promise<readonly Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  const reader = memoryReader(container);
  try {
    for await (const { positionBytes, blosc } of walkChunks(reader, await readLayout(reader))) {
      chunks.push(container.subarray(positionBytes, positionBytes + blosc.ctbytes));
    }
  } catch (error) {
    if (!isBloscpackError(error)) throw error;
  }
  return chunks;
}

function saveMadeChunks(save: Save): void {
  const random = new Random(1);
  for (const [codec, typesize, sizeBytes] of combinations()) {
    const shuffle = random.pick([0, 1, 2] as const);
    const settings: CompressSettings = { codec, typesize, shuffle, clevel: random.between(1, 9), blocksize: 0 };
    const plain = Uint8Array.from({ length: sizeBytes }, (_, index) => (index * index) >> random.between(3, 4));
    const packed = new Uint8Array(sizeBytes + MAX_OVERHEAD);
    save(
      withControl(
        [random.below(2), random.below(3), 0, 0, 1, 0, 5],
        packed.subarray(0, compress(plain, packed, settings)),
      ),
    );
  }
}

function savePlans(save: Save): void {
  const random = new Random(2);
  for (const [codec, typesize, sizeBytes] of combinations()) {
    const plan = [CODECS.indexOf(codec), random.below(10), random.below(3), typesize, random.u32(), random.u32()];
    const plain = Uint8Array.from({ length: Math.min(sizeBytes, 1000) }, (_, index) => index >> 2);
    save(withControl([...plan, random.below(3), random.below(64)], plain));
  }
}

function* combinations(): Generator<[codec: NativeCodec, typesize: number, sizeBytes: number]> {
  for (const codec of CODECS) {
    for (const typesize of TYPESIZES) for (const sizeBytes of PLAIN_BYTES) yield [codec, typesize, sizeBytes];
  }
}

async function main(folder: string): Promise<void> {
  const saveChunk = saveTo(join(folder, 'chunk'));
  await saveFixtureChunks(saveChunk);
  saveMadeChunks(saveChunk);
  for (const name of ['round-trip', 'jobs']) savePlans(saveTo(join(folder, name)));
}

void main(process.argv[2] ?? '.');

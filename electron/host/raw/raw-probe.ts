import type { TypesizeProbe } from '../../../shared/contract/files.js';
import { packBytesToBytes } from '../../engine/pack/convenience.js';
import { guessDtypes } from './dtype-guess.js';
import { readSample } from './raw-sample.js';

const SAMPLE_BYTES = 2 ** 20;
const TYPESIZES = [1, 2, 4, 8] as const;
/** A smaller typesize whose ratio is at least this share of the highest is preferred: it assumes less. */
const AS_GOOD = 0.99;

/**
 * Compresses a sample with lz4 and byte shuffle at each typesize: the highest ratio suggests the item size. Throws IoError, or
 * ArgumentError when the file is shorter than the bytes to skip.
 */
export async function probeRaw(path: string, skipBytes: number): Promise<TypesizeProbe> {
  const sample = await readSample(path, skipBytes, SAMPLE_BYTES);
  const ratios = await Promise.all(
    TYPESIZES.map(async (typesize) => ({ typesize, ratio: await ratioAt(sample, typesize) })),
  );
  return { sampleBytes: sample.byteLength, ratios, best: bestOf(ratios), guesses: guessDtypes(sample) };
}

async function ratioAt(sample: Uint8Array, typesize: number): Promise<number> {
  if (sample.byteLength === 0) return 1;
  const packed = await packBytesToBytes(sample, {
    nthreads: 1,
    chunkSize: sample.byteLength,
    blosc: { codec: 'lz4', clevel: 5, shuffle: 'byte', typesize },
    bloscpack: { offsets: false, checksum: 'None' },
  });
  return sample.byteLength / packed.byteLength;
}

function bestOf(ratios: TypesizeProbe['ratios']): TypesizeProbe['best'] {
  const highest = Math.max(...ratios.map(({ ratio }) => ratio));
  return ratios.find(({ ratio }) => ratio >= highest * AS_GOOD)?.typesize ?? 8;
}

import type { BytePlanes } from '../../../shared/contract/inspect/chunks.js';
import { bloscFlags } from '../../../shared/format/blosc-chunk.js';
import { entropyOfBits, entropyOfBytes } from '../../engine/entropy.js';
import type { DocumentCall } from '../inspect-service.js';
import { blockStreams } from './chunk-blocks.js';
import { filterWords } from './header-facts.js';
import { readBlock } from './read-block.js';

/** Most bytes of a block that are examined. */
const MAX_BYTES = 4 * 2 ** 20;

/** Entropy of each byte plane and bit plane of one block: it shows what a shuffle can gain. */
export const bytePlanes: DocumentCall<'inspect.planes'> = async (document, { chunkIndex, blockIndex }) => {
  const { plain, source, extent } = await readBlock(document, chunkIndex, blockIndex, MAX_BYTES);
  const { typesize, flags } = source.chunk.blosc;
  const items = Math.floor(plain.byteLength / typesize);
  const planeEntropies = Array.from({ length: typesize }, (_, byte) => entropyOfBytes(plain, byte, typesize, items));
  const bitEntropies = Array.from({ length: typesize * 8 }, (_, bit) => entropyOfBits(plain, bit, typesize, items));
  const streams = await blockStreams(source, extent);
  const plainEntropy = entropyOfBytes(plain, 0, 1, plain.byteLength);
  const filter = filterWords(flags);
  const planes: BytePlanes = {
    typesize,
    plainBytes: extent.nbytes,
    plainEntropy,
    planeEntropies,
    bitEntropies,
    streams: streams.map(({ ctbytes, nbytes, stored }) => ({ storedBytes: ctbytes, plainBytes: nbytes, stored })),
    reading: reading({ typesize, plainEntropy, planeEntropies, filter, isCopy: bloscFlags(flags).memcpyed }),
  };
  return planes;
};

interface Measured {
  readonly typesize: number;
  readonly plainEntropy: number;
  readonly planeEntropies: readonly number[];
  readonly filter: 'none' | 'byte' | 'bit';
  readonly isCopy: boolean;
}

/** A plane below the first hardly varies, one above the second looks like noise. */
const CALM_BITS = 1;
const NOISE_BITS = 7.5;
/** A shuffle gains something if the planes' mean entropy is lower than that of the whole by so many bits a byte. */
const GAIN_BITS = 0.3;

function reading({ typesize, plainEntropy, planeEntropies, filter, isCopy }: Measured): string {
  if (typesize === 1) return 'Items of 1 byte have a single plane, so that a byte shuffle changes nothing.';
  const mean = planeEntropies.reduce((sum, entropy) => sum + entropy, 0) / typesize;
  const calm = planeEntropies.filter((entropy) => entropy < CALM_BITS).length;
  const noisy = planeEntropies.filter((entropy) => entropy > NOISE_BITS).length;
  const done = filter === 'none' && !isCopy ? ' This chunk was packed without a shuffle.' : '';
  if (noisy === typesize) return 'Every byte of an item looks random: no shuffle can help, and hardly any codec.';
  if (plainEntropy - mean < GAIN_BITS) return 'All bytes of an item vary alike, so that a shuffle gains little.';
  const quiet =
    calm > 0 ? `${calm} of ${typesize} bytes of an item hardly vary` : 'the bytes of an item vary differently';
  const loud = noisy > 0 ? `, ${noisy} look random` : '';
  return `${quiet.charAt(0).toUpperCase()}${quiet.slice(1)}${loud}: a shuffle, which groups them, helps compression.${done}`;
}

import type { CompressOptions } from '../../../shared/contract/intake.js';
import type { PackOptions } from '../../engine/pack/pack.js';

/** The options in the engine's form. */
export function packOptionsOf(options: CompressOptions): Pick<PackOptions, 'chunkSize' | 'blosc' | 'bloscpack'> {
  const { codec, clevel, shuffle, typesize, chunkSizeBytes, blocksizeBytes, checksum, offsets, appendable } = options;
  return {
    chunkSize: chunkSizeBytes,
    blosc: { codec, clevel, shuffle, blocksize: blocksizeBytes, ...(typesize !== undefined && { typesize }) },
    bloscpack: { checksum, offsets, ...(appendable === false && { maxAppChunks: 0 }) },
  };
}

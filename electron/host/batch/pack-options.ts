import type { CompressOptions, IntakeItem } from '../../../shared/contract/intake.js';
import type { PackOptions } from '../../engine/pack/pack.js';

/** The batch's options, changed by those of one item. */
export function itemOptions(options: CompressOptions, item: Pick<IntakeItem, 'typesize'>): CompressOptions {
  return item.typesize === undefined ? options : { ...options, typesize: item.typesize };
}

/** The options in the engine's form. */
export function packOptionsOf(options: CompressOptions): Pick<PackOptions, 'chunkSize' | 'blosc' | 'bloscpack'> {
  const { codec, clevel, shuffle, typesize, chunkSizeBytes, blocksizeBytes, checksum, offsets } = options;
  return {
    chunkSize: chunkSizeBytes,
    blosc: { codec, clevel, shuffle, blocksize: blocksizeBytes, ...(typesize !== undefined && { typesize }) },
    bloscpack: { checksum, offsets },
  };
}

import type { BlockExtent } from '../../../shared/format/blosc-blocks.js';
import { ArgumentError } from '../../../shared/format/errors.js';
import { type OpenDocument, requireChunks } from '../document.js';
import type { BlockSource } from './chunk-blocks.js';

export interface ReadBlock {
  readonly source: BlockSource;
  readonly extent: BlockExtent;
  /** The plain bytes from the block's start, at most as many as requested. */
  readonly plain: Uint8Array;
}

/**
 * Decompresses one block. Throws ArgumentError for a block that does not exist, FormatError or ChecksumError for a
 * damaged one.
 */
export async function readBlock(
  document: OpenDocument,
  chunkIndex: number,
  blockIndex: number,
  maxBytes: number,
): Promise<ReadBlock> {
  const { table } = requireChunks(document);
  const chunk = await table.chunk(chunkIndex);
  const extent = (await table.blocks(chunk))[blockIndex];
  if (!extent) throw new ArgumentError(`chunk ${chunkIndex} has no block ${blockIndex}`, { chunkIndex });
  const plain = await table.plain(chunk, extent.startByte, extent.startByte + Math.min(extent.nbytes, maxBytes));
  return { source: { table, chunk }, extent, plain };
}

import type { BlockRow } from '../../../shared/contract/inspect/chunks.js';
import { type BlockExtent, type BlockStream, parseBlockStreams } from '../../../shared/format/blosc-blocks.js';
import type { StoredChunk } from '../../engine/container/stored-chunks.js';
import { isFinding } from '../../engine/verify/from-error.js';
import type { ChunkTable } from './chunk-table.js';

/** Most blocks of a chunk that are listed, and most stored bytes that are read to find their streams. */
const MAX_BLOCKS = 4096;
const MAX_READ_BYTES = 64 * 2 ** 20;

export interface BlockSource {
  readonly table: ChunkTable;
  readonly chunk: StoredChunk;
}

/** The blocks of a chunk with their streams, found from lengths alone: nothing is decompressed. */
export async function blockRows(source: BlockSource, start: number, end: number): Promise<readonly BlockRow[]> {
  const extents = await source.table.blocks(source.chunk);
  const rows: BlockRow[] = [];
  let readBytes = 0;
  for (const extent of extents.slice(start, Math.min(end, start + MAX_BLOCKS))) {
    const storedBytes = extent.storedEnd - extent.storedStart;
    readBytes += storedBytes;
    const streams = readBytes <= MAX_READ_BYTES ? await streamSizes(source, extent) : [storedBytes];
    rows.push({
      blockIndex: extent.blockIndex,
      start: extent.storedStart,
      storedBytes,
      plainBytes: extent.nbytes,
      streams,
    });
  }
  return rows;
}

/** The streams of one block. Throws FormatError when they do not fit into it. */
export async function blockStreams(
  { table, chunk }: BlockSource,
  extent: BlockExtent,
): Promise<readonly BlockStream[]> {
  const bytes = await table.stored(chunk, extent.storedStart, extent.storedEnd);
  return parseBlockStreams(bytes, chunk.blosc, extent, { chunkIndex: chunk.chunkIndex });
}

async function streamSizes(source: BlockSource, extent: BlockExtent): Promise<readonly number[]> {
  try {
    return (await blockStreams(source, extent)).map(({ ctbytes }) => ctbytes);
  } catch (error) {
    if (!isFinding(error)) throw error;
    return [];
  }
}

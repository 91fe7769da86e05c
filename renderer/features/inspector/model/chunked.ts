import type { ChunksOverview, DocumentOverview } from '../../../../shared/contract/inspect/document.js';

/** Whether a document has chunks of Blosc: a container, or an array of another format. */
export function hasChunks({ container, chunks }: DocumentOverview): boolean {
  return container !== undefined || chunks !== undefined;
}

/** The number of chunks that the header of a container or the shape of an array states. */
export function statedChunks({ container, chunks }: DocumentOverview): number | undefined {
  return container?.nchunks ?? chunks?.nchunks;
}

/** Whether a number does not say by itself where a chunk is. */
export function isCutAlongSeveralAxes(counts: ChunksOverview['counts']): boolean {
  return counts.filter((count) => count > 1).length > 1;
}

/** Items of the first axis in a chunk, where chunks hold whole rows. */
export function rowsPerChunk({ container, chunks, array }: DocumentOverview): number | undefined {
  if (container) return container.perChunk?.rows;
  const isWhole = chunks?.counts.every((count, axis) => axis === 0 || count <= 1);
  return isWhole && array?.shape.length !== 0 ? chunks?.chunkShape[0] : undefined;
}

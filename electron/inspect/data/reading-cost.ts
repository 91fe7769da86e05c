/** The cost of reading separate values: whole blocks are decompressed for single values. */
import type { OpenDocument } from '../document.js';
import { isDamage, MAX_GAP_BYTES } from './shared-reads.js';

/** Most bytes that a picture (line, heatmap, statistics of a part) decompresses; beyond, it is thinned. */
export const MAX_PICTURE_BYTES = 256 * 2 ** 20;

/** The assumed size of a block when its chunk's header cannot be read. */
const USUAL_BLOCK_BYTES = 128 * 1024;

/** Plain bytes of the smallest read: a block of the first chunk, but at least the gap that reads skip over. */
export async function readingUnit({ container }: OpenDocument): Promise<number> {
  if (!container) return MAX_GAP_BYTES;
  try {
    return Math.max(MAX_GAP_BYTES, (await container.chunk(0)).blosc.blocksize);
  } catch (error) {
    if (isDamage(error)) return USUAL_BLOCK_BYTES;
    throw error;
  }
}

/** Values along an axis. */
export interface CostAxis {
  readonly count: number;
  readonly strideBytes: number;
}

/** About how many bytes are decompressed for all values of a plane's part, its axes in any order. */
export function readingCost(axes: readonly CostAxis[], unitBytes: number): number {
  let extentBytes = 0;
  let costBytes = unitBytes;
  for (const { count, strideBytes } of axes.toSorted((a, b) => a.strideBytes - b.strideBytes)) {
    if (count === 0) return 0;
    // Values with gaps smaller than a block are read with everything between them.
    const isDense = costBytes <= Math.max(unitBytes, extentBytes) && strideBytes - extentBytes <= unitBytes;
    extentBytes += (count - 1) * strideBytes;
    costBytes = isDense ? Math.max(unitBytes, extentBytes) : costBytes * count;
  }
  return costBytes;
}

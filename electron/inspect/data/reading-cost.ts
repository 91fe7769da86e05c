/** What it costs to read values that lie apart: whole blocks are decompressed for single values. */
import type { OpenDocument } from '../document.js';
import { isDamage, NEAR_BYTES } from './read-near.js';

/** Most bytes that a picture (line, heatmap, statistics of a part) decompresses; beyond, it is thinned. */
export const MOST_PICTURE_BYTES = 256 * 2 ** 20;

/** What a block is taken for when its chunk's header cannot be read. */
const USUAL_BLOCK_BYTES = 128 * 1024;

/** Plain bytes of the smallest part that is read by itself: a block, as the first chunk has them, or what is read at once anyway. */
export async function readingUnit({ container }: OpenDocument): Promise<number> {
  if (!container) return NEAR_BYTES;
  try {
    return Math.max(NEAR_BYTES, (await container.chunk(0)).blosc.blocksize);
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
    // What leaves no gap of a block's size is read with everything between.
    const isDense = costBytes <= Math.max(unitBytes, extentBytes) && strideBytes - extentBytes <= unitBytes;
    extentBytes += (count - 1) * strideBytes;
    costBytes = isDense ? Math.max(unitBytes, extentBytes) : costBytes * count;
  }
  return costBytes;
}

import type { Affected } from '../../verify/affected.js';

/**
 * Chunks in a row that cannot be read, and the data they held. `endChunk` is exclusive; it is absent when it is not known
 * how many chunks there were.
 */
export interface MissingChunks extends Affected {
  readonly firstChunk: number;
  readonly endChunk?: number;
}

import type { ChecksumName } from '../format/checksums.js';
import type { CodecName, ShuffleName } from '../format/codecs.js';

/** Settings of a compression that a command or script can have. Sizes in bytes; absent ones have their default. */
export interface Compression {
  readonly codec: CodecName;
  /** 0 (store) to 9 (smallest). */
  readonly clevel: number;
  readonly shuffle: ShuffleName;
  /** Bytes of an item, 1 to 255. */
  readonly typesize?: number | undefined;
  readonly chunkSizeBytes: number;
  /** 0 lets Blosc choose. */
  readonly blocksizeBytes: number;
  readonly checksum?: ChecksumName | undefined;
  readonly offsets?: boolean | undefined;
  /** False: no room for appended chunks. */
  readonly appendable?: boolean | undefined;
}

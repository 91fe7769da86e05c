import { toHex } from '../../../shared/format/bytes.js';
import type { ChecksumName } from '../../../shared/format/checksums.js';
import { ChecksumError } from '../../../shared/format/errors.js';
import { checksumMessage } from '../native-failures.js';
import { computeDigest, equalBytes } from './digest.js';

/** What a message about a chunk needs to say where it is. */
export interface ChunkPlace {
  readonly chunkIndex: number;
  readonly positionBytes: number;
}

/** Compares the digest behind a whole stored chunk of `ctbytes` bytes with the one its bytes have. Throws ChecksumError. */
export function requireChunkDigest(
  checksum: ChecksumName,
  place: ChunkPlace,
  stored: Uint8Array,
  ctbytes: number,
): void {
  requireSameDigest(place, stored.subarray(ctbytes), computeDigest(checksum, stored.subarray(0, ctbytes)));
}

/** Throws ChecksumError('chunk') unless the digest that was kept is the one that was computed. */
export function requireSameDigest(
  { chunkIndex, positionBytes }: ChunkPlace,
  kept: Uint8Array,
  computed: Uint8Array,
): void {
  if (equalBytes(kept, computed)) return;
  const [expected, found] = [toHex(kept), toHex(computed)];
  throw new ChecksumError('chunk', checksumMessage(`chunk ${chunkIndex}`, expected, found), {
    chunkIndex,
    offsetBytes: positionBytes,
    expected,
    found,
  });
}

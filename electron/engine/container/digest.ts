import { createHash, type Hash } from 'node:crypto';
import { adler32, crc32 } from '../../../native/index.js';
import { toHex } from '../../../shared/format/bytes.js';
import { type ChecksumName, checksumByName } from '../../../shared/format/checksums.js';
import { ChecksumError } from '../../../shared/format/errors.js';
import { checksumMessage } from '../native-failures.js';

/** Computes one digest over bytes that come in pieces. */
export interface DigestStream {
  update(bytes: Uint8Array): void;
  /** The digest as it is stored: adler32 and crc32 as u32 little-endian, the others raw. Empty for `None`. */
  digest(): Uint8Array;
}

export function digestStream(name: ChecksumName): DigestStream {
  if (name === 'None') return { update() {}, digest: () => new Uint8Array(0) };
  if (name === 'adler32') return rollingDigest(adler32, 1);
  if (name === 'crc32') return rollingDigest(crc32, 0);
  const hash: Hash = createHash(name);
  return { update: (bytes) => void hash.update(bytes), digest: () => new Uint8Array(hash.digest()) };
}

export function computeDigest(name: ChecksumName, bytes: Uint8Array): Uint8Array {
  const stream = digestStream(name);
  stream.update(bytes);
  return stream.digest();
}

export function digestBytes(name: ChecksumName): number {
  return checksumByName(name).digestBytes;
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

function rollingDigest(step: (bytes: Uint8Array, seed: number) => number, seed: number): DigestStream {
  let state = seed;
  return {
    update(bytes) {
      state = step(bytes, state);
    },
    digest() {
      const stored = new Uint8Array(4);
      new DataView(stored.buffer).setUint32(0, state, true);
      return stored;
    },
  };
}

/** The chunk that an error is about. */
export interface ChunkPlace {
  readonly chunkIndex: number;
  readonly positionBytes: number;
}

/** Compares the digest behind a stored chunk of `ctbytes` bytes with that of its bytes. Throws ChecksumError. */
export function requireChunkDigest(
  checksum: ChecksumName,
  place: ChunkPlace,
  stored: Uint8Array,
  ctbytes: number,
): void {
  requireSameDigest(place, stored.subarray(ctbytes), computeDigest(checksum, stored.subarray(0, ctbytes)));
}

/** Throws ChecksumError('chunk') unless the stored digest is the computed one. */
export function requireSameDigest(
  { chunkIndex, positionBytes }: ChunkPlace,
  stored: Uint8Array,
  computed: Uint8Array,
): void {
  if (equalBytes(stored, computed)) return;
  const [expected, found] = [toHex(stored), toHex(computed)];
  throw new ChecksumError('chunk', checksumMessage(`chunk ${chunkIndex}`, expected, found), {
    chunkIndex,
    offsetBytes: positionBytes,
    expected,
    found,
  });
}

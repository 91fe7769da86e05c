import { FormatError } from '../../../shared/format/errors.js';
import type { RandomReader } from './random-reader.js';

/** Reads a container that lies in memory. The bytes stay the caller's and must not change while the reader is in use. */
export function memoryReader(bytes: Uint8Array, name = '<memory>'): RandomReader {
  return {
    name,
    sizeBytes: bytes.byteLength,
    fileRange: () => undefined,
    async readAt(positionBytes, lengthBytes) {
      requireInside(positionBytes, lengthBytes, bytes.byteLength);
      return bytes.subarray(positionBytes, positionBytes + lengthBytes);
    },
    endsAt: async (positionBytes) => positionBytes >= bytes.byteLength,
    async requireUnchanged() {},
    async close() {},
  };
}

/** Throws FormatError('truncated') unless [position, position + length) lies inside `sizeBytes`; nothing is allocated before. */
export function requireInside(positionBytes: number, lengthBytes: number, sizeBytes: number): void {
  if (positionBytes < 0 || lengthBytes < 0 || positionBytes + lengthBytes > sizeBytes) {
    throw new FormatError(
      'truncated',
      `the file ends at byte ${sizeBytes}, but bytes ${positionBytes} to ${positionBytes + lengthBytes} are needed`,
      { offsetBytes: positionBytes, expected: positionBytes + lengthBytes, found: sizeBytes },
    );
  }
}

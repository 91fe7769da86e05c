import { FormatError } from '../../../shared/format/errors.js';
import type { RandomReader } from './random-reader.js';

/** Reads a container in memory. The bytes belong to the caller and must not change while the reader is in use. */
export function memoryReader(bytes: Uint8Array, name = '<memory>'): RandomReader {
  return {
    name,
    sizeBytes: bytes.byteLength,
    span: async (positionBytes) => bytes.subarray(positionBytes),
    async readAt(positionBytes, lengthBytes) {
      requireInside(positionBytes, lengthBytes, bytes.byteLength);
      return bytes.subarray(positionBytes, positionBytes + lengthBytes);
    },
    endsAt: async (positionBytes) => positionBytes >= bytes.byteLength,
    async requireUnchanged() {},
    async close() {},
  };
}

/** Throws FormatError('truncated') unless [position, position + length) is inside `sizeBytes`. Call it before allocating. */
export function requireInside(positionBytes: number, lengthBytes: number, sizeBytes: number): void {
  if (positionBytes < 0 || lengthBytes < 0 || positionBytes + lengthBytes > sizeBytes) {
    throw new FormatError(
      'truncated',
      `the file ends at byte ${sizeBytes}, but bytes ${positionBytes} to ${positionBytes + lengthBytes} are needed`,
      { offsetBytes: positionBytes, expected: positionBytes + lengthBytes, found: sizeBytes },
    );
  }
}

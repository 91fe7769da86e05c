import type { RandomReader } from '../../../../electron/engine/io/random-reader.js';

/** A reader that counts what is read. */
export interface CountingReader extends RandomReader {
  readonly count: { reads: number; sizeBytes: number; closed: number };
}

export function countingReader(reader: RandomReader): CountingReader {
  const count = { reads: 0, sizeBytes: 0, closed: 0 };
  return {
    name: reader.name,
    sizeBytes: reader.sizeBytes,
    count,
    // In memory, so that native code does not read past the count.
    span(positionBytes, maxReadBytes) {
      const lengthBytes = Math.min(maxReadBytes, reader.sizeBytes - positionBytes);
      return this.readAt(positionBytes, lengthBytes);
    },
    readAt(positionBytes, lengthBytes) {
      count.reads++;
      count.sizeBytes += lengthBytes;
      return reader.readAt(positionBytes, lengthBytes);
    },
    endsAt: (positionBytes) => reader.endsAt(positionBytes),
    requireUnchanged: () => reader.requireUnchanged(),
    async close() {
      count.closed++;
      await reader.close();
    },
  };
}

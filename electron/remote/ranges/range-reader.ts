import { requireInside } from '../../engine/io/memory-reader.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import { type Extent, Extents, type Part } from './extents.js';
import type { RangeCache } from './range-cache.js';
import type { RangeSource } from './range-source.js';

export interface RangeReaderOptions {
  /** Default: nothing is kept. */
  readonly cache?: RangeCache;
  /** Most bytes in memory. Default 64 MiB. */
  readonly memoryBytes?: number;
}

const MEMORY_BYTES = 64 * 2 ** 20;
/** As many bytes arrive in the time that one more request takes: 20 Mbit/s at 25 ms are about this. */
const COST_OF_REQUEST_BYTES = 2 ** 16;
/** Least bytes of a request, so that the start of a chunk brings the positions of its blocks along. */
const LEAST_BYTES = 2 ** 12;
/** Larger ranges are asked for in parts of this size, at the same time. */
const PART_BYTES = 2 ** 20;
/** Most bytes that reads in sequence bring along. */
const MOST_AHEAD_BYTES = 2 ** 18;
/** Reads so far apart are still in sequence: from a chunk's header to the next. */
const SEQUENCE_GAP_BYTES = 2 ** 12;

/**
 * Reads a file on a server by position. What was read stays in memory, up to a limit; ranges are asked for exactly, but for the
 * following few bytes of a short one, and more of them where short ones follow each other. Owns the source until `close()`.
 */
export function rangeReader(source: RangeSource, options: RangeReaderOptions = {}): RandomReader {
  const ranges = new RangeMemory(source, options);
  const { sizeBytes } = source;
  const readAt = async (positionBytes: number, lengthBytes: number): Promise<Uint8Array> => {
    requireInside(positionBytes, lengthBytes, sizeBytes);
    return ranges.read(positionBytes, positionBytes + lengthBytes, 'keep');
  };
  return {
    name: source.name,
    sizeBytes,
    costOfRequestBytes: COST_OF_REQUEST_BYTES,
    readAt,
    // Spans are read in sequence, once: they would drive out what is kept.
    async span(positionBytes, maxReadBytes) {
      const endByte = Math.min(positionBytes + maxReadBytes, sizeBytes);
      if (endByte <= positionBytes) return new Uint8Array(0);
      const bytes = ranges.read(positionBytes, endByte, 'pass');
      ranges.fetchAhead(endByte, Math.min(endByte + maxReadBytes, sizeBytes));
      return bytes;
    },
    endsAt: async (positionBytes) => positionBytes >= sizeBytes,
    // Every answer was compared with the first one.
    async requireUnchanged() {},
    close: () => ranges.close(),
  };
}

/** Whether bytes from the server are kept on disk. */
type Keeping = 'keep' | 'pass';

/** The bytes of a source that are in memory, on their way, or kept on disk; asks for the others. */
class RangeMemory {
  readonly #source: RangeSource;
  readonly #cache: RangeCache | undefined;
  readonly #extents: Extents;
  /** Where the last request of a short range ended, and how many bytes it brought along. */
  #lastEndByte = -1;
  #aheadBytes = LEAST_BYTES;

  constructor(source: RangeSource, { cache, memoryBytes = MEMORY_BYTES }: RangeReaderOptions) {
    this.#source = source;
    this.#cache = cache;
    this.#extents = new Extents(memoryBytes);
    const { firstBytes } = source;
    const first = { startByte: 0, endByte: firstBytes.byteLength, bytes: async () => firstBytes };
    if (firstBytes.byteLength > 0) this.#extents.add(first);
  }

  /** The bytes [startByte, endByte). Do not write to them. */
  async read(startByte: number, endByte: number, keeping: Keeping): Promise<Uint8Array> {
    if (startByte === endByte) return new Uint8Array(0);
    const parts = this.#extents.partsOf(startByte, endByte);
    const arriving = parts.flatMap((part) => (part.extent ? [part] : this.#find(part, keeping)));
    const loaded = await Promise.all(arriving.map((part) => this.#load(part, keeping)));
    const [only] = loaded;
    return only && loaded.length === 1 ? only : joined(loaded, endByte - startByte);
  }

  /** Asks for bytes that are likely to be read next. A failure shows when they are read. */
  fetchAhead(startByte: number, endByte: number): void {
    for (const part of this.#extents.partsOf(startByte, endByte)) if (!part.extent) this.#find(part, 'pass');
  }

  async close(): Promise<void> {
    await this.#cache?.close();
    await this.#source.close();
  }

  async #load({ startByte, endByte, extent }: Required<Part>, keeping: Keeping): Promise<Uint8Array> {
    const bytes = await extent?.bytes();
    if (bytes && extent) return bytes.subarray(startByte - extent.startByte, endByte - extent.startByte);
    // What was kept on disk is gone, or damaged.
    if (extent) this.#extents.remove(extent);
    return this.read(startByte, endByte, keeping);
  }

  /** Takes what is kept on disk of a range that is not in memory, and asks for the rest. */
  #find(wanted: Part, keeping: Keeping): readonly Part[] {
    const parts = this.#cache?.extents.partsOf(wanted.startByte, wanted.endByte) ?? [wanted];
    return parts.flatMap((part) => (part.extent ? this.#takeKept(part, part.extent) : this.#request(part, keeping)));
  }

  #takeKept({ startByte, endByte }: Part, kept: Extent): readonly Part[] {
    let loading: Promise<Uint8Array | undefined> | undefined;
    const load = async () => {
      const bytes = await kept.bytes();
      if (!bytes) this.#cache?.extents.remove(kept);
      return bytes?.subarray(startByte - kept.startByte, endByte - kept.startByte);
    };
    const extent: Extent = {
      startByte,
      endByte,
      bytes: () => {
        loading ??= load();
        return loading;
      },
    };
    this.#extents.add(extent);
    return [{ startByte, endByte, extent }];
  }

  /** Asks for a range of which nothing is here, and for what follows a short one. */
  #request({ startByte, endByte }: Part, keeping: Keeping): readonly Part[] {
    const untilByte = this.#endOfRequest(startByte, endByte);
    const parts: Part[] = [];
    for (let at = startByte; at < untilByte; at += PART_BYTES) {
      const extent = this.#fetch(at, Math.min(at + PART_BYTES, untilByte), keeping);
      parts.push({ startByte: at, endByte: Math.min(extent.endByte, endByte), extent });
    }
    return parts;
  }

  #fetch(startByte: number, endByte: number, keeping: Keeping): Extent {
    const arriving = this.#source.read(startByte, endByte);
    const extent: Extent = { startByte, endByte, bytes: () => arriving };
    this.#extents.add(extent);
    arriving.then(
      (bytes) => keeping === 'keep' && this.#cache?.keep(startByte, bytes),
      () => this.#extents.remove(extent),
    );
    return extent;
  }

  /** Short ranges one after the other, such as chunk headers that are searched, bring along more and more. */
  #endOfRequest(startByte: number, endByte: number): number {
    if (endByte - startByte >= LEAST_BYTES) return endByte;
    const gapBytes = startByte - this.#lastEndByte;
    const isInSequence = gapBytes >= 0 && gapBytes <= SEQUENCE_GAP_BYTES;
    this.#aheadBytes = isInSequence ? Math.min(4 * this.#aheadBytes, MOST_AHEAD_BYTES) : LEAST_BYTES;
    const wantedByte = Math.max(endByte, startByte + this.#aheadBytes);
    const untilByte = Math.min(wantedByte, this.#source.sizeBytes, this.#extents.nextStart(endByte));
    this.#lastEndByte = untilByte;
    return untilByte;
  }
}

function joined(parts: readonly Uint8Array[], lengthBytes: number): Uint8Array {
  const whole = new Uint8Array(lengthBytes);
  let filled = 0;
  for (const part of parts) {
    whole.set(part, filled);
    filled += part.byteLength;
  }
  return whole;
}

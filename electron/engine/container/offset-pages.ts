import { LRUCache } from 'lru-cache';
import { OFFSET_BYTES, UNKNOWN_OFFSET } from '../../../shared/format/offsets.js';
import type { RandomReader } from '../io/random-reader.js';
import type { ContainerLayout } from './layout.js';

/** Entries of a page (32 KiB), which is read in one call and cached. The section of a 1 TiB container has 88 MiB. */
const PAGE_ENTRIES = 4096;
const CACHED_PAGES = 64;
/** Entries of one read (1 MiB) when all are read; other reads can run in between. */
const RUN_ENTRIES = 2 ** 17;
const UNKNOWN = BigInt(UNKNOWN_OFFSET);
const TWO_32 = 2 ** 32;
/** The upper 32 bits of numbers beyond 2^53, and of negative ones, are at least this. */
const HIGHEST_HIGH = 2 ** 21;

/** A page of entries, and whether they are ascending and inside the file. */
interface OffsetPage {
  readonly firstIndex: number;
  readonly view: DataView;
  readonly isSound: boolean;
}

/**
 * The entries of the offsets section as they are stored, also wrong ones, read a page at a time. Without a section there are no slots.
 * Entries of chunks and entries reserved for appending, which another process may be filling, are never in the same page.
 */
export class OffsetPages {
  /** Number of entries for chunks and of entries reserved for appending. */
  readonly slots: number;
  readonly #reader: RandomReader;
  readonly #layout: ContainerLayout;
  readonly #pages = new LRUCache<number, Promise<OffsetPage>>({ max: CACHED_PAGES });

  constructor(reader: RandomReader, layout: ContainerLayout) {
    this.#reader = reader;
    this.#layout = layout;
    this.slots = layout.offsets?.slots ?? 0;
  }

  /** Where in the file an entry is stored. */
  entryPositionBytes(index: number): number {
    return (this.#layout.offsets?.positionBytes ?? 0) + index * OFFSET_BYTES;
  }

  /** Any 64-bit number, or undefined for an entry that was never filled in. `index` is below `slots`. */
  async entry(index: number): Promise<bigint | undefined> {
    return entryOf(await this.#page(index), index);
  }

  /** The entry; undefined also when any entry of its page is wrong, since two wrong offsets can be consistent with each other. */
  async soundEntry(index: number): Promise<number | undefined> {
    const page = await this.#page(index);
    const entry = page.isSound ? entryOf(page, index) : undefined;
    return entry === undefined ? undefined : Number(entry);
  }

  /** The first entry in [startIndex, endIndex) that was filled in. */
  async firstFilled(startIndex: number, endIndex: number): Promise<{ index: number; value: bigint } | undefined> {
    const end = Math.min(endIndex, this.slots);
    // Of entries of chunks usually the very first is filled in, of reserved ones none.
    let runEntries = PAGE_ENTRIES;
    for (let firstIndex = startIndex; firstIndex < end; firstIndex += runEntries, runEntries = RUN_ENTRIES) {
      const run = await this.#readEntries(firstIndex, Math.min(runEntries, end - firstIndex));
      const filled = firstFilledOf(run);
      if (filled) return { index: firstIndex + filled.index, value: filled.value };
    }
    return undefined;
  }

  /** The entries [start, end) as numbers; -1 for those that were never filled in or that no file can reach. */
  async positions(start: number, end: number): Promise<Float64Array> {
    const positions = new Float64Array(Math.max(0, Math.min(end, this.slots) - start));
    for (let first = 0; first < positions.length; first += RUN_ENTRIES) {
      const run = positions.subarray(first, first + RUN_ENTRIES);
      decode(await this.#readEntries(start + first, run.length), run);
    }
    return positions;
  }

  #page(index: number): Promise<OffsetPage> {
    const used = Math.min(this.#layout.nchunks ?? 0, this.slots);
    const [start, end] = index < used ? [0, used] : [used, this.slots];
    const firstIndex = index - ((index - start) % PAGE_ENTRIES);
    const known = this.#pages.get(firstIndex);
    if (known) return known;
    const page = this.#readPage(firstIndex, Math.min(PAGE_ENTRIES, end - firstIndex));
    this.#pages.set(firstIndex, page);
    page.catch(() => this.#pages.delete(firstIndex));
    return page;
  }

  async #readPage(firstIndex: number, entries: number): Promise<OffsetPage> {
    const view = await this.#readEntries(firstIndex, entries);
    return { firstIndex, view, isSound: this.#isAscending(view) };
  }

  async #readEntries(firstIndex: number, entries: number): Promise<DataView> {
    const bytes = await this.#reader.readAt(this.entryPositionBytes(firstIndex), entries * OFFSET_BYTES);
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Whether the entries are ascending and inside the file. */
  #isAscending(view: DataView): boolean {
    let highest = BigInt(this.#layout.chunksPositionBytes) - 1n;
    for (let at = 0; at < view.byteLength; at += OFFSET_BYTES) {
      const entry = view.getBigInt64(at, true);
      if (entry <= highest || entry >= this.#reader.sizeBytes) return false;
      highest = entry;
    }
    return true;
  }
}

function entryOf({ view, firstIndex }: OffsetPage, index: number): bigint | undefined {
  return filledEntry(view, index - firstIndex);
}

function filledEntry(view: DataView, index: number): bigint | undefined {
  const value = view.getBigInt64(index * OFFSET_BYTES, true);
  return value === UNKNOWN ? undefined : value;
}

function firstFilledOf(view: DataView): { index: number; value: bigint } | undefined {
  if (isAllUnknown(view)) return undefined;
  for (let index = 0; ; index++) {
    const value = filledEntry(view, index);
    if (value !== undefined) return { index, value };
  }
}

/** Compares each entry with the one before it in one call: ten entries a chunk are reserved, and a bigint of each takes longer than the check of the chunk. */
function isAllUnknown(view: DataView): boolean {
  const bytes = Buffer.from(view.buffer, view.byteOffset, view.byteLength);
  const isFirstUnknown = filledEntry(view, 0) === undefined;
  return isFirstUnknown && bytes.subarray(OFFSET_BYTES).equals(bytes.subarray(0, -OFFSET_BYTES));
}

/** Decodes two halves of 32 bits: a million bigints would take longer than reading the file. */
function decode(view: DataView, target: Float64Array): void {
  for (let index = 0; index < target.length; index++) {
    const high = view.getUint32(index * OFFSET_BYTES + 4, true);
    target[index] = high < HIGHEST_HIGH ? high * TWO_32 + view.getUint32(index * OFFSET_BYTES, true) : UNKNOWN_OFFSET;
  }
}
